package transfer.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import transfer.it.Remote.Kind;

/** The drop-in name with a list in JSON whose sites have credentials of their own. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SitesIT {
    private static final int SIZE = 3_000_000;

    private final byte[] content = new byte[SIZE];
    private final Map<Kind, Remote> servers = new EnumMap<>(Kind.class);
    private Path folder;

    @BeforeAll
    void start() throws IOException {
        new Random(3).nextBytes(content);
        for (Kind kind : Kind.values()) {
            servers.put(kind, kind.start());
            servers.get(kind).put("in", content);
        }
    }

    @AfterAll
    void stop() {
        servers.values().forEach(Remote::close);
    }

    @BeforeEach
    void prepare(@TempDir Path fresh) throws IOException {
        folder = fresh;
        Path settings = Files.createDirectories(folder.resolve("home/.ssh"));
        Path data = servers.get(Kind.SFTP).container().data();
        Files.copy(data.resolve("known_hosts"), settings.resolve("known_hosts"));
    }

    @AfterEach
    void tidy() throws IOException {
        for (Remote remote : servers.values()) {
            for (String name : remote.names()) {
                if (!name.equals("in")) {
                    remote.remove(name);
                }
            }
        }
    }

    private String key(String name) throws IOException {
        Path key = folder.resolve("key-" + name);
        Files.copy(servers.get(Kind.SFTP).container().data().resolve("keys").resolve(name), key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return key.toString();
    }

    private String credentials(Kind kind) throws IOException {
        String server = servers.get(kind).root().replaceFirst("(//[^/]*)/.*", "$1");
        return Secrets.file(
                        folder.resolve("credentials-" + kind),
                        "[%s]\nusername = %s\npassword = %s\n"
                                .formatted(server, Remote.USER, Remote.PASSWORD))
                .toString();
    }

    private String end(Kind kind, String name) {
        String url = servers.get(kind).url(name);
        return "[{\"site_label\": %s, \"url\": %s}]"
                .formatted(
                        Json.quote(kind.name().toLowerCase(Locale.ROOT) + "-site"),
                        Json.quote(kind == Kind.SFTP ? url.replace("://", "://lab@") : url));
    }

    private String pair(int id, Kind from, Kind to) {
        return "{\"type\": \"transfer\", \"id\": %d, \"src_urls\": %s, \"dest_urls\": %s}"
                .formatted(id, end(from, "in"), end(to, "out/" + from));
    }

    private Program program(String key) throws IOException {
        return Program.pegasusTransfer(folder)
                .with("SSH_PRIVATE_KEY_sftp_site", key)
                .with("PEGASUS_CREDENTIALS_webdav_site", credentials(Kind.WEBDAV))
                .with("PEGASUS_CREDENTIALS_ftp_site", credentials(Kind.FTP));
    }

    private void assertArrived(Kind from, Kind to) throws IOException {
        Path file = servers.get(to).file("out/" + from);
        assertArrayEquals(content, Files.readAllBytes(file), from + " to " + to);
    }

    private void assertTidy() throws IOException {
        for (Remote remote : servers.values()) {
            assertEquals(
                    List.of(),
                    remote.names().stream().filter(name -> name.contains(".part")).toList());
        }
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void eachSiteIsOpenedWithWhatItsVariablesName() throws Exception {
        String list =
                Json.list(
                        pair(1, Kind.SFTP, Kind.WEBDAV),
                        pair(2, Kind.FTP, Kind.SFTP),
                        pair(3, Kind.HTTP, Kind.SFTP),
                        pair(4, Kind.WEBDAV, Kind.FTP));
        program(key("ed25519"))
                .input(list)
                .run()
                .exited(0)
                .says("All transfers completed successfully.")
                .doesNotSay(Remote.PASSWORD);
        assertArrived(Kind.SFTP, Kind.WEBDAV);
        assertArrived(Kind.FTP, Kind.SFTP);
        assertArrived(Kind.HTTP, Kind.SFTP);
        assertArrived(Kind.WEBDAV, Kind.FTP);
        assertTidy();
    }

    @Test
    void aKeyThatTheSiteDoesNotKnowFailsOnlyWhatNeedsIt() throws Exception {
        String list = Json.list(pair(1, Kind.HTTP, Kind.SFTP), pair(2, Kind.HTTP, Kind.WEBDAV));
        program(key("stranger"))
                .input(list)
                .run("-m", "1")
                .exited(1)
                .says("key-stranger")
                .doesNotSay(Remote.PASSWORD);
        assertArrived(Kind.HTTP, Kind.WEBDAV);
        assertEquals(List.of("in"), servers.get(Kind.SFTP).names());
        assertTidy();
    }
}
