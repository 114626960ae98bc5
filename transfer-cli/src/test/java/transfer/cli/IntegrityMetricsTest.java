package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import transfer.engine.Evidence;
import transfer.engine.TransferOutcome;
import transfer.engine.TransferTerms;
import transfer.engine.Verdict;
import transfer.engine.WorkItem;
import transfer.protocol.FailureKind;

class IntegrityMetricsTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.ofEpochSecond(1795319537), ZoneOffset.UTC);

    private final IntegrityMetrics metrics = new IntegrityMetrics();

    private static WorkItem.Transfer item(String linkage, boolean verify) {
        return Examples.transfer(
                1,
                "http://h/a",
                "file:///tmp/a",
                new TransferTerms("a", linkage, false, verify, true, Optional.empty()));
    }

    private static String line(String linkage, int succeeded, int failed) {
        return "@@@MONITORING_PAYLOAD - START@@@{\"ts\": 1795319537, \"monitoring_event\": \"int.metric\", \"payload\": [{\"event\": \"check\", \"file_type\": \""
                + linkage
                + "\", \"succeeded\": "
                + succeeded
                + ", \"failed\": "
                + failed
                + ", \"duration\": \"0.000\"}]}@@@MONITORING_PAYLOAD - END@@@";
    }

    @Test
    void withoutChecksThereIsNoLine() {
        metrics.finished(Examples.done(item("input", false)));
        assertEquals(List.of(), metrics.lines(CLOCK));
    }

    @Test
    void thereIsALineForEachLinkage() {
        metrics.finished(Examples.done(item("output", true)));
        metrics.finished(Examples.done(item("input", true)));
        metrics.finished(Examples.done(item("input", true)));
        assertEquals(List.of(line("input", 2, 0), line("output", 1, 0)), metrics.lines(CLOCK));
    }

    @Test
    void everyMismatchCountsAlsoWhenALaterTryIsRight() {
        WorkItem.Transfer item = item("input", true);
        metrics.attempted(item, Examples.failure(1, item, FailureKind.CHECKSUM_MISMATCH));
        metrics.attempted(item, Examples.failure(2, item, FailureKind.CONNECTION));
        metrics.attempted(item, Examples.success(3, item));
        metrics.finished(Examples.done(item));
        assertEquals(List.of(line("input", 1, 1)), metrics.lines(CLOCK));
    }

    @Test
    void aComparedSizeIsNoCheck() {
        WorkItem.Transfer item = item("input", true);
        metrics.finished(
                new TransferOutcome.Done(
                        item,
                        List.of(),
                        new Verdict.Verified(Evidence.SIZE),
                        6,
                        Optional.empty(),
                        ""));
        assertEquals(List.of(), metrics.lines(CLOCK));
    }

    @Test
    void aLinkageNobodyKnowsIsUnknown() {
        metrics.finished(Examples.done(item("\"}", true)));
        assertEquals(List.of(line("unknown", 1, 0)), metrics.lines(CLOCK));
    }
}
