package transfer.cli;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads options the way the reference's parser does: long names may be cut to any unique beginning,
 * short ones bundled, values attached or not, options and other arguments mixed; the last one wins.
 */
final class GnuOptions {
    private final Map<String, Option> byName = new TreeMap<>();

    /**
     * An option under its two names.
     *
     * @param shortName empty when there is none
     * @param takesValue whether a value belongs to it
     * @param ends whether what follows does not matter any more, as after the wish for help
     */
    record Option(String shortName, String longName, boolean takesValue, boolean ends) {}

    /**
     * An option that was given.
     *
     * @param name as messages call it: the short name, or the whole long one
     * @param value empty when it takes none
     */
    record Given(Option option, String name, String value) {}

    /** The arguments cannot be read; the message says why. */
    static final class BadOptionException extends Exception {
        private static final long serialVersionUID = 1;

        BadOptionException(String message) {
            super(message);
        }
    }

    GnuOptions(List<Option> options) {
        for (Option option : options) {
            if (!option.shortName().isEmpty()) {
                byName.put(option.shortName(), option);
            }
            byName.put(option.longName(), option);
        }
    }

    /** What is given, in order; arguments that are no options are left out. */
    List<Given> read(List<String> arguments) throws BadOptionException {
        List<Given> given = new ArrayList<>();
        int next = 0;
        while (next < arguments.size()) {
            String argument = arguments.get(next++);
            if (argument.equals("--")) {
                break;
            }
            if (argument.startsWith("--")) {
                next = readLong(arguments, next, given);
            } else if (argument.startsWith("-") && argument.length() > 1) {
                next = readShort(arguments, next, given);
            }
            if (!given.isEmpty() && given.getLast().option().ends()) {
                break;
            }
        }
        return given;
    }

    private int readLong(List<String> arguments, int next, List<Given> given)
            throws BadOptionException {
        String argument = arguments.get(next - 1);
        int equals = argument.indexOf('=');
        String name = longName(equals < 0 ? argument : argument.substring(0, equals));
        Option option = byName.get(name);
        if (!option.takesValue()) {
            if (equals >= 0) {
                throw new BadOptionException(name + " option does not take a value");
            }
            given.add(new Given(option, name, ""));
            return next;
        }
        if (equals >= 0) {
            given.add(new Given(option, name, argument.substring(equals + 1)));
            return next;
        }
        given.add(new Given(option, name, valueOf(name, arguments, next)));
        return next + 1;
    }

    private String longName(String written) throws BadOptionException {
        if (byName.containsKey(written)) {
            return written;
        }
        List<String> fitting = byName.keySet().stream().filter(n -> n.startsWith(written)).toList();
        if (fitting.isEmpty()) {
            throw new BadOptionException("no such option: " + written);
        }
        if (fitting.size() > 1) {
            throw new BadOptionException(
                    "ambiguous option: " + written + " (" + String.join(", ", fitting) + "?)");
        }
        return fitting.getFirst();
    }

    private int readShort(List<String> arguments, int next, List<Given> given)
            throws BadOptionException {
        String cluster = arguments.get(next - 1);
        for (int i = 1; i < cluster.length(); i++) {
            String name = "-" + cluster.charAt(i);
            Option option = byName.get(name);
            if (option == null) {
                throw new BadOptionException("no such option: " + name);
            }
            if (!option.takesValue()) {
                given.add(new Given(option, name, ""));
                if (option.ends()) {
                    return next;
                }
            } else if (i + 1 < cluster.length()) {
                given.add(new Given(option, name, cluster.substring(i + 1)));
                return next;
            } else {
                given.add(new Given(option, name, valueOf(name, arguments, next)));
                return next + 1;
            }
        }
        return next;
    }

    private static String valueOf(String name, List<String> arguments, int next)
            throws BadOptionException {
        if (next == arguments.size()) {
            throw new BadOptionException(name + " option requires 1 argument");
        }
        return arguments.get(next);
    }

    /**
     * The number that a value stands for: decimal, or {@code 0x}, {@code 0b}, {@code 0o} and {@code
     * 0} in front; what does not fit becomes the largest or smallest number.
     */
    static int number(Given given) throws BadOptionException {
        String value = given.value().trim();
        try {
            return parsed(value.replaceAll("(?<=[0-9a-fA-F])_(?=[0-9a-fA-F])", ""));
        } catch (NumberFormatException e) {
            throw new BadOptionException(
                    "option " + given.name() + ": invalid integer value: '" + given.value() + "'");
        }
    }

    private static int parsed(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.startsWith("0x")) {
            return unsigned(lower.substring(2), 16);
        }
        if (lower.startsWith("0b")) {
            return unsigned(lower.length() == 2 ? "0" : lower.substring(2), 2);
        }
        if (lower.startsWith("0")) {
            return unsigned(lower.startsWith("0o") ? lower.substring(2) : lower, 8);
        }
        return clamped(lower, 10);
    }

    private static int unsigned(String digits, int radix) {
        if (digits.startsWith("-") || digits.startsWith("+")) {
            throw new NumberFormatException("a sign after the prefix");
        }
        return clamped(digits, radix);
    }

    private static int clamped(String digits, int radix) {
        return new BigInteger(digits, radix)
                .min(BigInteger.valueOf(Integer.MAX_VALUE))
                .max(BigInteger.valueOf(Integer.MIN_VALUE))
                .intValue();
    }
}
