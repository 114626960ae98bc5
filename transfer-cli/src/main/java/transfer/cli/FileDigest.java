package transfer.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;

/**
 * The digests of a local file that was read for them.
 *
 * @param timing from opening the file to the last digest
 */
record FileDigest(List<Checksum> checksums, Duration timing) {
    /**
     * From 64 KiB to 4 MiB the rate is the same, and so it is for a file that is mapped into
     * memory; a mapped file that somebody cuts short would end the whole program.
     */
    private static final int BUFFER_BYTES = 1 << 18;

    private static final int SMALLEST_BUFFER = 1 << 12;

    /** Reads the file, links followed. An interrupt ends it, also while a pipe or disk hangs. */
    static FileDigest of(Path file, Set<DigestAlgorithm> algorithms) throws IOException {
        long begin = System.nanoTime();
        RunningDigest digest = new RunningDigest(algorithms);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // one byte more than the file has, so that the end shows; of the heap, because the
            // digest would copy any other in small pieces
            long fitting = Math.max(SMALLEST_BUFFER, channel.size() + 1);
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, fitting));
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
        }
        List<Checksum> checksums = digest.values();
        return new FileDigest(checksums, Duration.ofNanos(System.nanoTime() - begin));
    }

    /**
     * @throws IllegalArgumentException when it was not asked for
     */
    Checksum value(DigestAlgorithm algorithm) {
        return checksums.stream()
                .filter(checksum -> checksum.algorithm() == algorithm)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(algorithm + " was not computed"));
    }

    /** The SHA-256, which must have been asked for, in hexadecimal digits. */
    String sha256() {
        return value(DigestAlgorithm.SHA_256).hex();
    }
}
