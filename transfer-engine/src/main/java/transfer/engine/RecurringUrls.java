package transfer.engine;

import transfer.protocol.TransferUrl;

/**
 * Which URLs stand more than once in a list. Most stand once and order nothing, so that only these
 * few need be kept in maps. Now and then one is taken for another, and counts as recurring; never
 * the other way round.
 *
 * <p>Four bytes for each place of the list, in a table that is at most half full.
 */
final class RecurringUrls {
    private static final long FIRST = 0xcbf29ce484222325L;
    private static final long FACTOR = 0x100000001b3L;

    /** Hashes; those that were met again have the lowest bit set, 0 is a free place. */
    private final int[] table;

    /**
     * @param most how many URLs will be added
     */
    RecurringUrls(int most) {
        table = new int[Math.max(16, Integer.highestOneBit(Math.max(1, most)) << 2)];
    }

    void add(TransferUrl url) {
        int hash = hash(url.text());
        int place = place(hash);
        table[place] = table[place] == 0 ? hash : table[place] | 1;
    }

    /** Whether it was added at least twice. */
    boolean contains(TransferUrl url) {
        return (table[place(hash(url.text()))] & 1) != 0;
    }

    /** Where a hash is, or could be put. */
    private int place(int hash) {
        int place = hash >>> 1 & table.length - 1;
        while (table[place] != 0 && (table[place] | 1) != (hash | 1)) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    /**
     * Even and not 0. FNV-1a and a last stirring, since names in a list differ in a digit or two.
     */
    private static int hash(String text) {
        long hash = FIRST;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FACTOR;
        }
        hash ^= hash >>> 32;
        hash *= 0x9E3779B97F4A7C15L;
        int folded = (int) (hash >>> 32) & ~1;
        return folded == 0 ? 2 : folded;
    }
}
