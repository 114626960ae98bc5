package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads to a store that takes parts, tells of each what it has, and puts them together. */
@Timeout(60)
class PartsTest {
    private static final byte[] CONTENT = EngineBench.content(BlockMap.BLOCK + 3_000_000);
    private static final int BROKEN_AT = 10_000_000;
    private static final String URL = "ticket://bucket/f";
    private static final String FIRST = TicketStore.SECRET + 1;
    private static final String SECOND = TicketStore.SECRET + 2;

    @TempDir Path folder;
    private final TicketStore store = new TicketStore();
    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        store.comparesParts = true;
        bench = new EngineBench(folder);
        bench.more.add(store);
        Files.write(bench.path("f"), CONTENT);
        bench.transfer(URL, "f");
    }

    private void finish(Evidence evidence) {
        bench.run();
        assertTrue(bench.summary.allDone(), () -> bench.outcomes + " " + bench.notes);
        assertArrayEquals(CONTENT, store.files.get(URL));
        assertEquals(Map.of(), store.unfinished);
        assertEquals(new Verdict.Verified(evidence), bench.done(1).verdict());
    }

    @Test
    void whatTheStoreTellsOfThePartsIsTheEvidence() {
        finish(Evidence.DESTINATION_PARTS);
    }

    @Test
    void whatIsNotProvedInPartsIsProvedInAnotherWay() {
        store.silent = true;
        finish(Evidence.SIZE);
    }

    @Test
    void anAttemptGoesOnOnceTheSourceIsComparedWithWhatIsThere() {
        store.breaksAt = BROKEN_AT;
        finish(Evidence.DESTINATION_PARTS);
        assertEquals(2, bench.done(1).attempts().size());
        assertTrue(store.resumedAt.get(FIRST) >= BROKEN_AT, store.resumedAt::toString);
        assertEquals(store.resumedAt.get(FIRST).longValue(), store.compared);
    }

    @Test
    void whatArrivedOtherwiseIsTakenAwayAndBegunAgain() {
        store.breaksAt = BROKEN_AT;
        store.damages = true;
        finish(Evidence.DESTINATION_PARTS);
        assertEquals(0, store.resumedAt.get(SECOND));
        assertTrue(
                bench.notes.toString().contains("its bytes are not those of the source"),
                bench.notes::toString);
    }
}
