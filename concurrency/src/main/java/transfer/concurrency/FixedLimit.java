package transfer.concurrency;

import java.util.Optional;

/** A number that the user gave. */
final class FixedLimit implements ServerLimit {
    /** After so many successes, a server that had enough of us is tried with one more. */
    private static final int FIRST_PATIENCE = 8;

    private static final int MOST_PATIENCE = 1024;

    private final String server;
    private final int most;
    private int limit;
    private int busy;
    private int highest;
    private int changes;
    private int shrinks;
    private int well;
    private int patience = FIRST_PATIENCE;

    FixedLimit(String server, int most) {
        this.server = server;
        this.most = most;
        this.limit = most;
    }

    @Override
    public boolean tryTake() {
        if (busy >= limit) {
            return false;
        }
        busy++;
        highest = Math.max(highest, busy);
        return true;
    }

    @Override
    public void giveBack() {
        busy--;
    }

    @Override
    public int busy() {
        return busy;
    }

    @Override
    public int now() {
        return limit;
    }

    @Override
    public boolean isAdaptive() {
        return false;
    }

    @Override
    public void passed(long bytes) {}

    @Override
    public Optional<Change> look() {
        return Optional.empty();
    }

    @Override
    public Optional<Change> wentWell() {
        if (limit >= most || ++well < patience) {
            return Optional.empty();
        }
        well = 0;
        limit++;
        changes++;
        return Optional.of(
                new Change(server, limit - 1, limit, patience + " went well in a row of tries"));
    }

    /** Refusals that come together lower the limit to what the server did take. */
    @Override
    public Optional<Change> refused(long begun, String why) {
        int from = limit;
        limit = Math.max(1, Math.min(limit, busy) - 1);
        well = 0;
        patience = Math.min(MOST_PATIENCE, 2 * patience);
        shrinks++;
        changes++;
        return from == limit
                ? Optional.empty()
                : Optional.of(new Change(server, from, limit, "refused: " + why));
    }

    @Override
    public boolean isHeldBackByOthers() {
        return false;
    }

    @Override
    public boolean mayTakeNow() {
        return busy < limit;
    }

    @Override
    public boolean owesOthers() {
        return false;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public Use use() {
        return new Use(server, highest, limit, changes, shrinks);
    }

    @Override
    public void stopWaiting() {}
}
