package transfer.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class GainsTest {
    private final Gains gains = new Gains(4, 16);

    /** The limits after so many windows at a server that gives so much for so many. */
    private List<Integer> limits(int windows, IntToDoubleFunction server) {
        List<Integer> limits = new ArrayList<>();
        for (int i = 0; i < windows; i++) {
            gains.saw(server.applyAsDouble(gains.limit()));
            limits.add(gains.limit());
        }
        return limits;
    }

    /** Each brings as much as the others, up to so many. */
    private static IntToDoubleFunction takes(int most) {
        return limit -> 10.0 * Math.min(limit, most);
    }

    @Test
    void growsToTheMostWhereThroughputDoes() {
        assertEquals(List.of(8, 16, 16, 16), limits(4, takes(1000)));
    }

    @Test
    void staysWhereMoreBringNothing() {
        assertEquals(List.of(8, 8, 4, 4), limits(4, takes(4)));
    }

    @Test
    void theMostIsLeftAgainWhenItBringsNothing() {
        assertEquals(List.of(8, 16, 16, 8), limits(4, takes(8)));
    }

    @Test
    void oneWindowWithoutGainIsNoReasonToStop() {
        gains.saw(40);
        gains.saw(40);
        assertEquals(8, gains.limit());
        gains.saw(80);
        assertEquals(16, gains.limit());
    }

    @Test
    void aQuarterOfTheIdealGainIsWorthIt() {
        gains.saw(40);
        gains.saw(49.9);
        gains.saw(50);
        assertEquals(16, gains.limit());
        assertEquals("trying more", gains.why());
    }

    @Test
    void afterAWhileAFewMoreAreTriedAndGivenUpAgain() {
        limits(4, takes(4));
        List<Integer> limits = limits(40, takes(4));
        assertEquals(5, limits.stream().mapToInt(limit -> limit).max().orElseThrow());
        assertEquals(4, gains.limit());
        // the second try comes later than the first
        int first = limits.indexOf(5);
        int second = 2 + first + limits.subList(first + 2, limits.size()).indexOf(5);
        assertTrue(second - first > first + 2, limits::toString);
    }

    @Test
    void aServerThatGivesMoreLaterIsFoundOut() {
        limits(4, takes(4));
        limits(60, takes(12));
        assertTrue(gains.limit() >= 9, () -> "only " + gains.limit());
    }

    @Test
    void aRefusalHalvesWhatIsThereAtOnce() {
        limits(4, takes(1000));
        gains.refused(12);
        assertEquals(6, gains.limit());
        gains.refused(6);
        gains.refused(3);
        gains.refused(1);
        gains.refused(0);
        assertEquals(1, gains.limit());
    }

    @Test
    void recoversSlowly() {
        limits(4, takes(1000));
        gains.refused(16);
        assertEquals(List.of(8, 8, 8, 8, 8, 8, 8, 8), limits(8, takes(1000)));
        limits(200, takes(1000));
        assertEquals(16, gains.limit());
    }

    @Test
    void aRefusalOfAFewMoreTakesThemBackOnly() {
        limits(4, takes(4));
        while (gains.limit() == 4) {
            gains.saw(40);
        }
        gains.refused(5);
        assertEquals(4, gains.limit());
    }

    @Test
    void neverExceedsTheMostHoweverRatesJump() {
        Gains narrow = new Gains(4, 3);
        assertEquals(3, narrow.limit());
        double rate = 1;
        for (int i = 0; i < 500; i++) {
            rate = i % 7 == 3 ? rate / 50 : rate * 1.4;
            narrow.saw(rate);
            assertTrue(narrow.limit() >= 1 && narrow.limit() <= 3);
        }
    }

    @Test
    void saysWhetherAnythingChanged() {
        assertTrue(gains.saw(40));
        assertFalse(gains.saw(40));
        assertTrue(gains.saw(40));
        assertEquals("no faster than with 4", gains.why());
    }
}
