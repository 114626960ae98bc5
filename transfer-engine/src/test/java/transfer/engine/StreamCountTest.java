package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    @Test
    void whereTwoAreNoFasterThanOneOnAFastWayItIsOne() {
        assertEquals(1, settled(new StreamCount(4), _ -> 40));
        assertEquals(1, settled(new StreamCount(2), streams -> 40 + streams));
    }

    @Test
    void whereTwoAreFasterThanOneOnAFastWayMoreAreTriedAllTheSame() {
        assertEquals(4, settled(new StreamCount(4), streams -> 20 * streams));
        assertEquals(2, settled(new StreamCount(4), streams -> 20 * Math.min(2, streams)));
    }

    @Test
    void onAWayThatIsNotFastNoTimeIsSpentWithOne() {
        StreamCount count = new StreamCount(4);
        for (int block = 0; block < 200; block++) {
            now += (long) (1e9 / 5);
            count.arrived(BlockMap.BLOCK, now);
            assertTrue(count.target() > 1);
        }
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
