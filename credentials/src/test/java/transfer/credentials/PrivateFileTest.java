package transfer.credentials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateFileTest {
    private static final int REGULAR = 0100000;

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rwx------"})
    void aPrivateFileIsRead(String mode) throws Exception {
        assertArrayEquals(bytes("secret"), file("secret", mode).read());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rw-r-----",
                "rw--w----",
                "rw---x---",
                "rw----r--",
                "rw-----w-",
                "rw------x",
                "---rwx---",
                "rw-rw-rw-"
            })
    void aFileWithAnyBitForOthersIsRefusedAndStaysAsItIs(String mode) throws IOException {
        PrivateFile file = file("secret", mode);
        for (var refusal :
                new CredentialException[] {
                    assertThrows(CredentialException.class, file::read),
                    assertThrows(CredentialException.class, file::check)
                }) {
            assertTrue(
                    refusal.getMessage()
                            .startsWith(
                                    "Permissions of credentials file "
                                            + file.path()
                                            + " are too liberal"),
                    refusal.getMessage());
            assertTrue(
                    refusal.getMessage().contains("chmod 600 " + file.path()),
                    refusal.getMessage());
        }
        assertEquals(
                mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())));
    }

    @Test
    void theCommandThatMendsQuotesOddNames() {
        var file = new PrivateFile(Path.of("/a b/it's"), "credentials file", "a test", 1);
        assertTrue(
                file.objection(REGULAR | 0644, 1)
                        .orElseThrow()
                        .contains("(mode 0644); to mend: chmod 600 '/a b/it'\\''s' "),
                file.objection(REGULAR | 0644, 1).orElseThrow());
    }

    @Test
    void aMissingFileIsRefused() {
        var file = new PrivateFile(directory.resolve("none"), "credentials file", "a test");
        var refusal = assertThrows(CredentialException.class, file::read);
        assertEquals(
                "Credentials file does not exist: " + file.path() + " (from a test)",
                refusal.getMessage());
        assertEquals(
                refusal.getMessage(),
                assertThrows(CredentialException.class, file::check).getMessage());
    }

    @Test
    void aDirectoryIsNoCredentialsFile() {
        var file = new PrivateFile(directory, "credentials file", "a test");
        var refusal = assertThrows(CredentialException.class, file::read);
        assertEquals(
                "Credentials file does not exist: " + directory + " (from a test)",
                refusal.getMessage());
    }

    @Test
    void aLinkIsJudgedByTheFileItPointsTo() throws Exception {
        PrivateFile target = file("secret", "rw-------");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target.path());
        PrivateFile linked = new PrivateFile(link, "credentials file", "a test");
        assertArrayEquals(bytes("secret"), linked.read());
        Files.setPosixFilePermissions(target.path(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThrows(CredentialException.class, linked::read);
    }

    @Test
    void onlyOurFilesAndThoseOfRootAreUsed() {
        var file = new PrivateFile(Path.of("/c"), "token file", "a test", 1000);
        assertEquals(Optional.empty(), file.objection(REGULAR | 0600, 1000));
        assertEquals(Optional.empty(), file.objection(REGULAR | 0600, 0));
        assertEquals(
                "Token file /c belongs to user number 1001, not to us (1000) or root; to mend: chown"
                        + " 1000 /c (from a test)",
                file.objection(REGULAR | 0600, 1001).orElseThrow());
    }

    @Test
    void theOwnerOfAFileOfOursIsUs() throws IOException {
        PrivateFile file = file("secret", "rw-------");
        assertEquals(Files.getAttribute(file.path(), "unix:uid"), (int) file.user());
        assertDoesNotThrow(file::check);
    }

    @Test
    void somebodyElsesFileIsNotRead() throws IOException {
        Path path = file("secret", "rw-------").path();
        int owner = (int) Files.getAttribute(path, "unix:uid");
        if (owner == 0) {
            // root's are everybody's; root may give one away
            Files.setAttribute(path, "unix:uid", 4711);
            owner = 4711;
        }
        var file = new PrivateFile(path, "token file", "a test", owner + 1);
        assertThrows(CredentialException.class, file::read);
        assertThrows(CredentialException.class, file::check);
    }

    @Test
    void aHugeFileIsNotTakenIntoMemory() throws IOException {
        PrivateFile file = file("x".repeat((1 << 20) + 1), "rw-------");
        var refusal = assertThrows(CredentialException.class, file::read);
        assertTrue(refusal.getMessage().contains("is larger than 1048576 bytes"));
    }

    @Test
    void oneMebibyteIsNotHuge() throws Exception {
        assertEquals(1 << 20, file("x".repeat(1 << 20), "rw-------").read().length);
    }

    @Test
    void aFilePutThereBetweenTheCheckAndTheReadingIsNotTaken() throws Exception {
        PrivateFile file = file("ours", "rw-------");
        PrivateFile.State admitted = file.admitted();
        assertTrue(file.read(admitted).isPresent());
        Path planted = Files.writeString(directory.resolve("planted"), "evil");
        Files.setAttribute(planted, "unix:mode", 0600);
        Files.move(planted, file.path(), StandardCopyOption.ATOMIC_MOVE);
        assertEquals(Optional.empty(), file.read(admitted));
    }

    @Test
    void aFileThatWasOpenedToOthersMeanwhileIsNotTaken() throws Exception {
        PrivateFile file = file("ours", "rw-------");
        PrivateFile.State admitted = file.admitted();
        Files.setAttribute(file.path(), "unix:mode", 0644);
        assertEquals(Optional.empty(), file.read(admitted));
    }

    private PrivateFile file(String content, String mode) throws IOException {
        Path path = Files.writeString(directory.resolve("c.conf"), content);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        return new PrivateFile(path, "credentials file", "a test");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
