package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.s3.ScriptedStore.Asked;
import transfer.protocol.s3.ScriptedStore.Reply;
import transfer.protocol.testkit.Trial;

/** Objects that are put in parts, and what stores may say to that. */
class S3PartsWritingTest {
    private static final TransferUrl URL = ScriptedStore.url("b/k");
    private static final byte[] CONTENT = Trial.bytes(20 << 20);
    private static final Checksum SHA_256 = Trial.sha256(CONTENT);

    private final PartsStore parts = new PartsStore();

    @TempDir private Path folder;

    private static WriteRequest known() {
        return new WriteRequest(OptionalLong.of(CONTENT.length), OptionalInt.empty());
    }

    private static void fill(Writing writing, int from, int to) throws Exception {
        for (int at = from; at < to; at += 1 << 20) {
            writing.write(ByteBuffer.wrap(CONTENT, at, Math.min(1 << 20, to - at)));
        }
    }

    private static FileStat put(ScriptedStore store) throws Exception {
        try (Writing writing = store.open().write(URL, known())) {
            fill(writing, 0, CONTENT.length);
            FileStat stored = writing.finish(List.of(SHA_256));
            writing.publish();
            return stored;
        }
    }

    private static TransferException failure(ScriptedStore store) {
        return assertThrows(TransferException.class, () -> put(store));
    }

    /** An upload of which the first parts arrived, and the ticket to go on with. */
    private String left(ScriptedStore store, int bytes) throws Exception {
        try (Writing writing = store.open().resume(URL, known(), "mark")) {
            fill(writing, 0, bytes);
            assertFalse(writing.compares());
            while (parts.parts().size() < bytes / S3Room.UNIT) {
                Thread.onSpinWait();
            }
            writing.leave();
            return writing.ticket().orElseThrow().reveal();
        }
    }

    private static boolean isPart(Asked asked) {
        return asked.target().contains("partNumber");
    }

    @Test
    void nothingIsUnderItsNameBeforeItIsPublished() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            try (Writing writing = store.open().write(URL, known())) {
                fill(writing, 0, CONTENT.length);
                FileStat stored = writing.finish(List.of(SHA_256));

                assertTrue(writing.isProvedInParts());
                assertEquals(OptionalLong.of(CONTENT.length), stored.size());
                assertTrue(parts.object.isEmpty());
                assertEquals(List.of(1, 2, 3), parts.parts());
                writing.publish();
            }
            assertArrayEquals(CONTENT, parts.object.orElseThrow());
            assertEquals(Map.of(), parts.uploads);
        }
    }

    @Test
    void everyPartTravelsWithItsMd5() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            put(store);

            List<Asked> sent = store.asked().stream().filter(S3PartsWritingTest::isPart).toList();
            assertEquals(3, sent.size());
            for (Asked part : sent) {
                Checksum md5 = new Checksum(DigestAlgorithm.MD5, PartsStore.md5(part.body()));
                assertEquals(Optional.of(md5.base64()), part.header("content-md5"));
            }
        }
    }

    @Test
    void whatHasNoKnownSizeGoesInPartsOnceItIsLarge() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, parts);
                Writing writing =
                        store.open()
                                .write(
                                        URL,
                                        new WriteRequest(
                                                OptionalLong.empty(), OptionalInt.empty()))) {
            fill(writing, 0, CONTENT.length);
            writing.finish(List.of(SHA_256));
            writing.publish();

            assertArrayEquals(CONTENT, parts.object.orElseThrow());
        }
    }

    /** What was gathered before is the first part, however it came. */
    @ParameterizedTest
    @ValueSource(ints = {100_000, 1_000_003, 16 << 20, 20 << 20})
    void whatWasGatheredIsTheFirstPart(int step) throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, parts);
                Writing writing =
                        store.open()
                                .write(
                                        URL,
                                        new WriteRequest(
                                                OptionalLong.empty(), OptionalInt.empty()))) {
            writing.write(ByteBuffer.wrap(CONTENT, 0, 10));
            for (int at = 10; at < CONTENT.length; at += step) {
                writing.write(ByteBuffer.wrap(CONTENT, at, Math.min(step, CONTENT.length - at)));
            }
            writing.finish(List.of(SHA_256));
            writing.publish();

            assertEquals(List.of(1, 2), numbersSent(store));
            assertArrayEquals(CONTENT, parts.object.orElseThrow());
        }
    }

    private static List<Integer> numbersSent(ScriptedStore store) {
        return store.asked().stream()
                .filter(S3PartsWritingTest::isPart)
                .map(asked -> asked.target().replaceFirst(".*partNumber=(\\d+).*", "$1"))
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    @Test
    void aPartThatTheStoreHasOtherwiseIsAMismatchAndTheUploadIsAborted() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked -> {
                            Reply reply = parts.answer(asked);
                            return asked.target().contains("partNumber=2")
                                    ? Reply.of(200, "ETag: \"" + "0".repeat(32) + "\"")
                                    : reply;
                        })) {
            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure(store).kind());
            assertEquals(Map.of(), parts.uploads);
            assertTrue(parts.object.isEmpty());
        }
    }

    @Test
    void tagsThatAreNoMd5ProveNothing() throws Exception {
        try (ScriptedStore store =
                        new ScriptedStore(
                                folder,
                                asked -> {
                                    Reply reply = parts.answer(asked);
                                    return isPart(asked)
                                            ? Reply.of(200, "ETag: \"opaque\"")
                                            : reply;
                                });
                Writing writing = store.open().write(URL, known())) {
            fill(writing, 0, CONTENT.length);

            assertEquals(List.of(), writing.finish(List.of(SHA_256)).digests());
            assertFalse(writing.isProvedInParts());
            assertArrayEquals(CONTENT, parts.object.orElseThrow());
        }
    }

    @Test
    void anErrorBehindASuccessIsAFailure() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.method().equals("POST") && asked.target().contains("Id")
                                        ? Reply.error(200, "InternalError")
                                        : parts.answer(asked))) {
            assertEquals(FailureKind.UNAVAILABLE, failure(store).kind());
            assertEquals(Map.of(), parts.uploads);
        }
    }

    @Test
    void anObjectThatIsThereAlthoughTheAnswerWasLostIsThere() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked -> {
                            Reply reply = parts.answer(asked);
                            return asked.method().equals("POST") && asked.target().contains("Id")
                                    ? Reply.error(503, "InternalError")
                                    : reply;
                        })) {
            put(store);

            assertArrayEquals(CONTENT, parts.object.orElseThrow());
        }
    }

    @Test
    void anObjectOfOtherPartsIsAMismatch() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked -> {
                            Reply reply = parts.answer(asked);
                            return asked.method().equals("POST") && asked.target().contains("Id")
                                    ? Reply.xml(
                                            200,
                                            "<CompleteMultipartUploadResult><ETag>"
                                                    + "0".repeat(32)
                                                    + "-3</ETag></CompleteMultipartUploadResult>")
                                    : reply;
                        })) {
            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure(store).kind());
        }
    }

    @Test
    void aRefusedPartEndsTheUploadAndNothingStays() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.target().contains("partNumber=1")
                                        ? Reply.error(503, "SlowDown")
                                        : parts.answer(asked))) {
            assertEquals(FailureKind.THROTTLED, failure(store).kind());
            assertEquals(Map.of(), parts.uploads);
        }
    }

    @Test
    void abortingIsRepeatedWhilePartsAreThere() throws Exception {
        AtomicInteger aborts = new AtomicInteger();
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.method().equals("DELETE") && aborts.incrementAndGet() == 1
                                        ? Reply.of(204)
                                        : parts.answer(asked))) {
            Writing writing = store.open().write(URL, known());
            fill(writing, 0, CONTENT.length);
            writing.finish(List.of(SHA_256));
            writing.close();

            assertEquals(2, aborts.get());
            assertEquals(Map.of(), parts.uploads);
        }
    }

    @Test
    void aStoreThatKnowsNoPartsGetsItInOne() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.method().equals("PUT")
                                        ? Reply.of(
                                                200,
                                                "ETag: \"" + PartsStore.md5(asked.body()) + "\"")
                                        : Reply.error(501, "NotImplemented"))) {
            put(store);
            put(store);

            assertEquals(
                    List.of("POST /b/k?uploads=", "POST /b/k?uploads=", "PUT /b/k", "PUT /b/k"),
                    store.lines());
        }
    }

    @Test
    void moreThanAnObjectCanHaveIsRefusedBeforeItsFirstByte() throws Exception {
        WriteRequest huge = new WriteRequest(OptionalLong.of((5L << 40) + 1), OptionalInt.empty());
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            TransferException failure =
                    assertThrows(TransferException.class, () -> store.open().write(URL, huge));

            assertEquals(FailureKind.UNSUPPORTED, failure.kind());
            assertEquals(List.of(), store.lines());
        }
    }

    @Test
    void moreThanTenThousandPartsAreRefusedAndNothingStays() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            S3Multipart upload = S3Multipart.begin(store.requests(), S3Location.of(URL), true);
            List<S3Multipart.Held> most = new ArrayList<>();
            for (int number = 1; number <= 10_000; number++) {
                most.add(new S3Multipart.Held(number, 1, "t", true, Optional.empty(), true));
            }
            try (Writing writing = S3PartsWriting.goOn(upload, new S3Room(), 10_001, most)) {
                TransferException failure =
                        assertThrows(
                                TransferException.class,
                                () -> writing.write(ByteBuffer.wrap(new byte[1])));

                assertEquals(FailureKind.UNSUPPORTED, failure.kind());
                assertTrue(failure.getMessage().contains("10000 parts"), failure::toString);
            }
            assertEquals(Map.of(), parts.uploads);
        }
    }

    @Test
    void partsThatAreTooLargeForMemoryAreSentAsTheyCome() throws Exception {
        WriteRequest huge = new WriteRequest(OptionalLong.of(5L << 40), OptionalInt.empty());
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            try (Writing writing = store.open().write(URL, huge)) {
                fill(writing, 0, CONTENT.length);
            }

            assertEquals(Map.of(), parts.uploads);
            assertTrue(store.lines().contains("DELETE /b/k?uploadId=upload-1"));
        }
    }

    // ---- going on

    @Test
    void itGoesOnBehindThePartsThatAreThereOnceTheyAreCompared() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            String ticket = left(store, S3Room.UNIT + 1000);
            try (Writing writing = store.open().resume(URL, known(), ticket)) {
                assertEquals(S3Room.UNIT, writing.offset());
                assertTrue(writing.compares());
                writing.compare(ByteBuffer.wrap(CONTENT, 0, S3Room.UNIT));
                fill(writing, S3Room.UNIT, CONTENT.length);
                writing.finish(List.of(SHA_256));
                assertTrue(writing.isProvedInParts());
                writing.publish();
            }
            assertArrayEquals(CONTENT, parts.object.orElseThrow());
            assertEquals(3, store.asked().stream().filter(S3PartsWritingTest::isPart).count());
        }
    }

    @Test
    void partsOfAnotherStateOfTheSourceAreFound() throws Exception {
        byte[] other = Arrays.copyOf(CONTENT, S3Room.UNIT);
        other[7]++;
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            String ticket = left(store, S3Room.UNIT);
            try (Writing writing = store.open().resume(URL, known(), ticket)) {
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
    void whoMayNotSeeThePartsBeginsAgainAndLeavesNoneBehind() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.method().equals("GET")
                                        ? Reply.error(403, "AccessDenied")
                                        : parts.answer(asked))) {
            String ticket = left(store, S3Room.UNIT);
            try (Writing writing = store.open().resume(URL, known(), ticket)) {
                assertEquals(0, writing.offset());
                assertEquals(Set.of("upload-2"), parts.uploads.keySet());
            }
        }
    }

    @Test
    void anUploadThatIsGoneIsBegunAgain() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            String ticket = left(store, S3Room.UNIT);
            parts.uploads.clear();
            try (Writing writing = store.open().resume(URL, known(), ticket)) {
                assertEquals(0, writing.offset());
                assertFalse(writing.ticket().orElseThrow().reveal().equals(ticket));
            }
        }
    }

    @Test
    void partsBehindAGapAreNotCounted() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, parts)) {
            String ticket = left(store, 2 * S3Room.UNIT);
            parts.uploads.values().iterator().next().remove(1);
            try (Writing writing = store.open().resume(URL, known(), ticket)) {
                assertEquals(0, writing.offset());
            }
        }
    }
}
