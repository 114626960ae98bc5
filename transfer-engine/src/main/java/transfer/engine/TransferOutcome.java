package transfer.engine;

import java.util.List;
import java.util.Optional;
import transfer.checksum.Checksum;
import transfer.protocol.FailureKind;

/** How an item ended. Every item of a list gets exactly one. */
public sealed interface TransferOutcome {
    WorkItem item();

    /** Every try, in order; empty for items that need none (directories, removals) or got none. */
    List<Attempt> attempts();

    /**
     * Done, and as sure as the verdict says.
     *
     * @param bytes size of the file; 0 for links, directories and removals
     * @param sha256 of the bytes that passed; empty when none did
     * @param note something the user should know, such as that source and destination are one file;
     *     may be empty
     */
    record Done(
            WorkItem item,
            List<Attempt> attempts,
            Verdict verdict,
            long bytes,
            Optional<Checksum> sha256,
            String note)
            implements TransferOutcome {
        public Done {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * Not done after everything that was worth trying.
     *
     * @param reason of the failure that decided: what was attempted, where, and what came back
     */
    record Failed(WorkItem item, List<Attempt> attempts, Attempt.Reason reason)
            implements TransferOutcome {
        public Failed {
            attempts = List.copyOf(attempts);
        }

        public Failed(WorkItem item, List<Attempt> attempts, FailureKind kind, String message) {
            this(item, attempts, new Attempt.Reason(kind, message));
        }

        public FailureKind kind() {
            return reason.kind();
        }

        public String message() {
            return reason.message();
        }
    }

    /** Not done, because the run was ended or its server given up; may succeed another time. */
    record NotTried(WorkItem item, String reason) implements TransferOutcome {
        @Override
        public List<Attempt> attempts() {
            return List.of();
        }
    }
}
