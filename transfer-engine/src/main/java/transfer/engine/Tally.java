package transfer.engine;

import java.util.List;
import transfer.concurrency.ServerLimit;
import transfer.protocol.FailureKind;

/** How many items of a run ended how. Guarded by whoever has it. */
final class Tally {
    private int done;
    private int failedForGood;
    private int failedForNow;
    private int internalErrors;

    void count(TransferOutcome outcome) {
        if (outcome instanceof TransferOutcome.Done) {
            done++;
        } else if (outcome instanceof TransferOutcome.NotTried) {
            failedForNow++;
        } else {
            TransferOutcome.Failed failed = (TransferOutcome.Failed) outcome;
            if (failed.kind() == FailureKind.INTERNAL) {
                internalErrors++;
            } else if (failed.kind().isPassing()) {
                failedForNow++;
            } else {
                failedForGood++;
            }
        }
    }

    /** Counts an item whose outcome nobody heard of. */
    void countLost() {
        internalErrors++;
    }

    RunSummary summary(List<ServerLimit.Use> servers) {
        return new RunSummary(done, failedForGood, failedForNow, internalErrors, servers);
    }
}
