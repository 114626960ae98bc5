package transfer.engine;

import transfer.protocol.TransferUrl;

/**
 * Which URLs stand more than once in a list. Most stand once and order nothing, so that only these
 * few need be kept in maps. Should one ever be taken for another, both count as recurring; never
 * the other way round.
 *
 * <p>Eight bytes for each place of a table that is at most half full.
 */
final class RecurringUrls {
    private static final long FIRST = 0xcbf29ce484222325L;
    private static final long FACTOR = 0x100000001b3L;

    /** Hashes; those that were met again have the lowest bit set, 0 is a free place. */
    private long[] table;

    private int taken;
    private boolean any;

    /**
     * @param expected how many URLs will be added, as far as is known
     */
    RecurringUrls(int expected) {
        table = new long[Math.max(16, Integer.highestOneBit(Math.max(1, expected)) << 2)];
    }

    void add(TransferUrl url) {
        long hash = hash(url.text());
        int place = place(hash);
        if (table[place] != 0) {
            table[place] |= 1;
            any = true;
            return;
        }
        table[place] = hash;
        if (++taken > table.length / 2) {
            grow();
        }
    }

    private void grow() {
        long[] smaller = table;
        table = new long[2 * smaller.length];
        for (long hash : smaller) {
            if (hash != 0) {
                table[place(hash)] = hash;
            }
        }
    }

    /** Whether it was added at least twice. */
    boolean contains(TransferUrl url) {
        return (table[place(hash(url.text()))] & 1) != 0;
    }

    /** Whether none was added twice. */
    boolean isEmpty() {
        return !any;
    }

    /** Where a hash is, or could be put. */
    private int place(long hash) {
        int place = (int) (hash >>> 1) & table.length - 1;
        while (table[place] != 0 && (table[place] | 1) != (hash | 1)) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    /**
     * Even and not 0. FNV-1a and a last stirring, since names in a list differ in a digit or two.
     */
    private static long hash(String text) {
        long hash = FIRST;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FACTOR;
        }
        hash ^= hash >>> 32;
        hash *= 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 32) & ~1L;
        return hash == 0 ? 2 : hash;
    }
}
