package transfer.concurrency;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** A number that grows while the throughput does, within what the processes of a node share. */
final class AdaptiveLimit implements ServerLimit {
    /**
     * What opening, asking and closing cost, in bytes: makes lists of small and of large files
     * comparable.
     */
    static final long ITEM = 1 << 20;

    /** So many bytes for each that may be there tell as much as an item for each. */
    private static final long MANY = 4 * ITEM;

    /** Shorter looks see chance only. */
    static final long SHORTEST_NANOS = 50_000_000;

    private final String server;
    private final Gains gains;
    private final Optional<NodeShare> node;
    private final LongSupplier nanoTime;
    private final LongAdder bytes = new LongAdder();
    private int busy;
    private int highest;
    private int changes;
    private int shrinks;
    private long begun;
    private long bytesBefore;
    private int items;
    private boolean full;
    private boolean heldBack;
    private long lastShrink;
    private boolean hasShrunk;

    AdaptiveLimit(String server, Gains gains, Optional<NodeShare> node, LongSupplier nanoTime) {
        this.server = server;
        this.gains = gains;
        this.node = node;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean tryTake() {
        heldBack = false;
        if (busy >= gains.limit()) {
            full = true;
            return false;
        }
        if (node.isPresent() && !node.get().tryTake()) {
            heldBack = true;
            return false;
        }
        if (busy == 0) {
            startWindow(nanoTime.getAsLong()); // what was before was no work
        }
        busy++;
        highest = Math.max(highest, busy);
        full |= busy >= gains.limit();
        return true;
    }

    @Override
    public void giveBack() {
        busy--;
        node.ifPresent(NodeShare::giveBack);
    }

    @Override
    public int busy() {
        return busy;
    }

    @Override
    public int now() {
        return gains.limit();
    }

    @Override
    public boolean isAdaptive() {
        return true;
    }

    @Override
    public void passed(long count) {
        bytes.add(count);
    }

    @Override
    public Optional<Change> wentWell() {
        items++;
        return look();
    }

    /**
     * A window ends when everybody has done something of weight. One in which there was always room
     * shows how much there was to do, not how much could have been done (as in RFC 7661).
     */
    @Override
    public Optional<Change> look() {
        long now = nanoTime.getAsLong();
        long came = bytes.sum() - bytesBefore;
        double work = came + (double) items * ITEM;
        long elapsed = now - begun;
        boolean enough = items >= gains.limit() || came >= MANY * gains.limit();
        if (elapsed < SHORTEST_NANOS || !enough) {
            return Optional.empty();
        }
        int from = gains.limit();
        double before = gains.reference();
        double rate = work / elapsed;
        boolean wasFull = full;
        int done = items;
        startWindow(now);
        if (!wasFull || !gains.saw(rate)) {
            return Optional.empty();
        }
        changes++;
        return Optional.of(
                new Change(
                        server,
                        from,
                        gains.limit(),
                        words(done, came, elapsed)
                                + (before > 0 ? tenths(rate / before) + " times as much, " : "")
                                + gains.why()));
    }

    private static String words(int items, long bytes, long nanos) {
        double seconds = nanos / 1e9;
        return tenths(items / seconds)
                + " items/s and "
                + tenths(bytes / 1e6 / seconds)
                + " MB/s, ";
    }

    /** Not formatted: that would cost a short run more than all else here. */
    private static double tenths(double number) {
        return Math.round(number * 10) / 10.0;
    }

    private void startWindow(long now) {
        begun = now;
        bytesBefore = bytes.sum();
        items = 0;
        full = busy >= gains.limit();
    }

    @Override
    public Optional<Change> refused(long asked, String why) {
        node.ifPresent(share -> share.refused(asked));
        if (hasShrunk && asked - lastShrink < 0) {
            return Optional.empty(); // that was answered already
        }
        int from = gains.limit();
        gains.refused(busy);
        lastShrink = nanoTime.getAsLong();
        hasShrunk = true;
        startWindow(lastShrink);
        if (gains.limit() == from) {
            return Optional.empty(); // one is the least
        }
        shrinks++;
        changes++;
        String cap = node.map(share -> ", " + share.cap() + " for all of this node").orElse("");
        return Optional.of(
                new Change(server, from, gains.limit(), why + " with " + busy + " there" + cap));
    }

    @Override
    public boolean isHeldBackByOthers() {
        return heldBack;
    }

    @Override
    public boolean mayTakeNow() {
        return node.isEmpty() || node.get().mayTake();
    }

    @Override
    public boolean owesOthers() {
        return node.isPresent() && node.get().owesOthers();
    }

    @Override
    public boolean isShared() {
        return node.isPresent() && node.get().isShared();
    }

    @Override
    public Use use() {
        return new Use(server, highest, gains.limit(), changes, shrinks);
    }

    @Override
    public void stopWaiting() {
        heldBack = false;
        node.ifPresent(NodeShare::stopWaiting);
    }
}
