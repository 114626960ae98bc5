package transfer.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import transfer.concurrency.NodeTable;
import transfer.concurrency.ServerLimit;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.retry.Poll;

/**
 * How many items are in flight, in all and at each server, and which servers are given up. Safe for
 * use by many threads.
 */
final class Servers {
    /** Where the local disk is the other end, more at once only make it seek. */
    private static final int MOST_AT_LOCAL_DISK = 8;

    /** A file system may be one of the network, whose answers take their time. */
    private static final int LEAST_AT_LOCAL_DISK = 4;

    private static final int FIRST_AT_SERVER = 4;

    private final int inFlight;
    private final Function<String, ServerLimit> limits;
    private final Progress progress;
    private final Optional<NodeTable> node;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Tally> tallies = new HashMap<>();
    private final NodeLine line = new NodeLine(this, Poll.standard());
    private int busy;
    private int besides;
    private boolean turnedAway;
    private int awaiting;
    private int runs;

    private static final class Tally {
        private final ServerLimit limit;
        private int besides;
        private Standing standing = new Standing();
        private boolean withoutRanges;
        private boolean withoutDigests;

        Tally(ServerLimit limit) {
            this.limit = limit;
        }
    }

    private Servers(
            int inFlight,
            Function<String, ServerLimit> limits,
            Progress progress,
            Optional<NodeTable> node) {
        this.inFlight = inFlight;
        this.limits = limits;
        this.progress = progress;
        this.node = node;
    }

    /** Always as many. */
    Servers(int inFlight, int perServer) {
        this(
                inFlight,
                server -> ServerLimit.fixed(server, perServer),
                Progress.SILENT,
                Optional.empty());
    }

    /**
     * As many as each server gives most for.
     *
     * @param node counts for all processes of the node; closed when the run ends
     */
    static Servers adaptive(EngineOptions options, Optional<NodeTable> node, Progress progress) {
        return adaptive(options, node, progress, System::nanoTime);
    }

    static Servers adaptive(
            EngineOptions options,
            Optional<NodeTable> node,
            Progress progress,
            LongSupplier nanoTime) {
        int most = options.itemsPerServer();
        int local = Math.min(most, atLocalDisk(Runtime.getRuntime().availableProcessors()));
        return new Servers(
                options.itemsInFlight(),
                server ->
                        isLocal(server)
                                ? ServerLimit.fixed(server, local)
                                : ServerLimit.adaptive(
                                        server, FIRST_AT_SERVER, most, node, nanoTime),
                progress,
                node);
    }

    /**
     * Names in one directory are made and changed one after the other, and who waits for his turn
     * does so by trying: with four threads for each processor that takes a sixth of all time.
     */
    static int atLocalDisk(int processors) {
        return Math.clamp(2L * processors, LEAST_AT_LOCAL_DISK, MOST_AT_LOCAL_DISK);
    }

    /** As {@link transfer.protocol.TransferUrl#server} names it. */
    private static boolean isLocal(String server) {
        return server.equals("file");
    }

    /** Takes a place at all these servers if there is one at each; does not wait. */
    boolean tryEnter(List<String> servers) {
        lock.lock();
        try {
            boolean entered = take(servers);
            turnedAway = !entered && isForBesides(servers);
            return entered;
        } finally {
            lock.unlock();
        }
    }

    /**
     * At all of them or at none: who holds one place and waits for another keeps it from others.
     */
    private boolean take(List<String> servers) {
        if (busy >= inFlight) {
            return false;
        }
        for (int i = 0; i < servers.size(); i++) {
            ServerLimit limit = tally(servers.get(i)).limit;
            if (!limit.tryTake()) {
                if (limit.isHeldBackByOthers()) {
                    line.join(limit);
                }
                servers.subList(0, i).forEach(taken -> tally(taken).limit.giveBack());
                return false;
            }
            line.leave(limit);
        }
        busy++;
        return true;
    }

    /**
     * Something at a server failed; where that says that it has enough to do, it gets fewer at
     * once.
     *
     * @param begun when it began, by the clock of {@link System#nanoTime}
     */
    void failed(TransferException failure, long begun) {
        if (failure.url() == null || failure.url().isLocal() || !isCrowded(failure)) {
            return;
        }
        String why =
                failure.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + (failure.status().isPresent()
                                ? " (" + failure.status().getAsInt() + ")"
                                : "");
        tell(List.of(failure.url().server()), limit -> limit.refused(begun, why));
    }

    /**
     * A number that the user gave is lowered only for a server that says so; a number that was
     * found by trying may be what overloads it.
     */
    private boolean isCrowded(TransferException failure) {
        return switch (failure.kind()) {
            case THROTTLED -> true;
            case TIMED_OUT -> isAdaptive(failure.url().server());
            case UNAVAILABLE ->
                    isAdaptive(failure.url().server()) && failure.status().orElse(0) >= 500;
            default -> false;
        };
    }

    private boolean isAdaptive(String server) {
        lock.lock();
        try {
            return tally(server).limit.isAdaptive();
        } finally {
            lock.unlock();
        }
    }

    /** A hop at these servers, each named once, went well. */
    void wentWell(List<String> servers) {
        tell(servers, ServerLimit::wentWell);
    }

    /** Counts bytes that pass at these servers, each named once, while something is under way. */
    LongConsumer flow(List<String> servers) {
        lock.lock();
        try {
            List<ServerLimit> adaptive = new ArrayList<>(0);
            for (String server : servers) {
                if (tally(server).limit.isAdaptive()) {
                    adaptive.add(tally(server).limit);
                }
            }
            return adaptive.isEmpty() ? _ -> {} : bytes -> passed(servers, adaptive, bytes);
        } finally {
            lock.unlock();
        }
    }

    private void passed(List<String> servers, List<ServerLimit> adaptive, long bytes) {
        adaptive.forEach(limit -> limit.passed(bytes));
        tell(servers, ServerLimit::look);
    }

    /** Tells what changed without the lock, because it may have to wait for a terminal. */
    private void tell(
            List<String> servers, Function<ServerLimit, Optional<ServerLimit.Change>> event) {
        List<ServerLimit.Change> changes = new ArrayList<>(0);
        lock.lock();
        try {
            for (String server : servers) {
                event.apply(tally(server).limit).ifPresent(changes::add);
            }
            if (!changes.isEmpty()) {
                changed.signalAll(); // there may be room now
            }
        } finally {
            lock.unlock();
        }
        changes.forEach(change -> progress.explained(change.toString()));
    }

    /** How the servers were used whose numbers were found by trying. */
    List<ServerLimit.Use> uses() {
        lock.lock();
        try {
            return tallies.values().stream()
                    .map(tally -> tally.limit)
                    .filter(ServerLimit::isAdaptive)
                    .map(ServerLimit::use)
                    .sorted((one, other) -> one.server().compareTo(other.server()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** A run begins: a server that another one gave up may be well again. */
    void enterRun() {
        change(() -> {
            runs++;
            tallies.values().forEach(tally -> tally.standing = tally.standing.anew());
        });
    }

    void leaveRun() {
        change(() -> runs--);
    }

    /** Gives other processes everything back. */
    void close() {
        lock.lock();
        try {
            line.close();
            node.ifPresent(NodeTable::close);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether there would be a place if it were not for those who came {@link #tryEnterBesides}.
     */
    private boolean isForBesides(List<String> servers) {
        return busy >= inFlight && besides > 0
                || servers.stream().anyMatch(server -> tally(server).besides > 0);
    }

    /** Takes a place for one more stream of an item that is in flight; does not wait. */
    boolean tryEnterBesides(String server) {
        lock.lock();
        try {
            boolean entered = take(List.of(server));
            if (entered) {
                besides++;
                tally(server).besides++;
            }
            return entered;
        } finally {
            lock.unlock();
        }
    }

    void leaveBesides(String server) {
        lock.lock();
        try {
            besides--;
            tally(server).besides--;
            leave(List.of(server));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether an item, or another process of this node, waits for a place that a stream besides
     * another has at a server. Asked once for each time that one gives up its place.
     */
    boolean wantsPlaceBack(String server) {
        lock.lock();
        try {
            boolean wanted = turnedAway || tally(server).limit.owesOthers();
            turnedAway = false;
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    /** This server gives more than the range that it is asked for, or so it did once. */
    void givesNoRanges(String server) {
        lock.lock();
        try {
            tally(server).withoutRanges = true;
        } finally {
            lock.unlock();
        }
    }

    boolean mayGiveRanges(String server) {
        lock.lock();
        try {
            return !tally(server).withoutRanges;
        } finally {
            lock.unlock();
        }
    }

    /** This server does not tell digests of what it stores, or so it did once. */
    void tellsNoDigests(String server) {
        lock.lock();
        try {
            tally(server).withoutDigests = true;
        } finally {
            lock.unlock();
        }
    }

    boolean mayTellDigests(String server) {
        lock.lock();
        try {
            return !tally(server).withoutDigests;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a place at all these servers, waiting for it. */
    void enter(List<String> servers) throws InterruptedException {
        lock.lockInterruptibly();
        awaiting++;
        try {
            while (!tryEnter(servers)) {
                changed.await();
            }
        } finally {
            awaiting--;
            lock.unlock();
        }
    }

    /**
     * Whether somebody waits for a place in {@link #enter}, or another run may want one; to be
     * asked under the lock.
     */
    boolean isAwaited() {
        return awaiting > 0 || runs > 1;
    }

    void leave(List<String> servers) {
        lock.lock();
        try {
            leaveQuietly(servers);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives up a place for somebody who takes one at once, so that nobody need be woken. */
    void leaveQuietly(List<String> servers) {
        busy--;
        for (String server : servers) {
            tally(server).limit.giveBack();
        }
    }

    /** Wakes those who wait for a change; to be called under the lock. */
    void changed() {
        changed.signalAll();
    }

    /** Waits until a place may have become free. */
    void awaitChange() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            changed.await();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs something that looks at the queue while nobody enters or leaves, and wakes those who
     * wait for a change.
     */
    void change(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean underLock(BooleanSupplier action) {
        lock.lock();
        try {
            return action.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    ReentrantLock lock() {
        return lock;
    }

    /** An item begins its first round at these servers. */
    void begun(List<String> servers) {
        lock.lock();
        try {
            servers.forEach(server -> tally(server).standing.begun());
        } finally {
            lock.unlock();
        }
    }

    /** An item's first round is over, however it went. */
    void ended(List<String> servers) {
        lock.lock();
        try {
            servers.forEach(server -> tally(server).standing.ended());
        } finally {
            lock.unlock();
        }
    }

    /** An item's first round at a server went well. */
    void succeeded(String server) {
        lock.lock();
        try {
            tally(server).standing.succeeded();
        } finally {
            lock.unlock();
        }
    }

    /**
     * An item's first round at a server failed.
     *
     * @return the reason, if that makes it one to give up
     */
    Optional<String> failed(String server, TransferException failure) {
        lock.lock();
        try {
            Tally tally = tally(server);
            if (isOverloaded(failure, tally.limit)) {
                return Optional.empty(); // it has enough to do, and with us
            }
            return tally.standing.failed(failure.kind(), failure.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private boolean isOverloaded(TransferException failure, ServerLimit limit) {
        // only what lowers the limit: it comes down to one at last, and then this is no excuse
        boolean saysSo = failure.kind() != FailureKind.TIMED_OUT && isCrowded(failure);
        return saysSo && (limit.busy() > 1 || limit.isShared());
    }

    /** Why one of these servers is given up; empty when none is. */
    Optional<String> givenUp(List<String> servers) {
        lock.lock();
        try {
            for (String server : servers) {
                Standing standing = tally(server).standing;
                if (standing.isGivenUp()) {
                    return Optional.of(server + " is given up: " + standing.reason());
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Tally tally(String server) {
        return tallies.computeIfAbsent(server, name -> new Tally(limits.apply(name)));
    }
}
