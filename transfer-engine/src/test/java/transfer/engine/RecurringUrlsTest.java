package transfer.engine;

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

    @Test
    void moreThanWereExpectedAreTold() {
        RecurringUrls urls = new RecurringUrls(3);
        IntStream.range(0, 10_000).forEach(i -> urls.add(url("/in", i)));
        assertTrue(urls.isEmpty());
        IntStream.range(5_000, 10_000).forEach(i -> urls.add(url("/in", i)));
        IntStream.range(0, 10_000).forEach(i -> urls.add(url("/out", i)));
        assertTrue(IntStream.range(5_000, 10_000).allMatch(i -> urls.contains(url("/in", i))));
        assertTrue(IntStream.range(0, 5_000).noneMatch(i -> urls.contains(url("/in", i))));
        assertTrue(IntStream.range(0, 10_000).noneMatch(i -> urls.contains(url("/out", i))));
    }

    @Test
    void whatWasAddedOnceIsNone() {
        RecurringUrls urls = new RecurringUrls(20_000);
        IntStream.range(0, 10_000).forEach(i -> urls.add(url("/in", i)));
        IntStream.range(0, 10_000).forEach(i -> urls.add(url("/out", i)));
        assertTrue(IntStream.range(0, 10_000).noneMatch(i -> urls.contains(url("/in", i))));
        assertTrue(urls.isEmpty());
        urls.add(url("/out", 77));
        assertFalse(urls.isEmpty());
        assertFalse(urls.contains(url("/in", 77)));
    }

    @Test
    void whatWasNeverAddedIsNotFound() {
        RecurringUrls urls = new RecurringUrls(0);
        assertFalse(urls.contains(url("/in", 1)));
        urls.add(url("/in", 1));
        assertFalse(urls.contains(url("/in", 2)));
    }
}
