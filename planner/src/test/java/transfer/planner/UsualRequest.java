package transfer.planner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What tests ask for in the same way: {@code workflow.yml}, a submit directory, nothing else. */
final class UsualRequest {
    static final Optional<Path> PROPERTIES = Optional.of(Path.of("pegasus.properties"));

    private UsualRequest() {}

    static PlanRequest of(
            Optional<Path> properties,
            Map<String, String> settings,
            PlanRequest.Sites sites,
            PlanRequest.Cleanup cleanup) {
        return below("submit", properties, settings, sites, cleanup);
    }

    /**
     * @param submit the directory for submit directories
     */
    static PlanRequest below(
            String submit,
            Optional<Path> properties,
            Map<String, String> settings,
            PlanRequest.Sites sites,
            PlanRequest.Cleanup cleanup) {
        return new PlanRequest(
                Path.of("workflow.yml"),
                properties,
                settings,
                sites,
                new PlanRequest.Sources(List.of(), List.of(), List.of(), List.of()),
                new PlanRequest.Names(
                        Path.of(submit),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        Optional.empty()),
                cleanup,
                false);
    }

    /** Puts the inputs of a recorded case where a test may change them. */
    static void copyInputs(Path recorded, Path directory) throws IOException {
        try (Stream<Path> files = Files.list(recorded)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
    }
}
