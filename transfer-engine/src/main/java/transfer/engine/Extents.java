package transfer.engine;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which bytes of a file are there: ranges that neither touch nor overlap. Sequential writing keeps
 * it at one range; ranges fetched side by side may come in any order.
 *
 * <p>Not safe for use by two threads at once.
 */
final class Extents {
    private final TreeMap<Long, Long> endByStart = new TreeMap<>();

    /** Marks the bytes from {@code start} up to but not including {@code end} as there. */
    void add(long start, long end) {
        if (start >= end) {
            return;
        }
        long from = start;
        long to = end;
        Map.Entry<Long, Long> before = endByStart.floorEntry(start);
        if (before != null && before.getValue() >= start) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        Map.Entry<Long, Long> next = endByStart.ceilingEntry(from);
        while (next != null && next.getKey() <= to) {
            to = Math.max(to, next.getValue());
            endByStart.remove(next.getKey());
            next = endByStart.ceilingEntry(from);
        }
        endByStart.put(from, to);
    }

    /** Behind the last byte that is there without a gap from this one on; itself if it is not. */
    long endOf(long offset) {
        Map.Entry<Long, Long> range = endByStart.floorEntry(offset);
        return range == null ? offset : Math.max(offset, range.getValue());
    }
}
