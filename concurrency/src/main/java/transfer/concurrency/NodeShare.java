package transfer.concurrency;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One page of the table: the places at a server that processes hold, and who waits for one.
 *
 * <p>A place is a cell with the mark of the process that holds it, or 0. It is taken and given back
 * by a single compare-and-set, so that there is nothing that a killed process could leave half
 * done; its cells are free as soon as somebody who finds none looks whether it lives.
 *
 * <p>The line is fair in turns: who holds its part gives way to those who wait, the oldest first.
 * Nobody waits in here. Not safe for use by several threads at once.
 */
final class NodeShare {
    /** Places at one server at most. */
    static final int CELLS = 64;

    /** Who has just had its turn keeps it so long, so that not every item is a change of hands. */
    static final long TURN_NANOS = 500_000_000;

    /** Who waits and has not asked for so long does not wait any more: stopped, or ended. */
    static final long STALE_NANOS = 3_000_000_000L;

    /** To look whether all of them live costs each that waits some milliseconds. */
    static final long LOOK_NANOS = 1_000_000_000;

    private static final int FIRST_CELL = 64;
    private static final int FIRST_LINE = FIRST_CELL + 8 * CELLS;
    private static final int LINE_STEP = 32;
    private static final int LINES = (NodeFile.PAGE - FIRST_LINE) / LINE_STEP;
    private static final int SINCE = 8;
    private static final int ASKED = 16;

    private static final VarHandle CELL =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final int page;
    private final int most;
    private final Consumer<String> log;
    private Optional<NodeTable.Pages> pages;
    private int mine;
    private int line = -1;
    private long turn;
    private boolean inTurn;
    private long looked;
    private boolean hasLooked;

    NodeShare(Optional<NodeTable.Pages> pages, int page, int most, Consumer<String> log) {
        this.pages = pages;
        this.page = page;
        this.most = most;
        this.log = log;
    }

    int page() {
        return page;
    }

    /**
     * What a look at the page shows.
     *
     * @param used places that anybody holds
     * @param sharers processes that hold a place or wait for one, this one included; counted only
     *     when others wait
     * @param waiting other processes in the line
     * @param older those of them that came before us
     */
    private record View(int used, int sharers, int waiting, int older) {}

    /** Takes a place if there is one for us now; otherwise we are in the line. */
    boolean tryTake() {
        return pages.isEmpty() || guarded(() -> take() || reclaim() && take(), true);
    }

    private boolean take() {
        View view = view();
        int cap = cap();
        for (int cell = 0; isOurs(view) && cell < cap; cell++) {
            if (CELL.compareAndSet(bytes(), cellAt(cell), 0L, self())) {
                if (mine++ == 0 && !hasTurn()) {
                    inTurn = true;
                    turn = now();
                }
                leaveLine();
                return true;
            }
        }
        waitIn(view);
        return false;
    }

    /** Who gives way does not wait: it would keep the place that it left from those behind it. */
    private void waitIn(View view) {
        if (view.waiting() == 0 || mine < part(view)) {
            enterLine();
        } else {
            leaveLine();
        }
    }

    /** Whether a place is free, and nobody comes before us. */
    private boolean isOurs(View view) {
        int free = cap() - view.used();
        if (free <= 0 || view.waiting() == 0) {
            return free > 0;
        }
        return mine < part(view) && (hasTurn() || free > view.older());
    }

    private boolean hasTurn() {
        return inTurn && now() - turn < TURN_NANOS;
    }

    /** The same for everybody, and at least one each, in turn. */
    private int part(View view) {
        return Math.max(1, cap() / view.sharers());
    }

    private View view() {
        int used = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            used += get(cellAt(cell)) == 0 ? 0 : 1;
        }
        int waiting = 0;
        int older = 0;
        long since = line < 0 ? Long.MAX_VALUE : get(lineAt(line) + SINCE);
        for (int i = 0; i < LINES; i++) {
            if (isOther(lineAt(i)) && isFresh(i)) {
                waiting++;
                older += get(lineAt(i) + SINCE) < since ? 1 : 0;
            }
        }
        return new View(used, waiting == 0 ? 1 : sharers(), waiting, older);
    }

    private int sharers() {
        Set<Long> sharers = new HashSet<>();
        for (int cell = 0; cell < CELLS; cell++) {
            sharers.add(get(cellAt(cell)));
        }
        for (int i = 0; i < LINES; i++) {
            sharers.add(isFresh(i) ? get(lineAt(i)) : 0L);
        }
        sharers.add(self());
        sharers.remove(0L);
        return sharers.size();
    }

    private boolean isOther(int at) {
        long who = get(at);
        return who != 0 && who != self();
    }

    private boolean isFresh(int place) {
        long age = now() - get(lineAt(place) + ASKED);
        return age < STALE_NANOS && age > -STALE_NANOS;
    }

    private void enterLine() {
        if (line >= 0 && get(lineAt(line)) != self()) {
            line = -1; // we were stopped so long that somebody else has it
        }
        for (int i = 0; line < 0 && i < LINES; i++) {
            long who = get(lineAt(i));
            if (who != 0 && isFresh(i) || !CELL.compareAndSet(bytes(), lineAt(i), who, self())) {
                continue;
            }
            line = i;
            set(lineAt(i) + SINCE, now());
        }
        if (line >= 0) {
            set(lineAt(line) + ASKED, now());
        }
    }

    private void leaveLine() {
        if (line >= 0) {
            CELL.compareAndSet(bytes(), lineAt(line), self(), 0L);
            line = -1;
        }
    }

    /** Frees the places of processes that have ended; whether there were any. */
    private boolean reclaim() {
        if (hasLooked && now() - looked < LOOK_NANOS) {
            return false;
        }
        looked = now();
        hasLooked = true;
        Set<Long> alive = new HashSet<>();
        alive.add(self());
        boolean freed = false;
        for (int cell = 0; cell < CELLS; cell++) {
            freed |= free(cellAt(cell), alive);
        }
        for (int i = 0; i < LINES; i++) {
            freed |= free(lineAt(i), alive);
        }
        return freed;
    }

    private boolean free(int at, Set<Long> alive) {
        long who = get(at);
        if (who == 0 || alive.contains(who)) {
            return false;
        }
        if (pages.orElseThrow().isAlive().test(who)) {
            alive.add(who);
            return false;
        }
        return CELL.compareAndSet(bytes(), at, who, 0L);
    }

    void giveBack() {
        if (pages.isPresent()) {
            guarded(this::free, false);
        }
    }

    /** The last one first, so that a cap that was lowered is reached soon. */
    private boolean free() {
        for (int cell = CELLS - 1; cell >= 0 && mine > 0; cell--) {
            if (CELL.compareAndSet(bytes(), cellAt(cell), self(), 0L)) {
                mine--;
                return true;
            }
        }
        return false;
    }

    /** Whether there is a place for us now; keeps ours in the line. */
    boolean mayTake() {
        return pages.isEmpty()
                || guarded(
                        () -> {
                            boolean ours = isOurs(view()) || reclaim() && isOurs(view());
                            waitIn(view());
                            return ours;
                        },
                        true);
    }

    void stopWaiting() {
        if (pages.isPresent()) {
            guarded(
                    () -> {
                        leaveLine();
                        return true;
                    },
                    true);
        }
    }

    /** Whether we hold more than our part while others wait. */
    boolean owesOthers() {
        return pages.isPresent()
                && guarded(
                        () -> {
                            View view = view();
                            return view.waiting() > 0 && mine > part(view);
                        },
                        false);
    }

    boolean isShared() {
        return pages.isPresent()
                && guarded(
                        () -> {
                            return view().used() > mine;
                        },
                        false);
    }

    /** How many all of the node may have there now. */
    int cap() {
        return pages.isEmpty() ? most : new NodeCap(most, now()).at(get(pageAt()));
    }

    /** The server refused what had begun then. */
    void refused(long begun) {
        if (pages.isPresent()) {
            guarded(
                    () -> {
                        NodeCap caps = new NodeCap(most, now());
                        long was;
                        long next;
                        do {
                            was = get(pageAt());
                            next = caps.refused(was, begun);
                        } while (next != was && !CELL.compareAndSet(bytes(), pageAt(), was, next));
                        return true;
                    },
                    true);
        }
    }

    void close() {
        if (pages.isPresent()) {
            guarded(
                    () -> {
                        leaveLine();
                        while (mine > 0 && free()) {
                            continue;
                        }
                        return true;
                    },
                    true);
        }
    }

    @FunctionalInterface
    private interface Step {
        boolean run();
    }

    /**
     * The memory of a file that somebody cut off, or whose disk is full, ends in this error (see
     * {@link java.nio.MappedByteBuffer}); from then on we count alone.
     */
    private boolean guarded(Step step, boolean alone) {
        try {
            return step.run();
        } catch (InternalError e) {
            pages = Optional.empty();
            log.accept("limits are shared with other processes of this node no longer: " + e);
            return alone;
        }
    }

    private long now() {
        return pages.orElseThrow().nanoTime().getAsLong();
    }

    private long self() {
        return pages.orElseThrow().self();
    }

    private ByteBuffer bytes() {
        return pages.orElseThrow().bytes();
    }

    private int pageAt() {
        return page * NodeFile.PAGE;
    }

    private int cellAt(int cell) {
        return pageAt() + FIRST_CELL + 8 * cell;
    }

    private int lineAt(int place) {
        return pageAt() + FIRST_LINE + LINE_STEP * place;
    }

    private long get(int at) {
        return (long) CELL.getVolatile(bytes(), at);
    }

    private void set(int at, long value) {
        CELL.setVolatile(bytes(), at, value);
    }
}
