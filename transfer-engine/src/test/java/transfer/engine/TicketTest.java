package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.FailureKind;

/** Uploads to a store that names what is unfinished itself, and compares the whole. */
@Timeout(60)
class TicketTest {
    private static final int SIZE = BlockMap.BLOCK + 3_000_000;
    private static final byte[] CONTENT = EngineBench.content(SIZE);
    private static final int BROKEN_AT = 10_000_000;
    private static final String URL = "ticket://bucket/f";
    private static final String FIRST = TicketStore.SECRET + 1;

    @TempDir Path folder;
    private final TicketStore store = new TicketStore();
    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
        bench.more.add(store);
        Files.write(bench.path("f"), CONTENT);
        bench.transfer(URL, "f");
    }

    private void finish(byte[] content) {
        bench.run();
        assertTrue(bench.summary.allDone(), () -> bench.outcomes + " " + bench.notes);
        assertArrayEquals(content, store.files.get(URL));
        assertEquals(Map.of(), store.unfinished);
        assertEquals(new Verdict.Verified(Evidence.DESTINATION_DIGEST), bench.done(1).verdict());
    }

    @Test
    void whatTheStoreComparesIsComputedAndCountsAsProof() {
        finish(CONTENT);
    }

    @Test
    void anAttemptGoesOnWithTheTicketOfTheOneBefore() {
        store.breaksAt = BROKEN_AT;
        finish(CONTENT);
        assertEquals(2, bench.done(1).attempts().size());
        assertTrue(store.resumedAt.get(FIRST) >= BROKEN_AT, store.resumedAt::toString);
        assertFalse(bench.notes.toString().contains(TicketStore.SECRET));
    }

    @Test
    void damageOfAnEarlierAttemptShowsInTheEndAndAllIsSentAgain() {
        store.breaksAt = BROKEN_AT;
        store.damages = true;
        finish(CONTENT);
        assertEquals(3, bench.done(1).attempts().size());
        assertEquals(
                FailureKind.CHECKSUM_MISMATCH,
                bench.done(1).attempts().get(1).failure().orElseThrow().kind());
    }

    @Test
    void anUploadOfAnotherStateOfTheSourceIsTakenAway() throws Exception {
        store.breaksAt = BROKEN_AT;
        bench.options =
                new EngineOptions(
                        4,
                        4,
                        1,
                        new transfer.retry.RetryPolicy(
                                1, java.time.Duration.ZERO, 1, java.time.Duration.ZERO),
                        Verification.PREFER,
                        EngineOptions.Linking.NEVER,
                        bench.options.stagingDirectory(),
                        bench.options.itemTimeout(),
                        bench.options.bytesPerSecond(),
                        false,
                        0);
        bench.run();
        assertEquals(List.of(FIRST), List.copyOf(store.unfinished.keySet()));

        byte[] other = EngineBench.content(SIZE + 1);
        Files.write(bench.path("f"), other);
        finish(other);
    }
}
