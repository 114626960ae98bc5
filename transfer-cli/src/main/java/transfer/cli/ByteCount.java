package transfer.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as users write and read them. */
final class ByteCount {
    private static final Pattern RATE =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([kmgt]?)(?:i?b)?(?:/s)?");
    private static final String NO_SIZE = " is no size in bytes (write 50G, 1.5T or 800M)";
    private static final String PREFIXES = "kmgt";
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};

    private ByteCount() {}

    /**
     * Bytes a second: {@code 50M}, {@code 1.5G}, {@code 800k}, {@code 50MiB/s}, {@code 4096}; the
     * letters stand for powers of 1024.
     *
     * @throws IllegalArgumentException when it is none of these, or less than one byte
     */
    static long parseRate(String text) {
        return parse(text, " is no rate in bytes a second (write 50M, 1.5G or 800k)");
    }

    /**
     * Bytes: {@code 50M}, {@code 1.5G}, {@code 4096}; the letters stand for powers of 1024.
     *
     * @throws IllegalArgumentException when it is none of these, or less than one byte
     */
    static long parseSize(String text) {
        if (text.trim().endsWith("/s")) {
            throw bad(text, NO_SIZE);
        }
        return parse(text, NO_SIZE);
    }

    private static long parse(String text, String why) {
        Matcher rate = RATE.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!rate.matches()) {
            throw bad(text, why);
        }
        double factor =
                rate.group(2).isEmpty() ? 1 : Math.pow(1024, 1 + PREFIXES.indexOf(rate.group(2)));
        double bytes = Double.parseDouble(rate.group(1)) * factor;
        if (bytes < 1 || bytes > Long.MAX_VALUE) {
            throw bad(text, why);
        }
        return (long) bytes;
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("'" + text + "'" + why);
    }

    /** {@code 999 B}, {@code 1.0 KiB}, {@code 12.3 GiB}. */
    static String words(long bytes) {
        if (bytes < 1024) {
            // the only way of writing a number that every run goes, and so made without what + has
            // made at run time
            return Long.toString(bytes).concat(" B");
        }
        double value = bytes / 1024.0;
        int unit = 0;
        // above 1023.95 one decimal would round to 1024.0
        while (value >= 1023.95 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return oneDecimal(value) + " " + UNITS[unit];
    }

    /**
     * The form of the reference's statistics: one decimal, a blank and the prefix, which may be
     * nothing, so that {@code B} goes after it: {@code 6.0 }, {@code 1024.0 }, {@code 1.0 K}.
     */
    static String statistic(double bytes) {
        double value = bytes;
        String prefix = "";
        for (String next : new String[] {"K", "M", "G", "T"}) {
            if (value <= 1024) {
                break;
            }
            value /= 1024;
            prefix = next;
        }
        return oneDecimal(value) + " " + prefix;
    }

    private static String oneDecimal(double value) {
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10;
    }
}
