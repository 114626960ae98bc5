package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.s3.ScriptedStore.Asked;
import transfer.protocol.s3.ScriptedStore.Reply;
import transfer.protocol.testkit.Trial;

/** Uploads in parts to stores that compare CRC-64/NVME of the parts and of the whole. */
class S3CheckedPartsTest {
    private static final TransferUrl URL = ScriptedStore.url("b/k");
    private static final String CHECK = "x-amz-checksum-crc64nvme";
    private static final byte[] CONTENT = Trial.bytes(20 << 20);
    private static final WriteRequest KNOWN =
            new WriteRequest(OptionalLong.of(CONTENT.length), OptionalInt.empty());

    private final PartsStore parts = new PartsStore();

    @TempDir private Path folder;

    @BeforeEach
    void aStoreThatChecks() {
        parts.checks = true;
    }

    private static void fill(Writing writing, int from) throws Exception {
        for (int at = from; at < CONTENT.length; at += 1 << 20) {
            writing.write(ByteBuffer.wrap(CONTENT, at, Math.min(1 << 20, CONTENT.length - at)));
        }
    }

    /** Whether it was proved before it was published. */
    private static boolean put(ScriptedStore store) throws Exception {
        try (Writing writing = store.open().write(URL, KNOWN)) {
            fill(writing, 0);
            writing.finish(List.of());
            boolean proved = writing.isProvedInParts();
            writing.publish();
            return proved;
        }
    }

    private static TransferException failure(ScriptedStore store) {
        return assertThrows(TransferException.class, () -> put(store));
    }

    private static boolean isPart(Asked asked) {
        return asked.target().contains("partNumber");
    }

    private static boolean isEnd(Asked asked) {
        return asked.method().equals("POST") && asked.target().contains("uploadId");
    }

    private static Asked only(ScriptedStore store, String method, String words) {
        return store.asked().stream()
                .filter(asked -> asked.method().equals(method) && asked.target().contains(words))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theStoreIsToldTheCheckOfEveryPartAndOfTheWhole() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            assertTrue(put(store));

            Asked begin = only(store, "POST", "uploads");
            assertEquals(Optional.of("CRC64NVME"), begin.header("x-amz-checksum-algorithm"));
            assertEquals(Optional.of("FULL_OBJECT"), begin.header("x-amz-checksum-type"));
            for (int number = 1; number <= 3; number++) {
                Asked part = only(store, "PUT", "partNumber=" + number);
                String check = PartsStore.crc(part.body()).base64();
                assertEquals(Optional.of(check), part.header(CHECK));
                assertEquals(Optional.empty(), part.header("content-md5"));
                assertTrue(
                        new String(only(store, "POST", "uploadId").body(), StandardCharsets.UTF_8)
                                .contains("<ChecksumCRC64NVME>" + check + "</ChecksumCRC64NVME>"));
            }
            Asked end = only(store, "POST", "uploadId");
            assertEquals(Optional.of(PartsStore.crc(CONTENT).base64()), end.header(CHECK));
            assertEquals(Optional.of("FULL_OBJECT"), end.header("x-amz-checksum-type"));
            assertArrayEquals(CONTENT, parts.object.orElseThrow());
        }
    }

    @Test
    void aWholeThatWentBadInTheStoreIsNeverShown() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked -> {
                            if (isEnd(asked)) {
                                parts.uploads.values().iterator().next().get(2)[5]++;
                            }
                            return parts.answer(asked);
                        })) {
            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure(store).kind());
            assertTrue(parts.object.isEmpty());
            assertEquals(Map.of(), parts.uploads);
        }
    }

    @Test
    void aPartThatWentBadOnTheWayIsAMismatch() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked -> {
                            if (asked.target().contains("partNumber=2")) {
                                asked.body()[7]++;
                            }
                            return parts.answer(asked);
                        })) {
            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure(store).kind());
            assertEquals(Map.of(), parts.uploads);
        }
    }

    @Test
    void anotherCheckThanWasSentIsAMismatch() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                isPart(asked)
                                        ? Reply.of(200, "ETag: \"t\"", CHECK + ": AAAAAAAAAAA=")
                                        : parts.answer(asked))) {
            TransferException failure = failure(store);

            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure.kind());
            assertTrue(failure.getMessage().contains("crc64nvme:0000000000000000"));
        }
    }

    @Test
    void checksProveAlsoWhereTagsAreNoMd5() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked -> {
                            Reply reply = parts.answer(asked);
                            return isPart(asked)
                                    ? Reply.of(
                                            200,
                                            "ETag: \"" + "0".repeat(32) + "\"",
                                            "x-amz-server-side-encryption: aws:kms",
                                            CHECK + ": " + asked.header(CHECK).orElseThrow())
                                    : reply;
                        })) {
            assertTrue(put(store));
        }
    }

    @Test
    void aStoreThatTellsNoChecksOfPartsProvesThemByTheirTags() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked -> {
                            Reply reply = parts.answer(asked);
                            return isPart(asked) ? Reply.of(200, reply.headers()[0]) : reply;
                        })) {
            assertTrue(put(store));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 501})
    void aStoreThatDoesNotKnowTheCheckIsAskedWithoutAndRemembered(int status) throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.header("x-amz-checksum-algorithm").isPresent()
                                        ? Reply.error(status, "InvalidArgument")
                                        : parts.answer(asked))) {
            assertTrue(put(store));
            assertTrue(put(store));

            assertEquals(
                    3, store.asked().stream().filter(a -> a.target().endsWith("uploads=")).count());
            assertTrue(store.asked().stream().allMatch(a -> a.header(CHECK).isEmpty()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStoreThatStumblesOverChecksLaterGetsNoneNextTime(boolean inTheEnd) throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.header(CHECK).isPresent() && isEnd(asked) == inTheEnd
                                        ? Reply.error(400, "InvalidRequest")
                                        : parts.answer(asked))) {
            TransferException failure = failure(store);
            assertTrue(failure.kind().isPassing(), failure::toString);
            assertEquals(Map.of(), parts.uploads);

            assertTrue(put(store));
            assertArrayEquals(CONTENT, parts.object.orElseThrow());
        }
    }

    /** Some have computed it otherwise; then MD5s have to do. */
    @Test
    void aStoreWhoseCheckOfTheWholeIsAnotherGetsMd5sNextTime() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.header(CHECK).isPresent() && isEnd(asked)
                                        ? Reply.error(400, "BadDigest")
                                        : parts.answer(asked))) {
            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure(store).kind());
            assertEquals(Map.of(), parts.uploads);

            assertTrue(put(store));
            assertTrue(store.asked().getLast().header(CHECK).isEmpty());
            assertArrayEquals(CONTENT, parts.object.orElseThrow());
        }
    }

    @Test
    void anObjectThatIsThereAlthoughTheAnswerWasLostIsKnownByItsCheck() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked -> {
                            Reply reply = parts.answer(asked);
                            if (isEnd(asked)) {
                                parts.tag = "opaque";
                                return Reply.error(503, "InternalError");
                            }
                            return reply;
                        })) {
            put(store);

            assertEquals(
                    Optional.of("ENABLED"),
                    only(store, "HEAD", "/b/k").header("x-amz-checksum-mode"));
        }
    }

    @Test
    void anObjectWithAnotherCheckIsRemovedAgain() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked -> {
                            Reply reply = parts.answer(asked);
                            return isEnd(asked)
                                    ? Reply.xml(
                                            200,
                                            "<CompleteMultipartUploadResult><ETag>"
                                                    + parts.tag
                                                    + "</ETag><ChecksumCRC64NVME>AAAAAAAAAAA="
                                                    + "</ChecksumCRC64NVME></CompleteMultipartUploadResult>")
                                    : reply;
                        })) {
            TransferException failure = failure(store);

            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure.kind());
            assertTrue(failure.getMessage().contains("it was removed again"), failure::toString);
            assertTrue(parts.object.isEmpty());
        }
    }

    // ---- going on

    private String left(ScriptedStore store) throws Exception {
        try (Writing writing = store.open().resume(URL, KNOWN, "mark")) {
            writing.write(ByteBuffer.wrap(CONTENT, 0, S3Room.UNIT));
            while (parts.parts().isEmpty()) {
                Thread.onSpinWait();
            }
            writing.leave();
            return writing.ticket().orElseThrow().reveal();
        }
    }

    @Test
    void itGoesOnBehindPartsThatAreComparedByTheirChecks() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            String ticket = left(store);
            try (Writing writing = store.open().resume(URL, KNOWN, ticket)) {
                assertEquals(S3Room.UNIT, writing.offset());
                writing.compare(ByteBuffer.wrap(CONTENT, 0, S3Room.UNIT));
                fill(writing, S3Room.UNIT);
                writing.finish(List.of());
                assertTrue(writing.isProvedInParts());
                writing.publish();
            }
            assertEquals(
                    Optional.of(PartsStore.crc(CONTENT).base64()),
                    only(store, "POST", "uploadId").header(CHECK));
        }
    }

    @Test
    void partsThatWereNotComparedProveNothing() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            String ticket = left(store);
            try (Writing writing = store.open().resume(URL, KNOWN, ticket)) {
                fill(writing, S3Room.UNIT);
                writing.finish(List.of());
                assertFalse(writing.isProvedInParts());
            }
        }
    }

    @Test
    void partsOfAnotherStateOfTheSourceAreFoundByTheirChecks() throws Exception {
        byte[] other = Arrays.copyOf(CONTENT, S3Room.UNIT);
        other[7]++;
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            String ticket = left(store);
            try (Writing writing = store.open().resume(URL, KNOWN, ticket)) {
                assertEquals(
                        FailureKind.CHECKSUM_MISMATCH,
                        assertThrows(
                                        TransferException.class,
                                        () -> writing.compare(ByteBuffer.wrap(other)))
                                .kind());
            }
            assertEquals(Map.of(), parts.uploads);
        }
    }

    @Test
    void anUploadWithChecksIsNotGoneOnWithWhereTheyWereStumbledOver() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            S3Endpoint endpoint = store.open();
            String ticket = left(store);
            endpoint.requests().memory().learnWithoutCrc64(endpoint.requests().site());
            try (Writing writing = endpoint.resume(URL, KNOWN, ticket)) {
                assertEquals(0, writing.offset());
                assertEquals(1, parts.uploads.size());
            }
        }
    }
}
