package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultLinesTest {
    private final ResultLines lines = new ResultLines();
    private final List<Result> results = new ArrayList<>();

    private void read(String text) throws IOException {
        lines.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), results::add);
    }

    @Test
    void aLastLineNeedsNoEndAndWindowsEndsDoNoHarm() throws IOException {
        read(Lines.done(1) + "\r\n\r\n" + Lines.done(2));
        assertEquals(2, results.size());
        assertEquals(0, lines.unreadable());
    }

    @Test
    void theLineOfARunIsNoResult() throws IOException {
        read(Lines.done(1) + "\n{\"type\":\"run\",\"servers\":[{\"server\":\"http://h\"}]}\n");
        assertEquals(1, results.size());
        assertEquals(0, lines.unreadable());
    }

    @Test
    void linesLongerThanTheBufferAreWhole() throws IOException {
        String long_ = Lines.missing(1, "h").replace("so\"", "x".repeat(200_000) + "\"");
        read(Lines.done(7) + "\n" + long_ + "\n" + Lines.done(8));
        assertEquals(3, results.size());
        assertTrue(results.get(1).failure().message().length() > 200_000);
        assertEquals(8, results.get(2).item());
    }

    /** Whatever pieces a pipe hands over. */
    @Test
    void piecesOfAnySizeAreTheSameLines() throws IOException {
        byte[] text = (Lines.missing(1, "ü") + "\n" + Lines.done(2) + "\n").getBytes("UTF-8");
        for (int piece = 1; piece < 40; piece++) {
            int most = piece;
            results.clear();
            InputStream slow =
                    new ByteArrayInputStream(text) {
                        @Override
                        public synchronized int read(byte[] into, int from, int length) {
                            return super.read(into, from, Math.min(most, length));
                        }
                    };
            lines.read(slow, results::add);
            assertEquals(2, results.size());
            assertEquals("https://ü/1", results.getFirst().source());
        }
    }

    @Test
    void aStreamThatBreaksIsTold() {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("breaks on purpose");
                    }
                };
        assertThrows(IOException.class, () -> lines.read(broken, results::add));
    }

    @Test
    void allThatAnAttemptTellsIsRead() throws IOException {
        read(
                """
                {"item": 3, "line": 4, "fingerprint": "ab", "outcome": "failed", "node": "n",\
                 "run": "r", "mount": "/d (nfs)", "sources": ["https://h/a", "https://i/a"],\
                 "destination": "file:///d/a", "unknown": {"deep": [1, {"a": null}]},\
                 "failure": {"kind": "unavailable", "message": "m", "phase": "request",\
                 "status": 503, "errno": "E", "retry_after_s": 12.5, "new": []},\
                 "attempts": [{"source": "https://h/a", "source_site": "s", "destination_site": "t",\
                 "address": "192.0.2.1:443", "redirected_to": "j", "started": "1970-01-01T00:00:01Z",\
                 "bytes": 7, "proxy": "p:1", "via": "v", "age_s": 3, "cache": "HIT",\
                 "server_software": "nginx", "failure": {"kind": "connection"},\
                 "damage": {"shape": "zeros", "first": 1, "last": 2, "bytes": 2}}]}
                """);
        Result result = results.getFirst();
        assertEquals(3, result.item());
        assertEquals("r", result.run());
        assertEquals("/d (nfs)", result.mount());
        assertEquals(new Failure("unavailable", "m", "request", 503, "E", 12), result.failure());
        assertEquals(List.of("https://h/a", "https://i/a"), result.sources());
        Attempt attempt = result.last();
        assertEquals(new Attempt.Way("p:1", "v", "HIT", 3, "nginx", "j"), attempt.way());
        assertEquals(new Damage("zeros", 1, 2, 2), attempt.damage());
        assertEquals(1000, attempt.started());
        assertEquals("connection", attempt.failure().kind());
        assertEquals("s", attempt.sourceSite());
        assertEquals("t", attempt.destinationSite());
    }

    @Test
    void whatWasNeverBegunHasItsReasonAsMessage() throws IOException {
        read("{\"outcome\": \"not-tried\", \"reason\": \"the run was ended\"}");
        assertEquals(Failure.notTried("the run was ended"), results.getFirst().failure());
    }

    @Test
    void aFailureWithoutAReasonIsOneAllTheSame() throws IOException {
        read("{\"outcome\": \"failed\"}");
        assertEquals(Failure.UNTOLD, results.getFirst().failure());
    }
}
