package transfer.cli;

import java.util.Optional;
import transfer.engine.Progress;
import transfer.engine.TransferOutcome;
import transfer.records.ListJournal;
import transfer.records.ReceiptsFile;

/**
 * Writes each item that ends to the receipts first, then to the journal, then to the results. A
 * kill between them leaves nothing in the results that the journal does not know, and nothing in
 * the journal that has no receipt; what could get none is done again. Safe for use by many threads.
 */
record ItemRecords(
        Optional<ReceiptsFile> receipts,
        Optional<ListJournal> journal,
        Optional<ResultsFile> results,
        Whereabouts where)
        implements Progress {

    @Override
    public void finished(TransferOutcome outcome) {
        boolean receipted = receipts.isEmpty() || receipts.get().add(outcome);
        if (journal.isPresent() || results.isPresent()) {
            String line = ResultsFile.line(outcome, where);
            if (receipted) {
                journal.ifPresent(kept -> kept.add(outcome, line));
            }
            results.ifPresent(file -> file.write(line));
        }
    }
}
