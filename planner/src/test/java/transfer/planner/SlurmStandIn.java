package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Slurm's commands, which note what they are told and do no more. Numbers of jobs start at 101. */
final class SlurmStandIn {
    private static final String NOTE =
            "#!/bin/sh\ncd '%s' || exit 1\n{ for word; do printf '%%s\\n' \"$word\"; done; echo --; } >>%s\n";

    private final Path directory;

    /** What {@code sbatch} was told of one job. */
    record Submitted(List<String> words) {
        /** The value of an option. */
        Optional<String> value(String option) {
            return words.stream()
                    .filter(word -> word.startsWith("--" + option + "="))
                    .map(word -> word.substring(option.length() + 3))
                    .findFirst();
        }

        boolean isHeld() {
            return words.contains("--hold");
        }

        String name() {
            return value("comment").orElseThrow();
        }
    }

    /** How a script ended. */
    record Ran(int status, String output) {}

    SlurmStandIn(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        command(
                "sbatch",
                """
                number=$(($(cat number 2>/dev/null || echo 100) + 1))
                echo $number >number
                [ -e refused ] && [ $number = "$(cat refused)" ] && { echo "no more jobs" >&2; exit 1; }
                echo "$number;lab"
                """);
        command("squeue", "cat queue 2>/dev/null\n[ ! -e silent ]\n");
        command("scontrol", "");
        command("scancel", "");
    }

    private void command(String name, String body) throws IOException {
        Path script = Files.createDirectories(directory.resolve("bin")).resolve(name);
        Files.writeString(script, NOTE.formatted(directory, name) + body);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    /** The next call that gets this number is refused. */
    void refuse(int number) throws IOException {
        Files.writeString(directory.resolve("refused"), Integer.toString(number));
    }

    /** These jobs wait or run. */
    void queue(String... numbers) throws IOException {
        Files.writeString(directory.resolve("queue"), String.join("\n", numbers) + "\n");
    }

    void fallSilent() throws IOException {
        Files.createFile(directory.resolve("silent"));
    }

    List<Submitted> submitted() throws IOException {
        return calls("sbatch").stream().map(Submitted::new).toList();
    }

    /** The words of every call of a command since the last time that this was asked. */
    List<List<String>> calls(String command) throws IOException {
        Path log = directory.resolve(command);
        if (!Files.exists(log)) {
            return List.of();
        }
        List<List<String>> calls = new ArrayList<>();
        List<String> call = new ArrayList<>();
        for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
            if (line.equals("--")) {
                calls.add(List.copyOf(call));
                call.clear();
            } else {
                call.add(line);
            }
        }
        Files.delete(log);
        return calls;
    }

    Ran run(SubmitDirectory run, String... arguments) throws IOException, InterruptedException {
        return run(run.directory().resolve(run.entry()), arguments);
    }

    /** Runs a script with these commands on its path, in no directory that helps it. */
    Ran run(Path script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
        builder.redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(
                        Map.of(
                                "PATH",
                                directory.resolve("bin") + ":/usr/bin:/bin",
                                "TMPDIR",
                                directory.toString(),
                                "SLURM_EXPORT_ENV",
                                "NONE"));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said);
    }

    /** The same for what must succeed. */
    String runs(Path script, String... arguments) throws IOException, InterruptedException {
        Ran ran = run(script, arguments);
        assertEquals(0, ran.status(), ran::output);
        return ran.output();
    }
}
