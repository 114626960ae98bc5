package transfer.cli;

import java.util.Optional;
import transfer.engine.Progress;
import transfer.engine.TransferOutcome;
import transfer.records.ListJournal;

/**
 * Writes each item that ends to the journal first and then to the results, so that a kill between
 * the two leaves nothing in the results that the journal does not know. Safe for use by many
 * threads.
 */
record ItemRecords(Optional<ListJournal> journal, Optional<ResultsFile> results, Whereabouts where)
        implements Progress {

    @Override
    public void finished(TransferOutcome outcome) {
        String line = ResultsFile.line(outcome, where);
        journal.ifPresent(kept -> kept.add(outcome, line));
        results.ifPresent(file -> file.write(line));
    }
}
