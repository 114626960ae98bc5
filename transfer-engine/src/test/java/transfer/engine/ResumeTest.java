package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.testkit.MemoryFault;

/** A second run goes on where a first one broke off, as it does where a process was killed. */
@Timeout(60)
class ResumeTest {
    private static final int SIZE = 3 * BlockMap.BLOCK + 1000;
    private static final byte[] CONTENT = EngineBench.content(SIZE);
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
    void aDamagedBlockIsFetchedAgain() throws Exception {
        try (RandomAccessFile part = new RandomAccessFile(folder.resolve(PART).toFile(), "rw")) {
            part.seek(BlockMap.BLOCK + 7);
            part.write(part.read() ^ 0xFF);
        }
        long before = bench.store.record().bytesRead(URL);
        finish();
        assertTrue(bench.store.record().bytesRead(URL) - before <= SIZE - (long) BlockMap.BLOCK);
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
    void aServerWithoutRangesGivesTheWholeFileAgain() throws Exception {
        bench.store.always(URL, new MemoryFault.IgnoresRanges());
        finish();
    }

    private void finish() throws Exception {
        bench.run();
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("big")));
        assertEquals(List.of("big"), bench.names());
        assertEquals(SIZE, bench.done(1).bytes());
    }
}
