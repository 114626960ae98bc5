package transfer.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import transfer.protocol.Directories;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.Remover;
import transfer.protocol.TransferException;
import transfer.retry.Verdict.Passing;
import transfer.retry.Verdict.Permanent;

/**
 * Makes a directory or removes something, over as many rounds as it takes. Belongs to one thread.
 */
final class SimpleTask {
    private final RunContext run;
    private final WorkItem item;
    private final TransferTask.Slots slots;

    SimpleTask(RunContext run, WorkItem item, TransferTask.Slots slots) {
        this.run = run;
        this.item = item;
        this.slots = slots;
    }

    TransferOutcome call() throws InterruptedException {
        try {
            String note = run.retry().call(this::round, this::judge, this::pause);
            return done(item, note);
        } catch (TransferException e) {
            return new TransferOutcome.Failed(
                    item, List.of(), Attempt.Reason.of(new Meter().placed(e)));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return new TransferOutcome.Failed(
                    item, List.of(), FailureKind.INTERNAL, ProgramError.describe(e));
        }
    }

    static TransferOutcome.Done done(WorkItem item, String note) {
        return new TransferOutcome.Done(
                item, List.of(), new Verdict.Verified(Evidence.NAME), 0, Optional.empty(), note);
    }

    private transfer.retry.Verdict judge(Exception failure) {
        return failure instanceof TransferException e
                        && e.kind().isPassing()
                        && slots.stopped().isEmpty()
                ? new Passing(e.notBefore())
                : new Permanent();
    }

    private void pause(int failedRound, Duration pause, Exception failure) {
        run.progress().pausing(item, failedRound, pause);
        slots.leave();
    }

    private String round(int number) throws TransferException, InterruptedException {
        if (number > 1) {
            slots.enter();
            return work();
        }
        try {
            String note = work();
            slots.firstRound(Optional.empty());
            return note;
        } catch (TransferException e) {
            slots.firstRound(Optional.of(e));
            throw e;
        }
    }

    private String work() throws TransferException, InterruptedException {
        long begun = System.nanoTime();
        try {
            String note = done();
            run.servers().wentWell(List.of(item.target().url().server()));
            return note;
        } catch (TransferException e) {
            run.servers().failed(e, begun);
            throw e;
        }
    }

    private String done() throws TransferException, InterruptedException {
        try (Endpoint endpoint = run.protocols().open(item.target())) {
            return switch (item) {
                case WorkItem.MakeDirectory mkdir -> {
                    ((Directories) endpoint).makeDirectory(mkdir.target().url());
                    yield "";
                }
                case WorkItem.Remove remove -> {
                    boolean was =
                            ((Remover) endpoint).remove(remove.target().url(), remove.recursive());
                    if (was && remove.target().url().isLocal()) {
                        run.space().changed();
                    }
                    yield was ? "" : "nothing was there";
                }
                case WorkItem.Transfer _ ->
                        throw new IllegalStateException("a transfer is a TransferTask");
            };
        }
    }
}
