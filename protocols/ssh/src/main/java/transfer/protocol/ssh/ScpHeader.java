package transfer.protocol.ssh;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What announces a file in the scp protocol: {@code C0644 1234 name}.
 *
 * @param mode permission bits, 0 to 07777
 * @param size in bytes
 * @param name the last part of its path
 */
record ScpHeader(int mode, long size, String name) {
    private static final Pattern FORM =
            Pattern.compile("C([0-7]{4}) ([0-9]{1,18}) (.+)", Pattern.DOTALL);

    /** Empty when the line announces anything else. */
    static Optional<ScpHeader> parse(String line) {
        Matcher parts = FORM.matcher(line);
        return parts.matches()
                ? Optional.of(
                        new ScpHeader(
                                Integer.parseInt(parts.group(1), 8),
                                Long.parseLong(parts.group(2)),
                                parts.group(3)))
                : Optional.empty();
    }

    /** The line that goes over the wire, with its end. */
    String line() {
        return "C%04o %d %s\n".formatted(mode, size, name);
    }
}
