package transfer.planner;

import java.util.HexFormat;

/**
 * Spreads many files over directories of at most 254 entries, so that none gets too large: {@code
 * 00/00}, {@code 00/01} and so on.
 */
final class HashedLayout {
    private static final HexFormat DIGITS = HexFormat.of().withUpperCase();
    private static final int ENTRIES = 254;
    private static final int OFFSET = 30;

    private final int levels;
    private final int multiplier;

    /**
     * @param multiplier how many entries of a directory one request takes
     */
    HashedLayout(int levels, int multiplier) {
        this.levels = levels;
        this.multiplier = multiplier;
    }

    static HashedLayout of(Properties properties, String kind) {
        String key = "pegasus.dir." + kind + ".mapper.hashed.";
        return new HashedLayout(
                properties.number(key + "levels").map(Long::intValue).orElse(2),
                properties.number(key + "multiplier").map(Long::intValue).orElse(5));
    }

    /** The directory of the n-th request, counted from 0. */
    String directory(long n) {
        long rest = multiplier * n + OFFSET;
        String path = "";
        for (int level = levels; level > 0; level--) {
            rest /= ENTRIES;
            String part = DIGITS.toHexDigits((byte) (rest % ENTRIES));
            path = path.isEmpty() ? part : part + "/" + path;
        }
        return path;
    }
}
