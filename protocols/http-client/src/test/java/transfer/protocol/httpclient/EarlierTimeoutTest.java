package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;
import org.junit.jupiter.api.Test;

/** A limit that is set cannot be set again, which tells whether it is. */
class EarlierTimeoutTest {
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void itBeginsAgainWhenItIsDue() {
        try (EarlierTimeout earlier = EarlierTimeout.begin(LONG)) {
            assertThrows(IllegalStateException.class, earlier::enter);
            earlier.timedOut();
            assertThrows(IllegalStateException.class, earlier::enter);
        }
    }

    @Test
    void closedItIsOverAlthoughItWasDueInThatMoment() {
        EarlierTimeout earlier = EarlierTimeout.begin(LONG);
        earlier.close();
        earlier.timedOut();
        assertDoesNotThrow(earlier::enter);
        earlier.exit();
    }

    @Test
    void closingTwiceIsHarmless() {
        EarlierTimeout earlier = EarlierTimeout.begin(LONG);
        earlier.close();
        assertDoesNotThrow(earlier::close);
    }

    @Test
    void limitsBehindItAreKept() throws InterruptedException {
        CountDownLatch due = new CountDownLatch(1);
        AsyncTimeout limit =
                new AsyncTimeout() {
                    @Override
                    protected void timedOut() {
                        due.countDown();
                    }
                };
        limit.timeout(30, TimeUnit.MILLISECONDS);
        try (EarlierTimeout _ = EarlierTimeout.begin(Duration.ofMillis(4))) {
            limit.enter();
            assertTrue(due.await(60, TimeUnit.SECONDS), "the limit was forgotten");
            assertTrue(limit.exit());
        }
    }
}
