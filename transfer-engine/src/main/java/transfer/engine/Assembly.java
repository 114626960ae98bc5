package transfer.engine;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import transfer.checksum.RunningDigest;
import transfer.protocol.Identity;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;

/**
 * A large file being put together from blocks, which may come in any order and by several threads:
 * written, noted in the map, hashed in order. Lives as long as it takes, over several attempts.
 *
 * <p>Safe for use by many threads.
 */
final class Assembly implements OrderedHash.Disk {
    private final StagedFile staged;
    private final long size;
    private final Identity identity;
    private final Blocks blocks;
    private final OrderedHash hash;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int damaged;

    /**
     * @param left CRC-32C of the blocks that an earlier run left in the staged file
     */
    Assembly(
            StagedFile staged,
            BlockMap.Origin origin,
            RunningDigest digest,
            Map<Integer, Integer> left,
            RunContext run) {
        this.staged = staged;
        this.size = origin.size();
        this.identity = origin.identity();
        this.blocks = new Blocks(size);
        this.hash = new OrderedHash(digest, size, run, this);
        left.forEach((block, check) -> {
            blocks.isThere(block);
            hash.left(block, check);
        });
    }

    long size() {
        return size;
    }

    Identity identity() {
        return identity;
    }

    OrderedHash hash() {
        return hash;
    }

    /** What to ask for to get just this. */
    ReadRequest request(Blocks.Span span) {
        return new ReadRequest(
                span.at(), OptionalLong.of(span.end() - span.at()), Optional.of(identity), false);
    }

    /** The first blocks that are to be had, at most so many. */
    Optional<Blocks.Span> take(int most) {
        return locked(() -> blocks.take(most));
    }

    /** What follows this offset, if it is to be had. */
    Optional<Blocks.Span> takeFrom(long offset, int most) {
        return offset < size
                ? locked(() -> blocks.takeFrom((int) (offset / BlockMap.BLOCK), most))
                : Optional.empty(); // the end may lie in a last block that is to be had
    }

    /** How many blocks nobody has or fetches. */
    int free() {
        return locked(blocks::free);
    }

    /** Whether all blocks are there, as far as is known. */
    boolean isComplete() {
        return locked(blocks::isComplete);
    }

    /** How many blocks of an earlier run had to be fetched again. */
    int damaged() {
        return locked(() -> damaged);
    }

    /**
     * Takes over a buffer with the bytes at which the span stands, flipped for reading.
     *
     * @return whether they end a block
     */
    boolean store(Blocks.Span span, ByteBuffer buffer)
            throws TransferException, InterruptedException {
        long at = span.at();
        staged.writeAt(buffer.duplicate(), at);
        boolean ended = span.took(buffer);
        hash.give(buffer, at);
        if (ended) {
            int block = span.endedBlock();
            staged.whole(block, span.endedCheck());
            locked(() -> {
                blocks.done(block);
                changed.signalAll();
                return null;
            });
        }
        return ended;
    }

    /** What is left of the span is to be had by others. */
    void giveBack(Blocks.Span span) {
        locked(() -> {
            blocks.giveBack(span);
            return null;
        });
        signal();
    }

    @Override
    public boolean readBack(ByteBuffer into, long offset) throws TransferException {
        return staged.readBack(into, offset);
    }

    @Override
    public void damaged(int block) {
        locked(() -> {
            blocks.lost(block);
            damaged++;
            return null;
        });
        signal();
    }

    @Override
    public void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something changes that makes the condition true. */
    void await(Supplier<Boolean> condition) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!condition.get()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks at, or changes, what all its threads share. */
    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
