package transfer.checksum;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunningDigestTest {
    private static final Set<DigestAlgorithm> ALL = EnumSet.allOf(DigestAlgorithm.class);
    private static final byte[] TEXT = randomBytes(100_003);

    // FIPS 180-4 and FIPS 202 examples; RFC 1321 A.5; the check values of the CRC catalogue; RFC
    // 1950's Adler-32 as computed for the classic example
    @ParameterizedTest
    @CsvSource({
        "SHA_256, '', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "SHA_256, abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "SHA_256, abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq,"
                + " 248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        "SHA_512, abc, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "SHA3_256, '', a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a",
        "SHA3_256, abc, 3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
        "SHA_1, abc, a9993e364706816aba3e25717850c26c9cd0d89d",
        "MD5, '', d41d8cd98f00b204e9800998ecf8427e",
        "MD5, message digest, f96b697d7cb7938d525a2f31aaf161d0",
        "CRC64NVME, '', 0000000000000000",
        "CRC64NVME, 123456789, ae8b14860a799888",
        "CRC32, '', 00000000",
        "CRC32, 123456789, cbf43926",
        "CRC32C, 123456789, e3069283",
        "ADLER32, '', 00000001",
        "ADLER32, Wikipedia, 11e60398"
    })
    void agreesWithPublishedVectors(DigestAlgorithm algorithm, String text, String hex) {
        assertEquals(
                List.of(new Checksum(algorithm, hex)),
                digest(Set.of(algorithm), ByteBuffer.wrap(text.getBytes(US_ASCII))));
    }

    @Test
    void aMillionTimesTheLetterA() {
        var running = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
        ByteBuffer thousand = ByteBuffer.wrap("a".repeat(1000).getBytes(US_ASCII));
        for (int i = 0; i < 1000; i++) {
            running.update(thousand);
        }
        assertEquals(
                List.of(
                        Checksum.sha256(
                                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")),
                running.values());
    }

    // RFC 3720, appendix B.4
    @ParameterizedTest
    @CsvSource({"0, 8a9136aa", "255, 62a8ab43"})
    void crc32cOfThirtyTwoEqualBytes(int value, String hex) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        assertEquals(
                List.of(new Checksum(DigestAlgorithm.CRC32C, hex)),
                digest(Set.of(DigestAlgorithm.CRC32C), ByteBuffer.wrap(bytes)));
    }

    @ParameterizedTest
    @EnumSource
    void piecesGiveWhatTheWholeGives(DigestAlgorithm algorithm) {
        var pieces = new RunningDigest(Set.of(algorithm));
        Random random = new Random(17);
        for (int at = 0; at < TEXT.length; ) {
            int length = Math.min(random.nextInt(9000), TEXT.length - at);
            pieces.update(ByteBuffer.wrap(TEXT, at, length));
            at += length;
        }
        assertEquals(digest(Set.of(algorithm), ByteBuffer.wrap(TEXT)), pieces.values());
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfBufferGivesTheSame(DigestAlgorithm algorithm) {
        List<Function<byte[], ByteBuffer>> kinds =
                List.of(
                        RunningDigestTest::direct,
                        bytes -> ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
                        bytes -> direct(bytes).asReadOnlyBuffer(),
                        RunningDigestTest::inTheMiddleOfALargerArray);
        for (var kind : kinds) {
            assertEquals(
                    digest(Set.of(algorithm), ByteBuffer.wrap(TEXT)),
                    digest(Set.of(algorithm), kind.apply(TEXT)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheRemainingBytesCountAndTheBufferStaysAsItWas(DigestAlgorithm algorithm) {
        for (ByteBuffer buffer : List.of(ByteBuffer.wrap(TEXT), direct(TEXT))) {
            buffer.position(1000).limit(5000);
            assertEquals(
                    digest(
                            Set.of(algorithm),
                            ByteBuffer.wrap(Arrays.copyOfRange(TEXT, 1000, 5000))),
                    digest(Set.of(algorithm), buffer));
            assertEquals(1000, buffer.position());
            assertEquals(5000, buffer.limit());
        }
    }

    @ParameterizedTest
    @EnumSource
    void askingForTheValueDoesNotDisturbIt(DigestAlgorithm algorithm) {
        var running = new RunningDigest(Set.of(algorithm));
        running.update(ByteBuffer.wrap(TEXT, 0, 777));
        List<Checksum> half = running.values();
        assertEquals(half, running.values());
        assertEquals(digest(Set.of(algorithm), ByteBuffer.wrap(TEXT, 0, 777)), half);
        running.update(ByteBuffer.wrap(TEXT, 777, TEXT.length - 777));
        assertEquals(digest(Set.of(algorithm), ByteBuffer.wrap(TEXT)), running.values());
    }

    @Test
    void severalAlgorithmsGiveWhatEachGivesAloneInTheirOrder() {
        List<Checksum> alone =
                ALL.stream().flatMap(one -> digest(Set.of(one), direct(TEXT)).stream()).toList();
        assertEquals(alone, digest(ALL, direct(TEXT)));
        assertEquals(
                List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5, DigestAlgorithm.CRC32C),
                digest(
                                Set.of(
                                        DigestAlgorithm.CRC32C,
                                        DigestAlgorithm.MD5,
                                        DigestAlgorithm.SHA_256),
                                direct(TEXT))
                        .stream()
                        .map(Checksum::algorithm)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void oneMadeAnewTakesInNothingOfTheOtherAndLeavesItAsItIs(DigestAlgorithm algorithm) {
        Set<DigestAlgorithm> only = Set.of(algorithm);
        var first = new RunningDigest(only);
        first.update(ByteBuffer.wrap("first".getBytes(US_ASCII)));

        RunningDigest second = first.anew();
        second.update(ByteBuffer.wrap("second".getBytes(US_ASCII)));
        first.update(ByteBuffer.wrap(" and more".getBytes(US_ASCII)));

        assertEquals(digest(only, ByteBuffer.wrap("second".getBytes(US_ASCII))), second.values());
        assertEquals(
                digest(only, ByteBuffer.wrap("first and more".getBytes(US_ASCII))), first.values());
    }

    @Test
    void noAlgorithmsGiveNoValues() {
        assertEquals(List.of(), digest(Set.of(), ByteBuffer.wrap(TEXT)));
    }

    private static List<Checksum> digest(Set<DigestAlgorithm> algorithms, ByteBuffer bytes) {
        var running = new RunningDigest(algorithms);
        running.update(bytes);
        return running.values();
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static ByteBuffer inTheMiddleOfALargerArray(byte[] bytes) {
        byte[] larger = new byte[bytes.length + 20];
        System.arraycopy(bytes, 0, larger, 10, bytes.length);
        return ByteBuffer.wrap(larger, 10, bytes.length).slice();
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(4711).nextBytes(bytes);
        return bytes;
    }
}
