package transfer.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users write and read them. */
final class DurationText {
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d)");

    private DurationText() {}

    /**
     * {@code 90s}, {@code 10m}, {@code 2h}, {@code 1h30m}, {@code 500ms}; a bare number is seconds.
     *
     * @throws IllegalArgumentException when it is none of these, or nothing at all
     */
    static Duration parse(String text) {
        String plain = text.trim().toLowerCase(Locale.ROOT);
        if (plain.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            plain += "s";
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(plain);
        int end = 0;
        while (part.find() && part.start() == end) {
            sum =
                    sum.plusNanos(
                            Math.round(Double.parseDouble(part.group(1)) * nanos(part.group(2))));
            end = part.end();
        }
        if (end == 0 || end != plain.length() || sum.isZero()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no duration (write 90s, 10m, 2h or 1h30m)");
        }
        return sum;
    }

    private static double nanos(String unit) {
        return switch (unit) {
            case "ms" -> 1e6;
            case "m" -> 60e9;
            case "h" -> 3_600e9;
            case "d" -> 86_400e9;
            default -> 1e9;
        };
    }

    /** {@code 0:07}, {@code 12:34}, {@code 1:02:03}. */
    static String clock(Duration duration) {
        long seconds = duration.toSeconds();
        String tail = twoDigits(seconds % 60);
        return seconds < 3600
                ? seconds / 60 + ":" + tail
                : seconds / 3600 + ":" + twoDigits(seconds / 60 % 60) + ":" + tail;
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }

    /** Seconds with this many digits after the point: {@code 12.3}. */
    static String seconds(Duration duration, int digits) {
        long scale = Math.round(Math.pow(10, digits));
        long units = Math.round(duration.toNanos() / 1e9 * scale);
        String fraction = Long.toString(units % scale);
        return digits == 0
                ? Long.toString(units)
                : units / scale + "." + "0".repeat(digits - fraction.length()) + fraction;
    }
}
