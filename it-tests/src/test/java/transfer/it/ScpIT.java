package transfer.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.testkit.ContainerServer;

/** An OpenSSH without SFTP, from the outside: files go and come by scp, and the results say so. */
@Tag("container")
class ScpIT {
    private static final List<String> NAMES =
            List.of("plain", "two words", "it's", "-rf", "$(id)", "per%cent");

    private ContainerServer server;
    private String root;

    @BeforeEach
    void start() {
        server = ContainerServer.start("openssh", List.of("SCP_PORT"), Map.of());
        root =
                "scp://%s:%s@127.0.0.1:%d/data/files"
                        .formatted(Remote.USER, Remote.PASSWORD, server.port("SCP_PORT"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void filesGoThereAndBackByScpAndAreProvedThere(@TempDir Path folder) throws Exception {
        byte[] content = new byte[6_000_000];
        new Random(3).nextBytes(content);
        Path file = Files.write(folder.resolve("file"), content);
        String[] there =
                NAMES.stream()
                        .map(name -> Json.transfer(file.toString(), root + "/up/" + name))
                        .toArray(String[]::new);
        String[] back =
                NAMES.stream()
                        .map(name ->
                                Json.transfer(
                                        root + "/up/" + name, folder.resolve("back") + "/" + name))
                        .toArray(String[]::new);

        Program.transfer(folder)
                .input(Json.list(there))
                .run("--json", folder + "/there")
                .exited(0)
                .doesNotSay(Remote.PASSWORD);
        Program.transfer(folder).input(Json.list(back)).run("--json", folder + "/back-r").exited(0);

        for (String name : NAMES) {
            assertArrayEquals(
                    content, Files.readAllBytes(server.data().resolve("files/up/" + name)), name);
            assertArrayEquals(content, Files.readAllBytes(folder.resolve("back/" + name)), name);
        }
        for (Results.Item item : Results.read(folder.resolve("there"))) {
            assertEquals("destination_digest", item.field("evidence"));
            String software = item.attempts().getLast().get("server_software");
            assertTrue(software.endsWith("(scp protocol, no SFTP)"), software);
        }
    }
}
