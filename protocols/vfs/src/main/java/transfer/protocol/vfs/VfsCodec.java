package transfer.protocol.vfs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** How a file is compressed as a whole. */
enum VfsCodec {
    NONE,
    GZIP,
    BZIP2;

    private static final int BUFFER = 64 * 1024;

    /** The bytes before compression, of all streams where several stand one after the other. */
    InputStream decoded(SeekableByteChannel archive) throws IOException {
        InputStream packed = new BufferedInputStream(Channels.newInputStream(archive), BUFFER);
        return switch (this) {
            case NONE -> packed;
            case GZIP ->
                    GzipCompressorInputStream.builder()
                            .setInputStream(packed)
                            .setDecompressConcatenated(true)
                            .get();
            case BZIP2 -> new BZip2CompressorInputStream(packed, true);
        };
    }
}
