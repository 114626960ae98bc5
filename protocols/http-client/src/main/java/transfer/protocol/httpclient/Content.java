package transfer.protocol.httpclient;

import java.io.IOException;
import java.nio.ByteBuffer;
import okio.Buffer;
import okio.BufferedSource;

/** The bytes of an answer, whoever brings them. Belongs to one thread. */
interface Content {
    /** No bytes, where none were asked for. */
    Content NOTHING =
            new Content() {
                @Override
                public int read(ByteBuffer into) {
                    return -1;
                }

                @Override
                public byte[] beginning(int most) {
                    return new byte[0];
                }

                @Override
                public BufferedSource source() {
                    return new Buffer();
                }

                @Override
                public void end() {
                    // there was no beginning
                }
            };

    /**
     * Some bytes, waiting for the first.
     *
     * @param into has room
     * @return how many, above zero; or -1 at the end
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * The first bytes that have not been read; they are still to be read then.
     *
     * @return fewer than the most when there are no more
     */
    byte[] beginning(int most) throws IOException;

    /** The same bytes for who reads by way of the library. */
    BufferedSource source();

    /** Nobody reads on. */
    void end();
}
