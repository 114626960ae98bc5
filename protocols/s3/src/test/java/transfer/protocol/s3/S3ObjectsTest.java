package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.s3.ScriptedStore.Reply;

/** What stores tell of objects, and what comes of reading them. */
class S3ObjectsTest {
    private static final String MD5 = "9e107d9d372bb6826bd81d3542a419d6";
    private static final String SHA_256 = "16j7swfXgJRpypq8sAguT41WUeRtPNt2LQLQvzfJ5ZI=";
    private static final byte[] FOX =
            "The quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.UTF_8);

    @TempDir private Path folder;

    private FileStat stat(String... headers) throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.of(200, headers))) {
            return store.open().stat(ScriptedStore.url("b/k"));
        }
    }

    private static byte[] bytes(Reading reading) throws Exception {
        try (reading) {
            ByteBuffer content = ByteBuffer.allocate(1000);
            while (reading.read(content) >= 0) {
                assertTrue(content.hasRemaining());
            }
            byte[] bytes = new byte[content.flip().remaining()];
            content.get(bytes);
            return bytes;
        }
    }

    @Test
    void anObjectHasSizeDateIdentityAndDigest() throws Exception {
        FileStat stat =
                stat(
                        "Content-Length: 43",
                        "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT",
                        "ETag: \"" + MD5 + "\"");

        assertEquals(FileStat.Kind.FILE, stat.kind());
        assertEquals(OptionalLong.of(43), stat.size());
        assertEquals(Optional.of(Instant.parse("2015-10-21T07:28:00Z")), stat.modified());
        assertEquals(Optional.of(new Identity("etag \"" + MD5 + "\"")), stat.identity());
        assertEquals(List.of(new Checksum(DigestAlgorithm.MD5, MD5)), stat.digests());
    }

    @Test
    void aTagThatIsNoMd5IsAnIdentityAndNoDigest() throws Exception {
        String md5 = "ETag: \"" + MD5 + "\"";
        for (List<String> headers :
                List.of(
                        List.of("ETag: \"" + MD5 + "-3\""),
                        List.of(md5, "x-amz-server-side-encryption: aws:kms"),
                        List.of(md5, "x-amz-server-side-encryption: aws:kms:dsse"),
                        List.of(md5, "x-amz-server-side-encryption-customer-algorithm: AES256"))) {
            FileStat stat = stat(headers.toArray(String[]::new));
            assertEquals(List.of(), stat.digests(), headers::toString);
            assertTrue(stat.identity().isPresent());
        }
        assertEquals(1, stat(md5, "x-amz-server-side-encryption: AES256").digests().size());
        assertEquals(Optional.empty(), stat("ETag: W/\"" + MD5 + "\"").identity());
    }

    @Test
    void aChecksumCountsIfItIsOfTheWholeObject() throws Exception {
        assertEquals(
                List.of(Checksum.ofBase64(DigestAlgorithm.SHA_256, SHA_256)),
                stat("x-amz-checksum-sha256: " + SHA_256).digests());
        assertEquals(
                List.of(new Checksum(DigestAlgorithm.CRC32C, "22620404")),
                stat("x-amz-checksum-crc32c: ImIEBA==", "x-amz-checksum-type: FULL_OBJECT")
                        .digests());
        assertEquals(
                List.of(new Checksum(DigestAlgorithm.CRC64NVME, "ae8b14860a799888")),
                stat("x-amz-checksum-crc64nvme: rosUhgp5mIg=", "x-amz-checksum-type: FULL_OBJECT")
                        .digests());
        assertEquals(List.of(), stat("x-amz-checksum-crc64nvme: rosUhgp5mIg=-4").digests());
        assertEquals(List.of(), stat("x-amz-checksum-sha256: " + SHA_256 + "-3").digests());
        assertEquals(
                List.of(),
                stat("x-amz-checksum-crc32c: ImIEBA==", "x-amz-checksum-type: COMPOSITE")
                        .digests());
        assertEquals(List.of(), stat("x-amz-checksum-sha256: nonsense").digests());
    }

    @Test
    void aBucketIsADirectory() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.of(200))) {
            assertEquals(FileStat.Kind.DIRECTORY, store.open().stat(ScriptedStore.url("b")).kind());
            assertEquals(List.of("HEAD /b"), store.lines());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/../k", "./k", "..", "//a//", "a/.", "%2e%2E/k"})
    void aKeyArrivesAsItIsWrittenAlsoWhereItLooksLikeSteps(String key) throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.of(200))) {
            store.open().stat(ScriptedStore.url("b/" + key));

            assertEquals(List.of("HEAD /b/" + key.replace("%", "%25")), store.lines());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 501})
    void aStoreThatDoesNotKnowChecksumsIsAskedWithoutAndRemembered(int status) throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.header("x-amz-checksum-mode").isPresent()
                                        ? Reply.of(status)
                                        : Reply.of(200, "Content-Length: 7"))) {
            S3Endpoint endpoint = store.open();

            endpoint.stat(ScriptedStore.url("b/k"));
            store.open().stat(ScriptedStore.url("b/k"));

            assertEquals(3, store.asked().size());
        }
    }

    @Test
    void whatIsWrongWithoutChecksumsTooIsNotBlamedOnThem() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.number() < 3
                                        ? Reply.of(400)
                                        : Reply.of(200, "Content-Length: 7"))) {
            S3Endpoint endpoint = store.open();

            assertThrows(TransferException.class, () -> endpoint.stat(ScriptedStore.url("b/k")));
            endpoint.stat(ScriptedStore.url("b/k"));

            assertEquals("ENABLED", store.asked().getLast().headers().get("x-amz-checksum-mode"));
        }
    }

    @Test
    void aReadingGivesTheBytesAsTheyAreStored() throws Exception {
        try (ScriptedStore store =
                        new ScriptedStore(
                                folder,
                                _ ->
                                        new Reply(
                                                200,
                                                FOX,
                                                "ETag: \"" + MD5 + "\"",
                                                "Content-Encoding: gzip",
                                                "Content-Type: text/html"));
                Reading reading =
                        store.open().read(ScriptedStore.url("b/k.fits.gz"), ReadRequest.WHOLE)) {
            assertEquals(OptionalLong.of(43), reading.stat().size());
            assertArrayEquals(FOX, bytes(reading));
            assertFalse(store.asked().getFirst().header("range").isPresent());
        }
    }

    @Test
    void aPartIsAskedForInThisStateOnly() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        _ ->
                                new Reply(
                                        206,
                                        "quick".getBytes(StandardCharsets.UTF_8),
                                        "ETag: \"t\"",
                                        "x-amz-checksum-sha256: " + SHA_256,
                                        "Content-Range: bytes 4-8/43"))) {
            ReadRequest wanted =
                    new ReadRequest(
                            4, OptionalLong.of(5), Optional.of(new Identity("etag \"t\"")), false);
            Reading reading = store.open().read(ScriptedStore.url("b/k"), wanted);

            assertEquals(4, reading.offset());
            assertEquals(OptionalLong.of(43), reading.stat().size());
            // it may be that of the part
            assertEquals(List.of(), reading.stat().digests());
            assertArrayEquals("quick".getBytes(StandardCharsets.UTF_8), bytes(reading));
            assertEquals(Optional.of("bytes=4-8"), store.asked().getFirst().header("range"));
            assertEquals(Optional.of("\"t\""), store.asked().getFirst().header("if-match"));
        }
    }

    private FailureKind failureOfPart(Reply reply) throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> reply)) {
            ReadRequest wanted = ReadRequest.from(4, new Identity("etag \"t\""));
            return assertThrows(
                            TransferException.class,
                            () -> store.open().read(ScriptedStore.url("b/k"), wanted))
                    .kind();
        }
    }

    @Test
    void anObjectThatWasReplacedIsNeverMixedWithTheOldOne() throws Exception {
        assertEquals(FailureKind.CHANGED, failureOfPart(Reply.error(412, "PreconditionFailed")));
        // a store that does not mind the condition
        assertEquals(
                FailureKind.CHANGED,
                failureOfPart(
                        new Reply(206, FOX, "ETag: \"new\"", "Content-Range: bytes 4-46/47")));
        assertEquals(FailureKind.CHANGED, failureOfPart(new Reply(200, FOX, "ETag: \"new\"")));
        assertEquals(FailureKind.CHANGED, failureOfPart(new Reply(200, FOX)));
    }

    @Test
    void anotherPartThanTheOneAskedForIsRefused() throws Exception {
        assertEquals(
                FailureKind.UNEXPECTED,
                failureOfPart(new Reply(206, FOX, "ETag: \"t\"", "Content-Range: bytes 5-47/48")));
        assertEquals(FailureKind.UNEXPECTED, failureOfPart(new Reply(206, FOX, "ETag: \"t\"")));
    }

    @Test
    void aPartThatEndsEarlyIsTruncated() throws Exception {
        try (ScriptedStore store =
                        new ScriptedStore(
                                folder,
                                _ -> new Reply(206, new byte[3], "Content-Range: bytes 0-2/43"));
                Reading reading =
                        store.open()
                                .read(
                                        ScriptedStore.url("b/k"),
                                        new ReadRequest(
                                                0, OptionalLong.of(10), Optional.empty(), false))) {
            assertEquals(
                    FailureKind.TRUNCATED,
                    assertThrows(TransferException.class, () -> bytes(reading)).kind());
        }
    }

    /** Stores answer 416 to every range of an empty object. */
    private ScriptedStore storeOfSize(int size) throws Exception {
        return new ScriptedStore(
                folder,
                asked ->
                        asked.header("range").isPresent()
                                ? Reply.error(416, "InvalidRange")
                                : Reply.of(200, "Content-Length: " + size, "ETag: \"t\""));
    }

    @Test
    void aRangeOfAnEmptyObjectIsNoBytes() throws Exception {
        ReadRequest beginning = new ReadRequest(0, OptionalLong.of(10), Optional.empty(), false);
        try (ScriptedStore store = storeOfSize(0);
                Reading reading = store.open().read(ScriptedStore.url("b/k"), beginning)) {
            assertArrayEquals(new byte[0], bytes(reading));
            assertEquals(OptionalLong.of(0), reading.stat().size());
        }
    }

    @Test
    void fromTheEndOnThereAreNoBytesAndBeyondItThereIsAFailure() throws Exception {
        try (ScriptedStore store = storeOfSize(7)) {
            S3Endpoint endpoint = store.open();
            Identity known = new Identity("etag \"t\"");

            Reading end = endpoint.read(ScriptedStore.url("b/k"), ReadRequest.from(7, known));
            assertEquals(7, end.offset());
            assertArrayEquals(new byte[0], bytes(end));
            assertEquals(
                    FailureKind.BAD_REQUEST,
                    assertThrows(
                                    TransferException.class,
                                    () ->
                                            endpoint.read(
                                                    ScriptedStore.url("b/k"),
                                                    ReadRequest.from(8, known)))
                            .kind());
            assertEquals(
                    FailureKind.CHANGED,
                    assertThrows(
                                    TransferException.class,
                                    () ->
                                            endpoint.read(
                                                    ScriptedStore.url("b/k"),
                                                    ReadRequest.from(
                                                            7, new Identity("etag \"o\""))))
                            .kind());
        }
    }

    @Test
    void aBucketCannotBeRead() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.of(200))) {
            assertEquals(
                    FailureKind.BAD_REQUEST,
                    assertThrows(
                                    TransferException.class,
                                    () ->
                                            store.open()
                                                    .read(
                                                            ScriptedStore.url("b/"),
                                                            ReadRequest.WHOLE))
                            .kind());
            assertEquals(List.of(), store.lines());
        }
    }

    @Test
    void aDigestIsOneOfThoseThatWereWanted() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        _ ->
                                Reply.of(
                                        200,
                                        "ETag: \"" + MD5 + "\"",
                                        "x-amz-checksum-sha256: " + SHA_256))) {
            S3Endpoint endpoint = store.open();
            assertEquals(
                    Optional.of(DigestAlgorithm.MD5),
                    endpoint.digest(ScriptedStore.url("b/k"), Set.of(DigestAlgorithm.MD5))
                            .map(Checksum::algorithm));
            assertEquals(
                    Optional.empty(),
                    endpoint.digest(ScriptedStore.url("b/k"), Set.of(DigestAlgorithm.ADLER32)));
        }
    }
}
