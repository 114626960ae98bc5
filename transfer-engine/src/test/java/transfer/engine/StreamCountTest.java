package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class StreamCountTest {
    private long now;

    @Test
    void asManyAsAllowedWhereEachMakesItFaster() {
        assertEquals(4, settled(new StreamCount(4), streams -> streams));
    }

    @Test
    void noMoreThanAllowed() {
        assertEquals(3, settled(new StreamCount(3), streams -> streams));
        assertEquals(1, settled(new StreamCount(1), streams -> streams));
    }

    @Test
    void oneThatBringsNothingIsTakenBack() {
        assertEquals(2, settled(new StreamCount(8), streams -> Math.min(2, streams)));
        assertEquals(3, settled(new StreamCount(8), streams -> Math.min(3, streams)));
    }

    @Test
    void aRefusedStreamIsNotReplaced() {
        StreamCount count = new StreamCount(4);
        count.failed();
        assertEquals(1, settled(count, streams -> streams));
        count.failed();
        assertEquals(1, count.target());
    }

    /** Where it ends at a server whose rate, in blocks a second, depends on the streams. */
    private int settled(StreamCount count, IntToDoubleFunction rate) {
        for (int block = 0; block < 200; block++) {
            now += (long) (1e9 / rate.applyAsDouble(count.target()));
            count.arrived(BlockMap.BLOCK, now);
        }
        return count.target();
    }
}
