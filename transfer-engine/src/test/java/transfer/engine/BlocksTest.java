package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import transfer.engine.Blocks.Span;

class BlocksTest {
    private static final int BLOCK = BlockMap.BLOCK;

    private final Blocks blocks = new Blocks(4L * BLOCK + 5);

    @Test
    void theLastBlockIsAsLongAsTheFile() {
        assertEquals(5, blocks.count());
        assertEquals(4L * BLOCK + 5, blocks.take(9).orElseThrow().end());
        assertEquals(1, new Blocks(BLOCK).count());
    }

    @Test
    void eachBlockIsTakenOnce() {
        assertEquals(0, blocks.take(2).orElseThrow().at());
        assertEquals(2L * BLOCK, blocks.take(2).orElseThrow().at());
        assertEquals(1, blocks.free());
        assertEquals(4L * BLOCK, blocks.take(2).orElseThrow().at());
        assertTrue(blocks.take(2).isEmpty());
        assertFalse(blocks.isComplete());
    }

    @Test
    void aSpanEndsWhereTheNextBlockIsThere() {
        blocks.isThere(1);
        Span first = blocks.take(3).orElseThrow();
        assertEquals(BLOCK, first.end());
        assertEquals(2L * BLOCK, blocks.take(1).orElseThrow().at());
    }

    @Test
    void whatIsGivenBackIsTakenAgainWhereItStood() {
        Span span = blocks.take(2).orElseThrow();
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
        assertFalse(span.took(bytes));
        blocks.giveBack(span);
        Span again = blocks.take(2).orElseThrow();
        assertEquals(3, again.at());
        assertEquals(2L * BLOCK, again.end());
        assertTrue(again.took(ByteBuffer.allocate(BLOCK - 3)));
        CRC32C expected = new CRC32C();
        expected.update(new byte[] {1, 2, 3});
        expected.update(new byte[BLOCK - 3]);
        assertEquals((int) expected.getValue(), again.endedCheck());
    }

    @Test
    void givingBackTwiceIsHarmless() {
        Span span = blocks.take(1).orElseThrow();
        blocks.giveBack(span);
        Span other = blocks.take(1).orElseThrow();
        blocks.giveBack(span);
        assertEquals(BLOCK, blocks.take(1).orElseThrow().at());
        assertEquals(0, other.at());
    }

    @Test
    void aBlockThatWasBegunIsNotTheMiddleOfASpan() {
        Span first = blocks.take(1).orElseThrow();
        Span second = blocks.take(1).orElseThrow();
        second.took(ByteBuffer.allocate(10));
        blocks.giveBack(second);
        blocks.giveBack(first);
        assertEquals(BLOCK, blocks.take(3).orElseThrow().end());
        assertTrue(blocks.takeFrom(1, 1).isEmpty());
        assertEquals(BLOCK + 10, blocks.take(3).orElseThrow().at());
    }

    @Test
    void onlyAFreeBlockFollows() {
        blocks.take(1);
        assertTrue(blocks.takeFrom(0, 1).isEmpty());
        assertEquals(Optional.of(3L * BLOCK), blocks.takeFrom(2, 1).map(Span::end));
        assertTrue(blocks.takeFrom(5, 1).isEmpty());
    }

    @Test
    void theFileIsCompleteWhenEveryBlockIs() {
        for (int block = 0; block < 5; block++) {
            blocks.isThere(block);
        }
        assertTrue(blocks.isComplete());
        blocks.lost(2);
        assertFalse(blocks.isComplete());
        assertEquals(2L * BLOCK, blocks.take(9).orElseThrow().at());
        blocks.done(2);
        assertTrue(blocks.isComplete());
    }
}
