package transfer.protocol.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * A file being read, as long as it was when it was opened: what is appended later is left out, what
 * is cut off is a failure, and so is content that was written anew in place meanwhile.
 */
final class FileReading implements Reading {
    /** A multiple of every block size, so that file systems which can share blocks do. */
    private static final long KERNEL_STEP = 64L << 20;

    /** How often a file is opened that is replaced in the same moment. */
    private static final int OPENINGS = 3;

    private final TransferUrl url;
    private final Path path;
    private final FileChannel channel;
    private final FileState state;
    private final FileStat stat;
    private final long offset;
    private final long end;
    private long position;

    private FileReading(TransferUrl url, FileChannel channel, FileState state, ReadRequest request)
            throws IOException {
        this.url = url;
        this.path = url.toPath();
        this.channel = channel;
        this.state = state;
        boolean generated = isGenerated(channel, state);
        this.stat = generated ? state.statOfGenerated() : state.stat();
        this.offset = request.offset();
        if (!generated && offset > state.size()) {
            throw FileFailures.because(
                    FailureKind.BAD_REQUEST,
                    url,
                    doing(url) + " from byte " + offset + " on: it has only " + state.size());
        }
        long follow = (generated ? Long.MAX_VALUE : state.size()) - offset;
        this.end = offset + Math.min(follow, request.length().orElse(follow));
        this.position = offset;
    }

    /** Opens it; what it refuses, pipes and devices among them, is not even opened. */
    static FileReading open(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        try {
            for (int i = 0; i < OPENINGS; i++) {
                Optional<FileReading> reading = openOnce(url, request);
                if (reading.isPresent()) {
                    return reading.get();
                }
            }
            throw FileFailures.because(
                    FailureKind.CHANGED, url, doing(url) + ": replaced while it was opened");
        } catch (IOException e) {
            throw FileFailures.of(e, url, doing(url));
        }
    }

    private static Optional<FileReading> openOnce(TransferUrl url, ReadRequest request)
            throws IOException {
        Path path = url.toPath();
        FileState before = FileState.of(path);
        requireRegular(before, url);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            long size = channel.size();
            Optional<FileState> after = before.later(path);
            if (after.isPresent() && isOneFile(before, size, after.get())) {
                FileState opened = after.get().withSize(size);
                requireCondition(opened, request, url);
                return Optional.of(new FileReading(url, channel, opened, request));
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /**
     * An open channel tells its size only, so the name is asked before and after. Inode numbers are
     * used again at once, so they alone prove nothing.
     */
    static boolean isOneFile(FileState before, long size, FileState after) {
        boolean grown = before.isSameFile(after) && before.size() < after.size();
        return (grown || before.isSameContent(after))
                && before.size() <= size
                && size <= after.size();
    }

    private static String doing(TransferUrl url) {
        return "cannot read " + url.path();
    }

    private static void requireRegular(FileState state, TransferUrl url) throws TransferException {
        if (state.isDirectory()) {
            throw FileFailures.because(
                            FailureKind.BAD_REQUEST, url, doing(url) + ": is a directory")
                    .withErrno("EISDIR");
        }
        if (!state.isRegular()) {
            throw FileFailures.because(
                    FailureKind.BAD_REQUEST,
                    url,
                    doing(url) + ": is neither a file nor a directory");
        }
    }

    private static void requireCondition(FileState opened, ReadRequest request, TransferUrl url)
            throws TransferException {
        if (request.unchanged().filter(mark -> !mark.equals(opened.identity())).isPresent()) {
            throw FileFailures.because(
                    FailureKind.CHANGED, url, doing(url) + ": changed since it was last looked at");
        }
    }

    /** Kernel file systems say 0 of files that have content when they are read. */
    private static boolean isGenerated(FileChannel channel, FileState state) throws IOException {
        return state.size() == 0
                && channel.size() == 0
                && channel.read(ByteBuffer.allocate(1), 0) > 0;
    }

    @Override
    public FileStat stat() {
        return stat;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public int read(ByteBuffer into) throws TransferException, InterruptedException {
        if (position == end) {
            return -1;
        }
        if (!into.hasRemaining()) {
            return 0;
        }
        int limit = into.limit();
        into.limit(into.position() + (int) Math.min(end - position, into.remaining()));
        try {
            int count = channel.read(into, position);
            return count < 0 && stat.size().isEmpty() ? -1 : (int) advance(count);
        } catch (IOException e) {
            throw FileFailures.of(e, url, doing(url));
        } finally {
            into.limit(limit);
        }
    }

    /** Where in the file the next byte is. */
    long position() {
        return position;
    }

    /**
     * Moves the next bytes into a file without them passing through us.
     *
     * @return how many, or -1 at the end
     */
    long transferTo(FileChannel into) throws IOException {
        if (position == end) {
            return -1;
        }
        return advance(channel.transferTo(position, Math.min(end - position, KERNEL_STEP), into));
    }

    private long advance(long count) throws IOException {
        if (count <= 0) { // 0 is what the kernel says when a file is shorter than it claims
            throw FileFailures.because(
                    FailureKind.TRUNCATED,
                    url,
                    doing(url) + ": ended after " + position + " of " + state.size() + " bytes");
        }
        position += count;
        if (position == end && state.later(path).filter(state::isRewrittenBy).isPresent()) {
            throw FileFailures.because(
                    FailureKind.CHANGED, url, doing(url) + ": changed while it was read");
        }
        return count;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // nothing was written, so nothing is lost
        }
    }
}
