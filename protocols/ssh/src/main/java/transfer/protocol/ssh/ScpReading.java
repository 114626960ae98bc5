package transfer.protocol.ssh;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;

/**
 * A file that comes by the scp protocol, always the whole of it. What the server announces is not
 * believed: it has to be one file, of the name that was asked for and of the size that it had a
 * moment ago, and still the same file at the end.
 */
final class ScpReading implements Reading {
    private final ScpFiles files;
    private final ScpChannel channel;
    private final Errand errand;
    private final FileStat stat;
    private long left;
    private boolean done;

    private ScpReading(
            ScpFiles files, ScpChannel channel, Errand errand, FileStat stat, long size) {
        this.files = files;
        this.channel = channel;
        this.errand = errand;
        this.stat = stat;
        this.left = size;
    }

    /**
     * Begins.
     *
     * @param channel with {@code scp -f}, which the reading closes
     * @param known what is known of the file already
     */
    static ScpReading begin(ScpFiles files, ScpChannel channel, Errand errand, FileStat known)
            throws TransferException, InterruptedException {
        boolean begun = false;
        try {
            ScpHeader header = header(channel, errand);
            if (known.size().orElse(header.size()) != header.size()) {
                throw files.failure(
                        errand, FailureKind.CHANGED, "its size has changed in this moment");
            }
            channel.goOn(errand);
            begun = true;
            FileStat stat = known.withSize(OptionalLong.of(header.size()));
            Errand body = Errand.body(errand.url(), errand.words());
            return new ScpReading(files, channel, body, stat, header.size());
        } finally {
            if (!begun) {
                channel.close();
            }
        }
    }

    /** What the server announces, checked. */
    static ScpHeader header(ScpChannel channel, Errand errand)
            throws TransferException, InterruptedException {
        channel.goOn(errand);
        ScpHeader header =
                ScpHeader.parse(channel.announcement(errand))
                        .orElseThrow(
                                () -> channel.untrue(errand, "what it announces cannot be read"));
        String path = errand.url().path();
        if (!header.name().equals(path.substring(path.lastIndexOf('/') + 1))) {
            throw channel.untrue(errand, "it sends a file of another name");
        }
        return header;
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
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (left == 0) {
            end();
            return -1;
        }
        int limit = into.limit();
        int before = into.position();
        into.limit((int) Math.min(limit, before + left));
        try {
            channel.receive(errand, into);
        } finally {
            into.limit(limit);
        }
        int count = into.position() - before;
        left -= count;
        return count;
    }

    /** The bytes may be wrong all the same: where the server could not read it sends others. */
    private void end() throws TransferException, InterruptedException {
        if (done) {
            return;
        }
        channel.requireGoOn(errand);
        channel.goOn(errand);
        if (stat.identity().isPresent() && !files.stat(errand).identity().equals(stat.identity())) {
            throw files.failure(errand, FailureKind.CHANGED, "it changed while it was read");
        }
        done = true;
    }

    @Override
    public void close() {
        channel.close();
    }
}
