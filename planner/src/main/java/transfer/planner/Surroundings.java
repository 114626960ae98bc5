package transfer.planner;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the planner knows of the machine and the user it works for.
 *
 * @param directory relative names of files begin here
 * @param home of the user
 * @param user whose name is in the directories of runs
 * @param environment from which {@code ${NAME}} is replaced
 */
public record Surroundings(
        Path directory, Path home, String user, Map<String, String> environment) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }
}
