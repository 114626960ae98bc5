package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;

@Tag("container")
class ContainerServerTest {
    private static final List<String> PORTS =
            List.of("HTTP_PORT", "HTTPS_PORT", "MTLS_PORT", "STRANGER_PORT", "EXPIRED_PORT");

    @Test
    void serverIsReadyWhenItIsThereAndGoneWhenItIsClosed() throws IOException {
        Path data;
        int port;
        try (ContainerServer server = ContainerServer.start("nginx", PORTS, Map.of())) {
            data = server.data();
            port = server.port("HTTP_PORT");
            Files.writeString(data.resolve("www/hello"), "world");

            assertTrue(get(port, "/hello").endsWith("\r\n\r\nworld"));
            assertEquals("127.0.0.1", server.setting("host"));
            assertEquals(data.toString(), server.setting("data"));
            assertThrows(IllegalArgumentException.class, () -> server.setting("FTP_PORT"));
            assertTrue(
                    images().contains(ContainerImage.of(Path.of(""), "nginx")),
                    () -> "" + images());
        }
        assertFalse(Files.exists(data));
        assertThrows(IOException.class, () -> get(port, "/hello"));
    }

    @Test
    void serverThatDoesNotStartIsAFailureWithWhatItSaid() {
        ContainerLaunchException failure =
                assertThrows(
                        ContainerLaunchException.class,
                        () ->
                                ContainerServer.start(
                                        "nginx", List.of(), Map.of("HTTP_PORT", "nonsense")));

        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed, true));
        assertTrue(printed.toString().contains("nonsense"), printed::toString);
    }

    @Test
    void commandsRunInTheContainerAsTheOwnerOfTheFolder() throws Exception {
        try (ContainerServer server = ContainerServer.start("nginx", PORTS, Map.of())) {
            server.run(0, "touch", "/data/made by a command");

            Path made = server.data().resolve("made by a command");
            assertEquals(Files.getOwner(server.data()), Files.getOwner(made));
            assertEquals("said\n", server.run(3, "sh", "-c", "echo said; exit 3"));
            IllegalStateException failure =
                    assertThrows(
                            IllegalStateException.class,
                            () -> server.run(0, "sh", "-c", "echo why >&2; exit 4"));
            assertTrue(failure.getMessage().contains("ended with 4\nwhy"), failure::getMessage);
        }
    }

    @Test
    void serverSeesItsFolderElsewhereTooAndHasSmallDisks() throws IOException {
        try (ContainerServer server =
                ContainerServer.start(
                        "nginx",
                        PORTS,
                        Map.of("ELSEWHERE_URL", "http://localhost/"),
                        Set.of("/data/www/again"),
                        Map.of("/data/www/small", 4096L))) {
            Files.writeString(server.data().resolve("www/hello"), "world");

            assertTrue(get(server.port("HTTP_PORT"), "/again/www/hello").endsWith("\r\n\r\nworld"));
            Files.writeString(server.data().resolve("www/small/hidden"), "by the disk");
            assertTrue(get(server.port("HTTP_PORT"), "/small/hidden").contains(" 404 "));
        }
    }

    private static List<String> images() {
        return DockerClientFactory.instance().client().listContainersCmd().exec().stream()
                .map(Container::getImage)
                .toList();
    }

    private static String get(int port, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            String request = "GET " + path + " HTTP/1.0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
