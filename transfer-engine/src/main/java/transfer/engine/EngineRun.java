package transfer.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import transfer.engine.WorkQueue.Node;
import transfer.protocol.BatchRemover;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * One run of one list: starts a thread for every item that may begin, hands its outcome on, and
 * keeps count. A thread whose item is over goes on with the next one that can have its place. The
 * calling thread does the starting; an interrupt of it ends the run early and cleanly.
 */
final class EngineRun {
    /** As many as any family takes at once. */
    private static final int UNKNOWN_MOST = 1000;

    private final RunContext run;
    private final ThreadStarter starter;
    private final WorkQueue queue;

    /** How many removals go together by each scheme; guarded by the servers' lock. */
    private final Map<String, Integer> mostTogether = new HashMap<>();

    private final Set<Thread> threads = new HashSet<>();
    private final KeptSources keptSources = new KeptSources();
    private final List<SharedFetch> sharedFetches = new ArrayList<>();
    private final Tally tally = new Tally();
    private boolean cancelled;

    EngineRun(RunContext run, List<WorkItem> items) {
        this(run, items, Thread.Builder::start);
    }

    EngineRun(RunContext run, List<WorkItem> items, ThreadStarter starter) {
        this.run = run;
        this.starter = starter;
        this.queue = new WorkQueue(items);
    }

    RunSummary call() {
        Servers servers = run.servers();
        boolean interrupted = false;
        servers.enterRun();
        while (true) {
            Optional<Node> next;
            servers.lock().lock();
            try {
                if (queue.isOver()) {
                    break;
                }
                next = queue.next(node -> cancelled || servers.tryEnter(node.servers()));
                if (next.isPresent()) {
                    begin(next.get());
                } else {
                    servers.awaitChange();
                }
            } catch (InterruptedException _) {
                interrupted = true;
                cancelled = true;
                threads.forEach(Thread::interrupt);
            } finally {
                servers.lock().unlock();
            }
        }
        sharedFetches.forEach(SharedFetch::close);
        run.end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return tally.summary(servers.uses());
    }

    private void begin(Node node) throws InterruptedException {
        if (cancelled) {
            finish(node, new TransferOutcome.NotTried(node.item(), "the run was ended"), false);
            return;
        }
        List<Node> together = together(node);
        Runnable work = together.size() > 1 ? () -> sendTogether(together) : () -> workFrom(node);
        // on a virtual thread every call of the file system has another one woken in its place
        Thread.Builder builder = node.isLocal() ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
        try {
            threads.add(starter.start(builder, work));
        } catch (OutOfMemoryError e) { // which it also is when the system has no more threads
            if (threads.isEmpty()) {
                throw e;
            }
            together.forEach(queue::again); // those that run go on with them
            run.servers().leaveQuietly(node.servers());
            run.servers().awaitChange();
        }
    }

    /** Nobody waits for more to come; the time that one item may take cannot be told of many. */
    private List<Node> together(Node node) {
        if (!node.mayHaveCompany() || run.options().itemTimeout().isPresent()) {
            return List.of(node);
        }
        String scheme = node.item().target().url().scheme();
        return queue.withCompany(node, mostTogether.getOrDefault(scheme, UNKNOWN_MOST));
    }

    /** Those that are too many for the family wait again. */
    private void sendTogether(List<Node> nodes) {
        Node first = nodes.getFirst();
        int most = askMost(first.item().target());
        List<Node> together = nodes.subList(0, Math.min(most, nodes.size()));
        run.servers()
                .change(() -> {
                    mostTogether.put(first.item().target().url().scheme(), most);
                    nodes.subList(together.size(), nodes.size()).forEach(queue::again);
                });
        if (together.size() > 1) {
            workTogether(together);
        } else {
            workFrom(first);
        }
    }

    /** Without the lock of all items, since an endpoint may have to look for credentials. */
    private int askMost(Place target) {
        try (Endpoint endpoint = run.protocols().open(target)) {
            return endpoint instanceof BatchRemover remover ? remover.most() : 1;
        } catch (TransferException | RuntimeException _) {
            return 1; // its own attempt tells what is wrong with it
        }
    }

    /** Those that do not go together come back, each to its own rounds and its own outcome. */
    private void workTogether(List<Node> nodes) {
        Set<TransferUrl> removed = removeTogether(nodes);
        List<Node> gone = new ArrayList<>();
        List<Node> others = new ArrayList<>();
        for (Node node : nodes) {
            (removed.contains(node.item().target().url()) ? gone : others).add(node);
        }
        run.servers()
                .change(() -> {
                    threads.remove(Thread.currentThread());
                    others.forEach(queue::alone);
                });
        run.servers().leave(nodes.getFirst().servers());
        for (Node node : gone) {
            node.servers().forEach(run.servers()::succeeded);
            // a listener that throws at one must not keep the others from being over
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            run.progress().started(node.item());
                        } finally {
                            finish(node, SimpleTask.done(node.item(), ""), false);
                        }
                    });
        }
    }

    private Set<TransferUrl> removeTogether(List<Node> nodes) {
        Place first = nodes.getFirst().item().target();
        List<TransferUrl> urls =
                nodes.stream()
                        .filter(node -> reasonToKeep(node.item()).isEmpty())
                        .map(node -> node.item().target().url())
                        .distinct()
                        .toList();
        if (urls.size() < 2 || run.servers().givenUp(nodes.getFirst().servers()).isPresent()) {
            return Set.of();
        }
        try (Endpoint endpoint = run.protocols().open(first)) {
            return ((BatchRemover) endpoint).removeTogether(urls);
        } catch (TransferException | InterruptedException _) {
            return Set.of(); // each of them tells by itself what comes of it
        } catch (RuntimeException | Error e) {
            run.progress()
                    .noted(
                            nodes.getFirst().item(),
                            "not removed together with others: "
                                    + ProgramError.describe(e).lines().findFirst().orElse(""));
            return Set.of();
        }
    }

    /**
     * Goes on with what waits next: to wake another thread for it takes as long as a small file.
     */
    private void workFrom(Node first) {
        Optional<Node> next = Optional.of(first);
        while (next.isPresent()) {
            next = work(next.get());
        }
    }

    /** Works on one item and takes the next. */
    private Optional<Node> work(Node node) {
        ItemSlots slots = new ItemSlots(node);
        TransferOutcome outcome = null;
        try {
            outcome = soundOutcome(node, slots);
        } finally {
            if (outcome == null) { // no memory to say so, perhaps
                over(node, slots.inside, Optional.empty());
            }
        }
        slots.endFirstRound();
        return finish(node, outcome, slots.inside);
    }

    private TransferOutcome soundOutcome(Node node, ItemSlots slots) {
        try {
            return outcome(node, slots);
        } catch (InterruptedException _) {
            return new TransferOutcome.NotTried(
                    node.item(), "the run was ended before it was done");
        } catch (RuntimeException | Error e) {
            return new TransferOutcome.Failed(
                    node.item(), List.of(), FailureKind.INTERNAL, ProgramError.describe(e));
        }
    }

    private TransferOutcome outcome(Node node, ItemSlots slots) throws InterruptedException {
        Optional<String> stopped = slots.stopped().or(() -> reasonToKeep(node.item()));
        if (stopped.isPresent()) {
            return new TransferOutcome.NotTried(node.item(), stopped.get());
        }
        run.progress().started(node.item());
        return run.options().itemTimeout().isPresent()
                ? withinTime(node, slots, run.options().itemTimeout().get())
                : attempt(node, slots);
    }

    private TransferOutcome withinTime(Node node, ItemSlots slots, Duration timeout)
            throws InterruptedException {
        TransferOutcome[] result = new TransferOutcome[1];
        Throwable[] error = new Throwable[1];
        Thread inner =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                result[0] = attempt(node, slots);
                            } catch (InterruptedException | RuntimeException | Error e) {
                                error[0] = e;
                            }
                        });
        try {
            if (inner.join(timeout)) {
                if (result[0] == null) {
                    throw new IllegalStateException("an item ended without an outcome", error[0]);
                }
                return result[0];
            }
            inner.interrupt();
            inner.join();
            if (result[0] instanceof TransferOutcome.Done done) {
                return done;
            }
            return new TransferOutcome.Failed(
                    node.item(),
                    slots.attempts,
                    FailureKind.TIMED_OUT,
                    "not done within " + timeout.toSeconds() + " s");
        } catch (InterruptedException e) {
            inner.interrupt();
            inner.join();
            throw e;
        }
    }

    private TransferOutcome attempt(Node node, ItemSlots slots) throws InterruptedException {
        if (!(node.item() instanceof WorkItem.Transfer transfer)) {
            return new SimpleTask(run, node.item(), slots).call();
        }
        try (TransferTask task =
                new TransferTask(
                        run, transfer, candidates(node, transfer), slots, slots.attempts)) {
            TransferOutcome outcome = task.call();
            if (node.leads() && outcome instanceof TransferOutcome.Done finished) {
                share(node.shared().orElseThrow(), finished, task);
            }
            return outcome;
        } finally {
            if (!node.leads()) {
                node.shared().ifPresent(SharedFetch::used);
            }
        }
    }

    private static List<Candidate> candidates(Node node, WorkItem.Transfer transfer) {
        List<Candidate> candidates = new ArrayList<>(transfer.sources().size() + 1);
        if (!node.leads()) {
            node.shared()
                    .flatMap(SharedFetch::copy)
                    .map(copy -> copy.expecting(transfer.terms().expected()))
                    .ifPresent(candidates::add);
        }
        transfer.sources()
                .forEach(place ->
                        candidates.add(Candidate.listed(place, transfer.terms().expected())));
        return candidates;
    }

    private void share(SharedFetch shared, TransferOutcome.Done outcome, TransferTask task) {
        Optional<Moved> had = task.had().filter(moved -> moved.sha256().isPresent());
        TransferUrl target = outcome.item().target().url();
        if (had.isEmpty()) {
            return;
        }
        Optional<Halfway> staged = task.takeStaged();
        if (staged.isPresent()) {
            run.servers().change(() -> sharedFetches.add(shared));
            shared.fetchedToStaging(staged.get(), had.get());
        } else if (target.isLocal()) {
            shared.fetched(target.withScheme("file"), had.get());
        }
    }

    /** A source that could not be brought to safety is not removed. */
    private Optional<String> reasonToKeep(WorkItem item) {
        return item instanceof WorkItem.Remove remove && keptSources.isTouchedBy(remove)
                ? Optional.of(
                        "kept, because a transfer from " + remove.target().url() + " is not done")
                : Optional.empty();
    }

    /**
     * Tells of an item that is over.
     *
     * @param inside whether it has its place still, which the next one can take
     * @return what the calling thread is to go on with
     */
    private Optional<Node> finish(Node node, TransferOutcome outcome, boolean inside) {
        boolean told = false;
        Optional<Node> next = Optional.empty();
        try {
            if (queue.hasRemovals()
                    && !(outcome instanceof TransferOutcome.Done)
                    && node.item() instanceof WorkItem.Transfer transfer) {
                transfer.sources().forEach(place -> keptSources.add(place.url()));
            }
            run.progress().finished(outcome);
            told = true;
        } finally {
            next = over(node, inside, told ? Optional.of(outcome) : Optional.empty());
        }
        return next;
    }

    /**
     * Takes an item out of the run.
     *
     * @param told empty when a listener threw, which loses an outcome; the run must not wait for it
     *     for ever
     * @return what the calling thread is to go on with
     */
    private Optional<Node> over(Node node, boolean inside, Optional<TransferOutcome> told) {
        Servers servers = run.servers();
        servers.lock().lock();
        try {
            if (inside) {
                servers.leaveQuietly(node.servers());
            }
            told.ifPresentOrElse(tally::count, tally::countLost);
            boolean released = queue.over(node);
            boolean goesOn = inside && told.isPresent() && !cancelled && !servers.isAwaited();
            Optional<Node> next =
                    goesOn ? queue.next(other -> mayFollow(node, other)) : Optional.empty();
            if (next.isEmpty()) {
                threads.remove(Thread.currentThread());
            }
            // where one takes the very place of another, nothing changes for those who wait
            if (released || next.isEmpty() || !next.get().servers().equals(node.servers())) {
                servers.changed();
            }
            return next;
        } finally {
            servers.lock().unlock();
        }
    }

    /** Removals are left to the thread that looks which of them go together. */
    private boolean mayFollow(Node node, Node other) {
        return other.isLocal() == node.isLocal()
                && other.transfers()
                && run.servers().tryEnter(other.servers());
    }

    /** One item's place among those in flight. Belongs to the item's thread. */
    private final class ItemSlots implements TransferTask.Slots {
        private final Node node;
        private final List<Attempt> attempts = new ArrayList<>();
        private boolean inside = true;
        private boolean inFirstRound = true;

        ItemSlots(Node node) {
            this.node = node;
            run.servers().begun(node.servers());
        }

        void endFirstRound() {
            if (inFirstRound) {
                inFirstRound = false;
                run.servers().ended(node.servers());
            }
        }

        @Override
        public void firstRound(Optional<TransferException> failure) {
            endFirstRound();
            if (failure.isEmpty()) {
                node.servers().forEach(run.servers()::succeeded);
                return;
            }
            TransferException e = failure.get();
            TransferUrl at = e.url();
            if (at != null && !at.isLocal() && node.servers().contains(at.server())) {
                run.servers()
                        .failed(at.server(), e)
                        .ifPresent(reason -> run.progress().gaveUp(at.server(), reason));
            }
        }

        @Override
        public void enter() throws InterruptedException {
            run.servers().enter(node.servers());
            inside = true;
        }

        @Override
        public void leave() {
            run.servers().leave(node.servers());
            inside = false;
        }

        @Override
        public Optional<String> stopped() {
            Optional<String> atTarget =
                    run.servers().givenUp(List.of(node.item().target().url().server()));
            boolean hasCopy = node.shared().flatMap(SharedFetch::copy).isPresent();
            if (atTarget.isPresent()
                    || hasCopy
                    || !(node.item() instanceof WorkItem.Transfer transfer)) {
                return atTarget;
            }
            Optional<String> reason = Optional.empty();
            for (Place source : transfer.sources()) {
                reason = run.servers().givenUp(List.of(source.url().server()));
                if (reason.isEmpty()) {
                    return reason; // one source that may help is enough
                }
            }
            return reason;
        }
    }
}
