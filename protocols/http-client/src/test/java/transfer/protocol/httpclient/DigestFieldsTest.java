package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;

class DigestFieldsTest {
    // of the five bytes "hello", by sha256sum, md5sum and, for adler32, by hand
    private static final Checksum SHA_256 =
            Checksum.sha256("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    private static final Checksum MD5 =
            new Checksum(DigestAlgorithm.MD5, "5d41402abc4b2a76b9719d911017c592");
    private static final Checksum ADLER32 = new Checksum(DigestAlgorithm.ADLER32, "062c0215");

    private static List<Checksum> read(String... headers) {
        return DigestFields.read(Client.answer(200, "http://h/x", headers));
    }

    @Test
    void representationDigestsAreRead() {
        assertEquals(
                List.of(SHA_256, MD5),
                read(
                        "Repr-Digest",
                        "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:,"
                                + " md5=:XUFAKrxLKna5cZ2REBfFkg==:"));
    }

    @Test
    void theOlderFieldIsReadInBothItsForms() {
        assertEquals(
                List.of(SHA_256, ADLER32, MD5),
                read(
                        "Digest",
                        "SHA-256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=,adler32=062c0215",
                        "Digest",
                        "md5=5d41402abc4b2a76b9719d911017c592"));
    }

    @Test
    void aShortOneInBase64IsNotTakenForDigits() {
        assertEquals(List.of(ADLER32), read("Digest", "adler32=BiwCFQ=="));
    }

    @Test
    void theFieldOfOwnCloudHasDigitsAndBlanks() {
        assertEquals(
                List.of(MD5, ADLER32),
                read(
                        "OC-Checksum",
                        "SHA1:unknown MD5:5d41402abc4b2a76b9719d911017c592 ADLER32:062C0215"));
    }

    @Test
    void theNewFieldWinsOverTheOld() {
        assertEquals(
                List.of(MD5),
                read(
                        "Digest",
                        "md5=AAAAAAAAAAAAAAAAAAAAAA==",
                        "Repr-Digest",
                        "md5=:XUFAKrxLKna5cZ2REBfFkg==:"));
    }

    @Test
    void whatCannotBeUnderstoodIsNotTold() {
        assertEquals(
                List.of(),
                read(
                        "Repr-Digest",
                        "sha-256=:%%%:, unixsum=:AA==:, md5=:AA==:, =, md5",
                        "Content-Digest",
                        "md5=:XUFAKrxLKna5cZ2REBfFkg==:"));
    }

    @Test
    void digestsAreAskedForInBothWaysTheStrongOnesRather() {
        HttpRequest request =
                DigestFields.wanted(
                        HttpRequest.of("HEAD", ScriptedServer.Urls.of("http://h/x")),
                        EnumSet.of(DigestAlgorithm.SHA_256, DigestAlgorithm.ADLER32));

        assertEquals("sha-256=9, adler32=3", request.headers().get("Want-Repr-Digest"));
        assertEquals("adler32;q=0.3, sha-256;q=1.0", request.headers().get("Want-Digest"));
        assertTrue(request.traffic().isEmpty());
    }
}
