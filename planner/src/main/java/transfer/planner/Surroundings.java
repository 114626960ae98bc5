package transfer.planner;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the planner knows of the machine and the user it works for.
 *
 * @param directory relative names of files begin here
 * @param home of the user
 * @param user whose name is in the directories of runs
 * @param environment from which {@code ${NAME}} is replaced
 * @param schemes says of a scheme in lower case whether files can be moved by it
 */
public record Surroundings(
        Path directory,
        Path home,
        String user,
        Map<String, String> environment,
        Predicate<String> schemes) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** The same where every scheme will do. */
    public Surroundings(Path directory, Path home, String user, Map<String, String> environment) {
        this(directory, home, user, environment, any -> true);
    }
}
