package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;

/** Row by row: what {@code examples.txt} says is what the table finds. */
class CauseTableTest {
    private static final CauseTable TABLE = CauseTable.load();

    /** What curl does not ask, and names in URLs of stores that are no hosts. */
    private static final Pattern ODD =
            Pattern.compile(
                    "curl [^;]*\\b(s3s?|gs|webdavs?|davs?)://"
                            + "|(getent hosts|-connect|no_proxy=|ping) ?'?(the-site|bucket)\\b");

    private record Example(String row, String line) {
        /** The same where the far end is another one. */
        Example at(String server) {
            String scheme = server.substring(0, server.indexOf(':'));
            return new Example(
                    row,
                    line.replaceAll("(https?|gs)://[a-z.]+(:\\d+)?", server)
                            .replaceAll("s3://(joe@store/)?bucket", server)
                            .replaceAll("\"scheme\": \"\\w+\"", "\"scheme\": \"" + scheme + "\""));
        }

        Symptom symptom() throws IOException {
            List<Result> results = new ArrayList<>();
            ResultLines lines = new ResultLines();
            lines.read(
                    new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), results::add);
            assertEquals("", lines.firstDefect());
            return Symptom.of(results.getFirst());
        }
    }

    private static List<Example> examples() throws IOException {
        try (var input = CauseTableTest.class.getResourceAsStream("examples.txt")) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", 2))
                    .map(parts -> new Example(parts[0], parts[1]))
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyExampleHitsItsRowAndIsToldWhole() throws IOException {
        return examples().stream()
                .map(example ->
                        DynamicTest.dynamicTest(
                                example.row(),
                                () -> {
                                    Symptom symptom = example.symptom();
                                    Cause cause = TABLE.of(symptom);
                                    assertEquals(example.row(), cause.id());
                                    isWhole(cause.says().of(symptom));
                                    isWhole(cause.next().ofCommand(symptom));
                                }));
    }

    private static void isWhole(String sentence) {
        assertFalse(sentence.matches(".*[{}].*"), sentence);
        assertFalse(sentence.contains("  "), sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://joe@the-site/bucket", "gs://bucket", "webdav://h.example"})
    void noNextStepAsksAProgramForWhatItDoesNotKnow(String server) throws IOException {
        for (Example example : examples()) {
            Symptom symptom = example.at(server).symptom();
            Cause cause = TABLE.of(symptom);
            String next = cause.next().ofCommand(symptom);
            assertFalse(ODD.matcher(next).find(), () -> cause.id() + ": " + next);
        }
    }

    @Test
    void noRowIsWithoutAnExample() throws IOException {
        Set<String> missing = TABLE.rows().stream().map(Cause::id).collect(Collectors.toSet());
        examples().forEach(example -> missing.remove(example.row()));
        assertEquals(Set.of(), missing);
    }

    @Test
    void thereAreMoreThanSixtyRows() {
        assertTrue(TABLE.rows().size() > 60);
    }

    @Test
    void everyKindHasARowThatNeedsNothingElse() {
        Set<String> found = new HashSet<>();
        for (FailureKind kind : FailureKind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            Cause cause = TABLE.of(bare(name));
            assertFalse(cause.id().equals("unknown"), name);
            found.add(cause.id());
            if (!kind.isPassing()) {
                assertEquals(Cause.Again.NO, cause.again(), name);
            } else {
                assertFalse(cause.again() == Cause.Again.NO, name);
            }
        }
        assertEquals(FailureKind.values().length, found.size());
    }

    private static Symptom bare(String kind) {
        Failure failure = new Failure(kind, "", "", -1, "", -1);
        return Symptom.of(
                new Result(1, "", "failed", List.of(), "", failure, "", "", "", List.of()));
    }

    @Test
    void sentencesStayWholeWhenNothingIsKnown() {
        for (Cause cause : TABLE.rows()) {
            isWhole(cause.says().of(bare("connection")));
            isWhole(cause.next().ofCommand(bare("connection")));
        }
    }

    @Test
    void aNameThatAShellWouldTakeApartIsQuotedInCommands() {
        Failure failure = new Failure("no_space", "", "", -1, "ENOSPC", -1);
        Symptom symptom =
                Symptom.of(
                        new Result(
                                1,
                                "",
                                "failed",
                                List.of("https://h/a"),
                                "file:///da ta's/a",
                                failure,
                                "",
                                "",
                                "",
                                List.of()));
        assertEquals("df '/da ta'\\''s'", new Sentence("df {directory}").ofCommand(symptom));
        assertEquals("/da ta's", new Sentence("{directory}").of(symptom));
    }

    private static String next(String url, String address, String message, String sentence) {
        Attempt attempt =
                new Attempt(
                        url,
                        "",
                        "",
                        "",
                        "",
                        "",
                        address,
                        0,
                        0,
                        Failure.NONE,
                        Attempt.Way.UNKNOWN,
                        Damage.NONE);
        Failure failure = new Failure("connection", message, "", -1, "", -1);
        Result result =
                new Result(
                        1, "", "failed", List.of(url), "/d", failure, "", "", "", List.of(attempt));
        return new Sentence(sentence).ofCommand(Symptom.of(result));
    }

    /** Their URLs name a site or a bucket, and the results the address that was asked. */
    @Test
    void commandsForStoresNameTheAddressThatWasAsked() {
        String s3 = "s3://joe@site/bucket/key";
        String curl = "curl {web}";
        assertEquals("curl http://10.0.0.7:8080/", next(s3, "10.0.0.7:8080", "", curl));
        assertEquals("curl https://10.0.0.7/", next(s3, "10.0.0.7:443", "", curl));
        assertEquals("curl https://ENDPOINT/", next(s3, "", "", curl));
        assertEquals("curl https://storage.googleapis.com/", next("gs://b/n", "", "", curl));
        assertEquals("curl http://10.0.0.7:88/", next("gs://b/n", "10.0.0.7:88", "", curl));
        assertEquals("curl https://h/a", next("davs://h/a", "10.0.0.7:443", "", curl));
        assertEquals("curl http://h/a", next("webdav://h/a", "", "", curl));
        assertEquals("curl ftp://h/a", next("ftp://h/a", "", "", curl));
        assertEquals("10.0.0.7 10.0.0.7:443", next(s3, "10.0.0.7:443", "", "{host} {authority}"));
        assertEquals(
                "getent hosts store.example",
                next(
                        s3,
                        "",
                        "GET s3://joe@site/bucket/key: no address is known for the host"
                                + " (store.example: Name or service not known)",
                        "getent hosts {host}"));
        assertEquals("getent hosts HOST", next(s3, "", "", "getent hosts {host}"));
    }

    @Test
    void aTableWithAMistakeIsRefused() {
        String row = "[a]\nwhen: kind=x\nat: server\nagain: no\nsays: It {server}.\nnext: Do.\n";
        assertEquals(1, parsed(row).rows().size());
        refused("");
        refused("kind: x\n" + row);
        refused(row + row);
        refused(row.replace("{server}", "{serwer}"));
        refused(row.replace("{server}", "{server"));
        refused(row.replace("kind=x", "kid=x"));
        refused(row.replace("kind=x", "kind=x and"));
        refused(row.replace("at: server", "at: sea"));
        refused(row.replace("again: no\n", ""));
        refused(row.replace("again: no", "again: no\nagain: yes"));
        refused(row.replace("kind=x", "status=five"));
    }

    private static CauseTable parsed(String text) {
        try {
            return CauseTable.read(new StringReader(text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> parsed(text));
    }

    @Test
    void linesThatGoOnAreOneSentence() {
        CauseTable table =
                parsed(
                        """
                        # a comment
                        [a]
                        when: kind=x
                        at: server
                        again: no
                        says: One
                            and two.
                        next: Three.
                        """);
        assertEquals("One and two.", table.rows().getFirst().says().text());
    }
}
