package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A node of a pool on which scripts of jobs run for real, in the shell that {@code /bin/sh} is,
 * with tools that write down what they are asked for.
 */
final class NodeBench {
    final Path folder;
    final Path start;
    final Path log;
    final Map<String, String> environment = new TreeMap<>();
    String shell = "/bin/sh";

    NodeBench(Path folder) throws IOException {
        this.folder = folder;
        this.start = Files.createDirectories(folder.resolve("start"));
        this.log = folder.resolve("log");
        Files.writeString(log, "");
        Path bin = Files.createDirectories(folder.resolve("node home/bin"));
        // each call is a line; lists are kept as they came; a word of the environment makes it fail
        tool(
                bin.resolve("pegasus-transfer"),
                """
                n=$(($(cat "$LOG.count" 2> /dev/null || echo 0) + 1)); echo $n > "$LOG.count"
                cat > "$LOG.list$n"
                echo "transfer $* in ${PWD##*/}" >> "$LOG"
                case " ${FAIL-} " in *" $n "*) exit 1 ;; esac
                """);
        tool(
                bin.resolve("pegasus-integrity"),
                """
                echo "integrity $* of $(cat)" >> "$LOG"
                [ "${FAIL-}" != verify ]
                """);
        environment.put("LOG", log.toString());
        environment.put("PEGASUS_HOME", folder.resolve("node home").toString());
        environment.put(
                "PEGASUS_WN_TMP", Files.createDirectories(folder.resolve("tmp")).toString());
        environment.put("PEGASUS_WN_TMP_MIN_SPACE", "1");
        environment.put("PATH", "/usr/bin:/bin");
    }

    /** A program that scripts find by its name, before any other of that name. */
    void standIn(String name, String commands) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("stand-ins"));
        tool(bin.resolve(name), commands);
        environment.put("PATH", bin + ":/usr/bin:/bin");
    }

    static void tool(Path file, String commands) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + commands);
        assertTrue(file.toFile().setExecutable(true));
    }

    /** What a script said, and how it ended. */
    record Ended(int code, String out, String err) {
        Ended exited(int wanted) {
            assertEquals(wanted, code, () -> out + err);
            return this;
        }

        Ended says(String words) {
            assertTrue((out + err).contains(words), () -> out + err);
            return this;
        }
    }

    /** Brings what the submit file names, as HTCondor would, and starts the script. */
    Process started(SubmitDirectory run, String job) throws IOException {
        Path script = run.directory().resolve("00/00/" + job + ".sh");
        for (String line : Files.readAllLines(run.directory().resolve("00/00/" + job + ".sub"))) {
            String key = "transfer_input_files = ";
            if (line.startsWith(key)) {
                for (String file : line.substring(key.length()).split(",")) {
                    Path brought = Path.of(file);
                    if (brought.isAbsolute() && Files.exists(brought)) {
                        Files.copy(brought, start.resolve(brought.getFileName()));
                    }
                }
            }
        }
        return started(Files.copy(script, start.resolve("condor_exec.exe")), start);
    }

    /** Starts a script where it is, in a directory. */
    Process started(Path script, Path directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(shell, script.toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(directory.toFile());
        builder.redirectOutput(folder.resolve("out").toFile());
        builder.redirectError(folder.resolve("err").toFile());
        return builder.start();
    }

    Ended run(SubmitDirectory run, String job) throws IOException, InterruptedException {
        return end(started(run, job));
    }

    Ended end(Process process) throws IOException, InterruptedException {
        int code = process.waitFor();
        return new Ended(
                code,
                Files.readString(folder.resolve("out"), StandardCharsets.UTF_8),
                Files.readString(folder.resolve("err"), StandardCharsets.UTF_8));
    }

    /**
     * Calls of the tools and what the task wrote there, without names that differ from run to run.
     */
    List<String> calls() throws IOException {
        List<String> calls = new ArrayList<>();
        for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
            calls.add(line.replaceAll("pegasus\\.[A-Za-z0-9]{9}", "OWN"));
        }
        return calls;
    }

    String list(int number) throws IOException {
        return Files.readString(Path.of(log + ".list" + number), StandardCharsets.UTF_8);
    }

    /** Directories that jobs made for themselves and did not remove. */
    long left() throws IOException {
        try (var entries = Files.list(folder.resolve("tmp"))) {
            return entries.count();
        }
    }
}
