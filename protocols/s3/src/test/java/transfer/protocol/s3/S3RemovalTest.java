package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.s3.ScriptedStore.Asked;
import transfer.protocol.s3.ScriptedStore.Reply;

/** What is asked of stores to remove objects, and what comes of what they say. */
class S3RemovalTest {
    @TempDir private Path folder;

    /** The keys that are there, and what becomes of them. */
    private final TreeSet<String> keys = new TreeSet<>();

    private boolean losesPages;

    private ScriptedStore store(String settings, ScriptedStore.Script batches) throws Exception {
        return new ScriptedStore(
                folder, InstantSource.system(), settings, asked -> answer(asked, batches));
    }

    private Reply answer(Asked asked, ScriptedStore.Script batches) throws java.io.IOException {
        return switch (asked.method()) {
            case "HEAD" -> Reply.of(keys.contains(asked.target().substring(3)) ? 200 : 404);
            case "DELETE" -> {
                keys.remove(asked.target().substring(3));
                yield Reply.of(204);
            }
            case "GET" -> Reply.xml(200, listed(asked));
            default -> batches.answer(asked);
        };
    }

    /** Two keys in each page. */
    private String listed(Asked asked) {
        String prefix = asked.target().replaceFirst(".*[?&]prefix=", "").replaceFirst("&.*", "");
        String from =
                asked.target().contains("continuation-token=")
                        ? asked.target()
                                .replaceFirst(".*continuation-token=", "")
                                .replaceFirst("&.*", "")
                        : "";
        List<String> found =
                keys.stream()
                        .filter(key -> key.startsWith(prefix.replace("%2F", "/")))
                        .filter(key -> key.compareTo(from.replace("%2F", "/")) > 0)
                        .filter(_ -> from.isEmpty() || !losesPages)
                        .toList();
        StringBuilder xml = new StringBuilder("<ListBucketResult>");
        found.stream()
                .limit(2)
                .forEach(key -> xml.append("<Contents><Key>" + key + "</Key></Contents>"));
        if (found.size() > 2) {
            xml.append("<IsTruncated>true</IsTruncated><NextContinuationToken>")
                    .append(found.get(1))
                    .append("</NextContinuationToken>");
        }
        return xml.append("</ListBucketResult>").toString();
    }

    private static List<String> named(Asked asked) throws java.io.IOException {
        try {
            return S3Xml.read(new ByteArrayInputStream(asked.body()))
                    .all("Object")
                    .map(object -> object.told("Key").orElseThrow())
                    .toList();
        } catch (javax.xml.stream.XMLStreamException e) {
            throw new java.io.IOException(e);
        }
    }

    private Reply removed(Asked asked) throws java.io.IOException {
        StringBuilder xml = new StringBuilder("<DeleteResult>");
        for (String key : named(asked)) {
            keys.remove(key);
            xml.append("<Deleted><Key>" + key + "</Key></Deleted>");
        }
        return Reply.xml(200, xml.append("</DeleteResult>").toString());
    }

    private static boolean remove(ScriptedStore store, String url, boolean recursive)
            throws Exception {
        return store.open().remove(ScriptedStore.url(url), recursive);
    }

    private static TransferException failure(ScriptedStore store, String url, boolean recursive) {
        return assertThrows(TransferException.class, () -> remove(store, url, recursive));
    }

    @Test
    void onlyTheKeyItselfAndWhatIsBelowItGo() throws Exception {
        keys.addAll(List.of("d", "d.txt", "d/", "d/a", "d/b/c", "d/e", "dd/a", "e/d/a"));
        try (ScriptedStore store = store("", this::removed)) {
            assertTrue(remove(store, "b/d", true));
            assertEquals(List.of("d.txt", "dd/a", "e/d/a"), List.copyOf(keys));
            assertFalse(remove(store, "b/d", true));
        }
    }

    /** As S3Proxy does with keys that need escapes. */
    @Test
    void whatAStoreLosesBetweenItsPagesIsRemovedAllTheSame() throws Exception {
        keys.addAll(List.of("d/a", "d/b", "d/c", "d/e", "d/f", "other"));
        losesPages = true;
        try (ScriptedStore store = store("", this::removed)) {
            assertTrue(remove(store, "b/d", true));
            assertEquals(List.of("other"), List.copyOf(keys));
        }
    }

    @Test
    void aStoreThatStillListsWhatItHasRemovedIsNotBelieved() throws Exception {
        keys.addAll(List.of("d/a", "d/b"));
        try (ScriptedStore store =
                store(
                        "",
                        asked -> {
                            List<String> kept = List.copyOf(keys);
                            Reply reply = removed(asked);
                            keys.addAll(kept);
                            return reply;
                        })) {
            TransferException failure = failure(store, "b/d", true);
            assertEquals(FailureKind.UNEXPECTED, failure.kind());
            assertTrue(failure.getMessage().contains("still lists"), failure.getMessage());
        }
    }

    @Test
    void whatEndsWithASlashIsAKeyAndWhatIsBelowIt() throws Exception {
        keys.addAll(List.of("d", "d/", "d/a", "d//b"));
        try (ScriptedStore store = store("", this::removed)) {
            assertTrue(remove(store, "b/d//", true));
            assertEquals(List.of("d", "d/", "d/a"), List.copyOf(keys));
            assertTrue(remove(store, "b/d/", false));
            assertEquals(List.of("d", "d/a"), List.copyOf(keys));
            assertTrue(remove(store, "b/d/", true));
            assertEquals(List.of("d"), List.copyOf(keys));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "b/"})
    void aBucketIsNeverRemoved(String url) throws Exception {
        keys.add("a");
        try (ScriptedStore store = store("", this::removed)) {
            for (boolean recursive : List.of(false, true)) {
                TransferException failure = failure(store, url, recursive);
                assertEquals(FailureKind.BAD_REQUEST, failure.kind());
                assertTrue(failure.getMessage().contains("buckets are never removed"));
            }
            assertEquals(List.of(), store.lines());
        }
    }

    @Test
    void severalGoByOneRequestThatProvesItsBody() throws Exception {
        keys.addAll(List.of("d/a", "d/b"));
        try (ScriptedStore store = store("", this::removed)) {
            assertTrue(remove(store, "b/d/", true));
            Asked post = store.asked().get(1);
            assertEquals("POST /b?delete=", post.method() + " " + post.target());
            assertEquals(List.of("d/a", "d/b"), named(post));
            byte[] md5 = MessageDigest.getInstance("MD5").digest(post.body());
            assertEquals(
                    Base64.getEncoder().encodeToString(md5),
                    post.header("content-md5").orElseThrow());
        }
    }

    @ParameterizedTest
    @CsvSource({"batch_delete = no, 0", "batch_delete_size = 1, 0", "batch_delete = yes, 2"})
    void theSiteSaysHowManyGoByOneRequest(String setting, long expected) throws Exception {
        keys.addAll(List.of("d/a", "d/b", "d/c", "d/d"));
        try (ScriptedStore store = store(setting + "\n", this::removed)) {
            assertTrue(remove(store, "b/d/", true));
            assertEquals(
                    expected,
                    store.lines().stream().filter(line -> line.startsWith("POST")).count());
            assertTrue(keys.isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "501, NotImplemented",
        "405, MethodNotAllowed",
        "400, InvalidRequest",
        "400, MalformedXML",
        "404, NoSuchKey"
    })
    void aStoreThatCannotRemoveSeveralIsAskedOnceForThat(int status, String code) throws Exception {
        keys.addAll(List.of("d/a", "d/b", "d/c", "d/d"));
        try (ScriptedStore store = store("", _ -> Reply.error(status, code))) {
            assertTrue(remove(store, "b/d/", true));
            assertTrue(keys.isEmpty());
            assertEquals(1, store.lines().stream().filter(line -> line.startsWith("POST")).count());
        }
    }

    @Test
    void whatTheStoreDoesNotSayThatItRemovedIsRemovedAlone() throws Exception {
        keys.addAll(List.of("d/a", "d/b"));
        try (ScriptedStore store = store("", _ -> Reply.xml(200, "<DeleteResult/>"))) {
            assertTrue(remove(store, "b/d/", true));
            assertTrue(keys.isEmpty());
        }
    }

    @Test
    void whatIsRefusedIsToldAndTheOthersGo() throws Exception {
        keys.addAll(List.of("d/a", "d/b", "d/c", "d/d"));
        try (ScriptedStore store =
                store(
                        "",
                        asked -> {
                            if (!named(asked).contains("d/a")) {
                                return removed(asked);
                            }
                            keys.remove("d/b");
                            return Reply.xml(
                                    200,
                                    "<DeleteResult><Deleted><Key>d/b</Key></Deleted><Error><Key>d/a"
                                            + "</Key><Code>AccessDenied</Code><Message>held</Message>"
                                            + "</Error></DeleteResult>");
                        })) {
            TransferException failure = failure(store, "b/d/", true);
            assertEquals(FailureKind.ACCESS_DENIED, failure.kind());
            assertTrue(
                    failure.getMessage()
                            .contains(
                                    "1 of 4 objects were not removed: s3://me@store/b/d/a:"
                                            + " AccessDenied (held)"),
                    failure::getMessage);
            assertEquals(List.of("d/a"), List.copyOf(keys));
        }
    }

    @Test
    void aRequestThatIsRefusedAsAWholeIsAFailure() throws Exception {
        keys.addAll(List.of("d/a", "d/b"));
        try (ScriptedStore store = store("", _ -> Reply.error(403, "AccessDenied"))) {
            assertEquals(FailureKind.ACCESS_DENIED, failure(store, "b/d/", true).kind());
            assertEquals(2, keys.size());
        }
    }

    @Test
    void aSuccessWithAnErrorInItIsAFailure() throws Exception {
        keys.addAll(List.of("d/a", "d/b"));
        try (ScriptedStore store = store("", _ -> Reply.error(200, "InternalError"))) {
            assertEquals(FailureKind.UNAVAILABLE, failure(store, "b/d/", true).kind());
        }
    }

    @Test
    void keysThatWereNotAskedForAreNeverRemoved() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        _ ->
                                Reply.xml(
                                        200,
                                        "<ListBucketResult><Contents><Key>other</Key></Contents>"
                                                + "</ListBucketResult>"))) {
            TransferException failure = failure(store, "b/d/", true);
            assertEquals(FailureKind.UNEXPECTED, failure.kind());
            assertEquals(1, store.asked().size());
        }
    }

    @Test
    void keysThatXmlCannotHoldGoAlone() throws Exception {
        List<String> asked = new ArrayList<>();
        String list =
                "<ListBucketResult><EncodingType>url</EncodingType>"
                        + "<Contents><Key>d/%07</Key></Contents>"
                        + "<Contents><Key>d/%FC</Key></Contents>"
                        + "<Contents><Key>d/%0A%3C%26</Key></Contents>"
                        + "<Contents><Key>d/e</Key></Contents></ListBucketResult>";
        String none = "<ListBucketResult></ListBucketResult>";
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        request -> {
                            asked.add(request.method() + " " + request.target());
                            return switch (request.method()) {
                                case "GET" -> Reply.xml(200, asked.size() > 1 ? none : list);
                                case "POST" -> {
                                    asked.addAll(named(request));
                                    yield Reply.xml(
                                            200,
                                            new String(request.body(), StandardCharsets.UTF_8)
                                                    .replace("Object>", "Deleted>")
                                                    .replace("Delete ", "DeleteResult ")
                                                    .replace("</Delete>", "</DeleteResult>"));
                                }
                                default -> Reply.of(204);
                            };
                        })) {
            assertTrue(remove(store, "b/d/", true));
            assertEquals(
                    List.of(
                            "POST /b?delete=",
                            "d/\n<&",
                            "d/e",
                            "DELETE /b/d/%07",
                            "DELETE /b/d/%FC"),
                    asked.subList(1, asked.size() - 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"403, ", "500, UNAVAILABLE", "503, THROTTLED"})
    void whatMayBeADirectoryIsNotRemovedUnseen(int listing, FailureKind expected) throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder, asked -> Reply.of(asked.method().equals("GET") ? listing : 404))) {
            if (expected == null) {
                assertFalse(remove(store, "b/d", false));
            } else {
                assertEquals(expected, failure(store, "b/d", false).kind());
            }
        }
    }

    @Test
    void whoMayNotLookMayRemove() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder, asked -> Reply.of(asked.method().equals("HEAD") ? 403 : 204))) {
            assertTrue(remove(store, "b/k", false));
        }
    }

    @Test
    void inABucketThatIsMissingNothingIsThere() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(folder, _ -> Reply.error(404, "NoSuchBucket"))) {
            assertFalse(remove(store, "b/k", true));
            assertFalse(remove(store, "b/k", false));
        }
    }

    @Test
    void aDirectoryGoesOnlyWithEverythingInIt() throws Exception {
        keys.add("d/a");
        try (ScriptedStore store = store("", this::removed)) {
            assertEquals(FailureKind.BAD_REQUEST, failure(store, "b/d", false).kind());
            assertEquals(1, keys.size());
        }
    }
}
