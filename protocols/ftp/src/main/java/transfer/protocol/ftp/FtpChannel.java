package transfer.protocol.ftp;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/**
 * One data connection, for one direction. Belongs to one thread at a time; an interrupt closes it.
 */
interface FtpChannel extends Closeable {
    /**
     * Some bytes, waiting for the first.
     *
     * @return how many, or -1 at the end
     * @throws SocketTimeoutException when none comes in time
     * @throws EOFException when it is cut, where that can be told from the end
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * Takes all remaining bytes.
     *
     * @throws SocketTimeoutException when the server takes none in time
     */
    void write(ByteBuffer bytes) throws IOException;

    /** Tells the server that this was all, and closes. */
    void finish() throws IOException;

    /** Ends it; what was written before still arrives. */
    @Override
    void close() throws IOException;
}
