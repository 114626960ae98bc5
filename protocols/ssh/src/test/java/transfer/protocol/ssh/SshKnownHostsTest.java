package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.ssh.SshKnownHosts.Finding;

class SshKnownHostsTest {
    private static final SshPublicKey KEY = TestKeys.ed25519(1);
    private static final SshPublicKey OTHER = TestKeys.ed25519(2);
    private static final String ALGORITHMS =
            "ssh-ed25519-cert-v01@openssh.com,ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512";

    @TempDir private Path directory;

    @Test
    void aHostIsKnownByItsNameAndPort() throws Exception {
        Path file = write("a,[h]:2222 " + words(KEY) + " a comment\n");
        assertInstanceOf(Finding.Known.class, of("a", file).find(KEY));
        assertInstanceOf(Finding.Known.class, of("[h]:2222", file).find(KEY));
        assertInstanceOf(Finding.Unknown.class, of("h", file).find(KEY));
        assertInstanceOf(Finding.Unknown.class, of("[a]:2222", file).find(KEY));
    }

    @Test
    void anotherKeyOfAnyKindIsAChange() throws Exception {
        Path file = write("# comment\n\nh " + words(KEY) + "\n");
        var finding = assertInstanceOf(Finding.Other.class, of("h", file).find(OTHER));
        assertEquals(file + " line 3", finding.line().place());
        assertEquals("ssh-keygen -R 'h' -f '" + file + "'", finding.line().removal("h"));
        assertInstanceOf(Finding.Other.class, of("h", file).find(TestKeys.rsa()));
    }

    @Test
    void oneOfSeveralKeysIsEnough() throws Exception {
        Path file = write("h " + words(OTHER) + "\nh " + words(KEY) + "\n");
        assertInstanceOf(Finding.Known.class, of("h", file).find(KEY));
    }

    @Test
    void linesMayBeInSeveralFilesOfWhichSomeAreMissing() throws Exception {
        Path file = write("h " + words(KEY) + "\n");
        var known = SshKnownHosts.of("h", List.of(directory.resolve("none"), file));
        assertInstanceOf(Finding.Known.class, known.find(KEY));
    }

    @Test
    void aFileThatCannotBeReadIsNotTakenForAnEmptyOne() {
        assertThrows(IOException.class, () -> of("h", directory));
    }

    @Test
    void patternsAndExclusionsCount() throws Exception {
        Path file = write("*.Example.org,!bad.example.org " + words(KEY) + "\n");
        assertInstanceOf(Finding.Known.class, of("a.example.org", file).find(KEY));
        assertInstanceOf(Finding.Unknown.class, of("bad.example.org", file).find(KEY));
        var other = assertInstanceOf(Finding.Other.class, of("a.example.org", file).find(OTHER));
        assertEquals("take line 1 out of " + file, other.line().removal("a.example.org"));
    }

    /** Made by {@code ssh-keygen -H} of OpenSSH 9.2. */
    @Test
    void hashedNamesAreFound() throws Exception {
        Path file =
                write(
                        "|1|A0S76pVoAmUjaU8pFWc1ZWMwsqg=|NZQvq4UIhIQUv2QW8M30D+H9iGY= "
                                + words(KEY)
                                + "\n");
        assertInstanceOf(Finding.Known.class, of("[example.org]:2222", file).find(KEY));
        assertInstanceOf(Finding.Unknown.class, of("example.org", file).find(KEY));
    }

    @Test
    void aRevokedKeyIsRevokedAlsoWhereAnotherLineKnowsIt() throws Exception {
        Path file = write("h " + words(KEY) + "\n@revoked * " + words(KEY) + "\n");
        var finding = assertInstanceOf(Finding.Revoked.class, of("h", file).find(KEY));
        assertEquals(2, finding.line().number());
        assertInstanceOf(Finding.Other.class, of("h", file).find(OTHER));
    }

    @Test
    void theKeyOfAnAuthorityIsNotTheHostsOwn() throws Exception {
        Path file = write("@cert-authority *.org " + words(KEY) + "\n");
        assertInstanceOf(Finding.Unknown.class, of("h.org", file).find(KEY));
        assertEquals(KEY, of("h.org", file).authorities().getFirst().key());
        assertEquals(List.of(), of("h.com", file).authorities());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h",
                "h ssh-ed25519",
                "h ssh-ed25519 !!!",
                "h ssh-ed25519 AAAA",
                "h ssh-rsa KEY",
                "h 1024 35 123456",
                "@strange h ssh-ed25519 KEY",
                "#h ssh-ed25519 KEY",
                "|1|x|y ssh-ed25519 KEY",
                "|1|=|= ssh-ed25519 KEY",
                "|2|a|b ssh-ed25519 KEY",
                "\u00e9 \u00ff"
            })
    void linesThatAreNotUnderstoodSayNothing(String line) throws Exception {
        Path file = write(line.replace("KEY", KEY.base64()) + "\n");
        assertInstanceOf(Finding.Unknown.class, of("h", file).find(KEY));
    }

    @Test
    void kindsOfKeysThatAreKnownAreAskedForFirst() throws Exception {
        Path file = write("h " + words(TestKeys.rsa()) + "\n");
        assertEquals(
                "rsa-sha2-512,ssh-ed25519,ecdsa-sha2-nistp256,ssh-ed25519-cert-v01@openssh.com",
                of("h", file).preferred(ALGORITHMS));
        assertEquals(
                "ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,ssh-ed25519-cert-v01@openssh.com",
                of("other", file).preferred(ALGORITHMS));
    }

    @Test
    void certificatesAreAskedForFirstWhereAnAuthorityIsKnown() throws Exception {
        Path file = write("@cert-authority h " + words(KEY) + "\n");
        assertEquals(ALGORITHMS, of("h", file).preferred(ALGORITHMS));
    }

    @Test
    void aNewHostIsNotedInAPrivateFile() throws Exception {
        Path file = directory.resolve("home/.ssh/known_hosts");
        assertInstanceOf(Finding.Known.class, SshKnownHosts.add(file, "[h]:2222", KEY, false));
        assertEquals("[h]:2222 " + words(KEY) + "\n", Files.readString(file));
        assertEquals("rw-------", mode(file));
        assertEquals("rwx------", mode(file.getParent()));
    }

    @Test
    void whatIsThereStaysAsItIsAndALineThatWasNotEndedIsEnded() throws Exception {
        byte[] before = "other ssh-rsa \u00ff no line feed".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(directory.resolve("known_hosts"), before);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        SshKnownHosts.add(file, "h", KEY, false);
        assertEquals(
                new String(before, StandardCharsets.ISO_8859_1) + "\nh " + words(KEY) + "\n",
                Files.readString(file, StandardCharsets.ISO_8859_1));
        assertEquals("rw-r--r--", mode(file));
    }

    @Test
    void aHostThatWasNotedMeanwhileIsNotNotedAgain() throws Exception {
        Path file = write("h " + words(KEY) + "\n");
        assertInstanceOf(Finding.Known.class, SshKnownHosts.add(file, "h", KEY, false));
        assertInstanceOf(Finding.Other.class, SshKnownHosts.add(file, "h", OTHER, false));
        assertEquals("h " + words(KEY) + "\n", Files.readString(file));
    }

    @Test
    void aHashedNoteHidesTheNameAndIsFoundAgain() throws Exception {
        Path file = directory.resolve("known_hosts");
        SshKnownHosts.add(file, "secret.example.org", KEY, true);
        assertFalse(Files.readString(file).contains("secret"), Files.readString(file));
        assertInstanceOf(Finding.Known.class, of("secret.example.org", file).find(KEY));
    }

    @Test
    void aDeviceMayTakeTheNotes() throws Exception {
        Path file = Path.of("/dev/null");
        assertInstanceOf(Finding.Known.class, SshKnownHosts.add(file, "h", KEY, false));
        assertInstanceOf(Finding.Unknown.class, of("h", file).find(KEY));
    }

    @Test
    void aFullDiskLeavesNoHalfLine() throws Exception {
        // a device that has no room
        Path file = Path.of("/dev/full");
        assertThrows(IOException.class, () -> SshKnownHosts.add(file, "h", KEY, false));
    }

    @Test
    void fingerprintsAreThoseOfOpenSsh() {
        assertEquals(
                "ED25519 SHA256:zbJRQ/iY+NCVCOnQuRxfBX2txS9W4fppo+fLoF55j9o",
                new SshPublicKey(
                                "AAAAC3NzaC1lZDI1NTE5AAAAIDME1gaJGuQw9w5da7ZkQTNnKqhvFfMeQGTlYXIaHM9v")
                        .toString());
    }

    private static String words(SshPublicKey key) {
        return key.type() + " " + key.base64();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static SshKnownHosts of(String name, Path file) throws IOException {
        return SshKnownHosts.of(name, List.of(file));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(
                directory.resolve("known_hosts"), text, StandardCharsets.ISO_8859_1);
    }
}
