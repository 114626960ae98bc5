package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.engine.EngineOptions.Linking;
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

@Timeout(60)
class FetchingTest {
    private static final int SIZE = 3 * CopyBuffers.SIZE + 17;
    private static final byte[] CONTENT = EngineBench.content(SIZE);

    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
        bench.store.put("mem://h/f", CONTENT);
    }

    @Test
    void aFileIsFetchedAndItsBytesAreHashedOnTheWay() throws Exception {
        bench.transfer("out/f", "mem://h/f");
        assertTrue(bench.run().allDone());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("out/f")));
        assertEquals(Optional.of(Checksum.sha256(sha256(CONTENT))), bench.done(1).sha256());
        assertEquals(SIZE, bench.done(1).bytes());
        assertEquals(new Verdict.Verified(Evidence.SIZE), bench.done(1).verdict());
        assertEquals(1, bench.store.record().count(Operation.READ));
    }

    @Test
    void anEmptyFileIsAFile() throws Exception {
        bench.store.put("mem://h/empty", new byte[0]);
        bench.transfer("out/empty", "mem://h/empty");
        assertTrue(bench.run().allDone());
        assertEquals(0, Files.size(bench.path("out/empty")));
    }

    @Test
    void theSourcesDigestIsProof() {
        bench.store.tellDigests(Set.of(DigestAlgorithm.MD5));
        bench.transfer("f", "mem://h/f");
        bench.run();
        assertEquals(new Verdict.Verified(Evidence.SOURCE_DIGEST), bench.done(1).verdict());
    }

    @Test
    void aFlippedByteIsFoundAndTheFileFetchedAgain() throws Exception {
        bench.store.tellDigests(Set.of(DigestAlgorithm.SHA_256));
        bench.store.next(1, "mem://h/f", new MemoryFault.ReadFlips(CopyBuffers.SIZE));
        bench.transfer("f", "mem://h/f");
        bench.run();
        assertEquals(2, bench.done(1).attempts().size());
        assertEquals(
                FailureKind.CHECKSUM_MISMATCH,
                bench.done(1).attempts().getFirst().failure().orElseThrow().kind());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
    }

    @Test
    void aFileThatStaysWrongIsNeverPublished() throws Exception {
        Files.writeString(bench.path("f"), "good");
        bench.transfer(expecting(sha256(new byte[0])), "f", "mem://h/f");
        RunSummary summary = bench.run();
        assertEquals(1, summary.failedForNow());
        assertEquals(FailureKind.CHECKSUM_MISMATCH, bench.failed(1).kind());
        assertEquals("good", Files.readString(bench.path("f")));
        assertEquals(List.of("f"), bench.names());
    }

    @Test
    void theExpectedChecksumIsProofThroughOtherAlgorithmsToo() throws Exception {
        Checksum md5 =
                Checksum.of(DigestAlgorithm.MD5, MessageDigest.getInstance("MD5").digest(CONTENT));
        bench.transfer(terms -> terms.withExpected(Optional.of(md5)), "f", "mem://h/f");
        bench.run();
        assertEquals(new Verdict.Verified(Evidence.EXPECTED_CHECKSUM), bench.done(1).verdict());
    }

    @Test
    void aBrokenConnectionIsContinuedWhereItBroke() throws Exception {
        bench.store.next(1, "mem://h/f", MemoryFault.readBreaks(2L * CopyBuffers.SIZE + 5));
        bench.transfer("f", "mem://h/f");
        bench.run();
        assertEquals(2, bench.done(1).attempts().size());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
        assertEquals(Checksum.sha256(sha256(CONTENT)), bench.done(1).sha256().orElseThrow());
        assertTrue(bench.store.record().bytesRead("mem://h/f") < SIZE + CopyBuffers.SIZE);
    }

    @Test
    void aServerWithoutRangesStartsOver() throws Exception {
        bench.store.next(1, "mem://h/f", MemoryFault.readBreaks(2L * CopyBuffers.SIZE + 5));
        bench.store.always("mem://h/f", new MemoryFault.IgnoresRanges());
        bench.transfer("f", "mem://h/f");
        bench.run();
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
        assertEquals(Checksum.sha256(sha256(CONTENT)), bench.done(1).sha256().orElseThrow());
    }

    @Test
    void aFileThatChangesIsNeverAMixture() throws Exception {
        byte[] changed = EngineBench.content(SIZE + 1000);
        bench.store.next(1, "mem://h/f", new MemoryFault.Changes(CopyBuffers.SIZE + 5, changed));
        bench.store.next(1, "mem://h/f", MemoryFault.readBreaks(2L * CopyBuffers.SIZE + 5));
        bench.transfer("f", "mem://h/f");
        bench.run();
        assertArrayEquals(changed, Files.readAllBytes(bench.path("f")));
        assertEquals(Checksum.sha256(sha256(changed)), bench.done(1).sha256().orElseThrow());
    }

    @Test
    void aMissingFileEndsTheItemAfterOneTry() throws Exception {
        bench.transfer("f", "mem://h/none");
        RunSummary summary = bench.run();
        assertEquals(1, summary.failedForGood());
        assertEquals(FailureKind.NOT_FOUND, bench.failed(1).kind());
        assertEquals(1, bench.failed(1).attempts().size());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void whatMayPassIsTriedAsOftenAsTheRoundsAllow() {
        bench.store.always(MemoryFault.fails(Operation.READ, FailureKind.UNAVAILABLE));
        bench.transfer("f", "mem://h/f");
        assertEquals(1, bench.run().failedForNow());
        assertEquals(3, bench.failed(1).attempts().size());
    }

    @Test
    void anotherSourceIsTriedBeforeTheFailureCounts() throws Exception {
        bench.transfer("f", "mem://h/none", "mem://h/f");
        bench.run();
        List<Attempt> attempts = bench.done(1).attempts();
        assertEquals(2, attempts.size());
        assertFalse(attempts.get(0).succeeded());
        assertTrue(attempts.get(1).succeeded());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
    }

    @Test
    void anotherSourceIsTriedAfterAMismatchToo() throws Exception {
        bench.store.put("mem://h/bad", EngineBench.content(SIZE + 1));
        bench.transfer(expecting(sha256(CONTENT)), "f", "mem://h/bad", "mem://h/f");
        bench.run();
        assertEquals(2, bench.done(1).attempts().size());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
    }

    @Test
    void aHopelessSourceIsNotAskedAgainWhenAnotherMayRecover() {
        bench.store.next(1, "mem://h/f", MemoryFault.fails(Operation.READ, FailureKind.TIMED_OUT));
        bench.transfer("f", "mem://h/none", "mem://h/f");
        bench.run();
        assertEquals(1, bench.store.record().count(Operation.READ, "mem://h/none"));
        assertEquals(3, bench.done(1).attempts().size());
    }

    @Test
    void otherSourcesDoNotMendTheDestination() throws Exception {
        Files.createDirectory(bench.path("f"));
        bench.transfer("f", "mem://h/f", "mem://h/f2");
        bench.run();
        assertEquals(FailureKind.ALREADY_EXISTS, bench.failed(1).kind());
        assertEquals(1, bench.failed(1).attempts().size());
    }

    @Test
    void aSourceThatTellsNothingIsUnverifiable() {
        bench.store.always("mem://h/f", new MemoryFault.TellsNothing());
        bench.transfer("f", "mem://h/f");
        bench.run();
        assertTrue(bench.done(1).verdict() instanceof Verdict.Unverifiable);
    }

    @Test
    void demandedProofThatCannotBeHadFailsTheItem() throws Exception {
        bench.options(Verification.REQUIRE, Linking.NEVER, 0);
        bench.transfer("f", "mem://h/f");
        bench.run();
        assertEquals(FailureKind.UNVERIFIABLE, bench.failed(1).kind());
        assertEquals(List.of(), bench.names());
    }

    private static UnaryOperator<TransferTerms> expecting(String sha256) {
        return terms -> terms.withExpected(Optional.of(Checksum.sha256(sha256)));
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
