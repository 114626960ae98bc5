package transfer.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeDirectoryTest {
    @TempDir Path folder;
    private Path session;
    private Path temporary;

    @BeforeEach
    void makeDirectories() throws IOException {
        session = directory("session", "rwx------");
        temporary = directory("tmp", "rwxrwxrwx");
    }

    private Path directory(String name, String mode) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
    }

    private Path find(Optional<Path> named) throws IOException {
        return new RuntimeDirectory(folder).find(named, temporary);
    }

    private Path own() throws IOException {
        return temporary.resolve("transfer-" + Files.getAttribute(folder, "unix:uid"));
    }

    @Test
    void thatOfTheLogInIsPreferred() throws IOException {
        assertEquals(session.resolve("transfer"), find(Optional.of(session)));
        assertEquals(session.resolve("transfer"), find(Optional.of(session)));
    }

    @Test
    void withoutOneItIsTheUsersOwnAndClosedToOthers() throws IOException {
        Path found = find(Optional.empty());
        assertEquals(own(), found);
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(found)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwx---r--", "rwxrwx---"})
    void oneThatOthersMayEnterIsNotUsed(String mode) throws IOException {
        Files.setPosixFilePermissions(session, PosixFilePermissions.fromString(mode));
        assertEquals(own(), find(Optional.of(session)));
        Files.setPosixFilePermissions(own(), PosixFilePermissions.fromString(mode));
        assertTrue(
                assertThrows(IOException.class, () -> find(Optional.empty()))
                        .getMessage()
                        .contains(own().toString()));
    }

    @Test
    void aLinkIsNotUsed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), session);
        assertEquals(own(), find(Optional.of(link)));
        Files.delete(own());
        Files.createSymbolicLink(own(), session);
        assertThrows(IOException.class, () -> find(Optional.empty()));
    }

    @Test
    void oneOfSomebodyElseIsNotUsed() throws IOException {
        Path root = Path.of("/proc/1/task/1/net");
        assertThrows(
                IOException.class,
                () -> new RuntimeDirectory(root).find(Optional.empty(), folder.resolve("nowhere")));
    }

    @Test
    void aFileInItsPlaceIsNotUsed() throws IOException {
        Files.createFile(own());
        assertThrows(IOException.class, () -> find(Optional.empty()));
        assertEquals(own().getParent(), temporary);
    }

    @Test
    void aNameThatIsNoWholePathIsNotUsed() throws IOException {
        assertEquals(own(), find(Optional.of(Path.of("session"))));
    }
}
