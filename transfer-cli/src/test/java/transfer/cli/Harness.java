package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import transfer.protocol.ByteText;
import transfer.protocol.NetworkSettings;
import transfer.protocol.file.FileProtocol;
import transfer.protocol.testkit.MemoryProtocol;
import transfer.protocol.testkit.MemoryStore;

/**
 * Both programs inside the test's own process: real engine, local files, {@code mem:} and {@code
 * other:} over one store, and an environment that holds nothing but what the test puts there.
 */
final class Harness {
    final MemoryStore store;
    final Map<String, String> environment = new HashMap<>();

    private final Path folder;
    private String input = "";
    private boolean terminal;
    private NetworkSettings network;
    private Cancellation cancellation = new Cancellation();
    private volatile ByteArrayOutputStream err = new ByteArrayOutputStream();
    private volatile ByteArrayOutputStream out = new ByteArrayOutputStream();

    Harness(Path folder) {
        this(folder, new MemoryStore());
    }

    Harness(Path folder, MemoryStore store) {
        this.folder = folder;
        this.store = store;
        environment.put("TMPDIR", folder.toString());
        // closed to others, as JUnit makes it: limits are shared with no other test
        environment.put("XDG_RUNTIME_DIR", folder.toString());
    }

    /** How a program ended. */
    record Ended(int code, String out, String err) {
        Ended exited(ExitCode expected) {
            return exited(expected.number());
        }

        Ended exited(int expected) {
            assertEquals(expected, code, this::toString);
            return this;
        }

        Ended says(String words) {
            assertTrue(err.contains(words), this::toString);
            return this;
        }

        Ended saysNot(String words) {
            assertFalse(err.contains(words), this::toString);
            return this;
        }

        Ended prints(String words) {
            assertTrue(out.contains(words), this::toString);
            return this;
        }

        /** The messages of one level of the log, in order. */
        List<String> logged(Log.Level level) {
            String mark = " " + level + ":  ";
            return err.lines()
                    .filter(line -> line.contains(mark))
                    .map(line -> line.substring(line.indexOf(mark) + mark.length()))
                    .toList();
        }
    }

    Harness input(String text) {
        input = text;
        return this;
    }

    Harness with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Somebody watches. */
    Harness atTerminal() {
        terminal = true;
        return this;
    }

    /** In place of a signal. */
    Harness cancelledBy(Cancellation other) {
        cancellation = other;
        return this;
    }

    /** What the program has said so far, while it runs. */
    String said() {
        return ByteText.decode(err.toByteArray());
    }

    /** What the program has printed so far, while it runs. */
    String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What the program told the protocols of the network. */
    NetworkSettings network() {
        return network;
    }

    Ended transfer(String... arguments) {
        return ended(surroundings -> new Program(surroundings, cancellation).run(arguments));
    }

    Ended pegasus(String... arguments) {
        return ended(surroundings -> new PegasusProgram(surroundings, cancellation).run(arguments));
    }

    Ended integrity(String... arguments) {
        return ended(
                surroundings -> new IntegrityProgram(surroundings, cancellation).run(arguments));
    }

    @FunctionalInterface
    private interface Entry {
        int run(Surroundings surroundings);
    }

    private Ended ended(Entry program) {
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
        int code =
                program.run(
                        new Surroundings(
                                environment,
                                new ByteArrayInputStream(ByteText.encode(input)),
                                new PrintStream(out, false, StandardCharsets.UTF_8),
                                new PrintStream(err, false, StandardCharsets.UTF_8),
                                folder,
                                terminal,
                                terminal,
                                terminal,
                                Clock.systemDefaultZone(),
                                settings -> {
                                    network = settings;
                                    return List.of(
                                            new FileProtocol(List.of()),
                                            new MemoryProtocol(store),
                                            new MemoryProtocol("other", store),
                                            MemoryProtocol.readOnly("ro", store));
                                }));
        return new Ended(code, out.toString(StandardCharsets.UTF_8), said());
    }
}
