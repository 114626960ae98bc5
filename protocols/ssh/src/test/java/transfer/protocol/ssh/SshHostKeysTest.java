package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings.HostKeyChecking;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.ssh.SshServer.Port;

/** Which servers are talked to, with real ones. */
@Tag("container")
class SshHostKeysTest {
    private static SshServer server;

    @TempDir private Path home;
    private Path file;

    @BeforeAll
    static void start() {
        server = SshServer.start(Port.SSH, Port.CERTIFICATE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void file() throws IOException {
        file = Files.createDirectory(home.resolve(".ssh")).resolve("known_hosts");
    }

    @Test
    void aHostSeenForTheFirstTimeIsNotedAndThenKnown() throws Exception {
        connect(Port.SSH, HostKeyChecking.ACCEPT_NEW);
        String noted = Files.readString(file);
        assertEquals(name(Port.SSH) + " " + words("host") + "\n", noted);

        connect(Port.SSH, HostKeyChecking.YES);
        assertEquals(noted, Files.readString(file));
    }

    @Test
    void aHostNeverSeenIsNotTalkedToWhereOnlyKnownOnesAreWanted() {
        TransferException refusal = refusal(Port.SSH, HostKeyChecking.YES);
        assertTrue(
                refusal.getMessage().contains("is in none of the files of known hosts"),
                refusal::getMessage);
        assertFalse(Files.exists(file));
    }

    @Test
    void aChangedKeyIsRefusedAndTheMessageSaysWhatToDo() throws Exception {
        Files.writeString(file, name(Port.SSH) + " " + words("other-host") + "\n");
        TransferException refusal = refusal(Port.SSH, HostKeyChecking.ACCEPT_NEW);
        assertEquals(FailureKind.UNTRUSTED, refusal.kind());
        assertEquals(Optional.of("HOST_KEY_CHANGED"), refusal.errno());
        assertEquals(Optional.of(Phase.CONNECT), refusal.phase());
        assertEquals(
                "cannot connect to sftp://lab:***@%s/x: the host key of %s is not the known one: it"
                                .formatted(
                                        name(Port.SSH).replaceAll("[\\[\\]]", ""), name(Port.SSH))
                        + " is %s, but %s line 1 has %s. Somebody may pass for the host. If it really"
                                .formatted(key("host"), file, key("other-host"))
                        + " has a new key: ssh-keygen -R '%s' -f '%s'"
                                .formatted(name(Port.SSH), file),
                refusal.getMessage());
    }

    @Test
    void uncheckedAChangedHostGetsNoPassword() throws Exception {
        Files.writeString(file, name(Port.SSH) + " " + words("other-host") + "\n");
        TransferException refusal =
                assertThrows(TransferException.class, () -> connect(Port.SSH, HostKeyChecking.NO));
        assertEquals(FailureKind.BAD_CREDENTIALS, refusal.kind());
    }

    @Test
    void aRevokedKeyIsRefused() throws Exception {
        Files.writeString(file, "@revoked * " + words("host") + "\n");
        TransferException refusal = refusal(Port.SSH, HostKeyChecking.NO);
        assertEquals(Optional.of("HOST_KEY_REVOKED"), refusal.errno());
    }

    @Test
    void aCertificateOfAKnownAuthorityIsBelieved() throws Exception {
        String authority = "@cert-authority [127.0.0.?]:* " + words("host-ca") + "\n";
        Files.writeString(file, authority);
        assertReachedCertified(HostKeyChecking.YES);
        assertEquals(authority, Files.readString(file));
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsNot() throws Exception {
        Files.writeString(file, "@cert-authority * " + words("user-ca") + "\n");
        TransferException refusal = refusal(Port.CERTIFICATE, HostKeyChecking.ACCEPT_NEW);
        assertTrue(
                refusal.getMessage().contains("no certificate by the authority"),
                refusal::getMessage);
    }

    @Test
    void aCertificateWhoseKeyIsRevokedIsRefusedWithThePlace() throws Exception {
        Files.writeString(
                file,
                "@cert-authority * " + words("host-ca") + "\n@revoked * " + words("host") + "\n");
        TransferException refusal = refusal(Port.CERTIFICATE, HostKeyChecking.ACCEPT_NEW);
        assertEquals(Optional.of("HOST_KEY_REVOKED"), refusal.errno());
        assertTrue(
                refusal.getMessage().contains("is revoked, says " + file + " line 2"),
                refusal::getMessage);
    }

    @Test
    void aCertifiedServerMayBeKnownByItsKey() throws Exception {
        Files.writeString(file, name(Port.CERTIFICATE) + " " + words("host") + "\n");
        assertReachedCertified(HostKeyChecking.YES);
    }

    /** The server takes user certificates only, so that getting to the log-in is all we can. */
    private void assertReachedCertified(HostKeyChecking checking) {
        TransferException refusal =
                assertThrows(TransferException.class, () -> connect(Port.CERTIFICATE, checking));
        assertEquals(FailureKind.BAD_CREDENTIALS, refusal.kind(), refusal::getMessage);
    }

    private TransferException refusal(Port port, HostKeyChecking checking) {
        TransferException refusal =
                assertThrows(TransferException.class, () -> connect(port, checking));
        assertEquals(FailureKind.UNTRUSTED, refusal.kind(), refusal::getMessage);
        return refusal;
    }

    private void connect(Port port, HostKeyChecking checking) throws Exception {
        TransferUrl url = server.url(port, "/x");
        var settings = SshServer.network(home, Optional.empty(), Optional.of(checking));
        try (SshConnections connections = new SshConnections(settings)) {
            assertTrue(SshServer.connect(connections, url).isAlive());
        }
    }

    private static String name(Port port) {
        return "[127.0.0.1]:" + server.port(port);
    }

    /** Kind and key of a file of keys. */
    private static String words(String key) throws IOException {
        String[] words = Files.readString(server.key(key + ".pub")).split(" ");
        return String.join(" ", List.of(words).subList(0, 2)).strip();
    }

    private static SshPublicKey key(String name) throws IOException {
        return new SshPublicKey(words(name).split(" ")[1]);
    }
}
