package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import transfer.concurrency.ServerLimit;
import transfer.engine.Attempt;
import transfer.engine.Evidence;
import transfer.engine.ListPosition;
import transfer.engine.TransferOutcome;
import transfer.engine.Verdict;
import transfer.engine.WorkItem;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;

/** The document of the results names every field that is written, and no other. */
class ResultsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/results.md");
    private static final Path SOURCE = Path.of("src/main/java/transfer/cli/ResultsFile.java");

    /** The first column of a table whose second one is a type. */
    private static final Pattern ROW =
            Pattern.compile(
                    "\\| `([a-z0-9_]+)` \\| (number|texts?|objects?|true, false) \\| .+ \\|");

    private static final Pattern WRITTEN =
            Pattern.compile("(?:FieldStart\\(|Field\\(|Text\\(json, |Millis\\(json, )\"(\\w+)\"");

    /** The fields of each section, by the words after its number signs. */
    private static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> sections = new TreeMap<>();
        String section = "";
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("## ")) {
                section = line.substring(3);
            }
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertTrue(
                        sections.computeIfAbsent(section, _ -> new TreeSet<>()).add(row.group(1)),
                        () -> "twice: " + line);
            }
        }
        return sections;
    }

    /** Outcomes of every sort, with everything that can be said of them. */
    private static Stream<TransferOutcome> outcomes() {
        WorkItem.Transfer transfer =
                Examples.transfer(1, "https://h/a", "/a", Examples.terms("f.a", true, true));
        WorkItem.MakeDirectory mkdir =
                new WorkItem.MakeDirectory(new ListPosition(2, 2), Examples.place("", "/d"));
        WorkItem.Remove remove =
                new WorkItem.Remove(new ListPosition(3, 3), Examples.place("", "/d"), true);
        return Stream.of(
                Examples.done(
                        transfer, Examples.refused(1, transfer), Examples.success(2, transfer)),
                Examples.done(transfer, Examples.damaged(1, transfer)),
                new TransferOutcome.Done(
                        mkdir, List.of(), new Verdict.Unchecked(), 0, Optional.empty(), "a note"),
                new TransferOutcome.Done(
                        transfer,
                        List.of(),
                        new Verdict.Unverifiable("no digest"),
                        0,
                        Optional.empty(),
                        ""),
                new TransferOutcome.Failed(
                        transfer, List.of(), FailureKind.CHECKSUM_MISMATCH, "differs"),
                new TransferOutcome.Failed(transfer, List.of(), Examples.BUSY),
                new TransferOutcome.NotTried(remove, "ended"));
    }

    /** The names of fields by the object that they are in: the item's own are under "". */
    private static Map<String, Set<String>> written() throws IOException {
        Whereabouts here = Whereabouts.of(Map.of("HOSTNAME", "node-7"));
        Map<String, Set<String>> fields = new TreeMap<>();
        List<ServerLimit.Use> servers = List.of(new ServerLimit.Use("https://h:443", 9, 4, 5, 2));
        Stream<String> lines =
                Stream.concat(
                        outcomes().map(outcome -> ResultsFile.line(outcome, here)),
                        Stream.of(ResultsFile.line(servers, here)));
        for (String line : lines.toList()) {
            Deque<String> inside = new ArrayDeque<>();
            try (JsonParser json = new JsonFactory().createParser(line)) {
                String field = "";
                for (JsonToken t = json.nextToken(); t != null; t = json.nextToken()) {
                    switch (t) {
                        case START_OBJECT -> inside.push(field);
                        case END_OBJECT -> field = inside.pop();
                        case FIELD_NAME -> {
                            field = json.currentName();
                            fields.computeIfAbsent(inside.peek(), _ -> new TreeSet<>()).add(field);
                        }
                        default -> {}
                    }
                }
            }
        }
        return fields;
    }

    @Test
    void everyFieldThatIsWrittenIsInTheDocumentAndNoOther() throws IOException {
        Map<String, Set<String>> documented = documented();
        Map<String, Set<String>> written = written();
        Set<String> ofRun = documented.get("The run");
        assertEquals(written.get("servers"), ofRun);
        assertTrue(written.get("").remove("servers"));
        assertEquals(written.get(""), documented.get("The item"));
        assertEquals(written.get("attempts"), documented.get("An attempt"));
        assertEquals(written.get("failure"), documented.get("A failure"));
        assertEquals(written.get("damage"), documented.get("Damage"));
    }

    /** What no example has, a look at the program finds. */
    @Test
    void theProgramNamesNoFieldThatIsNotInTheDocument() throws IOException {
        Set<String> named =
                WRITTEN.matcher(Files.readString(SOURCE))
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented =
                documented().values().stream()
                        .flatMap(Set::stream)
                        .collect(Collectors.toCollection(TreeSet::new));
        documented.add("servers"); // holds the table
        assertTrue(named.size() > 40, named::toString);
        assertEquals(named, documented);
    }

    @Test
    void everyWordThatAFieldCanHaveIsInTheDocument() throws IOException {
        String text = Files.readString(DOCUMENT);
        Stream.of(FailureKind.values(), Phase.values(), Evidence.values())
                .flatMap(Stream::of)
                .map(word -> "`" + word.name().toLowerCase(Locale.ROOT) + "`")
                .forEach(word -> assertTrue(text.contains(word), word));
        Stream.of(Attempt.Difference.Shape.values())
                .map(shape -> "`" + shape.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                .forEach(word -> assertTrue(text.contains(word), word));
    }
}
