package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/** Counts this process's open files and sockets, where the system shows them (Linux, macOS). */
final class OpenFiles {
    private static final Path DESCRIPTORS = Path.of("/dev/fd");
    private static final int TIMES = 100;

    /** Pools keep a few connections, and the runtime opens a file now and then. */
    private static final int FEW = 30;

    private OpenFiles() {}

    /** Demands that what is done many times does not leave a file or socket open each time. */
    static void assertNoneStay(Executable action) {
        Assertions.assertDoesNotThrow(action); // so that everything is loaded and connected
        int before = count();
        for (int i = 1; i <= TIMES; i++) {
            Assertions.assertDoesNotThrow(action);
            // looked at each time, since the garbage collector closes what was forgotten
            int more = count() - before;
            assertTrue(more < FEW, more + " more are open after " + i + " times");
        }
    }

    private static int count() {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return (int) descriptors.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
