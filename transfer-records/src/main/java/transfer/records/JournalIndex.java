package transfer.records;

import java.util.BitSet;
import java.util.List;
import transfer.engine.WorkItem;

/**
 * Where in a journal the last word on each item stands, and whether it is that the item is done.
 * Less than 20 bytes an item, so that a list of a million goes on in 20 MB more.
 */
final class JournalIndex {
    private final List<WorkItem> items;

    /** By its number, where an item stands in the list. */
    private final int[] places;

    private final long[] offsets;
    private final BitSet done = new BitSet();

    JournalIndex(List<WorkItem> list) {
        int highest = 0;
        for (WorkItem item : list) {
            highest = Math.max(highest, item.position().item());
        }
        items = list;
        places = new int[highest + 1];
        offsets = new long[highest + 1];
        for (int i = 0; i < list.size(); i++) {
            places[list.get(i).position().item()] = i;
        }
    }

    /** Takes a line in; of several for one item the last counts. */
    void take(JournalLine line, long offset) {
        offsets[line.item()] = offset;
        done.set(line.item(), line.done());
    }

    /** The item that a line is about. */
    WorkItem item(JournalLine line) {
        return items.get(places[line.item()]);
    }

    /** Whether nothing is known to be done. */
    boolean isEmpty() {
        return done.isEmpty();
    }

    boolean isDone(WorkItem item) {
        return done.get(item.position().item());
    }

    /** Whether the first ended after the second. */
    boolean isLater(WorkItem first, WorkItem second) {
        return offsets[first.position().item()] > offsets[second.position().item()];
    }

    void doAgain(WorkItem item) {
        done.clear(item.position().item());
    }

    /** Whether this line is the last word on an item, and that it is done. */
    boolean counts(JournalLine line, long offset) {
        return done.get(line.item()) && offsets[line.item()] == offset;
    }
}
