package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExtentsTest {
    private final Extents extents = new Extents();

    @Test
    void nothingIsThereAtFirst() {
        assertEquals(7, extents.endOf(7));
    }

    @Test
    void rangesThatTouchAreOne() {
        extents.add(0, 10);
        extents.add(10, 15);
        assertEquals(15, extents.endOf(3));
    }

    @Test
    void bytesBehindAGapDoNotCount() {
        extents.add(0, 10);
        extents.add(20, 30);
        assertEquals(10, extents.endOf(0));
        assertEquals(15, extents.endOf(15));
        extents.add(10, 20);
        assertEquals(30, extents.endOf(0));
    }

    @Test
    void anEmptyRangeIsNothing() {
        extents.add(0, 0);
        assertEquals(0, extents.endOf(0));
    }

    @Test
    void randomRangesAgreeWithABitSet() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Extents tried = new Extents();
            BitSet truth = new BitSet();
            for (int i = 0; i < 30; i++) {
                int start = random.nextInt(60);
                int end = start + random.nextInt(12);
                tried.add(start, end);
                truth.set(start, end);
                int from = random.nextInt(60);
                assertEquals(truth.nextClearBit(from), tried.endOf(from));
            }
        }
    }
}
