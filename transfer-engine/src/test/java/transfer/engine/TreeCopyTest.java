package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.Provenance;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

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

    /** A server at which {@code %41} is another way to write A, and both are listed. */
    private static final class Twins implements Source, Directories {
        @Override
        public String name(TransferUrl url) {
            return url.path().endsWith("/d") ? "d" : "A";
        }

        @Override
        public FileStat stat(TransferUrl url) {
            return new FileStat(
                    url.path().endsWith("/d") ? FileStat.Kind.DIRECTORY : FileStat.Kind.FILE,
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    OptionalInt.empty(),
                    Provenance.UNKNOWN);
        }

        @Override
        public Page list(TransferUrl url, String prefix, Optional<String> after) {
            return Page.of(
                    List.of(
                            new Entry(child(url, "A"), Optional.empty()),
                            new Entry(child(url, "%41"), Optional.empty())));
        }

        @Override
        public void makeDirectory(TransferUrl url) {
            throw new AssertionError(url + " is to be read only");
        }

        @Override
        public Reading read(TransferUrl url, ReadRequest request) {
            throw new AssertionError(url + " is read before all names were looked at");
        }
    }

    @Test
    void twoListedFilesOfOneNameAreRefusedBeforeEitherIsMoved() throws Exception {
        ProtocolTable table = new ProtocolTable(List.of(), Credentials.none());
        RunContext run = RunContext.of(table, bench.options, Progress.SILENT);
        Twins twins = new Twins();
        Place from = new Place(TransferUrl.parse("mem://h/d"), Site.UNNAMED);
        Place to = new Place(TransferUrl.ofPath(bench.path("copy")), Site.UNNAMED);
        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () -> new TreeCopy(run, twins, twins, _ -> {}).copy(from, to, new Meter()));
        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
        assertTrue(failure.getMessage().contains("mem://h/d/A and mem://h/d/%41 would both"));
        assertEquals(List.of(), bench.names());
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

    @Test
    void whatListsTellIsNotAskedForOnceMore() throws Exception {
        for (String name : List.of("a", "b", "c", "e/f")) {
            bench.store.put("mem://h/d/" + name, new byte[] {1});
        }
        bench.store.listInPagesOf(2);
        bench.transfer("copy", "mem://h/d");
        assertTrue(bench.run().allDone());
        assertTrue(Files.exists(bench.path("copy/c")));
        assertTrue(Files.exists(bench.path("copy/e/f")));
        assertEquals(0, bench.store.record().count(Operation.STAT, "mem://h/d/a"));
        assertEquals(0, bench.store.record().count(Operation.STAT, "mem://h/d/e"));
        assertEquals(2, bench.store.record().count(Operation.LIST, "mem://h/d"));
    }

    @Test
    void whereAListedLinkLeadsIsAskedFor() throws Exception {
        bench.store.put("mem://h/elsewhere/f", new byte[] {1});
        bench.store.put("mem://h/file", new byte[] {2});
        bench.store.makeDirectory("mem://h/d");
        bench.store.link("mem://h/d/link", "mem://h/file");
        bench.store.link("mem://h/d/tree", "mem://h/elsewhere");
        bench.transfer("copy", "mem://h/d");
        bench.run();
        assertArrayEquals(new byte[] {2}, Files.readAllBytes(bench.path("copy/link")));
        assertTrue(Files.isDirectory(bench.path("copy/tree")));
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.path(name)));
    }

    private void mode(String name, String bits) throws IOException {
        Files.setPosixFilePermissions(bench.path(name), PosixFilePermissions.fromString(bits));
    }
}
