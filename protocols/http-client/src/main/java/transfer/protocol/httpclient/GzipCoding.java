package transfer.protocol.httpclient;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import okio.BufferedSource;

/** Undoes gzip (RFC 1952), also where several pieces are strung together. */
final class GzipCoding {
    private static final int BUFFER = 64 * 1024;

    private GzipCoding() {}

    static boolean begins(Content content) throws IOException {
        byte[] mark = content.beginning(2);
        return mark.length == 2 && mark[0] == 0x1F && mark[1] == (byte) 0x8B;
    }

    static InputStream decode(BufferedSource source) throws IOException {
        return new GZIPInputStream(
                new FilterInputStream(source.inputStream()) {
                    /** The decoder takes 0 for the end, though more may just not have come yet. */
                    @Override
                    public int available() throws IOException {
                        return source.exhausted() ? 0 : 1;
                    }
                },
                BUFFER) {
            /** The decoder takes a piece that breaks off in its head for something else. */
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = super.read(into, offset, length);
                if (count < 0) {
                    source.exhausted(); // fails again where it has failed
                }
                return count;
            }
        };
    }
}
