package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final String ATTEMPT =
            """
            {"source": "https://h/a", "destination": "file:///d/a", "server": "https://h",\
             "address": "192.0.2.1", "started": "%s", "bytes": 9, "server_software": "nginx",\
             "proxy": "p:3128", "via": "1.1 squid", "cache": "HIT", "age_s": 4%s}\
            """;

    private final Diagnosis diagnosis = new Diagnosis();

    private static String line(int item, String node, String more) {
        String time = Instant.ofEpochSecond(1_760_000_000L + 60L * item).toString();
        return """
        {"item": %d, "outcome": "%s", "node": "%s", "attempts": [%s]}\
        """
                .formatted(
                        item,
                        more.contains("failure") ? "failed" : "done",
                        node,
                        ATTEMPT.formatted(time, more));
    }

    private void read(int good, String... more) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < good; i++) {
            lines.add(line(i, "n" + i % 20, ""));
        }
        lines.addAll(List.of(more));
        diagnosis.read(Lines.of(lines.toArray(String[]::new)));
    }

    private static String[] wrong(int count) {
        String[] lines = new String[count];
        for (int i = 0; i < count; i++) {
            lines[i] =
                    line(
                            i * 7,
                            "bad",
                            """
                            , "damage": {"shape": "zeros", "first": %d, "last": %d, "bytes": 9}\
                            """
                                    .formatted((i + 1) * 65536, (i + 1) * 65536 + 8));
        }
        return lines;
    }

    @Test
    void aBadNodeIsNamedWithItsDamage() throws IOException {
        read(200, wrong(6));
        assertEquals(
                """
                206 results of 1 files

                Wrong bytes: 6 of 206 transfers (2.9 %)
                  1. node bad
                     bad        6 of 6 transfers (100.0 %); elsewhere 0 of 200 transfers (0.0 %)
                     chance     p 5.7e-10 (corrected for 56 questions)
                     kinds      zeros 6
                  The damage: zeros 6; 6 of 6 begin at a multiple of 65536 bytes

                Failures: none
                """,
                diagnosis.text());
    }

    @Test
    void programsGetTheSameAsFields() throws IOException {
        read(200, wrong(6));
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            diagnosis.write(json);
            json.writeEndObject();
        }
        String told = text.toString();
        assertTrue(
                told.startsWith(
                        """
                        {"results":206,"files":1,"without_attempt":0,"unreadable_lines":0,\
                        "wrong_bytes":{"bad":6,"transfers":206,"unexplained":0,"findings":[\
                        {"dimension":"node","value":"bad","bad":6,"transfers":6,\
                        "bad_elsewhere":0,"transfers_elsewhere":200,"p":\
                        """),
                told);
        assertTrue(
                told.endsWith(
                        """
                        "failures":{"bad":0,"transfers":200,"unexplained":0,"findings":[]},\
                        "damage":{"shapes":{"zeros":6},"alignment":[\
                        "6 of 6 begin at a multiple of 65536 bytes"]}}\
                        """),
                told);
    }

    /** Names are whatever somebody called a site. */
    @Test
    void lineEndsInNamesCannotPassForLinesOfOurs() throws IOException {
        String[] lines = wrong(6);
        for (int i = 0; i < lines.length; i++) {
            lines[i] = lines[i].replace("\"bad\"", "\"bad\\n  2. node good\"");
        }
        read(200, lines);
        assertTrue(diagnosis.text().contains("1. node bad\\n  2. node good\n"));
    }

    @Test
    void aBurstIsToldWithItsTimes() throws IOException {
        String[] lines = new String[12];
        for (int i = 0; i < lines.length; i++) {
            // within a minute of item 100, all from nodes that otherwise do well
            lines[i] =
                    line(100, "n" + i, ", \"failure\": {\"kind\": \"connection\"}")
                            .replaceFirst("(started\": \"[^\"]*)Z", "$1." + (100 + i) + "Z");
        }
        read(400, lines);
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            diagnosis.write(json);
            json.writeEndObject();
        }
        String told = text.toString();
        assertTrue(told.contains("\"dimension\":\"all\",\"value\":\"all\",\"from\":"), told);
        assertTrue(told.contains("\"window_s\":0.011"), told);
        assertTrue(told.contains("\"kinds\":{\"connection\":12}"), told);
    }

    @Test
    void severalFilesAreOneSample() throws IOException {
        read(100);
        read(100, wrong(6));
        assertTrue(diagnosis.text().startsWith("206 results of 2 files\n"));
        assertEquals(1, diagnosis.outcome(Ending.WRONG_BYTES).found().size());
    }

    @Test
    void whatWasAskedBeforeIsAnsweredAnewAfterMoreResults() throws IOException {
        read(100);
        assertEquals(0, diagnosis.outcome(Ending.WRONG_BYTES).found().size());
        read(100, wrong(6));
        assertEquals(1, diagnosis.outcome(Ending.WRONG_BYTES).found().size());
    }

    @Test
    void everyDimensionIsReadFromTheResults() throws IOException {
        String other =
                line(1, "x", ", \"failure\": {\"kind\": \"unavailable\", \"status\": 503}")
                        .replace("https://h/", "https://other/")
                        .replace("192.0.2.1", "192.0.2.2")
                        .replace("p:3128", "q:3128")
                        .replace("1.1 squid", "1.1 other")
                        .replace("HIT", "MISS")
                        .replace("nginx", "apache")
                        .replace("\"bytes\"", "\"redirected_to\": \"r\", \"bytes\"")
                        .replace("\"node\"", "\"mount\": \"/d (nfs)\", \"node\"");
        read(200, other, other, other, other);
        Finding finding = diagnosis.outcome(Ending.FAILED).found().getFirst();
        assertEquals(Dimension.SOURCE_HOST, finding.dimension());
        assertEquals(
                List.of(
                        "redirected to r",
                        "proxy q:3128",
                        "via 1.1 other",
                        "cache MISS",
                        "address 192.0.2.2",
                        "node x",
                        "mount /d (nfs)",
                        "server software apache"),
                finding.same());
        assertEquals(java.util.Map.of("unavailable 503", 4L), finding.kinds());
    }

    @Test
    void receiptsCountAsTransfersThatWentWell() throws IOException {
        String receipt =
                """
                {"n": 2, "previous": "00", "kind": "file", "item": 1, "source": "https://h/a",\
                 "address": "192.0.2.1", "destination": "file:///d/a", "form": "file", "size": 3,\
                 "digests": {"sha256": "00"}, "verdict": "verified", "evidence": "list",\
                 "started": "2026-11-22T09:00:00Z", "ended": "2026-11-22T09:00:01Z",\
                 "attempts": 1, "program": "transfer", "user": "joe", "host": "n1"}\
                """;
        String begin = "{\"n\": 1, \"previous\": \"00\", \"kind\": \"begin\", \"host\": \"n1\"}";
        diagnosis.read(Lines.of(begin, receipt, receipt));
        assertEquals(new Finding.Rate(0, 2), diagnosis.outcome(Ending.FAILED).all());
        assertEquals("", diagnosis.firstDefect());
        assertEquals(2, diagnosis.results());
    }

    @Test
    void resultsWithoutAttemptsAreCountedAndTellNothing() throws IOException {
        diagnosis.read(Lines.of(Lines.done(1), Lines.missing(2, "h"), "not this"));
        assertTrue(
                diagnosis
                        .text()
                        .startsWith(
                                "2 results of 1 files, 2 without an attempt, 1 lines are no"
                                        + " results, the first: line 3 is not JSON\n"),
                diagnosis::text);
    }
}
