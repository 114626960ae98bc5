package transfer.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.it.Remote.Kind;

/** Keys and host keys of SSH, as a user meets them. */
@Tag("container")
class SshLoginIT {
    private static final byte[] CONTENT = {1, 2, 3};
    private static Remote server;

    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        server = Kind.SFTP.start();
        server.put("a", CONTENT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void prepare(@TempDir Path fresh) {
        folder = fresh;
    }

    @Test
    void theKeyOfTheSiteLetsInAndTheHostIsKnownFromThenOn() throws Exception {
        fetch("lab", "ed25519", "--ssh-host-keys", "yes")
                .exited(1)
                .says("is in none of the files of known hosts")
                .says("--ssh-host-keys accept-new");
        fetch("lab", "ed25519").exited(0);
        assertArrayEquals(CONTENT, Files.readAllBytes(folder.resolve("a")));
        fetch("lab", "ed25519", "--ssh-host-keys", "yes").exited(0);
        // the name may be a hash, as the machine's own ssh_config says
        String noted = Files.readString(folder.resolve(known()));
        assertTrue(noted.endsWith(" " + words("host") + "\n"), noted);
        assertEquals(1, noted.lines().count(), noted);
        fetch("lab", "ed25519", "--ssh-host-keys", "no")
                .exited(0)
                .says("host keys of SSH are not checked, anybody can pass for any host");
    }

    @Test
    void aWrongKeyIsTold() throws Exception {
        fetch("lab", "stranger")
                .exited(1)
                .says(
                        "the server does not let lab in with the key "
                                + key("stranger")
                                + ", ED25519")
                .says(
                        "It takes publickey, password. Is the user right, and is the key among those"
                                + " that are let in there?");
    }

    @Test
    void aUserWhoDoesNotExistIsTold() throws Exception {
        fetch("nobody-at-all", "ed25519")
                .exited(1)
                .says("the server does not let nobody-at-all in with the key " + key("ed25519"));
    }

    @Test
    void aChangedHostKeyIsRefusedWithTheCommandThatForgetsTheOldOne() throws Exception {
        Path file = folder.resolve(known());
        Files.createDirectories(file.getParent());
        Files.writeString(file, address() + " " + words("other-host") + "\n");
        fetch("lab", "ed25519")
                .exited(1)
                .says(
                        "the host key of "
                                + address()
                                + " is not the known one: it is ED25519 SHA256:")
                .says(", but " + file + " line 1 has ED25519 SHA256:")
                .says(
                        ". Somebody may pass for the host. If it really has a new key: ssh-keygen -R '"
                                + address()
                                + "' -f '"
                                + file
                                + "'");
    }

    private Ended fetch(String user, String key, String... options)
            throws IOException, InterruptedException {
        String url = server.url("a").replace("://", "://" + user + "@");
        return Program.transfer(folder)
                .with("SSH_PRIVATE_KEY", key(key).toString())
                .input(Json.list(Json.transfer(url, "file://" + folder + "/a")))
                .run(options);
    }

    private static Path key(String name) {
        return server.container().data().resolve("keys").resolve(name);
    }

    private static String words(String key) throws IOException {
        return Files.readString(key(key + ".pub")).replaceAll("^(\\S+ \\S+)[\\s\\S]*", "$1");
    }

    private static String address() {
        return "[127.0.0.1]:" + server.container().port("SSH_PORT");
    }

    private static String known() {
        return "home/.ssh/known_hosts";
    }
}
