package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.MemoryProtocol;
import transfer.protocol.testkit.Operation;

/** A second run goes on where a first one broke off, as it does where a process was killed. */
@Timeout(60)
class ResumeTest {
    private static final int SIZE = 3 * BlockMap.BLOCK + 1000;
    private static final byte[] CONTENT = EngineBench.content(SIZE);
    private static final Checksum CHECKED = EngineBench.sha256(CONTENT);
    private static final String URL = "mem://h/big";
    private static final String PART = ".big.transfer.part";
    private static final String BLOCKS = ".big.transfer.blocks";

    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void breakOff() throws IOException {
        bench = new EngineBench(folder);
        bench.store.put(URL, CONTENT);
        bench.store.always(URL, MemoryFault.readBreaks(2L * BlockMap.BLOCK + 500_000));
        bench.transfer("big", URL);
        bench.run();
        assertEquals(1, bench.summary.failedForNow());
        assertEquals(List.of(BLOCKS, PART), bench.names());
        bench.store.heal();
    }

    @Test
    void onlyTheMissingBytesAreFetched() throws Exception {
        long before = bench.store.record().bytesRead(URL);
        finish();
        assertTrue(bench.store.record().bytesRead(URL) - before <= SIZE - 2L * BlockMap.BLOCK);
    }

    @Test
    void whereThePartsOfAFileAreDearTheMissingOnesAreOneReading() throws Exception {
        String map = Files.readAllLines(folder.resolve(BLOCKS)).getFirst();
        Files.write(folder.resolve(BLOCKS), List.of(map)); // no block is there any more
        bench.store.makePartsDear();
        int before = bench.store.record().count(Operation.READ, URL);
        finish();
        assertEquals(before + 1, bench.store.record().count(Operation.READ, URL));
    }

    @Test
    void aDamagedBlockIsFetchedAgain() throws Exception {
        flip(BlockMap.BLOCK + 7);
        long before = bench.store.record().bytesRead(URL);
        finish();
        assertTrue(bench.store.record().bytesRead(URL) - before <= SIZE - (long) BlockMap.BLOCK);
    }

    @Test
    void aDamagedBlockInTheMiddleIsFetchedAlone() throws Exception {
        flip(7);
        long before = bench.store.record().bytesRead(URL);
        finish();
        // the first block again, and what was missing behind the two
        assertEquals(SIZE - (long) BlockMap.BLOCK, bench.store.record().bytesRead(URL) - before);
        assertTrue(bench.notes.toString().contains("1 blocks that an earlier run left"));
    }

    @Test
    void blocksAreKeptWhereverTheyAre() throws Exception {
        List<String> map = Files.readAllLines(folder.resolve(BLOCKS));
        map.remove(1); // the line of the first block
        Files.write(folder.resolve(BLOCKS), map);
        flip(7);
        long before = bench.store.record().bytesRead(URL);
        finish();
        assertEquals(SIZE - (long) BlockMap.BLOCK, bench.store.record().bytesRead(URL) - before);
        assertEquals(List.of(), List.copyOf(bench.notes));
    }

    @Test
    void whereEverythingIsThereNothingIsFetched() throws Exception {
        completePart();
        long before = bench.store.record().bytesRead(URL);
        finish();
        assertEquals(0, bench.store.record().bytesRead(URL) - before);
    }

    @Test
    void aBlockThatIsFoundDamagedWhenNothingElseIsMissingIsFetchedAlone() throws Exception {
        completePart();
        flip(BlockMap.BLOCK + 7);
        long before = bench.store.record().bytesRead(URL);
        finish();
        assertEquals(BlockMap.BLOCK, bench.store.record().bytesRead(URL) - before);
    }

    @Test
    void whereNobodySaysThatTheSourceIsTheSameTheLastBlockIsAskedFor() throws Exception {
        completePart();
        bench.store.always(URL, MemoryFault.fails(Operation.STAT, FailureKind.UNSUPPORTED));
        long before = bench.store.record().bytesRead(URL);
        finish();
        assertEquals(1000, bench.store.record().bytesRead(URL) - before);
    }

    @Test
    void aResumedFileIsComparedWithTheSourcesDigest() throws Exception {
        bench.store.tellDigests(Set.of(DigestAlgorithm.MD5));
        finish();
        assertEquals(new Verdict.Verified(Evidence.SOURCE_DIGEST), bench.done(1).verdict());
    }

    @Test
    void aDigestThatIsToldLateIsComputedFromTheStagedFile() throws Exception {
        bench.store.tellDigests(Set.of(DigestAlgorithm.MD5));
        bench.store.always(URL, MemoryFault.fails(Operation.STAT, FailureKind.UNSUPPORTED));
        finish();
        assertEquals(new Verdict.Verified(Evidence.SOURCE_DIGEST), bench.done(1).verdict());
    }

    @Test
    void whatDoesNotHelpIsNotedInOneLine() throws Exception {
        Files.writeString(folder.resolve(BLOCKS), "nonsense\n");
        finish();
        assertEquals(1, bench.notes.size());
        assertTrue(bench.notes.peek().contains("cannot be read"), bench.notes.peek());
    }

    /** What a run leaves that is killed between the last block and the end. */
    private void completePart() throws IOException {
        Files.write(folder.resolve(PART), CONTENT);
        try (BlockMap map =
                BlockMap.continued(
                        StagedPlace.of(bench.place("big").url()),
                        BlockMap.read(folder.resolve(BLOCKS)).orElseThrow())) {
            for (int block = 0; block < 4; block++) {
                CRC32C crc = new CRC32C();
                int from = block * BlockMap.BLOCK;
                crc.update(CONTENT, from, Math.min(BlockMap.BLOCK, SIZE - from));
                map.whole(block, (int) crc.getValue());
            }
        }
    }

    private void flip(long at) throws IOException {
        try (RandomAccessFile part = new RandomAccessFile(folder.resolve(PART).toFile(), "rw")) {
            part.seek(at);
            int was = part.read();
            part.seek(at);
            part.write(was ^ 0xFF);
        }
    }

    @Test
    void aPartThatIsShorterThanItsMapIsNoObstacle() throws Exception {
        try (FileChannel part = FileChannel.open(folder.resolve(PART), StandardOpenOption.WRITE)) {
            part.truncate(BlockMap.BLOCK / 2);
        }
        finish();
    }

    @Test
    void aTornLineIsNotThere() throws Exception {
        String map = Files.readString(folder.resolve(BLOCKS));
        Files.writeString(folder.resolve(BLOCKS), map.substring(0, map.length() - 4));
        long before = bench.store.record().bytesRead(URL);
        finish();
        long read = bench.store.record().bytesRead(URL) - before;
        assertTrue(read > SIZE - 2L * BlockMap.BLOCK && read <= SIZE - (long) BlockMap.BLOCK);
    }

    @Test
    void aMapThatIsNoneIsOverwritten() throws Exception {
        Files.writeString(folder.resolve(BLOCKS), "nonsense\n");
        finish();
    }

    @Test
    void aMapWithoutItsPartIsOverwritten() throws Exception {
        Files.delete(folder.resolve(PART));
        finish();
    }

    @Test
    void aChangedSourceStartsOver() throws Exception {
        byte[] changed = EngineBench.content(SIZE + 1);
        bench.store.put(URL, changed);
        bench.run();
        assertArrayEquals(changed, Files.readAllBytes(bench.path("big")));
        assertEquals(List.of("big"), bench.names());
        assertEquals(1, bench.done(1).attempts().size());
        assertEquals(1, bench.notes.size());
        assertTrue(bench.notes.peek().contains("changed since"), bench.notes.peek());
    }

    @Test
    void anotherSourceStartsOver() throws Exception {
        byte[] other = EngineBench.content(SIZE + 2);
        bench.store.put("mem://h/other", other);
        bench.items.clear();
        bench.transfer("big", "mem://h/other");
        bench.run();
        assertArrayEquals(other, Files.readAllBytes(bench.path("big")));
        assertEquals(List.of("big"), bench.names());
        assertEquals(1, bench.notes.size());
        assertTrue(bench.notes.peek().contains("another source"), bench.notes.peek());
    }

    @Test
    void aPartThatSomebodyElseWritesIsLeftAlone() throws Exception {
        byte[] before = Files.readAllBytes(folder.resolve(PART));
        try (FileChannel part = FileChannel.open(folder.resolve(PART), StandardOpenOption.WRITE)) {
            part.lock();
            bench.run();
        }
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("big")));
        assertArrayEquals(before, Files.readAllBytes(folder.resolve(PART)));
    }

    @Test
    void aLinkInPlaceOfThePartIsNotFollowed() throws Exception {
        Files.delete(folder.resolve(PART));
        Path precious = Files.writeString(folder.resolve("precious"), "precious");
        Files.createSymbolicLink(folder.resolve(PART), precious);
        bench.run();
        bench.done(1);
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("big")));
        assertEquals("precious", Files.readString(precious));
    }

    @Test
    void aPartOfSomebodyElseIsNotTakenOver() throws Exception {
        try {
            Files.setAttribute(folder.resolve(PART), "unix:uid", 12345);
        } catch (IOException e) {
            Assumptions.abort("only root can give a file away");
        }
        long before = bench.store.record().bytesRead(URL);
        bench.run();
        assertEquals(SIZE, bench.store.record().bytesRead(URL) - before);
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("big")));
    }

    @Test
    void aLinkAtTheTargetIsFollowedToWhatIsLeft() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.move(folder.resolve(PART), real.resolve(PART));
        Files.move(folder.resolve(BLOCKS), real.resolve(BLOCKS));
        Files.createFile(real.resolve("big"));
        Files.createSymbolicLink(folder.resolve("big"), real.resolve("big"));
        long before = bench.store.record().bytesRead(URL);
        bench.run();
        assertEquals(SIZE - 2L * BlockMap.BLOCK, bench.store.record().bytesRead(URL) - before);
        assertArrayEquals(CONTENT, Files.readAllBytes(real.resolve("big")));
        assertEquals(List.of("big", "real", "real/big"), bench.names());
    }

    @Test
    void whatIsLeftStaysWhereTheRunIsEndedWhileItAsksTheSource() throws Exception {
        RunContext run =
                RunContext.of(
                        new ProtocolTable(
                                List.of(new MemoryProtocol(bench.store)), Credentials.none()),
                        bench.options,
                        Progress.SILENT);
        Candidate from = Candidate.listed(bench.place(URL), Optional.empty());
        TransferUrl to = bench.place("big").url();
        Fetching fetching =
                new Fetching(
                        run,
                        new Fetching.Into(to, "tag", OptionalInt.empty(), true, false),
                        bench.notes::add);
        Source ended =
                new Source() {
                    @Override
                    public FileStat stat(TransferUrl url) throws InterruptedException {
                        throw new InterruptedException();
                    }

                    @Override
                    public Reading read(TransferUrl url, ReadRequest request) {
                        throw new IllegalStateException("nobody wants to read");
                    }
                };
        assertThrows(InterruptedException.class, () -> fetching.attempt(from, ended, new Meter()));
        fetching.leave();
        long before = bench.store.record().bytesRead(URL);
        finish();
        assertEquals(SIZE - 2L * BlockMap.BLOCK, bench.store.record().bytesRead(URL) - before);
    }

    @Test
    void aServerWithoutRangesGivesTheWholeFileAgain() throws Exception {
        bench.store.always(URL, new MemoryFault.IgnoresRanges());
        finish();
    }

    private void finish() throws Exception {
        bench.run();
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("big")));
        assertEquals(List.of("big"), bench.names());
        assertEquals(SIZE, bench.done(1).bytes());
        assertEquals(CHECKED, bench.done(1).sha256().orElseThrow());
    }
}
