package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Site;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.s3.ScriptedStore.Asked;
import transfer.protocol.s3.ScriptedStore.Reply;

/** What becomes of an object that the store made otherwise than it was told. */
class S3WithdrawalTest {
    private static final TransferUrl URL = ScriptedStore.url("b/k");
    private static final String OURS = "0".repeat(32);
    private static final String RIGHT = PartsStore.md5(new byte[3]);
    private static final Reply STORED = Reply.of(200, "ETag: \"" + OURS + "\"");

    @TempDir private Path folder;

    /** What the user hears after a PUT whose tag is another MD5. */
    private TransferException mismatch(Reply stored, Function<Asked, Reply> afterwards)
            throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked -> asked.method().equals("PUT") ? stored : afterwards.apply(asked))) {
            TransferException failure = assertThrows(TransferException.class, () -> put(store));
            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure.kind());
            return failure;
        }
    }

    private static void put(ScriptedStore store) throws Exception {
        WriteRequest request = new WriteRequest(OptionalLong.of(3), OptionalInt.empty());
        try (Writing writing = store.open().write(URL, request)) {
            writing.write(ByteBuffer.wrap(new byte[3]));
            writing.finish(List.of());
        }
    }

    @Test
    void anObjectWithAnotherTagIsRemovedIfItIsStillThatOne() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked -> asked.method().equals("DELETE") ? Reply.of(204) : STORED)) {
            TransferException failure = assertThrows(TransferException.class, () -> put(store));

            assertTrue(failure.getMessage().endsWith("; it was removed again"), failure::toString);
            assertEquals(OptionalInt.of(200), failure.status());
            assertEquals(List.of("PUT /b/k", "HEAD /b/k", "DELETE /b/k"), store.lines());
            assertEquals(
                    Optional.of("\"" + OURS + "\""), store.asked().getLast().header("if-match"));
        }
    }

    @Test
    void anotherSha256ThanWasSentIsNoBetter() throws Exception {
        Reply other =
                Reply.of(
                        200,
                        "ETag: \"" + OURS + "\"",
                        "x-amz-checksum-sha256: " + "A".repeat(43) + "=");
        TransferException failure =
                mismatch(other, asked -> asked.method().equals("DELETE") ? Reply.of(204) : STORED);

        assertTrue(failure.getMessage().contains("the store has sha-256:0000"));
        assertTrue(failure.getMessage().endsWith("; it was removed again"), failure::toString);
    }

    @Test
    void ofAVersionThatVersionIsRemovedAndWhatWasThereBeforeIsThereAgain() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.method().equals("DELETE")
                                        ? Reply.of(204)
                                        : Reply.of(
                                                200,
                                                "ETag: \"" + OURS + "\"",
                                                "x-amz-version-id: v7"))) {
            assertThrows(TransferException.class, () -> put(store));

            assertEquals(List.of("PUT /b/k", "DELETE /b/k?versionId=v7"), store.lines());
        }
    }

    @Test
    void whatSomebodyElsePutThereMeanwhileStays() throws Exception {
        String left = "; something else has taken its place, and was left there";
        for (Reply now : List.of(Reply.of(200, "ETag: \"another\""), Reply.of(404))) {
            TransferException failure =
                    mismatch(
                            STORED,
                            asked -> {
                                assertEquals("HEAD", asked.method());
                                return now;
                            });
            assertTrue(failure.getMessage().endsWith(left), failure::toString);
        }
        TransferException atTheLastMoment =
                mismatch(
                        STORED,
                        asked ->
                                asked.method().equals("HEAD")
                                        ? STORED
                                        : Reply.error(412, "PreconditionFailed"));
        assertTrue(atTheLastMoment.getMessage().endsWith(left), atTheLastMoment::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 501})
    void aStoreThatKnowsNoConditionIsAskedWithout(int status) throws Exception {
        TransferException failure =
                mismatch(
                        STORED,
                        asked ->
                                asked.method().equals("HEAD")
                                        ? STORED
                                        : asked.header("if-match").isPresent()
                                                ? Reply.error(status, "NotImplemented")
                                                : Reply.of(204));

        assertTrue(failure.getMessage().endsWith("; it was removed again"), failure::toString);
    }

    @Test
    void whatMayNotBeRemovedIsToldOf() throws Exception {
        TransferException failure =
                mismatch(
                        STORED,
                        asked ->
                                asked.method().equals("HEAD")
                                        ? STORED
                                        : Reply.error(403, "AccessDenied"));

        assertTrue(
                failure.getMessage().endsWith("; it could not be removed, and should not be used"),
                failure::toString);
    }

    @Test
    void anObjectOfOtherPartsIsRemoved() throws Exception {
        PartsStore parts = new PartsStore();
        WriteRequest request = new WriteRequest(OptionalLong.of(20 << 20), OptionalInt.empty());
        try (ScriptedStore store =
                        new ScriptedStore(
                                folder,
                                asked -> {
                                    Reply reply = parts.answer(asked);
                                    if (asked.method().equals("POST")
                                            && asked.target().contains("Id")) {
                                        parts.tag = OURS + "-3";
                                        return Reply.xml(
                                                200,
                                                "<CompleteMultipartUploadResult><ETag>"
                                                        + OURS
                                                        + "-3</ETag></CompleteMultipartUploadResult>");
                                    }
                                    return reply;
                                });
                Writing writing = store.open().write(URL, request)) {
            writing.write(ByteBuffer.wrap(new byte[20 << 20]));
            writing.finish(List.of());
            TransferException failure = assertThrows(TransferException.class, writing::publish);

            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure.kind());
            assertTrue(failure.getMessage().endsWith("; it was removed again"), failure::toString);
            assertTrue(parts.object.isEmpty());
        }
    }

    @Test
    void ofWhatHasNoTagNobodyKnowsWhetherItIsStillThere() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.of(204))) {
            TransferException failure =
                    new S3Withdrawal(store.requests(), S3Location.of(URL))
                            .of("it is wrong", "", Optional.empty(), Optional.empty());

            assertTrue(
                    failure.getMessage().startsWith("it is wrong; it was left there, since"),
                    failure::toString);
            assertEquals(List.of(), store.lines());
        }
    }

    // ---- copies

    private static void copy(ScriptedStore store) throws Exception {
        store.open()
                .copy(
                        new Place(ScriptedStore.url("a/x"), Site.UNNAMED),
                        new Place(URL, Site.UNNAMED),
                        new DirectCopy.CopyOptions(true));
    }

    private static Reply original(String tag) {
        return Reply.of(200, "ETag: \"" + tag + "\"", "Content-Length: 3");
    }

    private static Reply copied(Asked asked, String... headers) {
        return switch (asked.method()) {
            case "PUT" ->
                    Reply.xml(
                            200,
                            "<CopyObjectResult><ETag>\"" + OURS + "\"</ETag></CopyObjectResult>",
                            headers);
            case "HEAD" -> original(asked.target().equals("/a/x") ? RIGHT : OURS);
            default -> Reply.of(204);
        };
    }

    @Test
    void aCopyWithAnotherMd5IsRemoved() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, S3WithdrawalTest::copied)) {
            TransferException failure = assertThrows(TransferException.class, () -> copy(store));

            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure.kind());
            assertTrue(failure.getMessage().endsWith("; it was removed again"), failure::toString);
            assertEquals("DELETE /b/k", store.lines().getLast());
        }
    }

    @Test
    void aCopyThatIsEncryptedHasAnotherTagByRight() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder, asked -> copied(asked, "x-amz-server-side-encryption: aws:kms"))) {
            copy(store);

            assertFalse(store.lines().contains("DELETE /b/k"));
        }
    }

    @Test
    void aCopyOfAnotherStateOfTheOriginalIsNoWrongCopy() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.method().equals("HEAD")
                                        ? original(asked.number() == 1 ? RIGHT : OURS)
                                        : copied(asked))) {
            copy(store);

            assertFalse(store.lines().contains("DELETE /b/k"));
        }
    }
}
