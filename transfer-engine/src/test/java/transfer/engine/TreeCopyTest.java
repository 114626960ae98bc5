package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.MemoryFault;

@Timeout(60)
class TreeCopyTest {
    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
    }

    @Test
    void aDirectoryIsNotCopiedIntoItself() throws Exception {
        Files.createDirectories(bench.path("d/sub"));
        Files.createSymbolicLink(bench.path("link"), bench.path("d"));
        bench.transfer("link/sub/copy/here", "d");
        bench.run();
        assertEquals(FailureKind.BAD_REQUEST, bench.failed(1).kind(), bench.failed(1).message());
        assertFalse(Files.exists(bench.path("d/sub/copy")));
    }

    @Test
    void betweenTwoServersADirectoryIsRefusedAndNothingIsLeft() throws Exception {
        bench.store.put("mem://h/d/f", new byte[] {1});
        bench.transfer("mem2://o/d", "mem://h/d");
        bench.run();
        assertEquals(FailureKind.BAD_REQUEST, bench.failed(1).kind(), bench.failed(1).message());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void aListingDoesNotLeadOutOfTheDirectory() throws Exception {
        bench.store.put("mem://h/d/../evil", new byte[] {1});
        bench.transfer("copy/deep", "mem://h/d");
        bench.run();
        assertEquals(FailureKind.BAD_REQUEST, bench.failed(1).kind(), bench.failed(1).message());
        assertFalse(Files.exists(bench.path("copy/evil")));
    }

    @Test
    void directoriesKeepTheirPermissionBits() throws Exception {
        Files.createDirectories(bench.path("d/locked"));
        Files.write(bench.path("d/locked/f"), new byte[] {1});
        mode("d/locked", "r-xr-x---");
        mode("d", "rwx------");
        bench.transfer("copy", "d");
        assertTrue(bench.run().allDone());
        assertEquals("rwx------", mode("copy"));
        assertEquals("r-xr-x---", mode("copy/locked"));
        mode("d/locked", "rwxr-x---");
        mode("copy/locked", "rwxr-x---");
    }

    @Test
    void theWeakestProofIsTheTrees() {
        bench.store.put("mem://h/d/a", new byte[] {1});
        bench.store.put("mem://h/d/b", new byte[] {1});
        bench.store.put("mem://h/d/c", new byte[] {1});
        bench.store.always("mem://h/d/b", new MemoryFault.TellsNothing());
        bench.transfer("copy", "mem://h/d");
        assertTrue(bench.run().allDone());
        assertTrue(bench.done(1).verdict() instanceof Verdict.Unverifiable);
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.path(name)));
    }

    private void mode(String name, String bits) throws IOException {
        Files.setPosixFilePermissions(bench.path(name), PosixFilePermissions.fromString(bits));
    }
}
