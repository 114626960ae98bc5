package transfer.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One start of the packaged program as a user or a job makes it: a command line, an environment, a
 * working directory, something on standard input. The environment is empty but for what a test puts
 * there, {@code PATH}, a home and a folder for temporary files below the working directory.
 */
final class Program {
    private static final Installation INSTALLED =
            Installation.lay(Path.of("target", "the program").toAbsolutePath());

    private final String name;
    private final Path directory;
    private final Map<String, String> environment = new TreeMap<>();
    private List<String> wrapper = List.of();
    private byte[] input = {};

    private Program(String name, Path directory) throws IOException {
        this.name = name;
        this.directory = directory;
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        Path home = Files.createDirectories(directory.resolve("home"));
        environment.put("HOME", home.toString());
        // limits at servers are shared with no program but those of the same test
        Path runtime = Files.createDirectories(home.resolve(".runtime"));
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
        environment.put("XDG_RUNTIME_DIR", runtime.toString());
        environment.put("TMPDIR", temporary.toString());
    }

    /** The program under its own name, run in this folder. */
    static Program transfer(Path directory) throws IOException {
        return new Program("transfer", directory);
    }

    /** The program under the name of the tool it replaces. */
    static Program pegasusTransfer(Path directory) throws IOException {
        return new Program("pegasus-transfer", directory);
    }

    /** The program under the name of the checker of checksums that it replaces. */
    static Program pegasusIntegrity(Path directory) throws IOException {
        return new Program("pegasus-integrity", directory);
    }

    /** A start script of the installation under test. */
    static Path script(String name) {
        return INSTALLED.home().resolve(name);
    }

    Program with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Program input(String text) {
        return input(text.getBytes(StandardCharsets.UTF_8));
    }

    Program input(byte[] bytes) {
        this.input = bytes;
        return this;
    }

    /** Starts it through another command, which gets the program and its arguments as its own. */
    Program through(String... command) {
        this.wrapper = List.of(command);
        return this;
    }

    /** Runs it to its end. */
    Ended run(String... arguments) throws IOException, InterruptedException {
        return start(arguments).end();
    }

    Running start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(script(name).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempDirectory(Path.of("target"), "run-");
        Path stdin = Files.write(output.resolve("in"), input);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(stdin.toFile())
                        .redirectOutput(output.resolve("out").toFile())
                        .redirectError(output.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Running(builder.start(), output);
    }
}
