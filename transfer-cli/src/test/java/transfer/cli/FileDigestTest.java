package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.DigestAlgorithm;

class FileDigestTest {
    private static final Set<DigestAlgorithm> SHA_256 = Set.of(DigestAlgorithm.SHA_256);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 1_000_003})
    void everyLengthIsReadToItsEnd(int length) throws Exception {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        Path file = Files.write(folder.resolve("f"), bytes);
        FileDigest digest = FileDigest.of(file, SHA_256);
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(bytes);
        assertEquals(HexFormat.of().formatHex(expected), digest.sha256());
        assertFalse(digest.timing().isNegative());
    }

    @Test
    void severalAlgorithmsTakeOneReading() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "hello\n");
        FileDigest digest =
                FileDigest.of(file, EnumSet.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5));
        assertEquals(Examples.HELLO_SHA256, digest.sha256());
        assertEquals("b1946ac92492d2347c6235b4d2611184", digest.value(DigestAlgorithm.MD5).hex());
        assertThrows(
                IllegalArgumentException.class, () -> digest.value(DigestAlgorithm.SHA_512).hex());
    }

    /** Its size is told as 0. */
    @Test
    void aFileThatTellsNoSizeIsReadAllTheSame() throws IOException {
        Path file = Path.of("/proc/self/limits");
        assertEquals(0, Files.size(file));
        FileDigest empty = FileDigest.of(Files.createFile(folder.resolve("empty")), SHA_256);
        assertFalse(empty.sha256().equals(FileDigest.of(file, SHA_256).sha256()));
    }

    @Test
    void whatCannotBeReadIsAFailure() {
        assertThrows(
                NoSuchFileException.class, () -> FileDigest.of(folder.resolve("none"), SHA_256));
        assertEquals(
                "Is a directory",
                assertThrows(IOException.class, () -> FileDigest.of(folder, SHA_256)).getMessage());
    }
}
