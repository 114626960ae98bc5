package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import transfer.engine.Attempt.Difference;
import transfer.engine.Attempt.Difference.Shape;

class ComparisonTest {
    private static final int SIZE = 300_000;
    private static final int PIECE = 65_536;

    private final byte[] right = EngineBench.content(SIZE);
    private final byte[] wrong = right.clone();

    /** As it is done: piece by piece, the old bytes of each as far as there are some. */
    private static Optional<Difference> compared(byte[] old, byte[] fresh) {
        Comparison comparison = new Comparison(old.length);
        for (int at = 0; at < fresh.length; at += PIECE) {
            int length = Math.min(PIECE, fresh.length - at);
            comparison.compare(
                    ByteBuffer.wrap(old, Math.min(at, old.length), comparison.available(at, length))
                            .slice(),
                    ByteBuffer.wrap(fresh, at, length),
                    at);
        }
        return comparison.result(fresh.length);
    }

    private void assertShape(Shape shape, long first, long last, long bytes) {
        assertEquals(
                Optional.of(new Difference(shape, first, last, bytes)), compared(wrong, right));
    }

    @Test
    void equalBytesAreNoDifference() {
        assertEquals(Optional.empty(), compared(wrong, right));
    }

    @Test
    void oneBit() {
        wrong[70_000] ^= 0x10;
        assertShape(Shape.ONE_BIT, 70_000, 70_000, 1);
    }

    @Test
    void twoBitsFarFromEachOtherAreNoRegion() {
        wrong[70_000] ^= 0x10;
        wrong[90_000] ^= 0x10;
        assertShape(Shape.OTHER, 70_000, 90_000, 2);
    }

    @Test
    void aRegionOfForeignBytes() {
        for (int i = 65_536; i < 131_072; i++) {
            wrong[i] = (byte) ~right[i];
        }
        assertShape(Shape.REGION, 65_536, 131_071, 65_536);
    }

    @Test
    void aRegionOfRandomBytesOfWhichSomeAreRightByChance() {
        byte[] random = EngineBench.content(65_537);
        System.arraycopy(random, 0, wrong, 65_536, 65_536);
        Difference found = compared(wrong, right).orElseThrow();
        assertEquals(Shape.REGION, found.shape());
        assertEquals(65_536, found.last() - found.first() + 1, 64);
    }

    @Test
    void zeros() {
        Arrays.fill(wrong, 1000, 2000, (byte) 0);
        right[1000] = 1;
        right[1999] = 1;
        Difference found = compared(wrong, right).orElseThrow();
        assertEquals(Shape.ZEROS, found.shape());
        assertEquals(1000, found.first());
        assertEquals(1999, found.last());
    }

    @Test
    void swappedWordsAtEvenAndOddPlaces() {
        for (int at : new int[] {1000, 5001, 200_002}) {
            swap(at);
        }
        Difference found = compared(wrong, right).orElseThrow();
        assertEquals(Shape.SWAPPED_WORDS, found.shape());
    }

    @Test
    void swappedWordsOfWhichOneByteIsTheSame() {
        right[1000] = 7;
        right[1001] = 1;
        right[1002] = 7;
        right[1003] = 2;
        System.arraycopy(right, 1000, wrong, 1000, 4);
        swap(1000);
        assertShape(Shape.SWAPPED_WORDS, 1001, 1003, 2);
    }

    @Test
    void truncated() {
        Optional<Difference> found = compared(Arrays.copyOf(right, 100_000), right);
        assertEquals(
                Optional.of(new Difference(Shape.TRUNCATED, 100_000, SIZE - 1, SIZE - 100_000)),
                found);
    }

    @Test
    void moreThanThereShouldBe() {
        byte[] longer = Arrays.copyOf(right, SIZE + 5);
        assertEquals(
                Optional.of(new Difference(Shape.OTHER, SIZE, SIZE + 4, 5)),
                compared(longer, right));
    }

    @Test
    void aWebPage() {
        byte[] page = "\n<!doctype HTML><title>Log in</title>".getBytes(StandardCharsets.UTF_8);
        Difference found = compared(page, right).orElseThrow();
        assertEquals(Shape.WEB_PAGE, found.shape());
        assertEquals(SIZE - 1, found.last());
    }

    private void swap(int at) {
        wrong[at] = right[at + 2];
        wrong[at + 1] = right[at + 3];
        wrong[at + 2] = right[at];
        wrong[at + 3] = right[at + 1];
    }
}
