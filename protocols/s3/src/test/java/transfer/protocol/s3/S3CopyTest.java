package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Site;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.s3.ScriptedStore.Asked;
import transfer.protocol.s3.ScriptedStore.Reply;

/** Copies that a store makes by itself. */
class S3CopyTest {
    private static final Reply COPIED =
            Reply.xml(200, "<CopyObjectResult><ETag>\"t2\"</ETag></CopyObjectResult>");
    private static final Reply COMPLETED = Reply.xml(200, "<CompleteMultipartUploadResult/>");
    private static final Reply BEGUN = Reply.xml(200, "<R><UploadId>u1</UploadId></R>");

    @TempDir private Path folder;

    private static Reply original(long size) {
        return Reply.of(200, "ETag: \"t1\"", "Content-Length: " + size);
    }

    private static DirectCopy.Made copy(ScriptedStore store) throws Exception {
        return store.open()
                .copy(
                        new Place(ScriptedStore.url("a/x +y"), Site.UNNAMED),
                        new Place(ScriptedStore.url("b/k"), Site.UNNAMED),
                        new DirectCopy.CopyOptions(true));
    }

    private static FailureKind failure(ScriptedStore store) {
        return assertThrows(TransferException.class, () -> copy(store)).kind();
    }

    @Test
    void theOriginalIsNamedEscapedAndAsItWasFound() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder, asked -> asked.method().equals("HEAD") ? original(9) : COPIED)) {
            assertEquals(OptionalLong.of(9), copy(store).stat().size());

            Asked put = store.asked().get(1);
            assertEquals(List.of("HEAD /a/x%20%2By", "PUT /b/k", "HEAD /b/k"), store.lines());
            assertEquals(Optional.of("/a/x%20%2By"), put.header("x-amz-copy-source"));
            assertEquals(Optional.of("\"t1\""), put.header("x-amz-copy-source-if-match"));
        }
    }

    @Test
    void anErrorBehindASuccessIsAFailure() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.method().equals("HEAD")
                                        ? original(9)
                                        : Reply.error(200, "SlowDown"))) {
            assertEquals(FailureKind.THROTTLED, failure(store));
        }
    }

    @Test
    void anOriginalThatWasReplacedMeanwhileHasChanged() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.method().equals("HEAD")
                                        ? original(9)
                                        : Reply.error(412, "PreconditionFailed"))) {
            assertEquals(FailureKind.CHANGED, failure(store));
        }
    }

    @Test
    void moreThanFiveGibibytesAreCopiedInParts() throws Exception {
        long size = (5L << 30) + 1;
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                switch (asked.method()) {
                                    case "HEAD" -> original(size);
                                    case "POST" ->
                                            asked.target().contains("uploadId") ? COMPLETED : BEGUN;
                                    default -> COPIED;
                                })) {
            assertEquals(OptionalLong.of(size), copy(store).stat().size());

            List<Asked> parts =
                    store.asked().stream().filter(asked -> asked.method().equals("PUT")).toList();
            assertEquals(6, parts.size());
            assertTrue(
                    parts.stream()
                            .anyMatch(part ->
                                    part.header("x-amz-copy-source-range")
                                            .equals(
                                                    Optional.of(
                                                            "bytes="
                                                                    + (size - 1)
                                                                    + "-"
                                                                    + (size - 1)))));
            for (Asked part : parts) {
                assertEquals(Optional.of("\"t1\""), part.header("x-amz-copy-source-if-match"));
            }
        }
    }

    @Test
    void aPartThatFailsLeavesNothingBehind() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                switch (asked.method()) {
                                    case "HEAD" -> original(6L << 30);
                                    case "POST" -> BEGUN;
                                    case "DELETE" -> Reply.of(204);
                                    case "GET" -> Reply.error(404, "NoSuchUpload");
                                    default -> Reply.error(412, "PreconditionFailed");
                                })) {
            assertEquals(FailureKind.CHANGED, failure(store));
            assertTrue(store.lines().contains("DELETE /b/k?uploadId=u1"));
        }
    }

    /** What is streamed instead is the right object everywhere. */
    @Test
    void anOriginalThatStoresTakeForAnotherIsNotLeftToThem() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder, asked -> asked.method().equals("HEAD") ? original(9) : COPIED)) {
            Place from = new Place(ScriptedStore.url("a/x?versionId=null"), Site.UNNAMED);
            Place to = new Place(ScriptedStore.url("b/k"), Site.UNNAMED);
            DirectCopy.CopyOptions options = new DirectCopy.CopyOptions(true);
            assertEquals(
                    FailureKind.UNSUPPORTED,
                    assertThrows(
                                    TransferException.class,
                                    () -> store.open().copy(from, to, options))
                            .kind());
            assertEquals(List.of(), store.lines());
        }
    }

    @Test
    void anErrorBehindTheSuccessOfAPartIsAFailure() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                switch (asked.method()) {
                                    case "HEAD" -> original(6L << 30);
                                    case "POST" -> BEGUN;
                                    case "DELETE" -> Reply.error(404, "NoSuchUpload");
                                    default -> Reply.error(200, "InternalError");
                                })) {
            assertEquals(FailureKind.UNAVAILABLE, failure(store));
            assertTrue(store.lines().contains("DELETE /b/k?uploadId=u1"));
        }
    }

    @Test
    void aCopyThatIsThereAlthoughTheAnswerWasLostIsThere() throws Exception {
        String part = PartsStore.md5(new byte[1]);
        byte[] sums = HexFormat.of().parseHex(part.repeat(6));
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                switch (asked.method()) {
                                    case "HEAD" ->
                                            asked.target().equals("/b/k")
                                                    ? Reply.of(
                                                            200,
                                                            "ETag: \""
                                                                    + PartsStore.md5(sums)
                                                                    + "-6\"",
                                                            "Content-Length: " + (6L << 30))
                                                    : original(6L << 30);
                                    case "POST" ->
                                            asked.target().contains("uploadId")
                                                    ? Reply.error(503, "InternalError")
                                                    : BEGUN;
                                    default ->
                                            Reply.xml(
                                                    200,
                                                    "<CopyPartResult><ETag>"
                                                            + part
                                                            + "</ETag></CopyPartResult>");
                                })) {
            assertEquals(OptionalLong.of(6L << 30), copy(store).stat().size());
        }
    }

    @Test
    void onlyWhoIsTheSameAtTheSameStoreCopies() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> COPIED)) {
            assertTrue(store.open().canCopy(ScriptedStore.url("a/x"), ScriptedStore.url("b/k")));
            assertFalse(
                    store.open()
                            .canCopy(
                                    TransferUrl.parse("s3://you@store/a/x"),
                                    ScriptedStore.url("b/k")));
        }
    }
}
