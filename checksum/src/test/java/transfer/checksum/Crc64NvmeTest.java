package transfer.checksum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Crc64NvmeTest {
    private static final Checksum NOTHING =
            new Checksum(DigestAlgorithm.CRC64NVME, "0000000000000000");

    private static Checksum check(byte[] bytes, int from, int to) {
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.CRC64NVME));
        digest.update(ByteBuffer.wrap(bytes, from, to - from));
        return digest.values().getFirst();
    }

    private static String page(IntUnaryOperator content) {
        byte[] bytes = new byte[4096];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) content.applyAsInt(i);
        }
        return check(bytes, 0, bytes.length).hex();
    }

    /** As the definition has it: bit by bit. */
    private static long slow(byte[] bytes, int length) {
        long crc = -1;
        for (int i = 0; i < length; i++) {
            crc ^= bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ Long.reverse(0xAD93D23594C93659L);
            }
        }
        return ~crc;
    }

    // NVM Command Set Specification 1.0d, section 5.2.1.3.5, figure 122
    @Test
    void agreesWithThePagesOfItsSpecification() {
        assertEquals("6482d367eb22b64e", page(_ -> 0));
        assertEquals("c0ddba7302eca3ac", page(_ -> 0xff));
        assertEquals("3e729f5f6750449c", page(i -> i));
        assertEquals("9a2df64b8e9e517e", page(i -> 4095 - i));
    }

    @Test
    void everyLengthGivesWhatTheDefinitionGives() {
        byte[] bytes = new byte[200];
        new Random(11).nextBytes(bytes);
        for (int length = 0; length <= bytes.length; length++) {
            assertEquals(
                    Checksum.of(
                            DigestAlgorithm.CRC64NVME,
                            ByteBuffer.allocate(8).putLong(slow(bytes, length)).array()),
                    check(bytes, 0, length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 4096, 99_999, 100_000})
    void checksOfPiecesMakeTheCheckOfTheWhole(int first) {
        byte[] bytes = new byte[100_000];
        new Random(12).nextBytes(bytes);

        Checksum joined =
                check(bytes, 0, first)
                        .followedBy(check(bytes, first, bytes.length), bytes.length - first);

        assertEquals(check(bytes, 0, bytes.length), joined);
    }

    @Test
    void manyPiecesAreJoinedOneAfterAnother() {
        byte[] bytes = new byte[10_000];
        new Random(13).nextBytes(bytes);
        Checksum all = NOTHING;
        for (int from = 0; from < bytes.length; from += 999) {
            int to = Math.min(bytes.length, from + 999);
            all = all.followedBy(check(bytes, from, to), to - from);
        }
        assertEquals(check(bytes, 0, bytes.length), all);
    }

    @Test
    void piecesMayBeLargerThanMemory() {
        Checksum zeros = check(new byte[1 << 20], 0, 1 << 20);
        long length = 1 << 20;
        while (length < 1L << 41) {
            zeros = zeros.followedBy(zeros, length);
            length *= 2;
        }
        assertEquals(
                NOTHING.followedBy(zeros, length).followedBy(zeros, length),
                zeros.followedBy(zeros.followedBy(NOTHING, 0), length));
    }

    @Test
    void whatCannotBeJoinedIsRefused() {
        Checksum other = new Checksum(DigestAlgorithm.CRC32C, "00000000");
        for (Checksum[] pair : new Checksum[][] {{NOTHING, other}, {other, NOTHING}}) {
            String message =
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> pair[0].followedBy(pair[1], 1))
                            .getMessage();
            assertTrue(message.contains("crc64nvme") && message.contains("crc32c"), message);
        }
    }

    @Test
    void itCanBeBegunAgain() {
        Crc64Nvme check = new Crc64Nvme();
        check.update('x');
        check.reset();
        for (char digit = '1'; digit <= '9'; digit++) {
            check.update(digit);
        }
        assertEquals(0xAE8B14860A799888L, check.getValue());
    }
}
