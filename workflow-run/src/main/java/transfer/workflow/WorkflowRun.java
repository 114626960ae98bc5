package transfer.workflow;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import transfer.retry.Retry;
import transfer.retry.RetryPolicy;
import transfer.retry.Verdict;

/**
 * One run of the workflow in a submit directory: what an earlier run has done is not done again.
 * Holds the directory until it is closed; for one thread.
 */
public final class WorkflowRun implements AutoCloseable {
    private final JobTable table;
    private final Settings settings;
    private final DoneFile journal;
    private final Commands commands;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Thread> threads = new HashSet<>();
    private final List<WorkflowEnd.FailedJob> failed = new ArrayList<>();
    private final Ready ready;
    private WorkflowProgress progress = new WorkflowProgress() {};
    private int done;
    private boolean cancelled;
    private Optional<IOException> broken = Optional.empty();
    private Optional<Throwable> programError = Optional.empty();

    /**
     * How to run.
     *
     * @param processors that compute jobs have together, at least 1
     * @param lists how many run at once, at least 1
     * @param environment of every process, besides what the plan says
     * @param retry lets a failed job wait; its rounds are the plan's, from 1
     * @param clock for the journal
     */
    public record Settings(
            int processors,
            int lists,
            Map<String, String> environment,
            RetryWaiting retry,
            Clock clock) {
        public Settings {
            environment = Map.copyOf(environment);
        }
    }

    /** Makes the loop that tries a job again. */
    @FunctionalInterface
    public interface RetryWaiting {
        Retry of(RetryPolicy policy);
    }

    private WorkflowRun(JobTable table, Settings settings, DoneFile journal) {
        this.table = table;
        this.settings = settings;
        this.journal = journal;
        this.commands = new Commands(settings.environment(), journal);
        this.ready = new Ready(table.limits(), settings.processors(), settings.lists());
    }

    /**
     * Opens a submit directory.
     *
     * @throws WorkflowException when it cannot be run: it was not planned to its end, or for
     *     another engine, or another run is under way there
     */
    public static WorkflowRun open(Path directory, Settings settings)
            throws IOException, WorkflowException {
        Path jobs = jobsFile(directory);
        JobTable table = JobsReader.read(jobs);
        String name = jobs.getFileName().toString();
        Path journal = jobs.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".done");
        return new WorkflowRun(table, settings, DoneFile.open(journal));
    }

    private static Path jobsFile(Path directory) throws IOException, WorkflowException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jobs")) {
            files.forEach(found::add);
        } catch (NotDirectoryException | NoSuchFileException e) {
            throw new WorkflowException(directory + " is no directory", e);
        }
        if (found.size() != 1) {
            throw new WorkflowException(
                    directory
                            + (found.isEmpty()
                                    ? " has no workflow for this engine: no file ends in .jobs."
                                            + " 'transfer plan --engine local' writes it last"
                                    : " has several files that end in .jobs"));
        }
        return found.getFirst();
    }

    /** The number of all jobs. */
    public int size() {
        return table.jobs().size();
    }

    public String label() {
        return table.label();
    }

    /** How many of them earlier runs have done. */
    public int before() {
        Set<String> noted = journal.done();
        return (int) table.jobs().stream().filter(job -> noted.contains(job.name())).count();
    }

    /**
     * Runs what is not done, and returns when nothing more can be done. An interrupt of the calling
     * thread ends it early: processes are ended, lists stop.
     *
     * @throws IOException when the journal cannot be written; nothing is under way any more then
     */
    public WorkflowEnd run(Lists lists, WorkflowProgress told) throws IOException {
        progress = told;
        endLeftOver();
        int before = prepare();
        boolean interrupted = false;
        lock.lock();
        try {
            while (true) {
                Optional<JobNode> next = cancelled ? Optional.empty() : ready.next();
                if (next.isPresent()) {
                    begin(next.get(), lists);
                } else if (threads.isEmpty()) {
                    break;
                } else {
                    try {
                        changed.await();
                    } catch (InterruptedException _) {
                        interrupted = true;
                        cancel();
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        if (broken.isPresent()) {
            throw broken.get();
        }
        if (programError.isPresent()) {
            throw new IllegalStateException("a job met a program error", programError.get());
        }
        return new WorkflowEnd(size(), before, done, failed, interrupted);
    }

    /** Processes of a run that was killed must not write what is written anew. */
    private void endLeftOver() {
        journal.unfinished()
                .forEach((job, started) -> {
                    if (ProcessTree.end(started)) {
                        progress.noted(
                                "ended the process "
                                        + started.process()
                                        + " of "
                                        + job
                                        + ", which an earlier run had left");
                    }
                });
        Set<String> noted = journal.done();
        Set<Survivors.Mark> marks = new HashSet<>();
        table.jobs().stream()
                .filter(job -> !noted.contains(job.name()))
                .forEach(job ->
                        Survivors.Mark.of(job.command().environment()).ifPresent(marks::add));
        Survivors.carrying(marks)
                .forEach((mark, processes) -> {
                    ProcessTree.end(processes, ProcessTree.PATIENCE);
                    progress.noted(
                            "ended what else an earlier run had left of "
                                    + mark.job()
                                    + ": "
                                    + processes.size()
                                    + (processes.size() == 1 ? " process" : " processes"));
                });
    }

    private int prepare() {
        Set<String> noted = journal.done();
        Map<String, JobNode> open = new HashMap<>();
        int before = 0;
        for (Job job : table.jobs()) {
            if (noted.contains(job.name())) {
                before++;
                continue;
            }
            JobNode node = new JobNode(job, open.size());
            for (String parent : new HashSet<>(job.parents())) {
                JobNode awaited = open.get(parent);
                if (awaited != null) {
                    node.waitFor(awaited);
                }
            }
            open.put(job.name(), node);
        }
        open.values().stream().filter(JobNode::isReady).forEach(ready::add);
        return before;
    }

    private void begin(JobNode node, Lists lists) {
        if (node.place()) {
            Thread thread = Thread.ofVirtual().unstarted(() -> work(node, lists));
            threads.add(thread);
            thread.start();
        } else {
            changed.signalAll();
        }
    }

    private void cancel() {
        cancelled = true;
        ready.clear();
        threads.forEach(Thread::interrupt);
    }

    /** One job with all its rounds, on a thread of its own. */
    private void work(JobNode node, Lists lists) {
        Rounds rounds = new Rounds(node, lists);
        Optional<JobFailure> failure = Optional.empty();
        boolean ended = false;
        try {
            failure = rounds.call();
            ended = true;
        } catch (InterruptedException _) {
            // whoever ended the run says so
        } catch (IOException e) {
            stop(() -> broken = Optional.of(e));
        } catch (Exception | Error e) {
            stop(() -> programError = Optional.of(e));
        } finally {
            over(node, rounds, ended, failure);
        }
    }

    /** Nothing may go on where what was done cannot be noted. */
    private void stop(Runnable why) {
        lock.lock();
        try {
            why.run();
            cancel();
        } finally {
            lock.unlock();
        }
    }

    private void over(JobNode node, Rounds rounds, boolean ended, Optional<JobFailure> failure) {
        Job job = node.job();
        if (ended && failure.isPresent()) {
            progress.failed(job, failure.get().getMessage());
        } else if (ended) {
            progress.done(job);
        }
        lock.lock();
        try {
            if (rounds.hasPlace) {
                ready.leave(job);
            }
            threads.remove(Thread.currentThread());
            if (ended && failure.isPresent()) {
                failed.add(
                        new WorkflowEnd.FailedJob(
                                job,
                                rounds.number,
                                failure.get().getMessage(),
                                LastWords.of(job.command())));
            } else if (ended) {
                done++;
                node.children().stream().filter(JobNode::release).forEach(ready::add);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The rounds of one job. While it waits for the next one, others have its place. */
    private final class Rounds {
        private final JobNode node;
        private final Lists lists;
        private boolean hasPlace = true;
        private int number;

        Rounds(JobNode node, Lists lists) {
            this.node = node;
            this.lists = lists;
        }

        /** Returns the last failure, if it was not done. */
        Optional<JobFailure> call() throws Exception {
            Job job = node.job();
            RetryPolicy policy = RetryPolicy.STANDARD.withRounds(1 + job.terms().retries());
            try {
                settings.retry().of(policy).call(this::round, this::verdict, this::pausing);
            } catch (JobFailure e) {
                return Optional.of(e);
            }
            journal.noteDone(job, settings.clock().instant());
            return Optional.empty();
        }

        private Void round(int round) throws JobFailure, InterruptedException {
            if (round > 1) {
                enterAgain();
            }
            number = round;
            Job job = node.job();
            progress.begun(job, round);
            switch (job.kind()) {
                case LIST -> lists.run(job);
                case COMPUTE, COMMAND -> commands.run(job);
                case NOTHING -> {
                    // others wait for it, that is all
                }
            }
            return null;
        }

        private Verdict verdict(Exception failure) {
            return failure instanceof JobFailure ours && !ours.isPermanent()
                    ? new Verdict.Passing(Optional.empty())
                    : new Verdict.Permanent();
        }

        private void pausing(int round, Duration pause, Exception failure) {
            progress.pausing(node.job(), round, pause, failure.getMessage());
            lock.lock();
            try {
                ready.leave(node.job());
                hasPlace = false;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private void enterAgain() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                if (cancelled) {
                    throw new InterruptedException();
                }
                ready.add(node);
                changed.signalAll();
                while (!node.goesOn()) {
                    changed.await();
                }
                hasPlace = true;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Gives the directory free for another run. */
    @Override
    public void close() throws IOException {
        journal.close();
    }
}
