package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many processes of one node at one server. */
class NodeLimitIT {
    private static final int FILES = 20;

    @TempDir Path folder;
    private Path runtime;

    @BeforeEach
    void makeRuntimeDirectory() throws Exception {
        runtime = Files.createDirectory(folder.resolve("runtime"));
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
    }

    private Program program(String name, SmallServer server, String path, int files)
            throws Exception {
        Path own = Files.createDirectory(folder.resolve(name));
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < files; i++) {
            list.append(server.url(path + i)).append(" file://").append(own).append("/f");
            list.append(i).append('\n');
        }
        return Program.transfer(own)
                .with("XDG_RUNTIME_DIR", runtime.toString())
                .input(list.toString());
    }

    private List<Running> start(int processes, SmallServer server, String... arguments)
            throws Exception {
        List<Running> running = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            running.add(program("job" + i, server, "/f", FILES).start(arguments));
        }
        return running;
    }

    @Test
    void sixteenProcessesTogetherKeepToTheLimitOfTheNode() throws Exception {
        try (SmallServer server = SmallServer.open(5)) {
            for (Running each : start(16, server, "--node-limit", "5", "-m", "1")) {
                each.end().exited(0);
            }
            assertTrue(server.highest() <= 5, () -> server.highest() + " at once");
            assertEquals(0, server.refused());
        }
    }

    @Test
    void aRefusalOfOneMakesAllOfThemCareful() throws Exception {
        try (SmallServer server = SmallServer.open(3)) {
            for (Running each : start(8, server, "-m", "8")) {
                each.end().exited(0);
            }
            assertTrue(server.highest() <= 16, () -> server.highest() + " at once");
            assertTrue(server.refused() <= 8 * FILES / 2, () -> server.refused() + " refused");
        }
    }

    @Test
    void whatAKilledProcessHadIsFree() throws Exception {
        try (SmallServer server = SmallServer.open(100)) {
            Running killed = program("killed", server, "/slow", FILES).start("--node-limit", "3");
            killed.await("having every place", () -> server.busy() == 3);
            Running other = program("other", server, "/f", FILES).start("--node-limit", "3");
            assertTrue(killed.kill());
            other.end().exited(0);
        }
    }

    @Test
    void aDamagedFileIsReplacedAndOthersAreLeftAlone() throws Exception {
        try (SmallServer server = SmallServer.open(100)) {
            program("first", server, "/f", 1).run().exited(0);
            Path directory = runtime.resolve("transfer");
            Path file;
            try (var files = Files.list(directory)) {
                file = files.findFirst().orElseThrow();
            }
            Files.writeString(file, "damaged");
            Path later = Files.writeString(directory.resolve("limits-2-1"), "of another version");
            program("second", server, "/f", FILES).run("-d").exited(0);
            assertTrue(Files.size(file) > 1_000_000);
            assertEquals("of another version", Files.readString(later));
        }
    }

    @Test
    void aDirectoryThatOthersMayWriteToIsNotUsed() throws Exception {
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (SmallServer server = SmallServer.open(100)) {
            program("job", server, "/f", 1).run().exited(0);
            try (var files = Files.list(runtime)) {
                assertEquals(0, files.count());
            }
        }
    }
}
