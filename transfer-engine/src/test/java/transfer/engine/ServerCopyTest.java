package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
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
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.MemoryStore;
import transfer.protocol.testkit.Operation;
import transfer.protocol.testkit.Trial;

/** Copies that two servers make among themselves: {@code mem2} is where the file is. */
@Timeout(60)
class ServerCopyTest {
    private static final byte[] CONTENT = EngineBench.content(100_000);
    private static final String FROM = "mem2://there/f";
    private static final String TO = "mem://here/g";

    @TempDir Path folder;

    private EngineBench bench;
    private MemoryStore source;
    private MemoryStore destination;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
        bench.partners = true;
        source = bench.other;
        destination = bench.store;
        source.put(FROM, CONTENT);
    }

    private void run() {
        bench.transfer(TO, FROM);
        bench.run();
    }

    private void run(Verification verification) {
        bench.options(verification, EngineOptions.Linking.NEVER, 0);
        run();
    }

    private void assertCopied() {
        assertArrayEquals(CONTENT, destination.content(TO).orElseThrow());
        assertEquals(List.of("here/g"), destination.names());
        assertEquals(List.of("there/f"), source.names());
    }

    /** The bytes went by way of the local disk, or they did not. */
    private boolean passedUs() {
        return source.record().bytesRead(FROM) > 0;
    }

    private static UnaryOperator<TransferTerms> expecting(Checksum checksum) {
        return terms -> terms.withExpected(Optional.of(checksum));
    }

    @Test
    void theDestinationIsAskedToFetchAndTheDigestsOfBothAreCompared() {
        run();

        assertCopied();
        assertTrue(!passedUs());
        assertEquals(1, destination.record().count(Operation.COPY));
        assertEquals(0, source.record().count(Operation.COPY));
        assertEquals(new Verdict.Verified(Evidence.DESTINATION_DIGEST), bench.done(1).verdict());
        assertEquals(CONTENT.length, bench.done(1).bytes());
        assertEquals(Optional.of(EngineBench.sha256(CONTENT)), bench.done(1).sha256());
    }

    @Test
    void theSourceIsAskedToSendWhenTheDestinationDoesNotFetch() {
        destination.always(MemoryFault.fails(Operation.COPY, FailureKind.UNSUPPORTED));
        run();

        assertCopied();
        assertTrue(!passedUs());
        assertEquals(1, source.record().count(Operation.COPY));
    }

    @Test
    void whereBothRefuseTheBytesGoThroughHereAndNobodyIsAskedAgain() {
        destination.always(MemoryFault.fails(Operation.COPY, FailureKind.UNSUPPORTED));
        source.always(MemoryFault.fails(Operation.COPY, FailureKind.UNSUPPORTED));
        run();
        assertCopied();
        assertTrue(passedUs());
        assertEquals(2, bench.done(1).attempts().size(), "a refusal is no attempt");

        bench.oneAtATime();
        bench.items.clear();
        bench.notes.clear();
        for (int i = 0; i < 5; i++) {
            bench.transfer(TO + i, FROM);
        }
        bench.run();
        assertEquals(5, bench.summary.done());
        // once in this run and once in the one before
        assertEquals(2, destination.record().count(Operation.COPY));
        assertEquals(2, source.record().count(Operation.COPY));
        assertEquals(2, bench.notes.size());
    }

    @Test
    void aRefusalThatMayConcernTheFileIsRememberedOnlyOnceTheBytesCameOtherwise() {
        bench.oneAtATime();
        destination.always(MemoryFault.fails(Operation.COPY, FailureKind.ACCESS_DENIED));
        source.always(MemoryFault.fails(Operation.COPY, FailureKind.BAD_CREDENTIALS));
        source.put("mem2://there/secret", CONTENT);
        source.always(
                "mem2://there/secret",
                MemoryFault.fails(Operation.READ, FailureKind.ACCESS_DENIED));
        bench.transfer("mem://here/secret", "mem2://there/secret");
        bench.transfer(TO, FROM);
        bench.transfer(TO + "2", FROM);
        bench.run();

        assertEquals(FailureKind.ACCESS_DENIED, bench.failed(1).kind());
        bench.done(2);
        bench.done(3);
        assertEquals(2, destination.record().count(Operation.COPY));
    }

    @Test
    void aCopyThatBreaksOffIsTriedAgainAsOne() {
        destination.next(1, new MemoryFault.CopyBreaks(70_000, FailureKind.CONNECTION));
        run();

        assertCopied();
        assertTrue(!passedUs());
        assertEquals(2, bench.done(1).attempts().size());
        assertEquals(70_000, bench.done(1).attempts().getFirst().bytes());
    }

    @Test
    void copiesThatKeepBreakingGiveWayToTheOtherServerAndThenToUs() {
        destination.always(new MemoryFault.CopyBreaks(7, FailureKind.TIMED_OUT));
        source.always(new MemoryFault.CopyBreaks(7, FailureKind.CONNECTION));
        run();

        assertCopied();
        assertTrue(passedUs());
        assertEquals(2, destination.record().count(Operation.COPY));
        assertEquals(2, source.record().count(Operation.COPY));
    }

    @Test
    void whatNobodyCanMendEndsTheItemAtOnce() {
        destination.always(new MemoryFault.CopyBreaks(7, FailureKind.NO_SPACE));
        run();

        assertEquals(FailureKind.NO_SPACE, bench.failed(1).kind());
        assertEquals(1, bench.failed(1).attempts().size());
        assertEquals(List.of(), destination.names());
    }

    @Test
    void aMissingSourceIsNotFound() {
        source.delete(FROM);
        run();

        assertEquals(FailureKind.NOT_FOUND, bench.failed(1).kind());
        assertEquals(1, bench.failed(1).attempts().size());
    }

    @Test
    void aWrongCopyIsNotPublishedAndMadeAgain() {
        destination.put(TO, new byte[] {1});
        destination.always(new MemoryFault.CopyFlips(99));
        source.always(new MemoryFault.CopyFlips(99));
        destination.always(MemoryFault.writeDenied());
        run();

        assertEquals(FailureKind.ACCESS_DENIED, bench.failed(1).kind());
        List<Attempt> attempts = bench.failed(1).attempts();
        assertEquals(
                FailureKind.CHECKSUM_MISMATCH, attempts.getFirst().failure().orElseThrow().kind());
        assertArrayEquals(new byte[] {1}, destination.content(TO).orElseThrow());
        assertEquals(List.of("here/g"), destination.names());
    }

    @Test
    void theDigestThatBothHaveIsFoundWhicheverComesFirst() {
        source.limitDigests(Set.of(DigestAlgorithm.SHA_256, DigestAlgorithm.ADLER32));
        destination.limitDigests(Set.of(DigestAlgorithm.MD5, DigestAlgorithm.ADLER32));
        destination.next(1, new MemoryFault.CopyFlips(99));
        run();

        assertCopied();
        assertEquals(new Verdict.Verified(Evidence.DESTINATION_DIGEST), bench.done(1).verdict());
        assertEquals(2, bench.done(1).attempts().size());
    }

    @Test
    void withoutACommonDigestTheLengthHasToDo() {
        source.limitDigests(Set.of(DigestAlgorithm.SHA_256));
        destination.limitDigests(Set.of(DigestAlgorithm.MD5));
        run();

        assertCopied();
        assertEquals(new Verdict.Verified(Evidence.SIZE), bench.done(1).verdict());
        assertTrue(!passedUs());
    }

    @Test
    void withoutACommonDigestBothAreReadIfProofIsRequired() {
        source.limitDigests(Set.of());
        destination.next(1, new MemoryFault.CopyFlips(99));
        run(Verification.REQUIRE);

        assertCopied();
        assertEquals(new Verdict.Verified(Evidence.READ_BACK), bench.done(1).verdict());
        assertEquals(2, bench.done(1).attempts().size());
    }

    @Test
    void theExpectedChecksumCountsAndNotWhatTheSourceSays() {
        source.limitDigests(Set.of());
        bench.transfer(expecting(EngineBench.sha256(CONTENT)), TO, FROM);
        bench.transfer(expecting(EngineBench.sha256(new byte[1])), TO + "2", FROM);
        bench.run();

        assertEquals(new Verdict.Verified(Evidence.EXPECTED_CHECKSUM), bench.done(1).verdict());
        assertEquals(FailureKind.CHECKSUM_MISMATCH, bench.failed(2).kind());
        assertEquals(List.of("here/g"), destination.names());
    }

    @Test
    void theCopyIsReadForAnExpectedChecksumThatItsServerCannotCompute() {
        destination.limitDigests(Set.of(DigestAlgorithm.ADLER32));
        destination.next(1, new MemoryFault.CopyFlips(99));
        bench.transfer(expecting(Trial.digest(DigestAlgorithm.MD5, CONTENT)), TO, FROM);
        bench.run();

        assertCopied();
        assertEquals(new Verdict.Verified(Evidence.EXPECTED_CHECKSUM), bench.done(1).verdict());
        assertEquals(2, bench.done(1).attempts().size());
        assertEquals(Optional.of(EngineBench.sha256(CONTENT)), bench.done(1).sha256());
    }

    @Test
    void aRecordOfTheSha256IsMadeByReadingTheCopyIfNoServerHasIt() {
        source.limitDigests(Set.of(DigestAlgorithm.ADLER32));
        destination.limitDigests(Set.of(DigestAlgorithm.ADLER32));
        bench.transfer(
                terms -> new TransferTerms("", "unknown", true, false, true, Optional.empty()),
                TO,
                FROM);
        bench.run();

        assertEquals(new Verdict.Verified(Evidence.DESTINATION_DIGEST), bench.done(1).verdict());
        assertEquals(Optional.of(EngineBench.sha256(CONTENT)), bench.done(1).sha256());
    }

    @Test
    void nothingIsComparedWhereNobodyWantsIt() {
        run(Verification.OFF);

        assertCopied();
        assertEquals(new Verdict.Unchecked(), bench.done(1).verdict());
        assertEquals(0, source.record().count(Operation.DIGEST));
    }

    @Test
    void thePlanSaysWhoCopies() {
        bench.transfer(TO, FROM);

        List<String> steps = bench.engine().plan(bench.items.getFirst()).steps();

        assertEquals(List.of("let mem://here make mem://here/g from mem2://there/f"), steps);
    }
}
