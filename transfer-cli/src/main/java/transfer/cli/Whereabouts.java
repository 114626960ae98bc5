package transfer.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a run takes place, so that the results of many can be told apart.
 *
 * @param node name of the machine
 * @param run a random name of the run
 */
record Whereabouts(Optional<String> node, Optional<String> run, MountTable mounts) {
    /** Nothing is known. */
    static final Whereabouts UNKNOWN =
            new Whereabouts(
                    Optional.empty(), Optional.empty(), new MountTable(Path.of("/nowhere")));

    /** The machine's own name, where the kernel tells it as a file. */
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** A new name for each reading, which does without loading a random generator. */
    private static final Path RANDOM = Path.of("/proc/sys/kernel/random/uuid");

    /** Those of this process; nobody on the network is asked. */
    static Whereabouts of(Map<String, String> environment) {
        return new Whereabouts(
                node(HOST_NAME, environment),
                Optional.of(firstLine(RANDOM).orElseGet(() -> UUID.randomUUID().toString())),
                new MountTable(MountTable.OF_PROCESS));
    }

    static Optional<String> node(Path hostName, Map<String, String> environment) {
        return firstLine(hostName)
                .or(() -> Optional.ofNullable(environment.get("HOSTNAME")))
                .filter(name -> !name.isBlank());
    }

    private static Optional<String> firstLine(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1).strip());
        } catch (IOException _) {
            return Optional.empty(); // no Linux
        }
    }
}
