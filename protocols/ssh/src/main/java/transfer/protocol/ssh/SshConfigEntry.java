package transfer.protocol.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A line of a configuration that says something, and when it holds.
 *
 * @param when all of these
 * @param keyword in lower case
 * @param number of the line, from 1
 */
record SshConfigEntry(
        List<Condition> when, String keyword, List<String> arguments, Path file, int number) {

    /** What is known of a host while entries are looked at one after the other. */
    interface Known {
        /** The host as it was written. */
        String alias();

        /** The host as far as entries before have named it. */
        String host();

        /** The user to log in as, as far as known. */
        String user();

        /** The user here. */
        String localUser();
    }

    /** When lines hold. */
    sealed interface Condition {
        boolean holds(Known known);

        /** Of a {@code Host} line. */
        record Host(List<String> patterns) implements Condition {
            @Override
            public boolean holds(Known known) {
                return SshPatterns.match(patterns, known.alias());
            }
        }

        /** One criterion of a {@code Match} line. */
        record Match(String criterion, boolean negated, List<String> patterns)
                implements Condition {
            @Override
            public boolean holds(Known known) {
                boolean matched =
                        switch (criterion) {
                            case "all" -> true;
                            case "host" -> SshPatterns.match(patterns, known.host());
                            case "originalhost" -> SshPatterns.match(patterns, known.alias());
                            case "user" -> SshPatterns.match(patterns, known.user());
                            case "localuser" -> SshPatterns.match(patterns, known.localUser());
                            // what is said for a second reading of the configuration is for none
                            default -> negated;
                        };
                return matched != negated;
            }

            /** Whether it is one that is looked at. */
            static boolean isUnderstood(String criterion) {
                return switch (criterion) {
                    case "all", "host", "originalhost", "user", "localuser", "canonical", "final" ->
                            true;
                    default -> false;
                };
            }

            static boolean hasPatterns(String criterion) {
                return switch (criterion) {
                    case "all", "canonical", "final" -> false;
                    default -> true;
                };
            }
        }

        /** Of a line whose condition is not understood. */
        record Never() implements Condition {
            @Override
            public boolean holds(Known known) {
                return false;
            }
        }
    }

    boolean holds(Known known) {
        return when.stream().allMatch(condition -> condition.holds(known));
    }

    String argument() {
        return arguments.getFirst();
    }

    /**
     * Whether it says yes.
     *
     * @throws SshRefusal when it says neither yes nor no
     */
    boolean flag() throws SshRefusal {
        return switch (argument().toLowerCase(Locale.ROOT)) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            default -> throw wrong("neither yes nor no");
        };
    }

    /** That this line makes no sense, and why. */
    SshRefusal wrong(String why) {
        return wrong(file, number, why);
    }

    static SshRefusal wrong(Path file, int number, String why) {
        return SshRefusal.configuration(
                transfer.protocol.FailureKind.BAD_REQUEST, file + " line " + number + ": " + why);
    }
}
