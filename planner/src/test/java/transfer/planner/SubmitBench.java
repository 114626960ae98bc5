package transfer.planner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Inputs in a directory of their own, and submit directories that are written from them. */
final class SubmitBench {
    static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-02-03T04:05:06Z"), ZoneId.of("+01:00"));

    final Path directory;
    final Map<String, String> settings = new HashMap<>();
    Optional<String> relative = Optional.empty();
    Optional<String> relativeSubmit = Optional.empty();
    Optional<String> random = Optional.empty();
    Optional<String> basename = Optional.empty();
    List<Path> reused = List.of();
    List<String> sites = List.of();
    PlanRequest.Cleanup cleanup = PlanRequest.Cleanup.INPLACE;
    Map<String, String> staging = Map.of();
    Tools tools = new Tools(Path.of("/opt/ours/bin"), Optional.empty());

    SubmitBench(Path directory) {
        this.directory = directory;
    }

    /** With the inputs of a recorded case. */
    static SubmitBench ofCase(String name, Path directory) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/cases", name))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                Files.writeString(
                        directory.resolve(file.getFileName()),
                        text.replace("/home/wfuser/", directory + "/"));
            }
        }
        Files.createDirectory(directory.resolve(".creds"));
        for (String secret : List.of("id_wf", "x509.pem")) {
            Files.createFile(
                    directory.resolve(".creds").resolve(secret),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        SubmitBench bench = new SubmitBench(directory);
        if (name.equals("02-diamond-nonsharedfs")) {
            bench.sites = List.of("condorpool");
            bench.staging = Map.of("*", "staging");
        }
        return bench;
    }

    Planner planner() {
        PlanRequest request =
                new PlanRequest(
                        Path.of("workflow.yml"),
                        Optional.of(Path.of("pegasus.properties")),
                        settings,
                        new PlanRequest.Sites(sites, staging, List.of("local"), Optional.empty()),
                        new PlanRequest.Sources(List.of(), List.of(), List.of(), reused),
                        new PlanRequest.Names(
                                Path.of("submit"), relative, relativeSubmit, random, "", basename),
                        cleanup,
                        false);
        return new Planner(request, new Surroundings(directory, directory, "me", Map.of()), CLOCK);
    }

    SubmitDirectory write() throws IOException, PlanningException {
        return planner().write(Engine.DAGMAN, tools);
    }

    Path base() {
        return directory.resolve("submit");
    }

    void replace(String file, String old, String changed) throws IOException {
        Path path = directory.resolve(file);
        String text = Files.readString(path, StandardCharsets.UTF_8);
        if (!text.contains(old)) {
            throw new IllegalArgumentException(file + " does not hold " + old);
        }
        Files.writeString(path, text.replace(old, changed));
    }
}
