package transfer.protocol.vfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;

/**
 * An entry being read, always from its first byte: there is no way into the middle of what is
 * compressed, and unpacking what comes before it takes as long as giving it.
 */
final class VfsReading implements Reading {
    private static final int STEP = 64 * 1024;

    private final VfsLocation location;
    private final VfsState state;
    private final FileStat stat;
    private final FileChannel archive;
    private final InputStream content;
    private final byte[] step = new byte[STEP];
    private long count;
    private boolean ended;

    VfsReading(
            VfsLocation location,
            VfsState state,
            FileStat stat,
            FileChannel archive,
            InputStream content) {
        this.location = location;
        this.state = state;
        this.stat = stat;
        this.archive = archive;
        this.content = content;
    }

    @Override
    public FileStat stat() {
        return stat;
    }

    @Override
    public long offset() {
        return 0;
    }

    @Override
    public int read(ByteBuffer into) throws TransferException, InterruptedException {
        if (Thread.interrupted()) { // much may be left in buffers, where no channel notices it
            throw new InterruptedException();
        }
        if (ended || !into.hasRemaining()) {
            return ended ? -1 : 0;
        }
        try {
            int got = content.read(step, 0, Math.min(step.length, into.remaining()));
            if (got < 0) {
                end();
                return -1;
            }
            into.put(step, 0, got);
            count += got;
            if (count >= stat.size().orElse(Long.MAX_VALUE)) {
                end();
            }
            return got;
        } catch (IOException e) {
            throw VfsFailures.of(e, location.url());
        }
    }

    private void end() throws IOException {
        long size = stat.size().orElse(count);
        if (count < size) {
            throw failure(
                    FailureKind.TRUNCATED, "it ended after " + count + " of " + size + " bytes");
        }
        if (count > size || content.read() >= 0) {
            throw failure(
                    FailureKind.WRONG_CONTENT,
                    "the archive is damaged: there is more than the "
                            + size
                            + " bytes it tells of");
        }
        if (state.isRewrittenBy(VfsState.ifThere(location.archive()).orElse(state))) {
            throw failure(FailureKind.CHANGED, "the archive changed while it was read");
        }
        ended = true;
    }

    private TransferException failure(FailureKind kind, String reason) {
        return new TransferException(
                        kind, location.url(), "cannot read " + location.url() + ": " + reason)
                .during(Phase.BODY);
    }

    @Override
    public void close() {
        try (archive) {
            content.close();
        } catch (IOException _) {
            // nothing was written, so nothing is lost
        }
    }
}
