package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import transfer.protocol.ssh.SshServer.Port;
import transfer.protocol.testkit.Trial;

/** The servers of the other tests are what they are meant to be. */
@Tag("container")
class SshServerTest {
    @ParameterizedTest
    @EnumSource(names = {"SSH", "PASSWORD", "KEYBOARD", "JAIL", "SCP", "QUIET", "FEW", "BARE"})
    void accountGetsInWithItsPassword(Port port) throws Exception {
        try (SshServer server = SshServer.start(port);
                SshConnections connections = server.connections()) {
            assertTrue(SshServer.connect(connections, server.url(port, "/")).isAlive());

            assertTimeoutPreemptively(
                    Trial.PATIENCE,
                    () -> {
                        while (!server.log(port).contains("Accepted ")) {
                            Thread.onSpinWait(); // it lets in first and writes about it then
                        }
                    });
        }
    }

    @Test
    void filesOfTheAccountAreSeenFromHere() throws Exception {
        try (SshServer server = SshServer.start(Port.SSH)) {
            assertTrue(Files.isDirectory(server.files()));
            assertEquals("rw-------", mode(server.key("ed25519")));
            assertTrue(Files.isRegularFile(server.authorizedKeys()));
        }
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
