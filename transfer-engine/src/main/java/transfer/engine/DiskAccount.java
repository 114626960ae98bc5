package transfer.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import transfer.engine.FreeSpace.Disk;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;

/**
 * The books of one disk: who may write how much, who waits, and what the disk turned away.
 *
 * <p>Who waits holds nothing that others wait for, so there is no circle. Whoever comes later may
 * go first, but not with room that somebody before him is going to get when all goes well. When
 * nobody is left who could make room, those that do not fit fail.
 *
 * <p>Safe for use by many threads.
 */
final class DiskAccount {
    /** Beyond this many, those that wait hold others up, so that not the whole list queues here. */
    private static final int LONG_LINE = 64;

    /** Less than this coming free is no sign that a disk takes more again. */
    private static final long NOTABLE = 1L << 20;

    /** What a running item may just now have written without having told so yet. */
    private static final long UNTOLD = 4L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Claim> granted = new ArrayList<>();
    private final Set<Claim> waiting = new LinkedHashSet<>();
    private final Duration lookAgain;
    private final AtomicLong writtenEver = new AtomicLong();
    private Optional<Refusal> refusal = Optional.empty();
    private long largestFile = Long.MAX_VALUE;
    private State last = new State(0, 0, 0, 0);
    private boolean outdated;

    /**
     * @param lookAgain room may also come free without our doing; so often it is looked for
     */
    DiskAccount(Duration lookAgain) {
        this.lookAgain = lookAgain;
    }

    /**
     * The disk turned a write away, perhaps because of a quota that its free space does not show.
     *
     * @param room what it takes once the file that was turned away is gone
     * @param writtenEver what had been written to the disk by then
     * @param usable what the disk says is free once that file is gone
     */
    private record Refusal(Claim by, long room, long writtenEver, long usable, String reason) {}

    /** How things stand at one moment. */
    private record State(long free, long reserved, long expected, long best) {
        State with(Claim claim) {
            return new State(
                    free,
                    reserved + claim.remaining(),
                    expected - claim.remaining() + claim.comesBack(),
                    best + claim.mayComeBack());
        }
    }

    /** Grants the claim, has it wait, or fails. */
    void ask(Claim claim, Disk disk) throws IOException, TransferException {
        lock.lock();
        try {
            waiting.add(claim);
            settle(disk);
            failIfHopeless(claim);
        } finally {
            lock.unlock();
        }
    }

    /** Returns when the claim is granted. */
    void await(Claim claim, Disk disk) throws IOException, TransferException, InterruptedException {
        lock.lockInterruptibly();
        try {
            settle(disk);
            while (waiting.contains(claim)) {
                failIfHopeless(claim);
                look(disk);
                if (outdated) {
                    settle(disk);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** In a long line, holds the caller up for a moment; returns at once in a short one. */
    void queue(Claim claim, Disk disk) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (waiting.size() > LONG_LINE && waiting.contains(claim)) {
                look(disk);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a change; without one, looks for itself. */
    private void look(Disk disk) throws IOException, InterruptedException {
        if (!changed.await(lookAgain.toMillis(), TimeUnit.MILLISECONDS)) {
            settle(disk);
        }
    }

    /** Whether it is the first of those that wait. */
    boolean isFirst(Claim claim) {
        lock.lock();
        try {
            return !waiting.isEmpty() && waiting.iterator().next() == claim;
        } finally {
            lock.unlock();
        }
    }

    boolean isWaiting(Claim claim) {
        lock.lock();
        try {
            return waiting.contains(claim);
        } finally {
            lock.unlock();
        }
    }

    /** Grants what can be granted, in the order of coming. */
    private void settle(Disk disk) throws IOException {
        last = state(disk);
        outdated = false;
        long promised = 0;
        boolean any = false;
        for (Iterator<Claim> all = waiting.iterator(); all.hasNext(); ) {
            Claim claim = all.next();
            long bytes = claim.remaining();
            boolean fits = bytes <= largestFile && bytes <= last.free() - last.reserved();
            boolean breaksNoPromise = bytes <= last.expected() - promised;
            if (bytes == 0 || fits && breaksNoPromise) {
                all.remove();
                granted.add(claim);
                last = last.with(claim);
                any = true;
            } else if (breaksNoPromise) {
                promised += bytes;
            }
        }
        if (any) {
            changed.signalAll();
        }
    }

    private State state(Disk disk) throws IOException {
        long free = free(disk);
        long reserved = 0;
        long comesBack = 0;
        long mayComeBack = 0;
        for (Claim claim : granted) {
            reserved += claim.remaining();
            comesBack += claim.comesBack();
            mayComeBack += claim.mayComeBack();
        }
        return new State(free, reserved, free - reserved + comesBack, free + mayComeBack);
    }

    private long free(Disk disk) throws IOException {
        // some file systems of other machines tell nothing, which reads as no space at all
        long usable = disk.total() > 0 ? disk.usable() : Long.MAX_VALUE / 4;
        if (refusal.isEmpty()) {
            return usable;
        }
        long since = writtenEver.get() - refusal.get().writtenEver();
        if (usable + since > refusal.get().usable() + NOTABLE) {
            refusal = Optional.empty(); // room came free without our doing
            return usable;
        }
        return Math.min(usable, refusal.get().room() - since);
    }

    private void failIfHopeless(Claim claim) throws TransferException {
        if (!waiting.contains(claim)) {
            return;
        }
        long bytes = claim.remaining();
        boolean fitsNever = bytes > largestFile || bytes > last.best() + granted.size() * UNTOLD;
        if (fitsNever || granted.isEmpty()) {
            waiting.remove(claim);
            changed.signalAll();
            throw new TransferException(FailureKind.NO_SPACE, claim.need().file(), words(claim));
        }
    }

    /** What is needed and what is there, for people. */
    private String words(Claim claim) {
        String needed =
                "no space for "
                        + claim.need().file()
                        + ": "
                        + claim.remaining()
                        + " bytes needed, ";
        if (claim.remaining() > largestFile) {
            return needed + "and the disk takes no file above " + largestFile + " bytes";
        }
        String reserved =
                last.reserved() > 0
                        ? ", of which " + last.reserved() + " are reserved by others"
                        : "";
        String refused =
                refusal.map(before -> "; before, the disk turned a file away: " + before.reason())
                        .orElse("");
        return needed + Math.max(0, last.free()) + " free" + reserved + refused;
    }

    /** Why the claim waits, for people. */
    String wordsWhileWaiting(Claim claim) {
        lock.lock();
        try {
            return words(claim) + "; waiting for them";
        } finally {
            lock.unlock();
        }
    }

    void wrote(long bytes) {
        writtenEver.addAndGet(bytes);
    }

    /** The disk turned a write of this claim away, at this offset of the file. */
    void refuse(Claim claim, Disk disk, TransferException failure, long offset) throws IOException {
        lock.lock();
        try {
            if (failure.errno().filter("EFBIG"::equals).isPresent()) {
                largestFile = Math.min(largestFile, offset);
                return;
            }
            refusal =
                    Optional.of(
                            new Refusal(
                                    claim,
                                    claim.written(),
                                    writtenEver.get(),
                                    disk.usable() + claim.written(),
                                    failure.getMessage()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * The claim is over.
     *
     * @param freed how much room its end made
     */
    void leave(Claim claim, Disk disk, long freed) {
        lock.lock();
        try {
            boolean known = granted.remove(claim) | waiting.remove(claim);
            boolean another = refusal.filter(before -> before.by() != claim).isPresent();
            if (known && freed > 0 && another) {
                refusal = Optional.empty();
            }
            if (known && !waiting.isEmpty()) {
                settle(disk);
            }
        } catch (IOException _) {
            outdated = true; // those who wait look for themselves, and say it
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Something was removed: the disk may take more again. */
    void forgetRefusal() {
        lock.lock();
        try {
            refusal = Optional.empty();
            outdated = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
