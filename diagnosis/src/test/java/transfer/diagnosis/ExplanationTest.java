package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private final Explanation explanation = new Explanation();

    private String text(String... lines) throws IOException {
        explanation.read(Lines.of(lines));
        return explanation.text();
    }

    private static void says(String text, String words) {
        assertTrue(text.contains(words), () -> words + " is not in:\n" + text);
    }

    @Test
    void theSameCauseAtTwoServersIsTwoGroupsTheLargerFirst() throws IOException {
        String text =
                text(
                        Lines.missing(1, "a.example"),
                        Lines.missing(2, "b.example"),
                        Lines.missing(3, "b.example"),
                        Lines.done(4));
        says(text, "4 items: 1 done, 3 not\n");
        says(text, "2 items: https://b.example has nothing under that name (404).");
        says(text, "1 item: https://a.example has nothing under that name (404).");
        assertTrue(text.indexOf("b.example") < text.indexOf("a.example"), text);
    }

    @Test
    void aGroupTellsEvidenceHelpNextStepAndExamples() throws IOException {
        String text = text(Lines.missing(1, "a.example"));
        says(text, "  cause     http-404 at https://a.example\n");
        says(text, "  evidence  status 404, \"the server answered 404 so\"\n");
        says(text, "  again     trying again cannot help before something is changed\n");
        says(text, "  next      Check the spelling");
        says(text, "transfer stat https://a.example/1\n");
        says(text, "  such as   item 1: https://a.example/1 -> /d/1\n");
    }

    @Test
    void onlyTheFirstExamplesAreShown() throws IOException {
        String text =
                text(
                        Lines.missing(1, "a"),
                        Lines.missing(2, "a"),
                        Lines.missing(3, "a"),
                        Lines.missing(4, "a"));
        says(text, "item 3: ");
        assertFalse(text.contains("item 4: "), text);
    }

    @Test
    void ofSeveralLinesForAnItemTheLastCounts() throws IOException {
        String text =
                text(
                        Lines.missing(1, "a.example"),
                        Lines.missing(2, "a.example"),
                        Lines.done(1),
                        Lines.answered(2, "a.example", 503, "unavailable"));
        says(text, "2 items: 1 done (1 only after a failure), 1 not\n");
        says(text, "(503)");
        assertFalse(text.contains("404"), text);
    }

    @Test
    void whatIsNoResultIsCountedAndTheRestRead() throws IOException {
        String text =
                text("{\"item\": 1", "", "[]", "{}", Lines.missing(2, "a"), "{\"item\": 3, \"ou");
        says(text, "1 items: 0 done, 1 not\n");
        says(text, "4 lines are no results, the first: line 1 is not JSON\n");
        assertEquals(1, explanation.results());
    }

    @Test
    void aLineOfManyMebibytesIsPassedOver() throws IOException {
        String text = text("\"" + "x".repeat(17 << 20) + "\"", Lines.missing(1, "a"));
        says(text, "line 1 is longer than");
        assertEquals(1, explanation.notDone());
    }

    @Test
    void fieldsOfOtherTypesThanExpectedDoNoHarm() throws IOException {
        String text =
                text(
                        """
                        {"item": "x", "outcome": "failed", "sources": "s", "destination": [1],\
                         "failure": 7, "attempts": [3, {"failure": "x", "bytes": "many",\
                         "started": "yesterday", "damage": []}], "mount": {"a": 1}}\
                        """);
        says(text, "1 item: Something failed that this program has no name for.");
        assertEquals("", explanation.firstDefect());
    }

    @Test
    void lineEndsInNamesCannotPassForLinesOfOurs() throws IOException {
        String text = text(Lines.missing(1, "a").replace("/d/1", "/d/1\\n5 items: all is well"));
        assertFalse(text.contains("\n5 items"), text);
        says(text, "\\n5 items: all is well");
    }

    @Test
    void bytesOfNamesThatAreNoTextAreKept() throws IOException {
        assertTrue(text(Lines.missing(1, "a").replace("/d/1", "/d/\\udcff")).contains("/d/\udcff"));
    }

    @Test
    void theBriefFormTellsTheMostFrequentCausesOnly() throws IOException {
        text(
                Lines.missing(1, "a.example"),
                Lines.answered(2, "a.example", 503, "unavailable"),
                Lines.answered(3, "a.example", 503, "unavailable"));
        List<String> brief = explanation.brief(1);
        assertEquals(3, brief.size(), brief::toString);
        says(brief.get(0), "2 items: https://a.example is overloaded");
        says(brief.get(1), "trying again can help, but later. Try again later");
        assertEquals("and 1 more causes", brief.get(2));
    }

    @Test
    void programsGetTheSameAsFields() throws IOException {
        text(Lines.missing(1, "a.example"), Lines.done(2));
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(json)) {
            generator.writeStartObject();
            explanation.write(generator);
            generator.writeEndObject();
        }
        assertEquals(
                """
                {"items":2,"done":1,"done_after_failure":0,"not_done":1,"unreadable_lines":0,\
                "causes":[{"cause":"http-404","at":"https://a.example","items":1,\
                "says":"https://a.example has nothing under that name (404).","again":"no",\
                "next":"Check the spelling and whether the file was moved:\
                 transfer stat https://a.example/1",\
                "evidence":{"kind":"not_found","message":"the server answered 404 so",\
                "status":404,"server":"https://a.example"},\
                "examples":[{"item":1,"source":"https://a.example/1","target":"/d/1"}]}]}\
                """,
                json.toString());
    }

    /** A site may have more servers than anybody wants to read of; memory stays bounded. */
    @Test
    void tooManyPlacesOfOneCauseAreOneGroup() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 10_050; i++) {
            lines.append(Lines.missing(i, "h" + i)).append('\n');
        }
        String text = text(lines.toString());
        says(text, "50 items: https://h10001 has nothing under that name (404).");
        says(text, "http-404 at many places\n");
        assertEquals(10_050, explanation.notDone());
    }

    @Test
    void diskFailuresBelongToTheMountAndItsMachine() throws IOException {
        String line =
                """
                {"item": 1, "outcome": "failed", "sources": ["https://h/x"],\
                 "destination": "file:///scratch/x", "node": "n7", "mount": "/scratch (ext4)",\
                 "failure": {"kind": "no_space", "errno": "ENOSPC", "message": "m"}}\
                """;
        String text = text(line, line.replace("n7", "n8"));
        says(text, "enospc at /scratch (ext4) of n7\n");
        says(text, "enospc at /scratch (ext4) of n8\n");
        says(text, "df -i /scratch");
    }
}
