package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;

class RecurringUrlsTest {
    private static TransferUrl url(String directory, int number) {
        try {
            return TransferUrl.parse(directory + "/file" + number);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void whatWasAddedTwiceIsFound() {
        RecurringUrls urls = new RecurringUrls(20_000);
        IntStream.range(0, 10_000).forEach(i -> urls.add(url("/in", i)));
        IntStream.range(5_000, 10_000).forEach(i -> urls.add(url("/in", i)));
        assertTrue(IntStream.range(5_000, 10_000).allMatch(i -> urls.contains(url("/in", i))));
    }

    /** By chance two in 10,000 have the same hash once in forty lists; this one has none. */
    @Test
    void whatWasAddedOnceIsHardlyEver() {
        RecurringUrls urls = new RecurringUrls(20_000);
        IntStream.range(0, 10_000).forEach(i -> urls.add(url("/in", i)));
        IntStream.range(0, 10_000).forEach(i -> urls.add(url("/out", i)));
        assertEquals(
                0, IntStream.range(0, 10_000).filter(i -> urls.contains(url("/in", i))).count());
    }

    @Test
    void whatWasNeverAddedIsNotFound() {
        RecurringUrls urls = new RecurringUrls(0);
        assertFalse(urls.contains(url("/in", 1)));
        urls.add(url("/in", 1));
        assertFalse(urls.contains(url("/in", 2)));
    }
}
