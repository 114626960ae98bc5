package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.engine.ListPosition;
import transfer.engine.TransferOutcome;
import transfer.engine.Verdict;
import transfer.engine.WorkItem;
import transfer.list.FailedItems;
import transfer.list.Fingerprint;
import transfer.protocol.FailureKind;

class ResultsFileTest {
    private static final WorkItem.Transfer FETCH =
            Examples.transfer(
                    3, "https://h:8443/a", "file:///tmp/a", Examples.terms("f.a", false, false));

    private static final String BUSY =
            "{\"kind\":\"unavailable\",\"may_pass\":true,\"phase\":\"request\",\"status\":503,"
                    + "\"errno\":\"ECONNRESET\",\"retry_after_s\":7,\"message\":\"busy\"}";

    @Test
    void aTransferThatIsDoneHasEveryAttempt() {
        TransferOutcome outcome =
                Examples.done(
                        FETCH,
                        Examples.failure(1, FETCH, FailureKind.CONNECTION),
                        Examples.success(2, FETCH));
        assertEquals(
                "{\"item\":3,\"line\":13,\"fingerprint\":\""
                        + Fingerprint.of(FETCH)
                        + "\",\"type\":\"transfer\",\"sources\":[\"https://h:8443/a\"],"
                        + "\"destination\":\"file:///tmp/a\",\"lfn\":\"f.a\",\"outcome\":\"done\","
                        + "\"verdict\":\"verified\",\"evidence\":\"source_digest\",\"bytes\":6,"
                        + "\"sha256\":\""
                        + Examples.HELLO_SHA256
                        + "\",\"attempts\":["
                        + "{\"number\":1,\"source\":\"https://h:8443/a\",\"source_site\":\"my-site\","
                        + "\"destination\":\"file:///tmp/a\",\"destination_site\":\"local\","
                        + "\"server\":\"https://h:8443\",\"scheme\":\"https\","
                        + "\"started\":\"2026-11-22T06:28:05.600Z\",\"duration_ms\":40.000,"
                        + "\"bytes\":0,\"outcome\":\"failed\",\"failure\":{\"kind\":\"connection\","
                        + "\"may_pass\":true,\"message\":\"it broke\"}},"
                        + "{\"number\":2,\"source\":\"https://h:8443/a\",\"source_site\":\"my-site\","
                        + "\"destination\":\"file:///tmp/a\",\"destination_site\":\"local\","
                        + "\"server\":\"https://h:8443\",\"scheme\":\"https\","
                        + "\"address\":\"192.0.2.7:443\",\"started\":\"2026-11-22T06:28:05.600Z\","
                        + "\"first_byte_ms\":250.000,\"duration_ms\":1250.000,\"bytes\":6,"
                        + "\"outcome\":\"done\"}]}",
                ResultsFile.line(outcome, Whereabouts.UNKNOWN));
    }

    @Test
    void aFailureHasItsKindAndWords() {
        String line =
                ResultsFile.line(
                        new TransferOutcome.Failed(
                                FETCH, List.of(), FailureKind.NOT_FOUND, "404 \"gone\""),
                        Whereabouts.UNKNOWN);
        assertTrue(
                line.endsWith(
                        "\"outcome\":\"failed\",\"failure\":{\"kind\":\"not_found\",\"may_pass\":false,"
                                + "\"message\":\"404 \\\"gone\\\"\"},\"attempts\":[]}"),
                line);
    }

    @Test
    void aFailureHasItsEvidence() {
        String line =
                ResultsFile.line(
                        new TransferOutcome.Failed(FETCH, List.of(), Examples.BUSY),
                        Whereabouts.UNKNOWN);
        assertTrue(line.contains("\"failure\":" + BUSY + ",\"attempts\":[]}"), line);
    }

    @Test
    void anAttemptHasItsFailuresEvidenceAndTheWayItCame() {
        String line =
                ResultsFile.line(
                        Examples.done(FETCH, Examples.refused(1, FETCH)), Whereabouts.UNKNOWN);
        assertTrue(
                line.contains(
                        "\"address\":\"192.0.2.9:3128\",\"redirected_to\":\"pool.example.org:443\","
                                + "\"proxy\":\"squid:3128\",\"via\":\"1.1 squid\",\"age_s\":321,"
                                + "\"cache\":\"HIT\",\"server_software\":\"nginx\",\"started\":"),
                line);
        assertTrue(line.contains("\"outcome\":\"failed\",\"failure\":" + BUSY + "}]}"), line);
    }

    @Test
    void wrongBytesAreDescribed() {
        String line =
                ResultsFile.line(
                        Examples.done(FETCH, Examples.damaged(1, FETCH)), Whereabouts.UNKNOWN);
        assertTrue(
                line.contains(
                        "\"message\":\"differs\"},\"damage\":{\"shape\":\"swapped-words\","
                                + "\"first\":1024,\"last\":65539,\"bytes\":96}}]}"),
                line);
    }

    @Test
    void everyLineSaysWhereTheRunTookPlace(@TempDir Path folder) throws IOException {
        Path table =
                Files.writeString(
                        folder.resolve("mountinfo"),
                        "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n"
                                + "2 1 0:5 / "
                                + folder.toRealPath()
                                + " rw - nfs4 server:/home rw\n");
        Whereabouts where =
                new Whereabouts(Optional.of("node-7"), Optional.of("run-1"), new MountTable(table));
        WorkItem.Transfer local =
                Examples.transfer(1, "http://h/a", folder.resolve("a").toString());

        assertTrue(
                ResultsFile.line(Examples.done(local), where)
                        .contains(
                                ",\"node\":\"node-7\",\"run\":\"run-1\",\"mount\":\""
                                        + folder.toRealPath()
                                        + " (nfs4)\",\"attempts\":[]}"));
        String remote =
                ResultsFile.line(
                        Examples.done(Examples.transfer(1, "http://h/a", "http://h/b")), where);
        assertTrue(remote.contains("\"run\":\"run-1\",\"attempts\""), remote);
    }

    @Test
    void aMismatchIsAVerdict() {
        String line =
                ResultsFile.line(
                        new TransferOutcome.Failed(
                                FETCH, List.of(), FailureKind.CHECKSUM_MISMATCH, "differs"),
                        Whereabouts.UNKNOWN);
        assertTrue(line.contains("\"outcome\":\"failed\",\"verdict\":\"mismatch\""), line);
    }

    @Test
    void whatIsNotVerifiedSaysWhy() {
        String line =
                ResultsFile.line(
                        new TransferOutcome.Done(
                                FETCH,
                                List.of(),
                                new Verdict.Unverifiable("no digest"),
                                6,
                                Optional.empty(),
                                "a note"),
                        Whereabouts.UNKNOWN);
        assertTrue(
                line.contains(
                        "\"verdict\":\"unverifiable\",\"reason\":\"no digest\",\"bytes\":6,\"note\":\"a note\""),
                line);
    }

    @Test
    void directoriesAndRemovalsHaveATarget() {
        assertEquals(
                "{\"item\":1,\"fingerprint\":\"F\",\"type\":\"mkdir\",\"target\":\"http://h/d\","
                        + "\"outcome\":\"not-tried\",\"reason\":\"given up\",\"attempts\":[]}",
                withoutFingerprint(
                        new TransferOutcome.NotTried(
                                new WorkItem.MakeDirectory(
                                        new ListPosition(1, 0), Examples.place("", "http://h/d")),
                                "given up")));
        assertEquals(
                "{\"item\":2,\"fingerprint\":\"F\",\"type\":\"remove\",\"target\":\"file:///d\","
                        + "\"recursive\":true,\"outcome\":\"done\",\"verdict\":\"unchecked\","
                        + "\"bytes\":0,\"attempts\":[]}",
                withoutFingerprint(
                        new TransferOutcome.Done(
                                new WorkItem.Remove(
                                        new ListPosition(2, 0), Examples.place("", "/d"), true),
                                List.of(),
                                new Verdict.Unchecked(),
                                0,
                                Optional.empty(),
                                "")));
    }

    private static String withoutFingerprint(TransferOutcome outcome) {
        return ResultsFile.line(outcome, Whereabouts.UNKNOWN)
                .replace(Fingerprint.of(outcome.item()), "F");
    }

    @Test
    void secretsInUrlsAreBlanked() {
        WorkItem.Transfer item =
                Examples.transfer(
                        1, "https://joe:hunter2@h/a?token=abcdef", "http://h/b?sig=123456");
        String line =
                ResultsFile.line(
                        Examples.done(item, Examples.success(1, item)), Whereabouts.UNKNOWN);
        assertTrue(line.contains("https://joe:***@h/a?token=***"), line);
        assertTrue(!line.matches(".*(hunter2|abcdef|123456).*"), line);
    }

    @Test
    void bytesThatAreNotUtf8AreEscapes() {
        String line =
                ResultsFile.line(
                        Examples.done(Examples.transfer(1, "/a\udcff\u00e9😀", "/b")),
                        Whereabouts.UNKNOWN);
        assertTrue(line.contains("\"sources\":[\"file:///a\\udcff\u00e9😀\"]"), line);
    }

    @Test
    void whatFailedIsFoundAgain() throws IOException {
        WorkItem.Transfer good = Examples.transfer(1, "http://h/a?token=abcdef", "/a\udcff");
        WorkItem.Transfer bad = Examples.transfer(2, "http://h/b", "/b");
        WorkItem.Transfer left = Examples.transfer(3, "http://h/c", "/c");
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (ResultsFile results = new ResultsFile(stream, Whereabouts.UNKNOWN)) {
            results.finished(Examples.done(good, Examples.success(1, good)));
            results.finished(
                    new TransferOutcome.Failed(bad, List.of(), FailureKind.NOT_FOUND, "gone"));
            results.finished(new TransferOutcome.NotTried(left, "ended"));
        }
        FailedItems again =
                FailedItems.read(
                        new ByteArrayInputStream(stream.toByteArray()), List.of(good, bad, left));
        assertEquals(List.of(), again.defects());
        assertEquals(List.of(), again.changed());
        assertEquals(List.of(bad, left), again.again());
    }

    @Test
    void everyLineIsWrittenWhenItsItemEnds() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        ResultsFile results = new ResultsFile(stream, Whereabouts.UNKNOWN);
        results.finished(Examples.done(FETCH));
        assertTrue(stream.toString(StandardCharsets.UTF_8).endsWith("}\n"));
    }

    @Test
    void aFileThatIsNotWholeIsAFailureWhenItIsClosed() {
        ResultsFile results =
                new ResultsFile(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException("disk full");
                            }
                        },
                        Whereabouts.UNKNOWN);
        results.finished(Examples.done(FETCH));
        assertEquals("disk full", assertThrows(IOException.class, results::close).getMessage());
    }
}
