package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.DigestAlgorithm;
import transfer.engine.Attempt.Difference;
import transfer.engine.Attempt.Difference.Shape;
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.MemoryFault;

/** What was wrong with a fetch is told once a better one has come. */
@Timeout(60)
class RefetchTest {
    private static final int SIZE = 3 * CopyBuffers.SIZE + 17;
    private static final int LARGE = 4 * BlockMap.BLOCK + 99;
    private static final byte[] CONTENT = EngineBench.content(SIZE);
    private static final String URL = "mem://h/f";

    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
        bench.store.put(URL, CONTENT);
        bench.store.tellDigests(Set.of(DigestAlgorithm.SHA_256));
    }

    private Optional<Difference> damage() throws IOException {
        bench.run();
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
        assertEquals(List.of("f"), bench.names());
        List<Attempt> attempts = bench.done(1).attempts();
        assertEquals(2, attempts.size());
        assertEquals(Optional.empty(), attempts.getLast().damage());
        return attempts.getFirst().damage();
    }

    @Test
    void aSpoiledByteIsTold() throws Exception {
        bench.store.next(1, URL, new MemoryFault.ReadFlips(CopyBuffers.SIZE + 5));
        bench.transfer("f", URL);
        long at = CopyBuffers.SIZE + 5;
        assertEquals(Optional.of(new Difference(Shape.REGION, at, at, 1)), damage());
    }

    @Test
    void aSourceThatHasAnotherFileIsTold() throws Exception {
        byte[] bad = CONTENT.clone();
        bad[100] ^= 1;
        bench.store.put("mem://h/bad", bad);
        bench.store.tellDigests(Set.of());
        bench.transfer(
                terms -> terms.withExpected(Optional.of(EngineBench.sha256(CONTENT))),
                "f",
                "mem://h/bad",
                URL);
        assertEquals(Optional.of(new Difference(Shape.ONE_BIT, 100, 100, 1)), damage());
    }

    @Test
    void whatWasMissingIsTold() throws Exception {
        bench.store.next(1, URL, new MemoryFault.ReadEndsEarly(1000));
        bench.store.always(URL, new MemoryFault.TellsNothing());
        bench.transfer(
                terms -> terms.withExpected(Optional.of(EngineBench.sha256(CONTENT))), "f", URL);
        assertEquals(
                Optional.of(new Difference(Shape.TRUNCATED, 1000, SIZE - 1, SIZE - 1000)),
                damage());
    }

    @Test
    void whatWasTooMuchIsCutOff() throws Exception {
        bench.store.put("mem://h/bad", EngineBench.content(SIZE + 100_000));
        bench.transfer(
                terms -> terms.withExpected(Optional.of(EngineBench.sha256(CONTENT))),
                "f",
                "mem://h/bad",
                URL);
        assertEquals(Shape.OTHER, damage().orElseThrow().shape());
    }

    @Test
    void aSpoiledByteOfALargeFileIsTold() throws Exception {
        byte[] large = EngineBench.content(LARGE);
        bench.store.put(URL, large);
        long at = BlockMap.BLOCK + 5;
        bench.store.next(1, URL, new MemoryFault.ReadFlips(at));
        bench.transfer("f", URL);
        bench.run();
        assertEquals(2, bench.done(1).attempts().size());
        assertArrayEquals(large, Files.readAllBytes(bench.path("f")));
        assertEquals(
                Optional.of(new Difference(Shape.REGION, at, at, 1)),
                bench.done(1).attempts().getFirst().damage());
        assertEquals(List.of("f"), bench.names());
    }

    @Test
    void twoFetchesThatAreWrongInOneWaySpeakAgainstTheSource() throws Exception {
        bench.transfer(
                terms -> terms.withExpected(Optional.of(EngineBench.sha256(new byte[0]))),
                "f",
                URL);
        bench.run();
        assertEquals(FailureKind.CHECKSUM_MISMATCH, bench.failed(1).kind());
        assertTrue(bench.notes.peek().contains("the same wrong bytes"), bench.notes.peek());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void twoFetchesThatAreWrongInTwoWaysSpeakAgainstTheWay() throws Exception {
        bench.store.next(1, URL, new MemoryFault.ReadFlips(1));
        bench.store.next(1, URL, new MemoryFault.ReadFlips(2));
        bench.transfer("f", URL);
        bench.run();
        assertEquals(3, bench.done(1).attempts().size());
        assertTrue(bench.notes.peek().contains("2 wrong bytes between 1 and 2"));
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
    }
}
