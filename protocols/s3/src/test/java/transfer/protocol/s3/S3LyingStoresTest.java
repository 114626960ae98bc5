package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Site;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.s3.ScriptedStore.Asked;
import transfer.protocol.s3.ScriptedStore.Reply;
import transfer.protocol.s3.ScriptedStore.Script;
import transfer.protocol.testkit.Trial;

/** Stores, and what stands before them, that speak of success where there is none. */
@Timeout(30)
class S3LyingStoresTest {
    private static final TransferUrl URL = ScriptedStore.url("b/k");
    private static final byte[] LARGE = Trial.bytes(20 << 20);
    private static final byte[] SMALL = Trial.bytes(1000);
    private static final String WRONG = "00000000000000000000000000000000";
    private static final Reply PAGE =
            Reply.xml(200, "<html><body><ETag>x</ETag>log in first</body></html>");

    private final PartsStore parts = new PartsStore();

    @TempDir private Path folder;

    /** A store that keeps uploads in parts, and says something else to some requests. */
    private ScriptedStore but(Predicate<Asked> which, Script reply) throws Exception {
        return new ScriptedStore(
                folder, asked -> which.test(asked) ? reply.answer(asked) : parts.answer(asked));
    }

    private static boolean completes(Asked asked) {
        return asked.method().equals("POST") && asked.target().contains("uploadId");
    }

    private static FileStat put(ScriptedStore store, byte[] content) throws Exception {
        WriteRequest request =
                new WriteRequest(OptionalLong.of(content.length), OptionalInt.empty());
        try (Writing writing = store.open().write(URL, request)) {
            writing.write(ByteBuffer.wrap(content));
            FileStat stored = writing.finish(List.of(Trial.sha256(content)));
            writing.publish();
            return stored;
        }
    }

    private static TransferException failure(ScriptedStore store, byte[] content) {
        return assertThrows(TransferException.class, () -> put(store, content));
    }

    // ---- other answers than a store's

    @Test
    void aPageInPlaceOfACompletionIsNoObject() throws Exception {
        try (ScriptedStore store = but(S3LyingStoresTest::completes, _ -> PAGE)) {
            assertEquals(FailureKind.UNEXPECTED, failure(store, LARGE).kind());
            assertTrue(parts.object.isEmpty());
        }
    }

    @Test
    void aCompletionWhoseAnswerCannotBeReadIsLookedFor() throws Exception {
        try (ScriptedStore store =
                but(
                        S3LyingStoresTest::completes,
                        asked -> {
                            parts.answer(asked);
                            return Reply.xml(200, "<CompleteMultipartUploadResult><ETa");
                        })) {
            put(store, LARGE);
            assertEquals(LARGE.length, parts.object.orElseThrow().length);
        }
    }

    @Test
    void aPageInPlaceOfACopyIsNoCopy() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.method().equals("HEAD")
                                        ? Reply.of(200, "ETag: \"t\"", "Content-Length: 9")
                                        : PAGE)) {
            DirectCopy.CopyOptions options = new DirectCopy.CopyOptions(true);
            Place from = new Place(ScriptedStore.url("a/x"), Site.UNNAMED);
            Place to = new Place(URL, Site.UNNAMED);
            assertEquals(
                    FailureKind.UNEXPECTED,
                    assertThrows(
                                    TransferException.class,
                                    () -> store.open().copy(from, to, options))
                            .kind());
        }
    }

    @Test
    void aPageInPlaceOfAListDoesNotMeanThatNothingIsThere() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder, asked -> asked.method().equals("GET") ? PAGE : Reply.of(404))) {
            assertEquals(
                    FailureKind.UNEXPECTED,
                    assertThrows(TransferException.class, () -> store.open().remove(URL, true))
                            .kind());
        }
    }

    @Test
    void anErrorBehindTheSuccessOfAPutIsAFailure() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(folder, _ -> Reply.error(200, "InternalError"))) {
            assertEquals(FailureKind.UNAVAILABLE, failure(store, SMALL).kind());
        }
    }

    // ---- proofs that are none

    @Test
    void aChecksumThatIsRepeatedDoesNotOutdoATagOfOtherBytes() throws Exception {
        String echo = "x-amz-checksum-sha256: " + Trial.sha256(SMALL).base64();
        try (ScriptedStore store =
                new ScriptedStore(folder, _ -> Reply.of(200, echo, "ETag: \"" + WRONG + "\""))) {
            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure(store, SMALL).kind());
        }
    }

    @Test
    void whatNoTagProvesHasNoSizeEither() throws Exception {
        try (ScriptedStore store =
                but(
                        asked -> asked.target().contains("partNumber"),
                        asked -> {
                            parts.answer(asked);
                            return Reply.of(200, "ETag: \"opaque\"");
                        })) {
            assertEquals(OptionalLong.empty(), put(store, LARGE).size());
        }
    }

    @Test
    void theSizeOfACopyIsTheOneThatTheStoreTells() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                switch (asked.target()) {
                                    case "/a/x" ->
                                            Reply.of(200, "ETag: \"t\"", "Content-Length: 9");
                                    default ->
                                            asked.method().equals("HEAD")
                                                    ? Reply.of(200, "Content-Length: 7")
                                                    : Reply.xml(200, "<CopyObjectResult/>");
                                })) {
            DirectCopy.Made made =
                    store.open()
                            .copy(
                                    new Place(ScriptedStore.url("a/x"), Site.UNNAMED),
                                    new Place(URL, Site.UNNAMED),
                                    new DirectCopy.CopyOptions(true));
            assertEquals(OptionalLong.of(7), made.stat().size());
        }
    }

    // ---- uploads that others meddle with

    @ParameterizedTest
    @ValueSource(strings = {"NoSuchUpload", "InvalidPart"})
    void whatOthersDidToAnUploadIsNoReasonToGiveUp(String code) throws Exception {
        try (ScriptedStore store = but(S3LyingStoresTest::completes, _ -> Reply.error(404, code))) {
            TransferException failure = failure(store, LARGE);
            assertTrue(failure.kind().isPassing(), failure::toString);
            assertFalse(failure.kind() == FailureKind.CHANGED);
        }
    }

    @Test
    void anUploadInABucketThatIsGoneIsBegunAgain() throws Exception {
        try (ScriptedStore store =
                but(
                        asked -> asked.target().contains("uploadId=lost"),
                        _ -> Reply.error(404, "NoSuchBucket"))) {
            WriteRequest request =
                    new WriteRequest(OptionalLong.of(LARGE.length), OptionalInt.empty());
            try (Writing writing = store.open().resume(URL, request, "s3-parts:8388608:lost")) {
                assertEquals(0, writing.offset());
            }
        }
    }

    // ---- lists without an end

    @Test
    void partsThatAreListedInACircleAreNotFollowed() throws Exception {
        try (ScriptedStore store =
                but(
                        asked -> asked.method().equals("GET"),
                        asked ->
                                Reply.xml(
                                        200,
                                        "<ListPartsResult><IsTruncated>true</IsTruncated>"
                                                + "<NextPartNumberMarker>"
                                                + (asked.number() % 2 + 1)
                                                + "</NextPartNumberMarker></ListPartsResult>"))) {
            S3Multipart upload =
                    new S3Multipart(store.requests(), S3Location.of(URL), "upload-1", false);
            assertEquals(List.of(), upload.held().orElseThrow());
            assertTrue(store.asked().size() < 5, store.lines()::toString);
        }
    }

    @Test
    void keysThatAreListedInACircleAreAnError() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.method().equals("GET")
                                        ? Reply.xml(
                                                200,
                                                "<ListBucketResult><IsTruncated>true</IsTruncated>"
                                                        + "<NextContinuationToken>"
                                                        + asked.number() % 3
                                                        + "</NextContinuationToken>"
                                                        + "</ListBucketResult>")
                                        : Reply.of(404))) {
            TransferException failure =
                    assertThrows(TransferException.class, () -> store.open().remove(URL, true));
            assertTrue(failure.getMessage().contains("leads back"), failure::getMessage);
        }
    }

    @Test
    void anEmptyPageIsNoEndOfAList() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                Reply.xml(
                                        200,
                                        asked.target().contains("token")
                                                ? "<ListBucketResult><Contents><Key>k/x</Key>"
                                                        + "</Contents></ListBucketResult>"
                                                : "<ListBucketResult><IsTruncated>true"
                                                        + "</IsTruncated><NextContinuationToken>t"
                                                        + "</NextContinuationToken>"
                                                        + "</ListBucketResult>"))) {
            S3Listing listing = new S3Listing(store.requests());
            assertEquals("k/x", listing.firstBelow(S3Location.of(URL)).orElseThrow());
            assertTrue(listing.isDirectory(S3Location.of(URL)));
        }
    }
}
