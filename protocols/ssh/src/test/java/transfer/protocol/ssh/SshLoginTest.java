package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.ssh.SshServer.Port;

/** Who is let in, by real servers. */
@Tag("container")
class SshLoginTest {
    private static SshServer server;

    private final Map<String, String> environment = new HashMap<>();
    @TempDir private Path home;
    private Optional<Path> agent = Optional.empty();
    private Set<String> notes = Set.of();

    @BeforeAll
    static void start() {
        server =
                SshServer.start(Port.SSH, Port.PASSWORD, Port.KEYBOARD, Port.CERTIFICATE, Port.FEW);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void directory() throws IOException {
        Files.createDirectory(home.resolve(".ssh"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void theKeyOfTheSiteLetsIn(String key) throws Exception {
        environment.put("SSH_PRIVATE_KEY_my_site", server.key(key).toString());
        environment.put("SSH_PRIVATE_KEY", server.key("stranger").toString());
        login("sftp://lab@127.0.0.1:" + server.port(Port.SSH) + "/");
    }

    @Test
    void aKeyWithACustomaryNameLetsIn() throws Exception {
        Path own = home.resolve(".ssh/id_ed25519");
        Files.copy(server.key("ed25519"), own);
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));
        login(Port.SSH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASSWORD", "KEYBOARD"})
    void aPasswordOfTheCredentialsFileLetsInWithItsUser(Port port) throws Exception {
        credentialsFile(port, "username = lab\npassword = labpass");
        login("sftp://127.0.0.1:" + server.port(port) + "/");
    }

    @Test
    void anotherUsersPasswordIsNotShown() throws Exception {
        credentialsFile(Port.PASSWORD, "username = joe\npassword = labpass");
        TransferException refusal = refusal(Port.PASSWORD);
        assertTrue(
                refusal.getMessage().contains("neither a key nor a password to log in with as lab"),
                refusal::getMessage);
    }

    @Test
    void whoHasNothingToShowIsToldWhereItWasLookedFor() {
        TransferException refusal = refusal(Port.SSH);
        assertEquals(
                at(Port.SSH)
                        + "there is neither a key nor a password to log in with as lab (looked for:"
                        + " the variable PEGASUS_CREDENTIALS_my_site (not set), the variable"
                        + " PEGASUS_CREDENTIALS (not set), the variable SSH_PRIVATE_KEY_my_site (not"
                        + " set), the variable SSH_PRIVATE_KEY (not set), keys of an ssh-agent, keys"
                        + " that ssh_config names, ~/.ssh/id_*)",
                refusal.getMessage());
    }

    @Test
    void aWrongKeyIsNamed() throws Exception {
        Path key = server.key("stranger");
        environment.put("SSH_PRIVATE_KEY", key.toString());
        TransferException refusal = refusal(Port.SSH);
        assertEquals(Optional.of(Phase.LOGIN), refusal.phase());
        assertEquals(
                at(Port.SSH)
                        + "the server does not let lab in with the key %s, %s. It takes publickey, password. Is the user right, and is the key among those that are let in there?"
                                .formatted(key, publicKey("stranger")),
                refusal.getMessage());
    }

    @Test
    void aUserWhoDoesNotExistIsNamed() throws Exception {
        Path key = server.key("ed25519");
        environment.put("SSH_PRIVATE_KEY", key.toString());
        String url = "sftp://nobody-at-all@127.0.0.1:" + server.port(Port.SSH) + "/x";
        TransferException refusal = assertThrows(TransferException.class, () -> login(url));
        assertEquals(FailureKind.BAD_CREDENTIALS, refusal.kind());
        assertEquals(
                "cannot connect to "
                        + url
                        + ": the server does not let nobody-at-all in with the key %s, %s. It takes publickey, password. Is the user right, and is the key among those that are let in there?"
                                .formatted(key, publicKey("ed25519")),
                refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASSWORD", "KEYBOARD"})
    void aWrongPasswordIsNotRepeated(Port port) throws Exception {
        credentialsFile(port, "username = lab\npassword = hunter2");
        TransferException refusal = refusal(port);
        assertTrue(
                refusal.getMessage().contains("with the password of section [sftp://127.0.0.1:"),
                refusal::getMessage);
        assertTrue(!refusal.getMessage().contains("hunter2"), refusal::getMessage);
    }

    @Test
    void anEncryptedKeyNeedsItsPassphrase() throws Exception {
        Path key = server.key("encrypted");
        environment.put("SSH_PRIVATE_KEY", key.toString());
        String begin =
                at(Port.SSH)
                        + "SSH key "
                        + key
                        + " (from the variable SSH_PRIVATE_KEY) is encrypted";
        assertEquals(
                begin
                        + ", and no passphrase is known; write it as passphrase into a credentials"
                        + " file, or let an ssh-agent have the key",
                refusal(Port.SSH).getMessage());

        credentialsFile(Port.SSH, "passphrase = sesame");
        assertEquals(
                begin + ", and the passphrase does not open it", refusal(Port.SSH).getMessage());

        credentialsFile(Port.SSH, "passphrase = " + SshServer.PASSPHRASE);
        login(Port.SSH);
    }

    @Test
    void aKeyThatOthersMayReadIsRefusedWithWhatMendsIt() throws Exception {
        Path key = Files.copy(server.key("ed25519"), home.resolve("key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        environment.put("SSH_PRIVATE_KEY", key.toString());
        assertEquals(
                at(Port.SSH)
                        + "Permissions of SSH key %s are too liberal (mode 0640); to mend: chmod 600 %s (from the variable SSH_PRIVATE_KEY)"
                                .formatted(key, key),
                refusal(Port.SSH).getMessage());
    }

    @Test
    void aCertificateBesideItsKeyLetsIn() throws Exception {
        environment.put("SSH_PRIVATE_KEY", server.key("certified").toString());
        login(Port.CERTIFICATE);
    }

    @Test
    void anExpiredCertificateIsTold() throws Exception {
        environment.put("SSH_PRIVATE_KEY", server.key("expired").toString());
        TransferException refusal = refusal(Port.CERTIFICATE);
        String begin =
                "; not used: certificate " + server.key("expired-cert.pub") + " expired at 2";
        assertTrue(refusal.getMessage().contains(begin), refusal::getMessage);
    }

    @Test
    void anAgentsKeyLetsIn() throws Exception {
        try (TestAgent keys = TestAgent.start(home.resolve("s"), 1)) {
            agent = Optional.of(keys.socket());
            authorize(keys.line(0));
            login(Port.SSH);
        }
    }

    @Test
    void anAgentThatIsGoneIsANote() throws Exception {
        agent = Optional.of(home.resolve("none"));
        login("sftp://lab:labpass@127.0.0.1:" + server.port(Port.PASSWORD) + "/");
        assertEquals(1, notes.size());
        assertTrue(
                notes.iterator().next().startsWith("the ssh-agent at " + agent.get()),
                notes::toString);
    }

    @Test
    void tooManyKeysAreTooManyUnlessTheRightOneIsNamed() throws Exception {
        try (TestAgent keys = TestAgent.start(home.resolve("s"), 4)) {
            agent = Optional.of(keys.socket());
            TransferException refusal = refusal(Port.FEW);
            assertTrue(
                    refusal.getMessage()
                                    .contains("broke off the log-in of lab after too many tries")
                            && refusal.getMessage().contains("IdentitiesOnly yes"),
                    refusal::getMessage);

            authorize(keys.line(3));
            Path half = Files.writeString(home.resolve("third.pub"), keys.line(3));
            config("IdentityFile " + half + "\nIdentitiesOnly yes\n");
            login(Port.FEW);

            config("");
            environment.put("SSH_PRIVATE_KEY", server.key("ed25519").toString());
            login(Port.FEW);
        }
    }

    @Test
    void theConfigurationSaysWhereAndWhoWeAre() throws Exception {
        config(
                """
                Host lab?
                  HostName 127.0.0.1
                  Port %d
                  User lab
                  IdentityFile %s
                """
                        .formatted(server.port(Port.SSH), server.key("ed25519")));
        login("sftp://lab1/");
        assertTrue(
                Files.readString(home.resolve(".ssh/known_hosts"))
                        .startsWith("[127.0.0.1]:" + server.port(Port.SSH) + " "));
    }

    @Test
    void aConfigurationThatMakesNoSenseFailsWithItsLine() throws Exception {
        config("\nPort many\n");
        TransferException refusal =
                assertThrows(TransferException.class, () -> login("sftp://lab@h/x"));
        assertEquals(FailureKind.BAD_REQUEST, refusal.kind());
        assertEquals(
                "cannot connect to sftp://lab@h/x: "
                        + home.resolve(".ssh/config")
                        + " line 2: a port is a number from 1 to 65535",
                refusal.getMessage());
    }

    private void login(Port port) throws Exception {
        login("sftp://lab@127.0.0.1:" + server.port(port) + "/x");
    }

    private void login(String url) throws Exception {
        Place place = new Place(url(url), new Site("my-site"));
        try (SshConnections connections = new SshConnections(SshServer.network(home, agent))) {
            SshLogin login = connections.login(place, Credentials.standard(environment));
            assertTrue(connections.connection(place.url(), login).isAlive());
            notes = connections.notes();
        }
    }

    private TransferException refusal(Port port) {
        TransferException refusal = assertThrows(TransferException.class, () -> login(port));
        assertEquals(FailureKind.BAD_CREDENTIALS, refusal.kind(), refusal::getMessage);
        return refusal;
    }

    private static String at(Port port) {
        return "cannot connect to sftp://lab@127.0.0.1:" + server.port(port) + "/x: ";
    }

    private static TransferUrl url(String text) throws MalformedUrlException {
        return TransferUrl.parse(text);
    }

    private void config(String text) throws IOException {
        Files.writeString(home.resolve(".ssh/config"), text);
    }

    private void credentialsFile(Port port, String keys) throws IOException {
        Path file = home.resolve("credentials");
        Files.writeString(file, "[sftp://127.0.0.1:" + server.port(port) + "]\n" + keys + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        environment.put("PEGASUS_CREDENTIALS", file.toString());
    }

    private static void authorize(String line) throws IOException {
        Files.writeString(server.authorizedKeys(), line, StandardOpenOption.APPEND);
    }

    private static SshPublicKey publicKey(String name) throws IOException {
        return new SshPublicKey(Files.readString(server.key(name + ".pub")).split(" ")[1]);
    }
}
