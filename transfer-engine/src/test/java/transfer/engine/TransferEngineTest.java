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
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credentials;
import transfer.engine.EngineOptions.Linking;
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.MemoryProtocol;
import transfer.protocol.testkit.MemoryStore;
import transfer.protocol.testkit.Operation;

@Timeout(60)
class TransferEngineTest {
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
    void aLocalFileIsStoredAndTheServersDigestIsProof() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.transfer("mem://h/new/f", "f");
        bench.run();
        assertArrayEquals(CONTENT, bench.store.content("mem://h/new/f").orElseThrow());
        assertEquals(new Verdict.Verified(Evidence.DESTINATION_DIGEST), bench.done(1).verdict());
        assertEquals(List.of("h/f", "h/new/f"), bench.store.names());
    }

    @Test
    void whatIsStoredWrongIsNotPublished() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.store.compareDigests(false);
        bench.store.always("mem://h/g", new MemoryFault.WriteFlips(7));
        bench.store.put("mem://h/g", new byte[] {1});
        bench.transfer("mem://h/g", "f");
        bench.run();
        assertEquals(FailureKind.CHECKSUM_MISMATCH, bench.failed(1).kind());
        assertArrayEquals(new byte[] {1}, bench.store.content("mem://h/g").orElseThrow());
        assertEquals(List.of("h/f", "h/g"), bench.store.names());
    }

    @Test
    void withoutAServersDigestAVerifiedItemIsReadBack() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.store.limitDigests(Set.of());
        bench.store.compareDigests(false);
        bench.store.next(1, "mem://h/g", new MemoryFault.WriteFlips(7));
        bench.transfer(verified(), "mem://h/g", "f");
        bench.run();
        assertEquals(new Verdict.Verified(Evidence.READ_BACK), bench.done(1).verdict());
        assertEquals(2, bench.done(1).attempts().size());
        assertArrayEquals(CONTENT, bench.store.content("mem://h/g").orElseThrow());
    }

    @Test
    void withoutAServersDigestTheSizeIsCompared() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.store.limitDigests(Set.of());
        bench.transfer("mem://h/g", "f");
        bench.run();
        assertEquals(new Verdict.Verified(Evidence.SIZE), bench.done(1).verdict());
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

    @Test
    void aPairWithoutADirectWayGoesThroughLocalDisk() throws Exception {
        bench.transfer("mem2://o/f", "mem://h/f");
        bench.run();
        assertArrayEquals(CONTENT, bench.other.content("mem2://o/f").orElseThrow());
        assertEquals(2, bench.done(1).attempts().size());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void aFailedSecondHopDoesNotFetchAgain() throws Exception {
        bench.other.next(
                2, "mem2://o/f", MemoryFault.fails(Operation.WRITE, FailureKind.UNAVAILABLE));
        bench.transfer("mem2://o/f", "mem://h/f");
        bench.run();
        assertEquals(1, bench.store.record().count(Operation.READ));
        assertEquals(4, bench.done(1).attempts().size());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void aFailedPairLeavesNothingOnTheLocalDisk() throws Exception {
        bench.other.always(MemoryFault.writeDenied());
        bench.transfer("mem2://o/f", "mem://h/f");
        bench.run();
        assertEquals(FailureKind.ACCESS_DENIED, bench.failed(1).kind());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void theSameRemoteSourceIsFetchedOnceAndPlacedManyTimes() throws Exception {
        for (int i = 1; i <= 5; i++) {
            bench.transfer("out/" + i, "mem://h/f");
        }
        bench.transfer("mem2://o/f", "mem://h/f");
        assertTrue(bench.run().allDone());
        assertEquals(1, bench.store.record().count(Operation.READ));
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("out/5")));
        assertArrayEquals(CONTENT, bench.other.content("mem2://o/f").orElseThrow());
    }

    @Test
    void aStagedFileServesTheOthersAndGoesAwayAfterwards() throws Exception {
        bench.transfer("mem2://o/1", "mem://h/f");
        bench.transfer("mem2://o/2", "mem://h/f");
        bench.transfer("out/f", "mem://h/f");
        assertTrue(bench.run().allDone());
        assertEquals(1, bench.store.record().count(Operation.READ));
        assertArrayEquals(CONTENT, bench.other.content("mem2://o/2").orElseThrow());
        assertEquals(List.of("out", "out/f"), bench.names());
    }

    @Test
    void whenTheFirstFailsTheOthersFetchThemselves() throws Exception {
        Files.createDirectory(bench.path("taken"));
        bench.transfer("taken", "mem://h/f");
        bench.transfer("f", "mem://h/f");
        bench.run();
        assertEquals(FailureKind.ALREADY_EXISTS, bench.failed(1).kind());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
    }

    @Test
    void aLocalCopyKeepsThePermissionBits() throws Exception {
        Files.write(bench.path("tool"), CONTENT);
        Files.setPosixFilePermissions(
                bench.path("tool"), PosixFilePermissions.fromString("rwxr-x---"));
        bench.transfer("copy", "tool");
        bench.run();
        assertEquals(new Verdict.Verified(Evidence.LOCAL_BYTES), bench.done(1).verdict());
        assertEquals(
                "rwxr-x---",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.path("copy"))));
    }

    @Test
    void aFileOntoItselfStaysAsItIs() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        Files.createSymbolicLink(bench.path("link"), bench.path("f"));
        bench.transfer("f", "f");
        bench.transfer("link", "f");
        bench.transfer("symlink://./link", "f");
        assertTrue(bench.run().allDone());
        assertEquals("source and destination are the same file", bench.done(1).note());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
        assertTrue(Files.isSymbolicLink(bench.path("link")));
    }

    @Test
    void aDirectoryIsCopiedWithEverythingInIt() throws Exception {
        Files.createDirectories(bench.path("d/sub/empty"));
        Files.write(bench.path("d/sub/f"), CONTENT);
        Files.writeString(bench.path("real"), "real");
        Files.createSymbolicLink(bench.path("d/link"), bench.path("real"));
        bench.transfer("copy", "d");
        assertTrue(bench.run().allDone());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("copy/sub/f")));
        assertEquals("real", Files.readString(bench.path("copy/link")));
        assertFalse(Files.isSymbolicLink(bench.path("copy/link")));
        assertTrue(Files.isDirectory(bench.path("copy/sub/empty")));
    }

    @Test
    void aDirectoryThatLeadsIntoItselfIsRefused() throws Exception {
        Files.createDirectories(bench.path("d/sub"));
        Files.createSymbolicLink(bench.path("d/sub/up"), bench.path("d"));
        bench.transfer("copy", "d");
        bench.run();
        assertEquals(FailureKind.BAD_REQUEST, bench.failed(1).kind(), bench.failed(1).message());
    }

    @Test
    void aRemoteSourceForALinkBecomesAPlainFile() throws Exception {
        bench.transfer("symlink://./f", "mem://h/f");
        bench.run();
        assertFalse(Files.isSymbolicLink(bench.path("f")));
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
    }

    @Test
    void linksAreMadeWhereTheRuleAllows() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.options(Verification.PREFER, Linking.SAME_SITE, 0);
        bench.transfer("same@a", "f@a");
        bench.transfer("other@b", "f@a");
        bench.run();
        assertTrue(Files.isSymbolicLink(bench.path("same")));
        assertFalse(Files.isSymbolicLink(bench.path("other")));
    }

    @Test
    void withTheCompatibleRuleEveryLocalCopyIsALink() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.options(Verification.PREFER, Linking.ALWAYS, 0);
        bench.transfer("other@b", "f@a");
        bench.transfer("fetched", "mem://h/f");
        bench.run();
        assertTrue(Files.isSymbolicLink(bench.path("other")));
        assertFalse(Files.isSymbolicLink(bench.path("fetched")));
    }

    @Test
    void withoutVerificationNothingIsHashed() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.options(Verification.OFF, Linking.NEVER, 0);
        bench.transfer("copy", "f");
        bench.run();
        assertEquals(new Verdict.Unchecked(), bench.done(1).verdict());
        assertEquals(Optional.empty(), bench.done(1).sha256());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("copy")));
    }

    @Test
    void allKindsOfWorkMayBeMixed() throws Exception {
        Files.write(bench.path("old"), CONTENT);
        bench.remove("old", false);
        bench.transfer("dir/sub/f", "old");
        bench.makeDirectory("dir/sub");
        assertTrue(bench.run().allDone());
        assertEquals(List.of(3, 2, 1), List.copyOf(bench.started));
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("dir/sub/f")));
        assertFalse(Files.exists(bench.path("old")));
    }

    @Test
    void aSourceThatWasNotBroughtToSafetyIsNotRemoved() throws Exception {
        Files.createDirectories(bench.path("in"));
        Files.write(bench.path("in/only"), CONTENT);
        Files.createDirectory(bench.path("taken"));
        bench.transfer("taken", "in/only");
        bench.remove("in", true);
        bench.run();
        assertTrue(bench.outcomes.get(2) instanceof TransferOutcome.NotTried);
        assertTrue(Files.exists(bench.path("in/only")));
    }

    @Test
    void aServerWhereNearlyEverythingFailsIsGivenUp() {
        bench.store.always(MemoryFault.fails(Operation.READ, FailureKind.CONNECTION));
        for (int i = 0; i < 60; i++) {
            bench.store.put("mem://h/" + i, new byte[] {1});
            bench.transfer("out/" + i, "mem://h/" + i);
        }
        bench.other.put("mem2://o/fine", CONTENT);
        bench.transfer("fine", "mem2://o/fine");
        bench.run();
        assertEquals(List.of("mem://h"), List.copyOf(bench.givenUp));
        long untried =
                bench.outcomes.values().stream()
                        .filter(TransferOutcome.NotTried.class::isInstance)
                        .count();
        assertTrue(untried >= 40, untried + " items were not tried");
        assertEquals(60, bench.summary.failedForNow());
        assertEquals(SIZE, bench.done(61).bytes());
    }

    @Test
    void missingFilesDoNotEndTheRun() {
        for (int i = 0; i < 40; i++) {
            bench.transfer("out/" + i, "mem://h/none" + i);
        }
        bench.transfer("f", "mem://h/f");
        bench.run();
        assertEquals(40, bench.summary.failedForGood());
        assertEquals(1, bench.summary.done());
    }

    @Test
    void noMoreItemsAreInFlightThanAllowed() {
        for (int i = 0; i < 40; i++) {
            bench.store.put("mem://h/" + i, EngineBench.content(1000));
            bench.transfer("out/" + i, "mem://h/" + i);
        }
        bench.run();
        assertTrue(bench.store.record().mostOpen() <= 4);
    }

    @Test
    void anItemThatTakesTooLongIsEnded() throws Exception {
        bench.itemTimeout(Duration.ofMillis(50));
        bench.store.next(
                1, "mem://h/f", MemoryFault.fails(Operation.READ, FailureKind.UNAVAILABLE));
        bench.store.always("mem://h/f", MemoryFault.readStalls(10));
        bench.transfer("f", "mem://h/f");
        bench.run();
        assertEquals(FailureKind.TIMED_OUT, bench.failed(1).kind());
        assertEquals(1, bench.failed(1).attempts().size());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void anInterruptEndsTheRunAndLeavesNothingBehind() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        bench.store.always("mem://h/f", MemoryFault.readStalls(CopyBuffers.SIZE + 10));
        bench.transfer("f", "mem://h/f");
        bench.transfer("mem2://o/f", "mem://h/f");
        Thread runner =
                Thread.ofPlatform()
                        .start(() -> {
                            bench.run();
                            reached.countDown();
                        });
        while (bench.store.record().bytesRead("mem://h/f") < CopyBuffers.SIZE) {
            Thread.onSpinWait();
        }
        runner.interrupt();
        reached.await();
        assertEquals(2, bench.summary.failedForNow());
        assertTrue(bench.outcomes.get(1) instanceof TransferOutcome.NotTried);
        assertEquals(List.of(), bench.names());
        assertEquals(0, bench.store.record().openNow());
        assertEquals(0, bench.store.record().openEndpoints());
    }

    @Test
    void aSpoiledFileIsNoticedByItemsThatAreVerified() throws Exception {
        bench.options(Verification.PREFER, Linking.NEVER, 100);
        Files.write(bench.path("f"), CONTENT);
        bench.transfer("plain", "f");
        bench.transfer(verified(), "verified", "f");
        bench.run();
        assertTrue(Files.size(bench.path("plain")) > SIZE);
        assertEquals(
                FailureKind.CHECKSUM_MISMATCH, bench.failed(2).kind(), bench.failed(2).message());
    }

    @Test
    void everyEndpointIsClosed() {
        bench.store.next(1, MemoryFault.fails(Operation.READ, FailureKind.CONNECTION));
        bench.transfer("f", "mem://h/f");
        bench.transfer("mem2://o/f", "mem://h/f");
        bench.run();
        assertEquals(0, bench.store.record().openEndpoints());
        assertEquals(0, bench.other.record().openEndpoints());
    }

    @Test
    void impossibleItemsAreNamedBeforeAnythingMoves() {
        bench.transfer("f", "gopher://h/f");
        bench.transfer("symlink://./l", "mem://h/f");
        bench.transfer("moveto://./l", "mem://h/f");
        bench.remove("rucio://h/f", true);
        List<String> defects =
                bench.engine().check(bench.items).stream().map(Defect::toString).toList();
        assertEquals(2, defects.size());
        assertTrue(defects.get(0).startsWith("item 1, field source 1: "), defects.get(0));
        assertTrue(defects.get(0).contains("file, mem, mem2, moveto, symlink"), defects.get(0));
        assertTrue(defects.get(1).contains("'rucio'"), defects.get(1));
    }

    @Test
    void aPairWithoutAWayIsNamed() {
        TransferEngine engine =
                new TransferEngine(
                        List.of(
                                new transfer.protocol.file.FileProtocol(List.of()),
                                MemoryProtocol.readOnly("mem", new MemoryStore())),
                        Credentials.none(),
                        bench.options);
        bench.transfer("mem://h/f", "f");
        List<Defect> defects = engine.check(bench.items);
        assertEquals(1, defects.size());
        assertTrue(
                defects.getFirst().message().contains("no way from 'file' to 'mem'"),
                defects.toString());
    }

    @Test
    void twoProtocolsForOneSchemeAreRefused() {
        MemoryProtocol twice = new MemoryProtocol(new MemoryStore());
        assertThrows(
                IllegalArgumentException.class,
                () -> new TransferEngine(List.of(twice, twice), Credentials.none(), bench.options));
    }

    @Test
    void thePlanTellsTheRoute() {
        bench.transfer("mem2://o/f", "mem://h/f");
        List<String> steps = bench.engine().plan(bench.items.getFirst()).steps();
        assertEquals(2, steps.size());
        assertTrue(
                steps.get(0).startsWith("read mem://h/f, write and verify file://"), steps.get(0));
        assertTrue(steps.get(1).endsWith("store and verify mem2://o/f"), steps.get(1));
    }

    private static UnaryOperator<TransferTerms> expecting(String sha256) {
        return terms -> terms.withExpected(Optional.of(Checksum.sha256(sha256)));
    }

    private static UnaryOperator<TransferTerms> verified() {
        return _ -> new TransferTerms("lfn", "output", false, true, true, Optional.empty());
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
