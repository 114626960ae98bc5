package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExtentsTest {
    private final Extents extents = new Extents();

    @Test
    void nothingIsThereAtFirst() {
        assertEquals(0, extents.firstGap());
    }

    @Test
    void sequentialBytesGrowOneRange() {
        extents.add(0, 10);
        extents.add(10, 15);
        assertEquals(15, extents.firstGap());
    }

    @Test
    void bytesBehindAGapDoNotCountYet() {
        extents.add(10, 20);
        assertEquals(0, extents.firstGap());
        extents.add(0, 10);
        assertEquals(20, extents.firstGap());
    }

    @Test
    void anEmptyRangeIsNothing() {
        extents.add(0, 0);
        assertEquals(0, extents.firstGap());
    }

    @Test
    void clearedIsAsNew() {
        extents.add(0, 10);
        extents.clear();
        assertEquals(0, extents.firstGap());
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
                assertEquals(truth.nextClearBit(0), tried.firstGap());
            }
        }
    }
}
