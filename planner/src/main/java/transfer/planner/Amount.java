package transfer.planner;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * Files and their bytes. Unknown sizes are never taken for nothing: they are counted beside.
 *
 * @param files how many there are, those of unknown size among them
 * @param bytes of the files whose size is known, and what is assumed of the others
 * @param unknown how many of the files have no known size
 */
record Amount(long files, long bytes, long unknown) {
    static final Amount NONE = new Amount(0, 0, 0);

    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final double STEP = 1024;

    /** One file, with what is assumed of its size where that is not known. */
    static Amount file(OptionalLong size, long assumed) {
        return size.isPresent() ? new Amount(1, size.getAsLong(), 0) : new Amount(1, assumed, 1);
    }

    Amount plus(Amount other) {
        return new Amount(files + other.files, sum(bytes, other.bytes), unknown + other.unknown);
    }

    Amount minus(Amount other) {
        return new Amount(files - other.files, bytes - other.bytes, unknown - other.unknown);
    }

    /** Sizes are what somebody wrote into a file: their sum stays at the largest number. */
    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    /** More bytes; at as many bytes, more files that could have some. */
    boolean isMoreThan(Amount other) {
        return bytes > other.bytes || (bytes == other.bytes && unknown > other.unknown);
    }

    /** {@code 1.5 GiB in 3 files}, with what is not known of it. */
    String words(long assumed) {
        String all =
                (unknown > 0 && assumed == 0 && unknown == files ? "?" : words())
                        + " in "
                        + count(files, "file");
        if (unknown == 0) {
            return all;
        }
        return all
                + " ("
                + unknown
                + " of unknown size, "
                + (assumed == 0 ? "not counted" : "each taken for " + size(assumed))
                + ")";
    }

    private String words() {
        return size(bytes);
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code 999 B}, {@code 1.0 KiB}, {@code 12.3 GiB}. */
    static String size(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double value = bytes / STEP;
        int unit = 0;
        // above 1023.95 one decimal would round to 1024.0
        while (value >= STEP - 0.05 && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
