package transfer.planner;

/** Deals things to a number of places, one after another. For one thread. */
final class Dealing {
    private final int places;
    private int next;

    Dealing(int places) {
        this.places = places;
    }

    int next() {
        int place = next;
        next = (next + 1) % places;
        return place;
    }
}
