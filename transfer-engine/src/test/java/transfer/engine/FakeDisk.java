package transfer.engine;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** A disk that says what a test wants it to say. */
class FakeDisk implements FreeSpace.Disk {
    static final long MIB = 1L << 20;

    private final AtomicLong usable;
    private final long total;

    FakeDisk(long mebibytes) {
        this(mebibytes * MIB, mebibytes * MIB);
    }

    FakeDisk(long usable, long total) {
        this.usable = new AtomicLong(usable);
        this.total = total;
    }

    /** So much more is taken, or less when it is negative. */
    void take(long bytes) {
        usable.addAndGet(-bytes);
    }

    @Override
    public Object key() {
        return this;
    }

    @Override
    public long usable() throws IOException {
        return usable.get();
    }

    @Override
    public long total() {
        return total;
    }
}
