package transfer.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import transfer.protocol.ByteText;

/**
 * What this machine knows of an unfinished upload: its hidden name at the server, or the mark that
 * this follows from, and of which state of which source its bytes are. A small file in the staging
 * directory, whose name tells the same transfer again to a later run. While it is open it is
 * locked, so that two never write under one hidden name; servers have no such locks, and marks that
 * another machine could guess would need them. Belongs to one thread.
 */
final class UploadNote implements AutoCloseable {
    private static final int LONGEST = 1 << 14;

    private final Path file;
    private final FileChannel channel;
    private Optional<Left> left;

    /**
     * What an earlier attempt, or run, noted.
     *
     * @param origin what the bytes at the server are a part of
     * @param hidden the mark to go on with, or, where that cannot be, the path that is to be
     *     removed; only the latter begins with a slash
     */
    record Left(BlockMap.Origin origin, String hidden) {
        boolean isPath() {
            return hidden.startsWith("/");
        }
    }

    private UploadNote(Path file, FileChannel channel, Optional<Left> left) {
        this.file = file;
        this.channel = channel;
        this.left = left;
    }

    /**
     * The note of this transfer, new or found; empty where somebody else is at it, or where the
     * directory does not take one.
     */
    static Optional<UploadNote> of(Path directory, WorkItem.Transfer item) {
        Path file = directory.resolve(".transfer-" + Halfway.fingerprint(item) + ".upload");
        try {
            Files.createDirectories(directory);
            Optional<FileChannel> channel = Halfway.locked(file);
            if (channel.isEmpty()) {
                return Optional.empty();
            }
            if (!SharedName.isOwn(file)) {
                channel.get().close();
                return Optional.empty();
            }
            return Optional.of(new UploadNote(file, channel.get(), read(channel.get())));
        } catch (IOException _) {
            return Optional.empty(); // then the upload goes without, as a small one does
        }
    }

    private static Optional<Left> read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), LONGEST));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // until it is full
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
        return BlockMap.checkedLine(text)
                .flatMap(line ->
                        BlockMap.parse(line).map(origin -> new Left(origin, decoded(line))));
    }

    private static String decoded(String line) {
        String last = line.substring(line.lastIndexOf(' ') + 1);
        return ByteText.decode(ByteBuffer.wrap(Base64.getDecoder().decode(last)));
    }

    Optional<Left> left() {
        return left;
    }

    /**
     * Notes what is about to be sent, in place of what was noted before.
     *
     * @return false when that cannot be kept
     */
    boolean write(Left begun) {
        String hidden = Base64.getEncoder().encodeToString(ByteText.encode(begun.hidden()));
        String line = BlockMap.line(BlockMap.header(begun.origin()) + " " + hidden);
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1));
        try {
            channel.truncate(0);
            left = Optional.empty();
            while (bytes.hasRemaining()) {
                channel.write(bytes, bytes.position());
            }
            left = Optional.of(begun);
            return true;
        } catch (IOException _) {
            return false; // the disk is full; a torn note is none
        }
    }

    /** Nothing is unfinished any more. */
    void drop() {
        left = Optional.empty();
    }

    /** Lets others have it; one that notes nothing goes away. */
    @Override
    public void close() {
        try {
            if (channel.isOpen() && left.isEmpty()) {
                Files.deleteIfExists(file); // while nobody else can have it
            }
            channel.close();
        } catch (IOException _) {
            // the lock goes with the process at the latest
        }
    }
}
