package transfer.protocol;

import java.nio.ByteBuffer;

/** A file being read. Belongs to one thread at a time. */
public interface Reading extends AutoCloseable {
    /**
     * What the server said when it began to answer. Its size is that of the whole file, also when
     * only a part was asked for; its identity is that of the bytes that follow.
     */
    FileStat stat();

    /**
     * Where in the file the first byte of {@link #read} is: the offset asked for, or 0 when the
     * server gives it all.
     */
    long offset();

    /**
     * Reads some bytes, at least one if the buffer has room, waiting for them.
     *
     * @return how many were put into the buffer, or -1 at the end
     * @throws TransferException {@link FailureKind#TRUNCATED} when the bytes end before the length
     *     that the server announced, and others
     */
    int read(ByteBuffer into) throws TransferException, InterruptedException;

    /** Gives up what was not read. Twice is harmless. */
    @Override
    void close();
}
