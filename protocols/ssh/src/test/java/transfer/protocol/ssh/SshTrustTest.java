package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings.HostKeyChecking;

class SshTrustTest {
    private static final SshPublicKey KEY = TestKeys.ed25519(1);
    private static final SshPublicKey OTHER = TestKeys.ed25519(2);

    private final SshNotes notes = new SshNotes();
    private final SshTrust trust = new SshTrust(notes);
    @TempDir private Path directory;
    private Path file;

    @BeforeEach
    void file() {
        file = directory.resolve("known_hosts");
    }

    @Test
    void aNewHostIsAcceptedAndNotedUnlessKnownOnesOnlyAreWanted() throws Exception {
        assertTrue(judge(HostKeyChecking.ACCEPT_NEW, "h", KEY));
        assertEquals("h ssh-ed25519 " + KEY.base64() + "\n", Files.readString(file));
        assertTrue(judge(HostKeyChecking.YES, "h", KEY));

        SshRefusal refusal =
                assertThrows(SshRefusal.class, () -> judge(HostKeyChecking.YES, "g", KEY));
        assertEquals(FailureKind.UNTRUSTED, refusal.kind());
        assertEquals(Optional.of("HOST_KEY_UNKNOWN"), refusal.errno());
        assertEquals(
                "the host key of g ("
                        + KEY
                        + ") is in none of the files of known hosts ("
                        + file
                        + "); to accept new hosts: --ssh-host-keys accept-new",
                refusal.getMessage());
    }

    @Test
    void aChangedKeyIsRefusedWithTheCommandThatForgetsTheOldOne() throws Exception {
        judge(HostKeyChecking.ACCEPT_NEW, "[h]:2222", KEY);
        for (var checking : List.of(HostKeyChecking.ACCEPT_NEW, HostKeyChecking.YES)) {
            SshRefusal refusal =
                    assertThrows(SshRefusal.class, () -> judge(checking, "[h]:2222", OTHER));
            assertEquals(FailureKind.UNTRUSTED, refusal.kind());
            assertEquals(Optional.of("HOST_KEY_CHANGED"), refusal.errno());
            assertEquals(
                    "the host key of [h]:2222 is not the known one: it is "
                            + OTHER
                            + ", but "
                            + file
                            + " line 1 has "
                            + KEY
                            + ". Somebody may pass for the host. If it really has a new key:"
                            + " ssh-keygen -R '[h]:2222' -f '"
                            + file
                            + "'",
                    refusal.getMessage());
        }
    }

    @Test
    void uncheckedHostsMayChangeWhichIsToldAndNotWrittenDown() throws Exception {
        assertTrue(judge(HostKeyChecking.NO, "h", KEY));
        assertFalse(judge(HostKeyChecking.NO, "h", OTHER));
        assertEquals("h ssh-ed25519 " + KEY.base64() + "\n", Files.readString(file));
        String told = String.join("\n", notes.told());
        assertTrue(told.contains("accepted, because host keys are not checked"), told);
    }

    @Test
    void aRevokedKeyIsRefusedAlsoWhereNothingIsChecked() throws Exception {
        Files.writeString(file, "@revoked * ssh-ed25519 " + KEY.base64() + "\n");
        SshRefusal refusal =
                assertThrows(SshRefusal.class, () -> judge(HostKeyChecking.NO, "h", KEY));
        assertEquals(Optional.of("HOST_KEY_REVOKED"), refusal.errno());
        assertTrue(refusal.getMessage().contains("revoked, says " + file + " line 1"));
    }

    @Test
    void aHostThatOughtToHaveACertificateIsNotBelievedWithoutOne() throws Exception {
        Files.writeString(file, "@cert-authority *.org ssh-ed25519 " + OTHER.base64() + "\n");
        SshRefusal refusal =
                assertThrows(
                        SshRefusal.class, () -> judge(HostKeyChecking.ACCEPT_NEW, "h.org", KEY));
        assertEquals(Optional.of("HOST_KEY_UNKNOWN"), refusal.errno());
        assertTrue(refusal.getMessage().contains("by the authority of " + file + " line 1"));
        assertTrue(judge(HostKeyChecking.ACCEPT_NEW, "h.com", KEY));
    }

    @Test
    void aKeyNotedWithoutThePortIsTheSameMachines() throws Exception {
        judge(HostKeyChecking.ACCEPT_NEW, "h", KEY);
        assertTrue(trust.judge(rules(HostKeyChecking.YES, file), "[h]:2222", "h", KEY));
        assertEquals(1, Files.readAllLines(file).size());
    }

    @Test
    void aHostThatHasAnAliasIsNotKnownByItsOwnName() throws Exception {
        judge(HostKeyChecking.ACCEPT_NEW, "h", KEY);
        var aliased =
                new SshTrustRules(
                        HostKeyChecking.YES, Optional.of("a"), List.of(file), List.of(), false);

        SshRefusal refusal =
                assertThrows(SshRefusal.class, () -> trust.judge(aliased, "a", "h", KEY));
        assertEquals(Optional.of("HOST_KEY_UNKNOWN"), refusal.errno());
    }

    @Test
    void whereNothingCanBeNotedAHostIsKnownForTheRun() throws Exception {
        Path blocked = Path.of("/proc/none/known_hosts");
        var rules = rules(HostKeyChecking.ACCEPT_NEW, blocked);
        assertTrue(trust.judge(rules, "h", "h", KEY));
        assertTrue(trust.judge(rules, "h", "h", KEY));
        String told = String.join("\n", notes.told());
        assertTrue(told.contains("is known for this run only: "), told);
        SshRefusal refusal =
                assertThrows(SshRefusal.class, () -> trust.judge(rules, "h", "h", OTHER));
        assertTrue(refusal.getMessage().contains("has changed during this run"));
    }

    @Test
    void withoutAnyFileAHostIsKnownForTheRun() throws Exception {
        var rules =
                new SshTrustRules(
                        HostKeyChecking.ACCEPT_NEW, Optional.empty(), List.of(), List.of(), false);
        assertTrue(trust.judge(rules, "h", "h", KEY));
        assertThrows(SshRefusal.class, () -> trust.judge(rules, "h", "h", OTHER));
        assertEquals(Set.of(), notes.told());
    }

    @Test
    void aFileThatCannotBeReadIsAReasonNotToTrust() throws Exception {
        Files.createDirectory(file);
        SshRefusal refusal =
                assertThrows(SshRefusal.class, () -> judge(HostKeyChecking.NO, "h", KEY));
        assertTrue(refusal.getMessage().startsWith("the known hosts cannot be read: "));
    }

    @Test
    void manyThreadsNoteAHostOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                String name = "h" + i % 4;
                answers.add(threads.submit(() -> judge(HostKeyChecking.ACCEPT_NEW, name, KEY)));
            }
            for (Future<Boolean> answer : answers) {
                assertTrue(answer.get());
            }
        }
        assertEquals(4, Files.readAllLines(file).stream().distinct().count());
        assertEquals(4, Files.readAllLines(file).size());
    }

    @Test
    void theNameIsTheAliasElseTheHostWithAnUnusualPort() throws IOException {
        var rules = rules(HostKeyChecking.YES, file);
        assertEquals("h", rules.name("h", 22));
        assertEquals("[h]:23", rules.name("h", 23));
        var aliased =
                new SshTrustRules(
                        HostKeyChecking.YES, Optional.of("a"), List.of(), List.of(), false);
        assertEquals("a", aliased.name("h", 23));
    }

    private boolean judge(HostKeyChecking checking, String name, SshPublicKey key)
            throws SshRefusal {
        return trust.judge(rules(checking, file), name, name, key);
    }

    private static SshTrustRules rules(HostKeyChecking checking, Path file) {
        return new SshTrustRules(checking, Optional.empty(), List.of(file), List.of(), false);
    }
}
