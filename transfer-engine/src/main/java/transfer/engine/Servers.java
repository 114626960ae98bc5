package transfer.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import transfer.protocol.FailureKind;

/**
 * How many items are in flight, in all and at each server, and which servers are given up. Safe for
 * use by many threads.
 */
final class Servers {
    /**
     * So many items must have had their first round at a server before it can be given up, as in
     * the reference.
     */
    private static final int ENOUGH = 10;

    /** After so many hops that went well, a server that had enough of us is tried with one more. */
    private static final int FIRST_PATIENCE = 8;

    private static final int MOST_PATIENCE = 1024;

    /** The share of failed ones among them above which it is. */
    private static final double NEARLY_ALL = 0.8;

    private final int inFlight;
    private final int perServer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Tally> tallies = new HashMap<>();
    private int busy;
    private int besides;
    private boolean turnedAway;
    private int awaiting;

    private static final class Tally {
        private int busy;
        private int besides;
        private int most = Integer.MAX_VALUE;
        private int well;
        private int patience = FIRST_PATIENCE;
        private int open;
        private int tried;
        private int failed;
        private String lastFailure = "";
        private boolean givenUp;
        private boolean withoutRanges;
        private boolean withoutDigests;
    }

    Servers(int inFlight, int perServer) {
        this.inFlight = inFlight;
        this.perServer = perServer;
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

    private boolean take(List<String> servers) {
        if (busy >= inFlight || servers.stream().anyMatch(server -> isFull(tally(server)))) {
            return false;
        }
        busy++;
        servers.forEach(server -> tally(server).busy++);
        return true;
    }

    private boolean isFull(Tally tally) {
        return tally.busy >= Math.min(perServer, tally.most);
    }

    /**
     * A server asked one of those who are at it to come back later: it takes one fewer at once from
     * now on. Refusals that come together lower the limit to what it did take.
     */
    void refused(String server) {
        lock.lock();
        try {
            Tally tally = tally(server);
            tally.most = Math.max(1, Math.min(Math.min(perServer, tally.most), tally.busy) - 1);
            tally.well = 0;
            tally.patience = Math.min(MOST_PATIENCE, 2 * tally.patience);
        } finally {
            lock.unlock();
        }
    }

    /** A hop at these servers went well; after enough of them one more is let in. */
    void wentWell(List<String> servers) {
        lock.lock();
        try {
            for (String server : servers) {
                Tally tally = tally(server);
                if (tally.most < perServer && ++tally.well >= tally.patience) {
                    tally.most++;
                    tally.well = 0;
                    changed.signalAll(); // who takes the place of another does not wake anybody
                }
            }
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
     * Whether an item waits for a place that a stream besides another has. Asked once for each time
     * that one gives up its place.
     */
    boolean wantsPlaceBack() {
        lock.lock();
        try {
            boolean wanted = turnedAway;
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

    /** Whether somebody waits for a place in {@link #enter}; to be asked under the lock. */
    boolean isAwaited() {
        return awaiting > 0;
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
            tally(server).busy--;
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

    ReentrantLock lock() {
        return lock;
    }

    /** An item begins its first round at these servers. */
    void begun(List<String> servers) {
        lock.lock();
        try {
            servers.forEach(server -> tally(server).open++);
        } finally {
            lock.unlock();
        }
    }

    /** An item's first round is over, however it went. */
    void ended(List<String> servers) {
        lock.lock();
        try {
            servers.forEach(server -> tally(server).open--);
        } finally {
            lock.unlock();
        }
    }

    /** An item's first round at a server went well. */
    void succeeded(String server) {
        lock.lock();
        try {
            tally(server).tried++;
        } finally {
            lock.unlock();
        }
    }

    /**
     * An item's first round at a server failed.
     *
     * @return the reason, if that makes it one to give up
     */
    Optional<String> failed(String server, FailureKind kind, String message) {
        lock.lock();
        try {
            Tally tally = tally(server);
            if (kind == FailureKind.THROTTLED && tally.busy > 1) {
                return Optional.empty(); // it has enough to do, and with us
            }
            tally.tried++;
            if (!speaksAgainstServer(kind)) {
                return Optional.empty();
            }
            tally.failed++;
            tally.lastFailure = message;
            // failures are quicker than successes: who is still at it may yet succeed
            boolean nearlyAll =
                    tally.tried > ENOUGH && tally.failed > NEARLY_ALL * (tally.tried + tally.open);
            if (!nearlyAll || tally.givenUp) {
                return Optional.empty();
            }
            tally.givenUp = true;
            return Optional.of(reason(tally));
        } finally {
            lock.unlock();
        }
    }

    /** Why one of these servers is given up; empty when none is. */
    Optional<String> givenUp(List<String> servers) {
        lock.lock();
        try {
            return servers.stream()
                    .filter(server -> tally(server).givenUp)
                    .findFirst()
                    .map(server -> server + " is given up: " + reason(tally(server)));
        } finally {
            lock.unlock();
        }
    }

    private static String reason(Tally tally) {
        return tally.failed
                + " of "
                + tally.tried
                + " items failed there, the last with: "
                + tally.lastFailure;
    }

    /** A missing file is no sign that the next one is missing too. */
    private static boolean speaksAgainstServer(FailureKind kind) {
        return switch (kind) {
            case CONNECTION,
                    TIMED_OUT,
                    THROTTLED,
                    UNAVAILABLE,
                    UNTRUSTED,
                    BAD_CREDENTIALS,
                    ACCESS_DENIED ->
                    true;
            default -> false;
        };
    }

    private Tally tally(String server) {
        return tallies.computeIfAbsent(server, _ -> new Tally());
    }
}
