package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.s3.ScriptedStore.Reply;

/** What stores list, and what we make of it. */
class S3ListingTest {
    private static final String ESCAPED = "<EncodingType>url</EncodingType>";

    /** Of an empty folder. */
    private static final String MARKER = "<Contents><Key>d/</Key><Size>0</Size></Contents>";

    @TempDir private Path folder;

    private static Reply list(String... parts) {
        return Reply.xml(
                200, "<ListBucketResult>" + String.join("", parts) + "</ListBucketResult>");
    }

    private static String key(String key) {
        return "<Contents><Key>" + key + "</Key><Size>1</Size></Contents>";
    }

    private static String prefix(String prefix) {
        return "<CommonPrefixes><Prefix>" + prefix + "</Prefix></CommonPrefixes>";
    }

    private static List<String> list(ScriptedStore store, String url) throws Exception {
        return store.open().list(ScriptedStore.url(url)).stream()
                .map(found -> found.url().text().substring("s3://me@store/".length()))
                .toList();
    }

    private TransferException failure(ScriptedStore.Script script) throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, script)) {
            return assertThrows(TransferException.class, () -> list(store, "b/d"));
        }
    }

    @Test
    void objectsAndFoldersAreListedAndTheFolderItselfIsNot() throws Exception {
        Reply reply = list(MARKER, key("d/a"), prefix("d/b/"), prefix("d//"));
        try (ScriptedStore store = new ScriptedStore(folder, _ -> reply)) {
            assertEquals(List.of("b/d/a", "b/d/b/", "b/d//"), list(store, "b/d"));
            assertEquals(
                    List.of(
                            "GET /b?delimiter=%2F&encoding-type=url&list-type=2&max-keys=1000"
                                    + "&prefix=d%2F"),
                    store.lines());
        }
    }

    @Test
    void whatAListTellsOfAnObjectNeedNotBeAskedFor() throws Exception {
        Reply reply =
                list(
                        "<Contents><Key>d/a</Key><Size>12</Size><ETag>\"x-2\"</ETag>"
                                + "<LastModified>2026-01-02T03:04:05.678Z</LastModified></Contents>",
                        "<Contents><Key>d/b</Key><Size>many</Size>"
                                + "<LastModified>lately</LastModified></Contents>",
                        prefix("d/c/"));
        try (ScriptedStore store = new ScriptedStore(folder, _ -> reply)) {
            List<FileStat> stats =
                    store.open().list(ScriptedStore.url("b/d")).stream()
                            .map(entry -> entry.stat().orElseThrow())
                            .toList();
            assertEquals(12, stats.get(0).size().orElseThrow());
            assertEquals(
                    Instant.parse("2026-01-02T03:04:05.678Z"),
                    stats.get(0).modified().orElseThrow());
            assertEquals("etag \"x-2\"", stats.get(0).identity().orElseThrow().mark());
            assertEquals(FileStat.unknown(), stats.get(1));
            assertEquals(FileStat.Kind.DIRECTORY, stats.get(2).kind());
            assertEquals(1, store.asked().size());
        }
    }

    @Test
    void namesThatBeginSoAreAskedForByThat() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.target().endsWith("&prefix=d%2Fx")
                                        ? list(key("d/xy"))
                                        : asked.method().equals("HEAD") ? Reply.of(404) : list())) {
            S3Endpoint endpoint = store.open();
            TransferUrl url = ScriptedStore.url("b/d");
            assertEquals(
                    "s3://me@store/b/d/xy",
                    endpoint.list(url, "x", Optional.empty()).entries().getFirst().url().text());
            TransferException failure =
                    assertThrows(
                            TransferException.class,
                            () -> endpoint.list(url, "z", Optional.empty()));
            assertEquals(FailureKind.NOT_FOUND, failure.kind());
        }
    }

    /** It would be lost on the way to a file system. */
    @Test
    void aFolderWhoseOwnObjectHasContentIsRefused() throws Exception {
        Reply reply = list("<Contents><Key>d/</Key><Size>5</Size></Contents>", key("d/a"));
        TransferException failure = failure(_ -> reply);
        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
        assertTrue(failure.getMessage().contains("an object of 5 bytes, s3://me@store/b/d/,"));
    }

    @ParameterizedTest
    @CsvSource({"+%2B, ' '", "%20+, +", "'', ' '"})
    void whatAPlusStandsForTheStoreTells(String repeated, String meant) throws Exception {
        Reply reply = list(ESCAPED, key("d/a+b%20c%2B%2Fd%25"), key("d/e+"));
        Reply told = list(ESCAPED, "<Prefix>" + repeated + "</Prefix>");
        try (ScriptedStore store =
                new ScriptedStore(
                        folder, asked -> asked.target().endsWith("=%20%2B") ? told : reply)) {
            List<String> expected = List.of("b/d/a" + meant + "b c+/d%", "b/d/e" + meant);
            assertEquals(expected, list(store, "b/d"));
            assertEquals(expected, list(store, "b/d"));
            assertEquals(3, store.asked().size());
        }
    }

    @Test
    void keysOfAnyBytesAreListed() throws Exception {
        Reply reply = list(ESCAPED, key("d/%07%0D%0A"), key("d/%FCx"), key("d/%C3%BC"), key("d/%"));
        try (ScriptedStore store = new ScriptedStore(folder, _ -> reply)) {
            assertEquals(
                    List.of("b/d/\u0007\r\n", "b/d/\uDCFCx", "b/d/\u00fc", "b/d/%"),
                    list(store, "b/d"));
        }
    }

    @Test
    void aStoreThatEscapesNothingIsTakenAtItsWord() throws Exception {
        Reply reply = list(key("d/a+b%20c&amp;"));
        try (ScriptedStore store = new ScriptedStore(folder, _ -> reply)) {
            assertEquals(List.of("b/d/a+b%20c&"), list(store, "b/d"));
        }
    }

    @Test
    void pagesAreAskedForUntilTheLast() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.target().contains("continuation-token=to%2Fken%3D")
                                        ? list(key("d/b"))
                                        : list(
                                                key("d/a"),
                                                "<IsTruncated>true</IsTruncated>",
                                                "<NextContinuationToken>to/ken=</NextContinuationToken>"))) {
            assertEquals(List.of("b/d/a", "b/d/b"), list(store, "b/d"));
        }
    }

    /** S3Proxy 2.6 says the last key for where to go on, and escapes it like the others. */
    @Test
    void aKeyBehindWhichAListGoesOnIsSentAsItIs() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.target().contains("continuation-token=d%2Fa%20b%2B&")
                                        ? list(ESCAPED, key("d/b%20c"))
                                        : list(
                                                ESCAPED,
                                                key("d/a%20b%2B"),
                                                "<IsTruncated>true</IsTruncated>",
                                                "<NextContinuationToken>d/a%20b%2B</NextContinuationToken>"))) {
            assertEquals(List.of("b/d/a b+", "b/d/b c"), list(store, "b/d"));
        }
    }

    /** It means nothing to us, whatever it looks like. */
    @Test
    void aTokenThatIsNoKeyIsSentAsItCame() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.target().contains("continuation-token=1%252F%2B%3D&")
                                        ? list(ESCAPED, key("d/b"))
                                        : list(
                                                ESCAPED,
                                                key("d/a"),
                                                "<IsTruncated>true</IsTruncated>",
                                                "<NextContinuationToken>1%2F+=</NextContinuationToken>"))) {
            assertEquals(List.of("b/d/a", "b/d/b"), list(store, "b/d"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<NextContinuationToken>x</NextContinuationToken>"})
    void aListThatDoesNotSayHowItGoesOnIsRefused(String token) throws Exception {
        Reply reply = list(key("d/a"), "<IsTruncated>true</IsTruncated>", token);
        assertEquals(FailureKind.UNEXPECTED, failure(_ -> reply).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"e/a", "d", "D/a", ""})
    void aListOfOtherKeysIsRefused(String key) throws Exception {
        assertEquals(FailureKind.UNEXPECTED, failure(_ -> list(key(key))).kind());
    }

    @Test
    void anObjectIsNoDirectoryAndWhatIsMissingIsNotFound() throws Exception {
        assertEquals(
                FailureKind.BAD_REQUEST,
                failure(asked -> asked.method().equals("HEAD") ? Reply.of(200) : list()).kind());
        assertEquals(
                FailureKind.NOT_FOUND,
                failure(asked -> asked.method().equals("HEAD") ? Reply.of(404) : list()).kind());
    }

    @Test
    void aBucketWithNothingInItIsAnEmptyDirectory() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> list())) {
            assertEquals(List.of(), list(store, "b"));
        }
    }

    @Test
    void whatGoesOnBehindASlashIsADirectory() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.target().startsWith("/b?")
                                        ? list(key("d/a"))
                                        : Reply.of(404))) {
            S3Endpoint endpoint = store.open();
            TransferUrl url = ScriptedStore.url("b/d");
            assertEquals(FileStat.Kind.DIRECTORY, endpoint.stat(url).kind());
            assertEquals(
                    FailureKind.BAD_REQUEST,
                    assertThrows(
                                    TransferException.class,
                                    () -> endpoint.read(url, ReadRequest.WHOLE))
                            .kind());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, DIRECTORY", "1, FILE"})
    void anEmptyObjectWithASlashAtItsEndStandsForADirectory(int size, FileStat.Kind kind)
            throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.method().equals("HEAD")
                                        ? Reply.of(200, "Content-Length: " + size)
                                        : list(key("d/")))) {
            assertEquals(kind, store.open().stat(ScriptedStore.url("b/d/")).kind());
        }
    }

    /** As s3fs leaves them, and S3Proxy tells of empty folders. */
    @ParameterizedTest
    @CsvSource({
        "0, application/x-directory; charset=UTF-8, DIRECTORY",
        "1, application/x-directory, FILE",
        "0, text/plain, FILE"
    })
    void anEmptyObjectThatSaysSoStandsForADirectory(int size, String type, FileStat.Kind kind)
            throws Exception {
        Reply head = Reply.of(200, "Content-Length: " + size, "Content-Type: " + type);
        try (ScriptedStore store =
                new ScriptedStore(folder, asked -> asked.method().equals("HEAD") ? head : list())) {
            S3Endpoint endpoint = store.open();
            TransferUrl url = ScriptedStore.url("b/d");
            assertEquals(kind, endpoint.stat(url).kind());
            if (kind == FileStat.Kind.DIRECTORY) {
                assertEquals(List.of(), list(store, "b/d"));
                assertThrows(TransferException.class, () -> endpoint.remove(url, false));
            } else {
                assertThrows(TransferException.class, () -> list(store, "b/d"));
            }
        }
    }

    @Test
    void namesAreTheLastPartsOfKeysAsTheyAre() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.of(500))) {
            S3Endpoint endpoint = store.open();
            assertEquals("a%20b", endpoint.name(ScriptedStore.url("b/d/a%20b")));
            assertEquals("a?#b", endpoint.name(ScriptedStore.url("b/d/a?#b")));
            assertEquals("e", endpoint.name(ScriptedStore.url("b/d/e/")));
            assertEquals("", endpoint.name(ScriptedStore.url("b/d//")));
            assertEquals("", endpoint.name(ScriptedStore.url("b//")));
            assertEquals("b", endpoint.name(ScriptedStore.url("b/")));
            assertEquals("c", endpoint.name(TransferUrl.parse("s3://bucket/c")));
            assertEquals("bucket", endpoint.name(TransferUrl.parse("s3://bucket")));
        }
    }
}
