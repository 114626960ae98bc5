package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.it.Remote.Kind;

/** A real server that takes fewer connections at once than the program makes. */
@Tag("container")
class CrowdedIT {
    private static final int FILES = 30;

    @TempDir Path folder;

    @Test
    void aListIsDoneWithAsManyConnectionsAsTheServerTakes() throws Exception {
        try (Remote server = Kind.FTP.start(Map.of("MAX_CLIENTS", "2"))) {
            String root = server.root().replace("://", "://lab:labpass@");
            List<String> items = new ArrayList<>();
            for (int i = 0; i < FILES; i++) {
                Files.write(folder.resolve("f" + i), new byte[100_000 + i]);
                items.add(Json.transfer(folder + "/f" + i, root + "/to/f" + i));
            }

            Program.transfer(folder)
                    .input(Json.list(items.toArray(String[]::new)))
                    .run("-n", "8", "--json", folder + "/results")
                    .exited(0);

            assertEquals(FILES, server.names().size());
            long refused =
                    Results.read(folder.resolve("results")).stream()
                            .flatMap(item -> item.attempts().stream())
                            .filter(attempt -> "421".equals(attempt.get("failure.status")))
                            .count();
            assertTrue(1 <= refused && refused <= 12, refused + " were turned away");
        }
    }
}
