package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.NetworkSettings.HostKeyChecking;

class SshConfigTest {
    private final SshNotes notes = new SshNotes();
    @TempDir private Path home;
    private Path file;

    @BeforeEach
    void file() throws IOException {
        file = Files.createDirectory(home.resolve(".ssh")).resolve("config");
        Files.createDirectory(home.resolve("etc"));
    }

    @Test
    void withoutConfigurationTheHostIsItself() throws Exception {
        SshHost host = host("H.Example.org");
        assertEquals("h.example.org", host.name());
        assertEquals(22, host.port());
        assertEquals("me", host.user());
        assertEquals(List.of(), host.jumps());
        assertEquals(
                new SshHost.Keys(
                        Optional.empty(), List.of(), false, Optional.of(Path.of("/agent"))),
                host.keys());
        assertEquals(
                new SshTrustRules(
                        HostKeyChecking.ACCEPT_NEW,
                        Optional.empty(),
                        List.of(
                                home.resolve(".ssh/known_hosts"),
                                home.resolve(".ssh/known_hosts2")),
                        List.of(
                                home.resolve("etc/ssh_known_hosts"),
                                home.resolve("etc/ssh_known_hosts2")),
                        false),
                host.trust());
    }

    @Test
    void theFirstValueThatHoldsCounts() throws Exception {
        write(
                """
                # a comment
                Host a
                    HostName a.example.org
                    User ann

                host=b*   !bad
                  PORT = 2222
                  User "joe doe"  # his name
                Host *
                  User anybody
                  Port 22022
                  ForwardX11 yes
                """);
        assertEquals("a.example.org", host("a").name());
        assertEquals("ann", host("a").user());
        assertEquals(22022, host("a").port());
        assertEquals("joe doe", host("b1").user());
        assertEquals(2222, host("b1").port());
        assertEquals("anybody", host("bad").user());
    }

    @Test
    void whatTheUserSaysComesBeforeTheConfiguration() throws Exception {
        write("Port 1\nUser x\n");
        SshHost host = config().host("h", OptionalInt.of(22), Optional.of("me"));
        assertEquals(22, host.port());
        assertEquals("me", host.user());
    }

    @Test
    void theMachinesConfigurationComesAfterTheUsers() throws Exception {
        write("User x\n");
        Files.writeString(home.resolve("etc/ssh_config"), "User y\nPort 7\n");
        assertEquals("x", host("h").user());
        assertEquals(7, host("h").port());
    }

    @Test
    void keysArePathsWithTokensAndAllOfThemCount() throws Exception {
        write(
                """
                Host h
                  HostName %h.example.org
                  User joe
                  IdentityFile ~/.ssh/%r_%h
                  IdentityFile %d/keys/%n-%p-%u-%%
                  CertificateFile /c/one
                  IdentitiesOnly yes
                  IdentityAgent /run/other
                Host *
                  IdentityFile /k
                  IdentityFile /k
                """);
        assertEquals(
                new SshHost.Keys(
                        Optional.of(
                                List.of(
                                        home.resolve(".ssh/joe_h.example.org"),
                                        home.resolve("keys/h-22-me-%"),
                                        Path.of("/k"))),
                        List.of(Path.of("/c/one")),
                        true,
                        Optional.of(Path.of("/run/other"))),
                host("h").keys());
    }

    @Test
    void noKeysAndNoAgentCanBeWanted() throws Exception {
        write("IdentityFile none\nIdentityAgent none\n");
        assertEquals(
                new SshHost.Keys(Optional.of(List.of()), List.of(), false, Optional.empty()),
                host("h").keys());
    }

    @Test
    void wayThroughOtherServersIsAListOrNone() throws Exception {
        write("Host a\nProxyJump none\nHost *\nProxyJump joe@j1:2222,%h-gate\n");
        assertEquals(List.of(), host("a").jumps());
        assertEquals(List.of("joe@j1:2222", "h-gate"), host("h").jumps());
    }

    @Test
    void aProgramToConnectWithIsNotRun() throws Exception {
        write("Host a\nProxyJump j\nHost b\nProxyCommand none\nHost *\nProxyCommand nc %h %p\n");
        assertEquals(List.of("j"), host("a").jumps());
        assertEquals(List.of(), host("b").jumps());
        SshRefusal refusal = assertThrows(SshRefusal.class, () -> host("h"));
        assertEquals(FailureKind.UNSUPPORTED, refusal.kind());
        assertEquals(
                file
                        + " line 6: ProxyCommand is not supported, because no other programs are run"
                        + " to connect; use ProxyJump",
                refusal.getMessage());
    }

    @Test
    void hostKeysAreTreatedAsConfigured() throws Exception {
        write(
                """
                StrictHostKeyChecking accept-new
                UserKnownHostsFile ~/.ssh/mine /other
                GlobalKnownHostsFile none
                HostKeyAlias same
                HashKnownHosts yes
                """);
        assertEquals(
                new SshTrustRules(
                        HostKeyChecking.ACCEPT_NEW,
                        Optional.of("same"),
                        List.of(home.resolve(".ssh/mine"), Path.of("/other")),
                        List.of(),
                        true),
                host("h").trust());
    }

    @ParameterizedTest
    @CsvSource({"yes, YES", "ask, YES", "Accept-New, ACCEPT_NEW", "no, NO", "off, NO"})
    void wordsForHostKeysAreThoseOfOpenSsh(String word, HostKeyChecking checking) throws Exception {
        write("StrictHostKeyChecking " + word + "\n");
        assertEquals(checking, host("h").trust().checking());
        assertEquals(checking == HostKeyChecking.NO, !notes.told().isEmpty());
        assertEquals(
                HostKeyChecking.ACCEPT_NEW,
                new SshConfig(settings(Optional.of(HostKeyChecking.ACCEPT_NEW)), notes)
                        .host("h", OptionalInt.empty(), Optional.empty())
                        .trust()
                        .checking());
    }

    @Test
    void filesAreIncludedWhereTheyStandAndOnlyThenIfTheirPlaceHolds() throws Exception {
        Files.createDirectory(home.resolve(".ssh/more"));
        Files.writeString(home.resolve(".ssh/more/2.conf"), "User two\n");
        Files.writeString(home.resolve(".ssh/more/1.conf"), "Host g h\nPort 1\nHost x\nPort 9\n");
        Files.writeString(home.resolve(".ssh/more/.hidden.conf"), "User hidden\n");
        write(
                "Host h x\n  Include more/*.conf none ~/.ssh/nothing\n  User h\nHost *\n  User all\n");
        assertEquals(1, host("h").port());
        assertEquals("two", host("h").user());
        assertEquals(9, host("x").port());
        assertEquals(22, host("g").port());
        assertEquals("all", host("g").user());
    }

    @Test
    void filesThatIncludeThemselvesAreAnError() throws Exception {
        write("Include config\n");
        SshRefusal refusal = assertThrows(SshRefusal.class, () -> host("h"));
        assertEquals(file + " line 1: files include each other without end", refusal.getMessage());
    }

    @Test
    void matchIsUnderstoodForHostsAndUsers() throws Exception {
        write(
                """
                Host alias
                  HostName real.example.org
                Match host *.example.org user me
                  Port 1
                Match originalhost alias !localuser root,you
                  User matched
                Match host real.example.org user matched
                  HostKeyAlias late
                Match final all
                  Port 2
                Match all
                  Port 3
                """);
        SshHost host = host("alias");
        assertEquals(1, host.port());
        assertEquals("matched", host.user());
        assertEquals(Optional.of("late"), host.trust().alias());
        assertEquals(3, host("other").port());
        assertEquals("me", host("other").user());
        assertEquals(Set.of(), notes.told());
    }

    @Test
    void conditionsThatNeedAProgramAreIgnoredWithANote() throws Exception {
        write("Match host h exec \"test -e x\"\n  User x\nHost *\n  Port 5\n");
        assertEquals("me", host("h").user());
        assertEquals(5, host("h").port());
        assertEquals(
                Set.of(
                        file
                                + " line 1: the lines below Match exec are ignored, because only all,"
                                + " host, originalhost, user and localuser are understood"),
                notes.told());
    }

    @ParameterizedTest
    @CsvSource({
        "Port, Port says nothing",
        "Port x, a port is a number from 1 to 65535",
        "Port 65536, a port is a number from 1 to 65535",
        "'User \"x', a quotation mark is missing",
        "StrictHostKeyChecking maybe, 'none of yes, accept-new, no, ask'",
        "IdentitiesOnly maybe, neither yes nor no",
        "IdentityFile %x, '%x means nothing here; known are %d %h %n %p %r %u %%'",
        "IdentityFile ~joe/k, only ~/ and percent signs are understood in names of files",
        "IdentityFile ${HOME}/k, only ~/ and percent signs are understood in names of files",
        "Include ~joe/x, nobody knows which home ~joe/x means",
        "Match host, Match host of what?"
    })
    void linesThatMakeNoSenseAreNamed(String line, String why) throws Exception {
        write("\n" + line + "\n");
        SshRefusal refusal = assertThrows(SshRefusal.class, () -> host("h"));
        assertEquals(FailureKind.BAD_REQUEST, refusal.kind());
        assertEquals(file + " line 2: " + why, refusal.getMessage());
    }

    @Test
    void aFileThatOthersMayWriteIsRefused() throws Exception {
        write("User x\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        SshRefusal refusal = assertThrows(SshRefusal.class, () -> host("h"));
        assertEquals(
                "others may write to %s (mode 0660); to mend: chmod 600 %s".formatted(file, file),
                refusal.getMessage());
    }

    @Test
    void aFileWithWindowsLinesAndOtherCharactersIsRead() throws Exception {
        write("Host h\r\n\tUser j\u00f6rg\r\n\tIdentityFile /k\u00e9y\r\n");
        assertEquals("j\u00f6rg", host("h").user());
        assertEquals(Optional.of(List.of(Path.of("/k\u00e9y"))), host("h").keys().named());
    }

    @Test
    void somebodyHasToLogIn() {
        var nobody =
                new NetworkSettings.Ssh(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        home.resolve("etc"));
        SshRefusal refusal =
                assertThrows(
                        SshRefusal.class,
                        () ->
                                new SshConfig(nobody, notes)
                                        .host("h", OptionalInt.empty(), Optional.empty()));
        assertEquals(FailureKind.BAD_CREDENTIALS, refusal.kind());
        assertTrue(refusal.getMessage().contains("write user@ before the host"));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private SshHost host(String alias) throws SshRefusal {
        return config().host(alias, OptionalInt.empty(), Optional.empty());
    }

    private SshConfig config() {
        return new SshConfig(settings(Optional.empty()), notes);
    }

    private NetworkSettings.Ssh settings(Optional<HostKeyChecking> hostKeys) {
        return new NetworkSettings.Ssh(
                hostKeys,
                Optional.of(home),
                Optional.of("me"),
                Optional.of(Path.of("/agent")),
                home.resolve("etc"));
    }
}
