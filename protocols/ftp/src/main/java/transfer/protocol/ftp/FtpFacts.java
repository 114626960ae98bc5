package transfer.protocol.ftp;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one line of MLST or MLSD tells (RFC 3659, 7).
 *
 * @param values facts to what they are; names in lower case
 * @param name the rest of the line
 */
record FtpFacts(Map<String, String> values, String name) {
    private static final List<String> WANTED =
            List.of("type", "size", "modify", "unique", "perm", "unix.mode");
    private static final int SECONDS = 14;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

    FtpFacts {
        values = Map.copyOf(values);
    }

    /**
     * The facts to ask for, of those that FEAT lists; empty when those that it marks as told anyway
     * are enough.
     */
    static Optional<String> wishes(String offered) {
        List<String> facts =
                Arrays.stream(offered.toLowerCase(Locale.ROOT).split(";"))
                        .map(String::strip)
                        .toList();
        Set<String> told =
                facts.stream()
                        .filter(fact -> fact.endsWith("*"))
                        .map(fact -> fact.substring(0, fact.length() - 1))
                        .collect(Collectors.toSet());
        List<String> possible =
                WANTED.stream().filter(f -> told.contains(f) || facts.contains(f)).toList();
        return told.containsAll(possible)
                ? Optional.empty()
                : Optional.of(String.join(";", possible) + ";");
    }

    /** A line such as {@code type=file;size=12; name}; empty when it is none. */
    static Optional<FtpFacts> parse(String line) {
        int blank = line.indexOf(' ');
        if (blank < 0) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (String fact : line.substring(0, blank).split(";")) {
            int equals = fact.indexOf('=');
            if (equals > 0) {
                values.put(
                        fact.substring(0, equals).toLowerCase(Locale.ROOT),
                        fact.substring(equals + 1));
            }
        }
        return Optional.of(new FtpFacts(values, line.substring(blank + 1)));
    }

    private Optional<String> value(String fact) {
        return Optional.ofNullable(values.get(fact));
    }

    FtpEntry.Kind kind() {
        String type = value("type").orElse("file").toLowerCase(Locale.ROOT);
        return switch (type) {
            case "file" -> FtpEntry.Kind.FILE;
            case "dir", "cdir", "pdir" -> FtpEntry.Kind.DIRECTORY;
            default ->
                    type.startsWith("os.unix=slink") || type.startsWith("os.unix=symlink")
                            ? FtpEntry.Kind.LINK
                            : FtpEntry.Kind.OTHER;
        };
    }

    /** Whether the line is of the listed directory itself, or of the one above it. */
    boolean isListedDirectory() {
        String type = value("type").orElse("").toLowerCase(Locale.ROOT);
        return type.equals("cdir") || type.equals("pdir");
    }

    OptionalLong size() {
        return value("size").map(FtpFacts::number).orElse(OptionalLong.empty());
    }

    Optional<Instant> modified() {
        return value("modify").flatMap(FtpFacts::time);
    }

    Optional<String> unique() {
        return value("unique");
    }

    /** Whether we may enter the directory; empty where that is not told. */
    Optional<Boolean> canBeEntered() {
        return value("perm").map(perm -> perm.toLowerCase(Locale.ROOT).indexOf('e') >= 0);
    }

    OptionalInt mode() {
        String octal = value("unix.mode").orElse("");
        return octal.matches("[0-7]{1,6}")
                ? OptionalInt.of(Integer.parseInt(octal, 8) & 0777)
                : OptionalInt.empty();
    }

    /** A number of bytes; empty for what is none. */
    static OptionalLong number(String text) {
        return text.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    /** A time in UTC such as {@code 20261122123000.5} (RFC 3659, 2.3). */
    static Optional<Instant> time(String text) {
        if (!text.matches("\\d{14}(\\.\\d{1,9})?")) {
            return Optional.empty();
        }
        try {
            Instant whole =
                    LocalDateTime.parse(text.substring(0, SECONDS), TIME).toInstant(ZoneOffset.UTC);
            String fraction = text.length() > SECONDS ? text.substring(SECONDS + 1) : "0";
            return Optional.of(
                    whole.plusNanos(Long.parseLong((fraction + "00000000").substring(0, 9))));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
