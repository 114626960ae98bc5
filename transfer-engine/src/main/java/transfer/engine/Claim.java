package transfer.engine;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import transfer.engine.FreeSpace.Disk;
import transfer.protocol.FailureKind;
import transfer.protocol.LocalFailures;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Room on a disk for one file while it is written. It shrinks with every byte that is, and ends
 * when the file has its name or is gone. Safe for use by many threads.
 */
final class Claim implements AutoCloseable {
    private final Optional<FreeSpace> space;
    private final Need need;
    private final AtomicLong written = new AtomicLong();
    private volatile Optional<Disk> disk = Optional.empty();
    private volatile Optional<DiskAccount> account = Optional.empty();
    private volatile long replaced;
    private volatile boolean finished;
    private volatile boolean closed;

    /**
     * What room is needed for.
     *
     * @param file what people know it by
     * @param bytes that are still to be written; empty when nobody knows, and then nothing is
     *     spoken for
     * @param passing whether the file goes away again when its item is over
     */
    record Need(TransferUrl file, OptionalLong bytes, boolean passing) {}

    Claim(FreeSpace space, Need need) {
        this(Optional.of(space), need);
    }

    private Claim(Optional<FreeSpace> space, Need need) {
        this.space = space;
        this.need = need;
    }

    /** For a file that nobody looks after. */
    static Claim none(TransferUrl file) {
        return new Claim(Optional.empty(), new Need(file, OptionalLong.empty(), false));
    }

    Need need() {
        return need;
    }

    /** Enters the books of its disk. */
    void ask() throws TransferException {
        try {
            enter();
            if (!need.passing()) {
                replaced = FreeSpace.replaced(need.file());
            }
            account.orElseThrow().ask(this, disk.orElseThrow());
        } catch (IOException e) {
            close(); // or others would wait for it
            throw unknown(e);
        }
    }

    private TransferException unknown(IOException failure) {
        return LocalFailures.of(
                failure, need.file(), "cannot ask for the free space at " + need.file());
    }

    private synchronized void enter() throws IOException {
        if (account.isEmpty() && space.isPresent()) {
            Disk found = space.get().disk(need);
            disk = Optional.of(found);
            account = Optional.of(space.get().account(found));
        }
    }

    /** Whether it was not closed, was made for the same, and nothing is written of it. */
    boolean isFreshFor(Need other) {
        return !closed && written() == 0 && need.equals(other);
    }

    /** Whether writing may begin. */
    boolean isGranted() {
        return account.isEmpty() || !account.get().isWaiting(this);
    }

    /**
     * Waits until it is granted.
     *
     * @throws TransferException {@link FailureKind#NO_SPACE} when nobody is left who could make
     *     room; the claim is closed then
     */
    void await() throws TransferException, InterruptedException {
        try {
            if (account.isPresent()) {
                account.get().await(this, disk.orElseThrow());
            }
        } catch (TransferException | InterruptedException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            throw unknown(e);
        }
    }

    /** Where the line is long, keeps its place in it for a moment with all that it holds. */
    void queue() throws TransferException, InterruptedException {
        try {
            if (account.isPresent()) {
                account.get().queue(this, disk.orElseThrow());
            }
        } catch (IOException e) {
            close();
            throw unknown(e);
        }
    }

    /** Why it is not granted yet, for people; empty when that was said of another. */
    Optional<String> words() {
        return account.filter(books -> books.isFirst(this))
                .map(books -> books.wordsWhileWaiting(this));
    }

    /** Bytes that are written and take room now. */
    long written() {
        return written.get();
    }

    /** Bytes that will be written. */
    long remaining() {
        return finished ? 0 : Math.max(0, need.bytes().orElse(0) - written.get());
    }

    /**
     * What will be free again when all goes well: an older file's room, or all of a passing one's.
     */
    long comesBack() {
        return need.passing() ? written() + remaining() : replaced;
    }

    /** The most that can become free when it ends, however it ends. */
    long mayComeBack() {
        return written() + replaced;
    }

    /** So many bytes more are on the disk. */
    void written(long bytes) {
        written.addAndGet(bytes);
        account.ifPresent(books -> books.wrote(bytes));
    }

    /**
     * Notes that the disk turned a write away, if this is what the failure is.
     *
     * @param offset where in the file
     * @return the same failure
     */
    TransferException refused(TransferException failure, long offset) {
        if (failure.kind() != FailureKind.NO_SPACE || space.isEmpty()) {
            return failure;
        }
        space.get().refused();
        try {
            enter();
            account.orElseThrow().refuse(this, disk.orElseThrow(), failure, offset);
        } catch (IOException e) {
            failure.addSuppressed(e); // it is only a help for others
        }
        return failure;
    }

    /** The file has its name. A passing one still takes room, until it is closed. */
    void published() {
        finished = true;
        if (!need.passing()) {
            close();
        }
    }

    /** The file has its name, or is gone and what was written of it is free again. */
    @Override
    public void close() {
        closed = true;
        long freed = finished ? comesBack() : mayComeBack();
        account.ifPresent(books -> books.leave(this, disk.orElseThrow(), freed));
    }
}
