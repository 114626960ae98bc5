package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credential;
import transfer.credentials.Secret;
import transfer.protocol.NetworkSettings.HostKeyChecking;

class SshKeyringTest {
    private final SshNotes notes = new SshNotes();
    @TempDir private Path home;

    @BeforeEach
    void directory() throws Exception {
        Files.createDirectory(home.resolve(".ssh"));
    }

    @Test
    void theNamedKeyComesFirstThenTheAgentsThenThoseOfFiles() throws Exception {
        Path named = key("named");
        Path configured = key("configured");
        try (TestAgent agent = TestAgent.start(home.resolve("s"), 2)) {
            Files.writeString(home.resolve("half.pub"), agent.line(1));
            var keys =
                    new SshHost.Keys(
                            Optional.of(List.of(configured, home.resolve("half"))),
                            List.of(),
                            false,
                            Optional.of(agent.socket()));
            List<String> labels = labels(gather(keys, Optional.of(named)));
            assertEquals(4, labels.size(), labels::toString);
            assertTrue(labels.get(0).startsWith("key " + named), labels::toString);
            assertTrue(labels.get(1).contains(fingerprint(agent.line(1))), labels::toString);
            assertTrue(labels.get(2).contains(fingerprint(agent.line(0))), labels::toString);
            assertTrue(labels.get(3).startsWith("key " + configured), labels::toString);

            var only = new SshHost.Keys(keys.named(), List.of(), true, Optional.of(agent.socket()));
            assertEquals(3, gather(only, Optional.of(named)).identities().size());
        }
    }

    @Test
    void keysWithCustomaryNamesCountOnlyWhereNoneIsNamed() throws Exception {
        Path customary = key(".ssh/id_ed25519");
        Path named = key("named");
        var nothing = keys(Optional.empty());
        assertEquals(1, gather(nothing, Optional.empty()).identities().size());
        assertTrue(labels(gather(nothing, Optional.empty())).getFirst().contains("" + customary));
        assertEquals(1, gather(nothing, Optional.of(named)).identities().size());
        assertEquals(
                List.of(), gather(keys(Optional.of(List.of())), Optional.empty()).identities());
    }

    @Test
    void keysThatCannotBeUsedAreLeftOutWithTheReason() throws Exception {
        Path open = key(".ssh/id_rsa");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        SshKeyring ring = gather(keys(Optional.empty()), Optional.empty());
        assertEquals(List.of(), ring.identities());
        assertEquals(
                List.of(
                        "Permissions of SSH key %s are too liberal (mode 0644); to mend: chmod 600 %s (from the SSH configuration)"
                                .formatted(open, open)),
                ring.objections());
    }

    @Test
    void anAgentThatAnswersNonsenseHasNoKeys() throws Exception {
        Path socket = home.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> hangUp(server));
            var keys = new SshHost.Keys(Optional.empty(), List.of(), false, Optional.of(socket));
            assertEquals(List.of(), gather(keys, Optional.empty()).identities());
        }
    }

    private static void hangUp(ServerSocketChannel server) {
        while (server.isOpen()) {
            try {
                server.accept().close();
            } catch (java.io.IOException _) {
                return; // the test is over
            }
        }
    }

    @Test
    void oneQuestionIsAnsweredWithThePasswordAndOnlyOnce() {
        SshPrompts prompts = new SshPrompts(Optional.of(new Secret("sesame")));
        String[] question = {"Password for joe@h:"};
        assertArrayEquals(new String[0], ask(prompts, new String[0], false));
        assertNull(ask(prompts, new String[] {"Name:"}, true));
        assertArrayEquals(new String[] {"sesame"}, ask(prompts, question, false));
        assertNull(ask(prompts, new String[] {"Code\n:"}, false));
        assertEquals(Optional.of("Code :"), prompts.unanswered());
    }

    private static String[] ask(SshPrompts prompts, String[] questions, boolean echo) {
        return prompts.promptKeyboardInteractive("", "", "", questions, new boolean[] {echo});
    }

    private static SshHost.Keys keys(Optional<List<Path>> named) {
        return new SshHost.Keys(named, List.of(), false, Optional.empty());
    }

    private SshKeyring gather(SshHost.Keys keys, Optional<Path> named) throws Exception {
        var trust =
                new SshTrustRules(
                        HostKeyChecking.YES, Optional.empty(), List.of(), List.of(), false);
        SshLogin login =
                new SshLogin(
                        new SshHost("h", 22, "joe", List.of(), keys, trust),
                        Optional.empty(),
                        named.map(path -> new Credential.SshKey(path, "the test")),
                        Optional.empty(),
                        List.of(),
                        Optional.empty());
        return SshKeyring.gather(login, Optional.of(home), notes, Instant.EPOCH);
    }

    private static List<String> labels(SshKeyring ring) {
        return ring.identities().stream().map(SshIdentity::label).toList();
    }

    private static String fingerprint(String line) {
        return new SshPublicKey(line.split(" ")[1]).toString();
    }

    private Path key(String name) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        KeyPair.genKeyPair(new JSch(), KeyPair.ECDSA, 256).writeOpenSSHv1PrivateKey(bytes, null);
        Path path = Files.write(home.resolve(name), bytes.toByteArray());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return path;
    }
}
