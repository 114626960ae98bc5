package transfer.cli;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import transfer.engine.Attempt;
import transfer.engine.Progress;
import transfer.engine.RunSummary;
import transfer.engine.TransferOutcome;
import transfer.engine.Verdict;
import transfer.engine.WorkItem;
import transfer.protocol.Place;

/** Tells a run in words. Safe for use by many threads. */
final class Narrator implements Progress {
    private final Log log;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger verified = new AtomicInteger();
    private final AtomicInteger unverifiable = new AtomicInteger();

    Narrator(Log log) {
        this.log = log;
    }

    @Override
    public void attempted(WorkItem item, Attempt attempt) {
        attempt.failure()
                .ifPresent(reason ->
                        log.info(
                                name(item)
                                        + ": attempt "
                                        + attempt.number()
                                        + " failed: "
                                        + Log.oneLine(reason.message())));
    }

    @Override
    public void noted(WorkItem item, String text) {
        log.warning(name(item) + ": " + Log.oneLine(text));
    }

    @Override
    public void explained(String text) {
        log.debug(Log.oneLine(text));
    }

    @Override
    public void pausing(WorkItem item, int failedRound, Duration pause) {
        log.info(
                name(item)
                        + ": round "
                        + (failedRound + 1)
                        + " follows in "
                        + DurationText.seconds(pause, 1)
                        + " s");
    }

    @Override
    public void gaveUp(String server, String reason) {
        log.error(
                "Too many failures to continue trying - exiting early: "
                        + Log.oneLine(server + ": " + reason));
    }

    @Override
    public void finished(TransferOutcome outcome) {
        if (outcome instanceof TransferOutcome.Done done) {
            count(done);
            if (log.shows(Log.Level.INFO)) {
                log.info(name(done.item()) + ": " + words(done.item()) + ": " + ending(done));
            }
            if (!done.note().isEmpty()) {
                log.warning(Log.oneLine(done.note()));
            }
        } else if (outcome instanceof TransferOutcome.Failed failed) {
            log.error(
                    name(failed.item())
                            + ": "
                            + words(failed.item())
                            + ": failed"
                            + (failed.kind().isPassing() ? " for now: " : ": ")
                            + Log.oneLine(failed.message()));
        } else {
            TransferOutcome.NotTried notTried = (TransferOutcome.NotTried) outcome;
            log.error(
                    name(notTried.item())
                            + ": "
                            + words(notTried.item())
                            + ": not tried: "
                            + Log.oneLine(notTried.reason()));
        }
    }

    private void count(TransferOutcome.Done done) {
        bytes.addAndGet(done.bytes());
        if (!(done.item() instanceof WorkItem.Transfer)) {
            return;
        }
        if (done.verdict() instanceof Verdict.Verified) {
            verified.incrementAndGet();
        } else if (done.verdict() instanceof Verdict.Unverifiable) {
            unverifiable.incrementAndGet();
        }
    }

    private static String name(WorkItem item) {
        return "item "
                + item.position().item()
                + (item.position().line() > 0 ? " (line " + item.position().line() + ")" : "");
    }

    /** What an item asks for, in one line. */
    static String words(WorkItem item) {
        String target = name(item.target());
        if (item instanceof WorkItem.Transfer transfer) {
            return name(transfer.sources().getFirst())
                    + (transfer.sources().size() > 1
                            ? " (or " + (transfer.sources().size() - 1) + " more)"
                            : "")
                    + " -> "
                    + target;
        }
        if (item instanceof WorkItem.MakeDirectory) {
            return "mkdir " + target;
        }
        return (((WorkItem.Remove) item).recursive() ? "rm -r " : "rm ") + target;
    }

    /** As a user would write it: the path alone where that is enough. */
    private static String name(Place place) {
        boolean isFile = place.url().scheme().equals("file");
        return Log.oneLine(isFile ? place.url().path() : place.url().toString());
    }

    private static String ending(TransferOutcome.Done done) {
        String proof = "";
        if (done.verdict() instanceof Verdict.Verified verdict) {
            proof = ", verified against " + verdict.evidence().words();
        } else if (done.verdict() instanceof Verdict.Unverifiable verdict) {
            proof = ", not verified: " + Log.oneLine(verdict.reason());
        }
        return done.item() instanceof WorkItem.Transfer
                ? ByteCount.words(done.bytes()) + proof
                : "done";
    }

    /**
     * The line that ends a run: {@code 3 of 4 done (2 verified), 1 failed: 12.0 MiB in 0:03, 4.0
     * MiB/s}.
     */
    String summary(RunSummary summary, int items, Duration elapsed) {
        int bad = items - summary.done();
        double seconds = Math.max(elapsed.toNanos() / 1e9, 1e-3);
        return summary.done()
                + " of "
                + items
                + " done"
                + proof()
                + (bad > 0 ? ", " + bad + " not" : "")
                + ": "
                + ByteCount.words(bytes.get())
                + " in "
                + DurationText.seconds(elapsed, 1)
                + " s, "
                + ByteCount.words(Math.round(bytes.get() / seconds))
                + "/s";
    }

    private String proof() {
        int proved = verified.get();
        int unknown = unverifiable.get();
        if (proved + unknown == 0) {
            return "";
        }
        return " ("
                + proved
                + " verified"
                + (unknown > 0 ? ", " + unknown + " not verifiable)" : ")");
    }
}
