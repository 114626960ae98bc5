package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeadStartTest {
    private final CompletableFuture<Thread> asked = new CompletableFuture<>();
    private final CountDownLatch goOn = new CountDownLatch(1);

    private final Clock slow =
            new Clock() {
                @Override
                public ZoneId getZone() {
                    asked.complete(Thread.currentThread());
                    awaitLeave();
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return Instant.EPOCH;
                }
            };

    private void awaitLeave() {
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theZoneIsLookedUpElsewhereWhileTheProgramGoesOn() throws Exception {
        HeadStart.begin(slow);
        Thread other = asked.get(20, TimeUnit.SECONDS);
        assertNotEquals(Thread.currentThread(), other);
        goOn.countDown();
        assertTrue(other.join(Duration.ofSeconds(20)));
    }

    @Test
    void nobodyWaitsForItAtTheEnd() throws Exception {
        HeadStart.begin(slow);
        Thread other = asked.get(20, TimeUnit.SECONDS);
        assertTrue(other.isDaemon());
        assertEquals("head start", other.getName());
        goOn.countDown();
    }
}
