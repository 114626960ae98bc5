package transfer.cli;

import java.util.List;
import java.util.Optional;
import transfer.diagnosis.Explanation;
import transfer.engine.Progress;
import transfer.engine.TransferOutcome;

/**
 * Notes what fails in a run, to be explained at its end. What explains is loaded with the first
 * failure only: a run that goes well does not wait for it. Safe for use by many threads.
 */
final class FailureNotes implements Progress {
    private static final int CAUSES = 5;

    private Optional<Explanation> explanation = Optional.empty();

    @Override
    public void finished(TransferOutcome outcome) {
        if (!(outcome instanceof TransferOutcome.Done)) {
            note(ResultsFile.line(outcome, Whereabouts.UNKNOWN));
        }
    }

    private synchronized void note(String line) {
        if (explanation.isEmpty()) {
            explanation = Optional.of(new Explanation());
        }
        explanation.get().add(line);
    }

    /** The most frequent causes in a few lines; none when nothing failed. */
    synchronized List<String> lines() {
        return explanation.isEmpty() ? List.of() : explanation.get().brief(CAUSES);
    }
}
