package transfer.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeCapTest {
    private static final long SECOND = 1 << 20 << 10;
    private static final long START = 1000 * SECOND;

    private static NodeCap at(double seconds) {
        return new NodeCap(16, START + (long) (seconds * SECOND));
    }

    private static long time(double seconds) {
        return at(seconds).now();
    }

    @Test
    void aServerThatNeverRefusedGetsTheMost() {
        assertEquals(16, at(0).at(0));
    }

    @Test
    void aRefusalHalves() {
        long once = at(0).refused(0, time(0));
        assertEquals(8, at(0.1).at(once));
        assertEquals(4, at(0.2).at(at(0.2).refused(once, time(0.1))));
    }

    @Test
    void refusalsOfWhatBeganBeforeAreOne() {
        long once = at(0.5).refused(0, time(0));
        assertEquals(once, at(0.6).refused(once, time(0.4)));
    }

    @Test
    void oneIsAlwaysLeft() {
        long state = 0;
        for (int i = 0; i < 20; i++) {
            state = at(i * 0.01).refused(state, time(i * 0.01));
        }
        assertEquals(1, at(0.2).at(state));
    }

    @Test
    void afterAWhileOneMoreComesBack() {
        long once = at(0).refused(0, time(0));
        assertEquals(9, at(1.5).at(once));
        assertEquals(10, at(2.5).at(once));
        assertEquals(16, at(1000).at(once));
    }

    @Test
    void oneMoreThatWasTooManyIsTakenBackAndComesLater() {
        long once = at(0).refused(0, time(0));
        long twice = at(1.5).refused(once, time(1.4));
        assertEquals(8, at(1.5).at(twice));
        assertEquals(8, at(3.0).at(twice)); // not after one while
        assertEquals(9, at(4.0).at(twice));
    }

    @Test
    void whereThereIsOneOnlyARefusalDoesNotPutOffTheNext() {
        long state = 0;
        for (int i = 0; i < 4; i++) {
            state = at(i * 0.01).refused(state, time(i * 0.01));
        }
        long one = state;
        for (int i = 4; i < 50; i++) {
            state = at(i * 0.01).refused(state, time(i * 0.01));
        }
        assertEquals(at(9).at(one), at(9.5).at(state));
    }

    @Test
    void whatRefusedForLongIsUsedToTheFullSoonAfterTheFirstWhiles() {
        long state = 0;
        double when = 0;
        for (int i = 0; i < 20; i++) {
            while (at(when).at(state) < 2) {
                when++;
            }
            state = at(when).refused(state, time(when));
        }
        assertTrue(at(when + 100).at(state) < 4);
        assertEquals(16, at(when + 2 * 128 + 20).at(state));
    }

    @Test
    void whatBeganBeforeTheLastOfManyStepsSaysNothing() {
        long once = at(0).refused(0, time(0));
        assertEquals(once, at(4.5).refused(once, time(3.5)));
        assertEquals(6, at(4.5).at(at(4.5).refused(once, time(4.4))));
    }

    @Test
    void afterEverythingCameBackARefusalIsTheFirstAgain() {
        long state = at(0).refused(0, time(0));
        state = at(0.1).refused(state, time(0.1));
        state = at(500).refused(state, time(500));
        assertEquals(8, at(500).at(state));
        assertEquals(9, at(501.5).at(state));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 0x7f00, 0xff, 0x4040404040404040L})
    void whateverIsInTheCellItIsANumberWithinBounds(long state) {
        int cap = at(0).at(state);
        assertEquals(cap, Math.clamp(cap, 1, 16));
        int after = at(0).at(at(0).refused(state, time(0)));
        assertEquals(after, Math.clamp(after, 1, 16));
    }
}
