package transfer.records;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;

/** SHA-256 of what is at hand. */
final class Digests {
    private static final int BUFFER_BYTES = 1 << 18;

    private Digests() {}

    static Checksum sha256(byte[] bytes) {
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
        digest.update(ByteBuffer.wrap(bytes));
        return digest.values().getFirst();
    }

    /** Of everything up to the stream's end. */
    static Checksum sha256(InputStream input) throws IOException {
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
        byte[] buffer = new byte[BUFFER_BYTES];
        int length = input.read(buffer);
        while (length >= 0) {
            digest.update(ByteBuffer.wrap(buffer, 0, length));
            length = input.read(buffer);
        }
        return digest.values().getFirst();
    }
}
