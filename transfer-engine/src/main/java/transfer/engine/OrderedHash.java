package transfer.engine;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import transfer.checksum.RunningDigest;
import transfer.protocol.TransferException;

/**
 * Hashes a file's bytes in order while they arrive in any order, in a thread of its own. Buffers
 * that come too early wait in memory as far as there is room; for others the bytes are read back
 * when it is their turn, as are the blocks that an earlier run left, once their checks fit.
 *
 * <p>Safe for use by many threads.
 */
final class OrderedHash {
    /**
     * So many buffers may wait without asking for room: enough to keep both threads busy, few
     * enough to stay in the cache.
     */
    private static final long CLOSE = 4L * CopyBuffers.LARGE;

    /** From here on nobody waits for the hash to come near: that could take long. */
    private static final long FAR = 8L * BlockMap.BLOCK;

    private final RunningDigest digest;
    private final long size;
    private final RunContext run;
    private final Disk disk;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private final Extents written = new Extents();
    private final Map<Integer, Integer> unproved = new HashMap<>();
    private long hashed;
    private long provedUpTo;
    private boolean busy;
    private boolean resting;
    private boolean ahead;
    private Thread worker;
    private Throwable failure;

    /**
     * @param inRoom whether it takes up room that others could have
     */
    private record Waiting(ByteBuffer bytes, boolean inRoom) {}

    /** The file that the bytes are written to. */
    interface Disk {
        /** Fills the buffer with the bytes from this offset on; false when there are fewer. */
        boolean readBack(ByteBuffer into, long offset) throws TransferException;

        /** The block of an earlier run has not the bytes that it should have. */
        void damaged(int block);

        /** Something has changed that somebody may wait for. */
        void signal();
    }

    /**
     * @param digest belongs to this until {@link #isOver}
     */
    OrderedHash(RunningDigest digest, long size, RunContext run, Disk disk) {
        this.digest = digest;
        this.size = size;
        this.run = run;
        this.disk = disk;
    }

    /** A block that an earlier run left with this CRC-32C; before {@link #start}. */
    void left(int block, int check) {
        unproved.put(block, check);
    }

    /**
     * Begins, or goes on after {@link #rest}.
     *
     * @param inAnyOrder whether buffers that come early are worth keeping
     */
    void start(boolean inAnyOrder) {
        lock.lock();
        try {
            ahead = inAnyOrder;
            resting = false;
            worker = Thread.ofVirtual().start(this::work);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes over a buffer, flipped for reading, whose bytes are on the disk at this offset. Waits
     * while the hash is near but behind.
     */
    void give(ByteBuffer buffer, long offset) throws InterruptedException {
        boolean close = false;
        boolean inRoom = false;
        lock.lock();
        try {
            while (true) {
                close = offset - hashed < CLOSE;
                inRoom = !close && ahead && run.room().tryTake(buffer);
                if (close || inRoom || offset - hashed >= FAR || !isAtWork()) {
                    return;
                }
                changed.await();
            }
        } finally {
            written.add(offset, offset + buffer.remaining());
            if (close || inRoom) {
                waiting.put(offset, new Waiting(buffer, inRoom));
            } else {
                run.buffers().giveBack(buffer);
            }
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Whether it will come nearer without anything else being given. */
    private boolean isAtWork() {
        return worker != null
                && failure == null
                && (busy
                        || waiting.containsKey(hashed)
                        || unproved.containsKey((int) (hashed / BlockMap.BLOCK))
                        || written.endOf(hashed) > hashed);
    }

    /** Whether everything is in the digest. */
    boolean isOver() {
        lock.lock();
        try {
            return hashed == size;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it cannot go on. */
    boolean hasFailed() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * @throws TransferException why it could not go on, if it could not
     */
    void throwIfFailed() throws TransferException {
        lock.lock();
        try {
            switch (failure) {
                case null -> {}
                case TransferException e -> throw e;
                default -> throw new IllegalStateException("hashing ended early", failure);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread; what waited for its turn is read back should it be wanted later. */
    void rest() {
        Thread ending;
        lock.lock();
        try {
            resting = true;
            ending = worker;
            worker = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (ending != null) {
            join(ending);
        }
        lock.lock();
        try {
            waiting.values().forEach(this::letGo);
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private sealed interface Step {
        record Hash(Waiting next) implements Step {}

        record ReadBack(long from, int length) implements Step {}

        record Prove(int block, int check) implements Step {}

        record End() implements Step {}
    }

    private void work() {
        try {
            for (Step step = next(); !(step instanceof Step.End); step = next()) {
                long passed =
                        switch (step) {
                            case Step.Hash(var waited) -> take(waited);
                            case Step.ReadBack(var from, var length) -> readBack(from, length);
                            case Step.Prove(var block, var check) -> prove(block, check);
                            case Step.End _ -> 0;
                        };
                advance(passed);
            }
        } catch (TransferException | RuntimeException | Error e) {
            lock.lock();
            failure = e;
            lock.unlock();
        } finally {
            lock.lock();
            busy = false;
            changed.signalAll();
            lock.unlock();
            disk.signal();
        }
    }

    private void advance(long bytes) {
        lock.lock();
        try {
            hashed += bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Step next() {
        lock.lock();
        try {
            while (true) {
                busy = true;
                int block = (int) (hashed / BlockMap.BLOCK);
                Waiting next = waiting.remove(hashed);
                if (next != null) {
                    return new Step.Hash(next);
                }
                if (hashed == size || resting) {
                    return new Step.End();
                }
                if (unproved.containsKey(block)) {
                    return new Step.Prove(block, unproved.remove(block));
                }
                long end = written.endOf(hashed);
                if (end > hashed) {
                    Long kept = waiting.higherKey(hashed);
                    long stop = kept == null ? end : Math.min(end, kept);
                    return new Step.ReadBack(
                            hashed, (int) Math.min(stop - hashed, CopyBuffers.SIZE));
                }
                busy = false;
                changed.signalAll();
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private long take(Waiting waited) {
        int length = waited.bytes().remaining();
        digest.update(waited.bytes());
        letGo(waited);
        return length;
    }

    private void letGo(Waiting waited) {
        if (waited.inRoom()) {
            run.room().giveBack(waited.bytes());
        }
        run.buffers().giveBack(waited.bytes());
    }

    private long readBack(long from, int length) throws TransferException {
        ByteBuffer buffer = run.buffers().take().limit(length);
        try {
            if (!disk.readBack(buffer, from)) {
                throw new IllegalStateException("bytes that were written are not in the file");
            }
            digest.update(buffer.flip());
            if (from >= provedUpTo) {
                run.room().hadToReadBack(length);
            }
        } finally {
            run.buffers().giveBack(buffer);
        }
        return length;
    }

    /** The block's bytes are hashed in the next steps: they are in the disk's cache now. */
    private long prove(int block, int check) throws TransferException {
        long from = (long) block * BlockMap.BLOCK;
        long end = Blocks.end(block, size);
        OptionalInt found = checkOf(from, end);
        if (found.isEmpty() || found.getAsInt() != check) {
            disk.damaged(block);
            return 0;
        }
        lock.lock();
        try {
            written.add(from, end);
            provedUpTo = end;
        } finally {
            lock.unlock();
        }
        return 0;
    }

    /** CRC-32C of what is on the disk; empty when that is less. */
    private OptionalInt checkOf(long from, long end) throws TransferException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = run.buffers().take();
        try {
            for (long at = from; at < end; at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(CopyBuffers.SIZE, end - at));
                if (!disk.readBack(buffer, at)) {
                    return OptionalInt.empty();
                }
                crc.update(buffer.flip());
            }
            return OptionalInt.of((int) crc.getValue());
        } finally {
            run.buffers().giveBack(buffer);
        }
    }
}
