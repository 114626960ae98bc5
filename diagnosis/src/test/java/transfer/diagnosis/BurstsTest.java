package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BurstsTest {
    private static Bursts at(long... positions) {
        Bursts bursts = new Bursts();
        for (long position : positions) {
            bursts.add(position, (int) position);
        }
        return bursts;
    }

    @Test
    void theDensestStretchIsFound() {
        Bursts bursts = at(10, 300, 500, 501, 503, 504, 900);
        Bursts.Stretch found = bursts.densest(1000, 7, 1000);
        assertEquals(500, bursts.row(found.first()));
        assertEquals(504, bursts.row(found.last()));
        assertEquals(4, found.count());
        assertEquals(5, bursts.transfers(found));
    }

    @Test
    void badOnesJustBesideItAreTakenIn() {
        Bursts bursts = at(500, 501, 502, 503, 504, 510, 700);
        Bursts.Stretch found = bursts.densest(100_000, 7, 1000);
        assertEquals(510, bursts.row(found.last()));
    }

    @Test
    void oneAloneIsNoStretch() {
        assertEquals(0, at(5).densest(10, 1, 10).count());
    }

    /**
     * However few bad ones are dealt to places at random, a bound of at most q comes out in at most
     * that share of all ways to deal them: counted out for every way.
     */
    @Test
    void theBoundIsNeverTooSmall() {
        countOut(14, 4, 14);
        countOut(14, 4, 9);
        countOut(16, 3, 16);
        countOut(12, 6, 8);
    }

    private static void countOut(int total, int bad, int group) {
        List<Double> logs = new ArrayList<>();
        for (int dealt = 0; dealt < 1 << total; dealt++) {
            if (Integer.bitCount(dealt) == bad) {
                Bursts bursts = new Bursts();
                for (int i = 0; i < group; i++) {
                    if ((dealt >> i & 1) == 1) {
                        bursts.add(i + 1, i);
                    }
                }
                logs.add(bursts.densest(total, bad, group).logP());
            }
        }
        logs.sort(Double::compare);
        for (int i = 0; i < logs.size(); i++) {
            boolean lastOfItsValue = i + 1 == logs.size() || logs.get(i + 1) > logs.get(i) + 1e-9;
            double share = (i + 1.0) / logs.size();
            if (lastOfItsValue && logs.get(i) < 0) {
                assertTrue(Math.exp(logs.get(i)) >= share - 1e-9, logs.get(i) + " " + share);
            }
        }
    }
}
