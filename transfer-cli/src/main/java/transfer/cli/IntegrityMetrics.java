package transfer.cli;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import transfer.engine.Attempt;
import transfer.engine.Evidence;
import transfer.engine.Progress;
import transfer.engine.TransferOutcome;
import transfer.engine.Verdict;
import transfer.engine.WorkItem;
import transfer.protocol.FailureKind;

/**
 * Counts how the checks of stored files ended, by linkage, for the lines that Pegasus' monitoring
 * looks for in a job's output. Only items that ask for such a check count; every mismatch counts,
 * also when a later try was right.
 */
final class IntegrityMetrics implements Progress {
    private final Map<String, Count> byLinkage = new TreeMap<>();

    private static final class Count {
        private int succeeded;
        private int failed;
    }

    @Override
    public void attempted(WorkItem item, Attempt attempt) {
        boolean mismatch =
                attempt.failure()
                        .filter(reason -> reason.kind() == FailureKind.CHECKSUM_MISMATCH)
                        .isPresent();
        if (mismatch && asksForCheck(item)) {
            count((WorkItem.Transfer) item, false);
        }
    }

    @Override
    public void finished(TransferOutcome outcome) {
        if (outcome instanceof TransferOutcome.Done done
                && asksForCheck(done.item())
                && done.verdict() instanceof Verdict.Verified(Evidence evidence)
                && evidence.provesContent()) {
            count((WorkItem.Transfer) done.item(), true);
        }
    }

    private static boolean asksForCheck(WorkItem item) {
        return item instanceof WorkItem.Transfer transfer && transfer.terms().verifyStored();
    }

    private synchronized void count(WorkItem.Transfer transfer, boolean success) {
        String linkage = transfer.terms().linkage();
        // anything else would have to be escaped, and nobody knows what to do with it
        String known = linkage.matches("[a-z_]+") ? linkage : "unknown";
        Count count = byLinkage.computeIfAbsent(known, _ -> new Count());
        if (success) {
            count.succeeded++;
        } else {
            count.failed++;
        }
    }

    /**
     * One line for each linkage. The digests were computed while the bytes passed, so the time that
     * they took of their own is none.
     */
    synchronized List<String> lines(Clock clock) {
        List<String> lines = new ArrayList<>();
        byLinkage.forEach((linkage, count) ->
                lines.add(
                        "@@@MONITORING_PAYLOAD - START@@@{\"ts\": "
                                + clock.instant().getEpochSecond()
                                + ", \"monitoring_event\": \"int.metric\", \"payload\":"
                                + " [{\"event\": \"check\", \"file_type\": \""
                                + linkage
                                + "\", \"succeeded\": "
                                + count.succeeded
                                + ", \"failed\": "
                                + count.failed
                                + ", \"duration\": \"0.000\"}]}@@@MONITORING_PAYLOAD -"
                                + " END@@@"));
        return lines;
    }
}
