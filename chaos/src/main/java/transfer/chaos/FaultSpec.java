package transfer.chaos;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of a plan in its parts: {@code name,key=value,...}, read key by key. */
final class FaultSpec {
    private static final Pattern BYTES = Pattern.compile("(\\d{1,15})([kMG]?)");
    private static final Pattern DURATION =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(us|ms|s|m)");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%");

    private final String text;
    private final String name;
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * @throws IllegalArgumentException when it does not have that form
     */
    FaultSpec(String text) {
        this.text = text;
        String[] parts = text.split(",", -1);
        this.name = parts[0].trim();
        for (String part : List.of(parts).subList(1, parts.length)) {
            int sign = part.indexOf('=');
            if (sign < 1 || values.putIfAbsent(key(part, sign), part.substring(sign + 1)) != null) {
                throw wrong("'" + part + "' is no key=value, or the second of its key");
            }
        }
    }

    private static String key(String part, int sign) {
        return part.substring(0, sign).trim();
    }

    String name() {
        return name;
    }

    IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("fault '" + text + "': " + why);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** Takes a value; what is not taken in the end was not understood. */
    private String take(String key, String otherwise) {
        String value = values.remove(key);
        return value == null ? otherwise : value.trim();
    }

    void nothingIsLeft() {
        if (!values.isEmpty()) {
            throw wrong("does not know " + String.join(", ", values.keySet()));
        }
    }

    long number(String key, long least, long otherwise) {
        String value = take(key, Long.toString(otherwise));
        if (!value.matches("\\d{1,18}") || Long.parseLong(value) < least) {
            throw wrong(key + " is a number from " + least + ", not '" + value + "'");
        }
        return Long.parseLong(value);
    }

    /** A probability: {@code 0.1}, {@code 10%}, {@code 1e-6}. */
    double probability(String key, double otherwise) {
        try {
            return probability(take(key, Double.toString(otherwise)));
        } catch (IllegalArgumentException e) {
            throw wrong(key + ": " + e.getMessage());
        }
    }

    static double probability(String text) {
        Matcher percent = PERCENT.matcher(text);
        double value =
                percent.matches()
                        ? Double.parseDouble(percent.group(1)) / 100
                        : text.matches("\\d{0,9}\\.?\\d{1,18}([eE]-?\\d{1,2})?")
                                ? Double.parseDouble(text)
                                : -1;
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no probability (write 0.1, 10% or 1e-6)");
        }
        return value;
    }

    double share() {
        String value = take("share", "0");
        if (!value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            throw wrong("share is a number, not '" + value + "'");
        }
        return Double.parseDouble(value);
    }

    Duration duration(String key, Duration otherwise) {
        String value = take(key, "");
        if (value.isEmpty()) {
            return otherwise;
        }
        Matcher duration = DURATION.matcher(value);
        if (!duration.matches()) {
            throw wrong(key + " is a duration such as 200ms or 3s, not '" + value + "'");
        }
        double nanos =
                switch (duration.group(2)) {
                    case "us" -> 1e3;
                    case "ms" -> 1e6;
                    case "m" -> 60e9;
                    default -> 1e9;
                };
        return Duration.ofNanos(Math.round(Double.parseDouble(duration.group(1)) * nanos));
    }

    /** Bytes: {@code 1460}, {@code 64k}, {@code 1M}; the letters stand for powers of 1024. */
    long bytes(String key, long otherwise) {
        String value = take(key, "");
        return value.isEmpty() ? otherwise : bytes(value);
    }

    private long bytes(String value) {
        Matcher bytes = BYTES.matcher(value);
        if (!bytes.matches()) {
            throw wrong("'" + value + "' is no number of bytes (write 1460, 64k or 1M)");
        }
        int power = bytes.group(2).isEmpty() ? 0 : 1 + "kMG".indexOf(bytes.group(2));
        return Long.parseLong(bytes.group(1)) << 10 * power;
    }

    /** A place, or the range that one is drawn from. */
    record Range(double low, double high, boolean isPart) {
        Fault.Position draw(RandomGenerator random) {
            double value = low == high ? low : random.nextDouble(low, high);
            return new Fault.Position(isPart ? value : Math.floor(value), isPart);
        }
    }

    /** {@code 1000}, {@code 1k-64k}, {@code 50%}, {@code 10%-90%}. */
    Range range(String key, String otherwise) {
        String value = take(key, otherwise);
        String[] ends = value.split("-", 2);
        String high = ends[ends.length - 1];
        boolean isPart = high.endsWith("%");
        if (isPart != ends[0].endsWith("%")) {
            throw wrong(key + " goes from bytes to bytes, or from percent to percent");
        }
        Range range =
                isPart
                        ? new Range(percent(ends[0]), percent(high), true)
                        : new Range(bytes(ends[0]), bytes(high), false);
        if (range.low > range.high) {
            throw wrong(key + " ends before it begins");
        }
        return range;
    }

    private double percent(String value) {
        try {
            return probability(value);
        } catch (IllegalArgumentException e) {
            throw wrong("'" + value + "' is no part (write 50% or 10%-90%)");
        }
    }

    /** Whether it is about what the client sends. */
    boolean isUpstream() {
        String stream = take("stream", "downstream").toLowerCase(Locale.ROOT);
        return switch (stream) {
            case "upstream" -> true;
            case "downstream" -> false;
            default -> throw wrong("stream is upstream or downstream, not '" + stream + "'");
        };
    }
}
