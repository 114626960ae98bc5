package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import transfer.engine.EngineOptions.Linking;
import transfer.protocol.FailureKind;
import transfer.protocol.Identity;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

/** Uploads of large files go on where they broke off, in the same run or in a later one. */
@Timeout(60)
class UploadTest {
    private static final int SIZE = BlockMap.BLOCK + 3_000_000;
    private static final byte[] CONTENT = EngineBench.content(SIZE);
    private static final int BROKEN_AT = 10_000_000;

    /** What one attempt may write more than has to be: a buffer that came to the broken place. */
    private static final int SLACK = CopyBuffers.LARGE;

    private static final String URL = "mem://h/out/f";

    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
        Files.write(bench.path("f"), CONTENT);
        bench.transfer(URL, "f");
    }

    private static MemoryFault breaks() {
        return new MemoryFault.WriteBreaks(BROKEN_AT, FailureKind.CONNECTION);
    }

    /** A run that gets no further than that, as one that is killed there. */
    private void breakOff() {
        bench.store.always(URL, breaks());
        bench.run();
        bench.store.heal();
        assertEquals(FailureKind.CONNECTION, bench.failed(1).kind());
    }

    private long written() {
        return bench.store.record().bytesWritten(URL);
    }

    private String hidden() {
        List<String> hidden =
                bench.store.names().stream().filter(name -> name.endsWith(".part")).toList();
        assertEquals(1, hidden.size(), hidden::toString);
        return "mem://" + hidden.getFirst();
    }

    private void assertWhole(byte[] content) throws IOException {
        assertArrayEquals(content, bench.store.content(URL).orElseThrow());
        assertEquals(List.of("h/out/f"), bench.store.names());
        assertEquals(List.of("f"), bench.names());
    }

    private void finish(byte[] content) throws IOException {
        bench.run();
        assertTrue(bench.summary.allDone(), () -> bench.outcomes + " " + bench.notes);
        assertWhole(content);
    }

    private void options(Verification verification) {
        bench.options(verification, Linking.NEVER, 0);
    }

    private void assertNoted(String text) {
        assertTrue(bench.notes.toString().contains(text), bench.notes::toString);
    }

    @Test
    void anAttemptGoesOnBehindWhatTheOneBeforeItHadSent() throws Exception {
        bench.store.next(1, URL, breaks());
        finish(CONTENT);
        assertEquals(SIZE, written());
        assertEquals(2, bench.done(1).attempts().size());
        assertTrue(bench.done(1).attempts().getLast().bytes() <= SIZE - BROKEN_AT + SLACK);
        assertEquals(new Verdict.Verified(Evidence.DESTINATION_DIGEST), bench.done(1).verdict());
        assertEquals(Optional.of(EngineBench.sha256(CONTENT)), bench.done(1).sha256());
        assertNoted("goes on behind the ");
    }

    @Test
    void aLaterRunGoesOnToo() throws Exception {
        breakOff();
        assertFalse(bench.store.exists(URL));
        long before = written();
        finish(CONTENT);
        assertEquals(SIZE, written());
        assertTrue(before > BROKEN_AT - SLACK);
    }

    @Test
    void aRunThatIsEndedLeavesItToALaterOne() throws Exception {
        bench.store.always(URL, MemoryFault.writeStalls(BROKEN_AT));
        Thread runner = Thread.ofVirtual().start(() -> bench.run());
        while (written() < BROKEN_AT - SLACK) {
            Thread.onSpinWait();
        }
        runner.interrupt();
        runner.join();
        bench.store.heal();
        assertEquals(1, bench.store.names().size());
        finish(CONTENT);
        assertEquals(SIZE, written());
    }

    @Test
    void whatDiesOnceTheHiddenFileIsMadeLeavesItToALaterRun() throws Exception {
        bench.store.always(URL, new MemoryFault.WriteBreaks(-1, FailureKind.CONNECTION));
        bench.run();
        bench.store.heal();
        hidden();

        finish(CONTENT);
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_SPACE", "ACCESS_DENIED", "UNAVAILABLE"})
    void whatIsRefusedBeforeItBeganIsNotNoted(FailureKind kind) throws Exception {
        bench.store.always(URL, MemoryFault.fails(Operation.WRITE, kind));

        bench.run();

        assertEquals(kind, bench.failed(1).kind());
        assertEquals(List.of("f"), bench.names());
    }

    @Test
    void whatIsLeftOfAnotherStateOfTheSourceIsTakenAway() throws Exception {
        breakOff();
        byte[] other = CONTENT.clone();
        other[7]++;
        Files.write(bench.path("new"), other);
        Files.move(bench.path("new"), bench.path("f"), StandardCopyOption.REPLACE_EXISTING);
        long before = written();
        finish(other);
        assertEquals(SIZE, written() - before);
        assertNoted("the source has changed since");
    }

    @Test
    void bytesThatAreNotTheSourcesAreSentAgain() throws Exception {
        breakOff();
        byte[] damaged = bench.store.content(hidden()).orElseThrow();
        damaged[5_000_000]++;
        bench.store.put(hidden(), damaged);
        long before = written();
        finish(CONTENT);
        assertEquals(SIZE, written() - before);
        assertNoted("its bytes are not those of the source");
    }

    @Test
    void moreBytesThanTheSourceHasAreSentAgain() throws Exception {
        breakOff();
        bench.store.put(hidden(), Arrays.copyOf(CONTENT, SIZE + 1));
        finish(CONTENT);
        assertNoted("it is longer than the source");
    }

    @Test
    void whatSomebodyTookAwayIsSentAgain() throws Exception {
        breakOff();
        bench.store.delete(hidden());
        long before = written();
        finish(CONTENT);
        assertEquals(SIZE, written() - before);
    }

    @Test
    void whatNobodyCanProveIsSentAgain() throws Exception {
        bench.store.limitDigests(Set.of());
        bench.store.next(1, URL, breaks());
        finish(CONTENT);
        assertTrue(written() > SIZE + BROKEN_AT - SLACK);
        assertNoted("the server does not tell whether its bytes are the right ones");
    }

    @Test
    void whereNobodyCanProveItNothingIsLeftInTheEnd() throws Exception {
        bench.store.limitDigests(Set.of());
        breakOff();
        assertEquals(List.of(), bench.store.names());
        finish(CONTENT);
    }

    private void noteHidden(String path) throws IOException {
        var item = (WorkItem.Transfer) bench.items.getFirst();
        var origin = BlockMap.Origin.of(bench.place("f").url(), SIZE, new Identity("any"));
        try (UploadNote note =
                UploadNote.of(bench.options.stagingDirectory(), item).orElseThrow()) {
            note.write(new UploadNote.Left(origin, path));
        }
    }

    @Test
    void aHiddenFileThatNobodyCanGoOnWithIsTakenAway() throws Exception {
        bench.store.put("mem://h/out/.f.77.part", new byte[] {1});
        noteHidden("/out/.f.77.part");
        finish(CONTENT);
    }

    @Test
    void nothingButAHiddenNeighbourIsTakenAway() throws Exception {
        for (String path : List.of("/out/g", "/out/.g/h", "/.f.77.part")) {
            bench.store.put("mem://h" + path, new byte[] {1});
            noteHidden(path);
            assertTrue(bench.run().allDone());
            assertTrue(bench.store.exists("mem://h" + path), path);
        }
    }

    @Test
    void whatIsWrittenWithoutGoingOnIsNotedToo() throws Exception {
        bench.store.limitDigests(Set.of());
        breakOff();
        var item = (WorkItem.Transfer) bench.items.getFirst();
        try (UploadNote note =
                UploadNote.of(bench.options.stagingDirectory(), item).orElseThrow()) {
            assertTrue(note.left().orElseThrow().hidden().startsWith("/out/.f."));
        }
    }

    @Test
    void whatIsReadBackInTheEndNeedsNoProofBefore() throws Exception {
        bench.store.limitDigests(Set.of());
        bench.store.compareDigests(false);
        options(Verification.REQUIRE);
        breakOff();
        finish(CONTENT);
        assertEquals(SIZE, written());
        assertEquals(new Verdict.Verified(Evidence.READ_BACK), bench.done(1).verdict());
    }

    @Test
    void whatIsNotReadBackAnyMoreIsTakenAwayAndSentAgain() throws Exception {
        bench.store.limitDigests(Set.of());
        bench.store.compareDigests(false);
        options(Verification.REQUIRE);
        breakOff();
        options(Verification.PREFER);
        long before = written();
        finish(CONTENT);
        assertEquals(SIZE, written() - before);
        assertEquals(new Verdict.Verified(Evidence.SIZE), bench.done(1).verdict());
    }

    @Test
    void whatIsReadBackAndWrongIsSentAgain() throws Exception {
        bench.store.limitDigests(Set.of());
        bench.store.compareDigests(false);
        options(Verification.REQUIRE);
        breakOff();
        byte[] damaged = bench.store.content(hidden()).orElseThrow();
        damaged[5_000_000]++;
        bench.store.put(hidden(), damaged);
        finish(CONTENT);
        assertEquals(
                FailureKind.CHECKSUM_MISMATCH,
                bench.done(1).attempts().getFirst().failure().orElseThrow().kind());
    }

    @Test
    void withoutVerificationThePrefixIsProvedAllTheSame() throws Exception {
        options(Verification.OFF);
        breakOff();
        byte[] damaged = bench.store.content(hidden()).orElseThrow();
        damaged[5_000_000]++;
        bench.store.put(hidden(), damaged);
        finish(CONTENT);
        assertEquals(new Verdict.Unchecked(), bench.done(1).verdict());
    }

    @Test
    void whatIsOnlyToBePublishedIsNotSentAgain() throws Exception {
        bench.store.next(1, URL, MemoryFault.fails(Operation.PUBLISH, FailureKind.TIMED_OUT));
        finish(CONTENT);
        assertEquals(SIZE, written());
    }

    @Test
    void aServerThatBreaksWhileItIsAskedForTheProofIsAskedAgain() throws Exception {
        breakOff();
        bench.store.next(1, MemoryFault.fails(Operation.DIGEST, FailureKind.CONNECTION));
        finish(CONTENT);
        assertEquals(SIZE, written());
    }

    @Test
    void aServerThatRefusesTheProofGetsEverythingAgain() throws Exception {
        breakOff();
        bench.store.next(1, MemoryFault.fails(Operation.DIGEST, FailureKind.UNSUPPORTED));
        long before = written();
        finish(CONTENT);
        assertEquals(SIZE, written() - before);
    }

    @Test
    void anotherTransferOfTheSameFileWritesUnderAnotherName() throws Exception {
        breakOff();
        String left = hidden();
        var item = (WorkItem.Transfer) bench.items.getFirst();
        try (UploadNote _ = UploadNote.of(bench.options.stagingDirectory(), item).orElseThrow()) {
            bench.run();
        }
        assertTrue(bench.summary.allDone());
        assertArrayEquals(CONTENT, bench.store.content(URL).orElseThrow());
        assertTrue(bench.store.exists(left), "it is the other's");
    }

    @Test
    void aFullServerKeepsNothing() throws Exception {
        bench.store.always(URL, MemoryFault.spaceEnds(BROKEN_AT));
        bench.run();
        assertEquals(FailureKind.NO_SPACE, bench.failed(1).kind());
        assertEquals(List.of(), bench.store.names());
        assertEquals(List.of("f"), bench.names());
    }

    @Test
    void aSmallFileIsNotLeft() throws Exception {
        Files.write(bench.path("f"), Arrays.copyOf(CONTENT, 1_000_000));
        bench.store.always(URL, new MemoryFault.WriteBreaks(500_000, FailureKind.CONNECTION));
        bench.run();
        assertEquals(List.of(), bench.store.names());
        assertEquals(List.of("f"), bench.names());
    }

    @Test
    void withoutAStagingDirectoryTheUploadBeginsAgain() throws Exception {
        Files.delete(bench.path("staging"));
        Files.createFile(bench.path("staging"));
        bench.store.next(1, URL, breaks());
        finish(CONTENT);
        assertTrue(written() > SIZE + BROKEN_AT - SLACK);
    }

    @Test
    void theSecondHopGoesOnAndTheFirstIsNotRepeated() throws Exception {
        bench.items.clear();
        bench.store.put("mem://h/from", CONTENT);
        bench.transfer("mem2://o/to", "mem://h/from");
        bench.other.always("mem2://o/to", breaks());
        bench.run();
        bench.other.heal();
        assertEquals(FailureKind.CONNECTION, bench.failed(1).kind());
        long read = bench.store.record().bytesRead("mem://h/from");

        bench.run();

        assertTrue(bench.summary.allDone(), () -> bench.outcomes + " " + bench.notes);
        assertEquals(read, bench.store.record().bytesRead("mem://h/from"));
        assertEquals(SIZE, bench.other.record().bytesWritten("mem2://o/to"));
        assertEquals(List.of("o/to"), bench.other.names());
        assertEquals(List.of("f"), bench.names());
    }

    @Test
    void theSecondHopGoesOnWithTheSameBytesInAnotherFile() throws Exception {
        bench.items.clear();
        bench.store.put("mem://h/from", CONTENT);
        bench.transfer("mem2://o/to", "mem://h/from");
        bench.other.always("mem2://o/to", breaks());
        bench.run();
        bench.other.heal();
        for (String name : bench.names()) {
            if (!name.equals("f") && !name.endsWith(".upload")) {
                Files.delete(bench.path(name));
            }
        }

        bench.run();

        assertTrue(bench.summary.allDone(), () -> bench.outcomes + " " + bench.notes);
        assertEquals(SIZE, bench.other.record().bytesWritten("mem2://o/to"));
        assertEquals(List.of("f"), bench.names());
    }
}
