package transfer.chaos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamageTest {
    private static final int PACKET = Fault.SwapWords.PACKET_BYTES;
    private static final byte[] CONTENT = Origin.bytes(10 * PACKET + 100);

    private final List<Incident> incidents = new ArrayList<>();

    private byte[] damaged(byte[] content, int piece, Fault... faults) {
        Notes notes = new Notes(1, 0, "", incidents::add);
        Damage damage = new Damage(List.of(faults), notes, content.length);
        byte[] all = new byte[content.length];
        for (int position = 0; position < content.length; position += piece) {
            int count = Math.min(piece, content.length - position);
            byte[] bytes = Arrays.copyOfRange(content, position, position + count);
            damage.to(bytes, count, position);
            System.arraycopy(bytes, 0, all, position, count);
        }
        return all;
    }

    /** The sum that TCP protects its packets with: RFC 1071, 1. */
    private static int sum(byte[] bytes, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | (i + 1 < to ? bytes[i + 1] & 0xff : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }

    private static int differences(byte[] one, byte[] other, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += one[i] == other[i] ? 0 : 1;
        }
        return count;
    }

    @Test
    void swappedWordsLeaveTheSumOfThePacket() {
        byte[] damaged = damaged(CONTENT, CONTENT.length, new Fault.SwapWords(3, 42));
        for (int packet = 0; packet < 10; packet++) {
            int from = packet * PACKET;
            int differences = differences(CONTENT, damaged, from, from + PACKET);
            assertEquals((packet + 1) % 3 == 0, differences > 0, "packet " + packet);
            assertEquals(differences > 0, differences >= 2 && differences <= 4);
            assertEquals(sum(CONTENT, from, from + PACKET), sum(damaged, from, from + PACKET));
        }
        assertEquals(3, incidents.size());
        assertEquals(Arrays.mismatch(CONTENT, damaged) & ~1L, incidents.getFirst().position());
    }

    @Test
    void equalWordsCannotBeSwapped() {
        byte[] zeros = new byte[5 * PACKET];
        assertArrayEquals(zeros, damaged(zeros, zeros.length, new Fault.SwapWords(1, 42)));
        assertEquals(List.of(), incidents);
    }

    @Test
    void theOnlyTwoWordsThatDifferAreFound() {
        byte[] content = new byte[100];
        content[50] = 1;
        byte[] damaged = damaged(content, 100, new Fault.SwapWords(1, 42));
        // a swap with any other word moves it, and a word that is swapped with its equal does not
        long ones = 0;
        for (byte b : damaged) {
            ones += b;
        }
        assertEquals(1, ones);
    }

    @Test
    void whatIsTooShortForTwoWordsStays() {
        byte[] content = {1, 2, 3};
        assertArrayEquals(content, damaged(content, 3, new Fault.SwapWords(1, 42)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000, 1460, 100_000})
    void randomBitsAreTheSameHoweverTheBytesCome(int piece) {
        Fault flips = new Fault.FlipBits(0.001, 42);
        byte[] whole = damaged(CONTENT, CONTENT.length, flips);
        int struck = incidents.size();
        assertEquals(struck, differences(CONTENT, whole, 0, CONTENT.length));
        assertFalse(struck == 0 || struck > 50, "struck " + struck);
        assertArrayEquals(whole, damaged(CONTENT, piece, flips));
        assertEquals(2 * struck, incidents.size());
    }

    @Test
    void anotherSeedMakesOtherDamage() {
        byte[] one = damaged(CONTENT, 5000, new Fault.FlipBits(0.001, 1));
        byte[] two = damaged(CONTENT, 5000, new Fault.FlipBits(0.001, 2));
        assertFalse(Arrays.equals(one, two));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 100_000})
    void aRegionIsInvertedAcrossPieces(int piece) {
        byte[] damaged = damaged(CONTENT, piece, Fault.Corrupt.inverting(95, 10));
        for (int i = 0; i < CONTENT.length; i++) {
            int expected = i >= 95 && i < 105 ? ~CONTENT[i] : CONTENT[i];
            assertEquals((byte) expected, damaged[i], "byte " + i);
        }
        assertEquals(List.of(new Incident(1, 0, "", "corrupt", 95)), incidents);
    }

    @Test
    void aPlaceAtTheVeryEndIsTheLastByte() {
        byte[] damaged =
                damaged(CONTENT, 5000, new Fault.Corrupt(new Fault.Position(1, true), 1, 4));
        int last = CONTENT.length - 1;
        assertEquals(last, Arrays.mismatch(CONTENT, damaged));
        assertEquals((byte) (CONTENT[last] ^ 4), damaged[last]);
    }
}
