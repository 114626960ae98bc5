package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DamageTallyTest {
    private final DamageTally tally = new DamageTally();

    private void damage(long first) {
        tally.add(new Damage("region", first, first + 100, 101));
    }

    @Test
    void shapesAreCounted() {
        damage(5);
        tally.add(new Damage("truncated", 10, 20, 11));
        tally.add(new Damage("truncated", 10, 20, 11));
        assertEquals(Map.of("region", 1L, "truncated", 2L), tally.shapes());
    }

    @Test
    void blocksAreSeenTheLargestOnly() {
        for (int i : new int[] {1, 3, 4, 9}) {
            damage(i * 65536L);
        }
        assertEquals(List.of("4 of 4 begin at a multiple of 65536 bytes"), tally.sentences());
    }

    @Test
    void theSamePlaceInEveryPacketIsSeen() {
        for (int i : new int[] {1, 3, 4, 9, 100}) {
            damage(i * 1460L + 77);
        }
        assertEquals(
                List.of("5 of 5 begin at the same place of every 1460 bytes (offset 77)"),
                tally.sentences());
    }

    @Test
    void theSamePlaceInEveryPageIsSeen() {
        for (int i : new int[] {1, 3, 4, 9, 100}) {
            damage(i * 4096L + 12);
        }
        assertEquals(
                List.of("5 of 5 begin at the same place of every 4096 bytes (offset 12)"),
                tally.sentences());
    }

    @Test
    void whereNothingIsCommonNothingIsSaid() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            damage(random.nextLong(1L << 32));
        }
        assertEquals(List.of(), tally.sentences());
    }

    @Test
    void twoAreTooFew() {
        damage(65536);
        damage(131072);
        assertEquals(List.of(), tally.sentences());
    }

    @Test
    void theBeginningOfFilesIsNoBlock() {
        for (int i = 0; i < 10; i++) {
            damage(0);
        }
        assertEquals(List.of("10 of 10 begin with the file"), tally.sentences());
    }
}
