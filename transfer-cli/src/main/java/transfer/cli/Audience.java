package transfer.cli;

import java.time.Duration;
import java.util.List;
import transfer.engine.Attempt;
import transfer.engine.Progress;
import transfer.engine.TransferOutcome;
import transfer.engine.WorkItem;

/** Tells several listeners, each in its turn. */
record Audience(List<Progress> listeners) implements Progress {
    Audience {
        listeners = List.copyOf(listeners);
    }

    @Override
    public void started(WorkItem item) {
        for (Progress listener : listeners) {
            listener.started(item);
        }
    }

    @Override
    public void advanced(long bytes) {
        for (Progress listener : listeners) {
            listener.advanced(bytes);
        }
    }

    @Override
    public void attempted(WorkItem item, Attempt attempt) {
        for (Progress listener : listeners) {
            listener.attempted(item, attempt);
        }
    }

    @Override
    public void noted(WorkItem item, String text) {
        for (Progress listener : listeners) {
            listener.noted(item, text);
        }
    }

    @Override
    public void explained(String text) {
        for (Progress listener : listeners) {
            listener.explained(text);
        }
    }

    @Override
    public void pausing(WorkItem item, int failedRound, Duration pause) {
        for (Progress listener : listeners) {
            listener.pausing(item, failedRound, pause);
        }
    }

    @Override
    public void gaveUp(String server, String reason) {
        for (Progress listener : listeners) {
            listener.gaveUp(server, reason);
        }
    }

    @Override
    public void finished(TransferOutcome outcome) {
        for (Progress listener : listeners) {
            listener.finished(outcome);
        }
    }
}
