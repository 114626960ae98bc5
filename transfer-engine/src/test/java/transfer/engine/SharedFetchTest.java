package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.engine.EngineOptions.Linking;
import transfer.protocol.FailureKind;

/** Items that place what another item of the same run has fetched. */
@Timeout(60)
class SharedFetchTest {
    private static final byte[] CONTENT = EngineBench.content(1000);

    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
        bench.store.put("mem://h/f", CONTENT);
    }

    @Test
    void aMoveLeavesTheFirstItemsFileInPlace() throws Exception {
        bench.transfer("first", "mem://h/f");
        bench.transfer("moveto://./second", "mem://h/f");
        assertTrue(bench.run().allDone());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("first")));
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("second")));
    }

    @Test
    void aLinkNeverPointsAtAStagedFile() throws Exception {
        bench.transfer("mem2://o/first", "mem://h/f");
        bench.transfer("symlink://./second", "mem://h/f");
        assertTrue(bench.run().allDone());
        assertFalse(Files.isSymbolicLink(bench.path("second")));
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("second")));
    }

    @Test
    void withLinkingOnTheCopiesAreFilesNevertheless() throws Exception {
        bench.options(Verification.PREFER, Linking.ALWAYS, 0);
        bench.transfer("mem2://o/first", "mem://h/f");
        bench.transfer("second", "mem://h/f");
        assertTrue(bench.run().allDone());
        assertFalse(Files.isSymbolicLink(bench.path("second")));
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("second")));
    }

    @Test
    void everyItemsOwnChecksumCounts() throws Exception {
        Checksum wrong = Checksum.of(DigestAlgorithm.SHA_256, new byte[32]);
        bench.transfer("first", "mem://h/f");
        bench.transfer(terms -> terms.withExpected(Optional.of(wrong)), "second", "mem://h/f");
        bench.run();
        bench.done(1);
        assertEquals(FailureKind.CHECKSUM_MISMATCH, bench.failed(2).kind());
        assertEquals(List.of("first"), bench.names());
    }

    @Test
    void aCopyOfAStagedFileIsNoMorePrivateThanOthers() throws Exception {
        bench.transfer("mem2://o/first", "mem://h/f");
        bench.transfer("second", "mem://h/f");
        assertTrue(bench.run().allDone());
        assertTrue(
                Files.getPosixFilePermissions(bench.path("second"))
                        .contains(PosixFilePermission.OTHERS_READ));
    }

    @Test
    void aCopyIsNoSurerThanWhatItIsMadeOf() throws Exception {
        bench.transfer("first", "mem://h/f");
        bench.transfer("second", "mem://h/f");
        assertTrue(bench.run().allDone());
        assertEquals(new Verdict.Verified(Evidence.SIZE), bench.done(1).verdict());
        assertEquals(new Verdict.Verified(Evidence.SIZE), bench.done(2).verdict());
    }

    @Test
    void aCopyOfWhatTheSourcesDigestProvedIsAsSure() throws Exception {
        bench.store.tellDigests(Set.of(DigestAlgorithm.SHA_256));
        bench.transfer("first", "mem://h/f");
        bench.transfer("second", "mem://h/f");
        assertTrue(bench.run().allDone());
        assertEquals(new Verdict.Verified(Evidence.SOURCE_DIGEST), bench.done(2).verdict());
    }

    @Test
    void aCopysOwnChecksumIsProof() throws Exception {
        bench.transfer("first", "mem://h/f");
        bench.transfer(
                terms -> terms.withExpected(Optional.of(EngineBench.sha256(CONTENT))),
                "second",
                "mem://h/f");
        assertTrue(bench.run().allDone());
        assertEquals(new Verdict.Verified(Evidence.EXPECTED_CHECKSUM), bench.done(2).verdict());
    }

    @Test
    void theSecondHopProvesNothingOfTheFirst() throws Exception {
        bench.other.tellDigests(Set.of(DigestAlgorithm.SHA_256));
        bench.transfer("mem2://o/first", "mem://h/f");
        assertTrue(bench.run().allDone());
        assertEquals(new Verdict.Verified(Evidence.SIZE), bench.done(1).verdict());
    }

    @Test
    void twoHopsAreSureWhereBothAre() throws Exception {
        bench.store.tellDigests(Set.of(DigestAlgorithm.SHA_256));
        bench.other.tellDigests(Set.of(DigestAlgorithm.SHA_256));
        bench.transfer("mem2://o/first", "mem://h/f");
        assertTrue(bench.run().allDone());
        assertEquals(new Verdict.Verified(Evidence.DESTINATION_DIGEST), bench.done(1).verdict());
    }
}
