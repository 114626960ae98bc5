package transfer.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PollTest {
    private final List<Duration> slept = new ArrayList<>();

    private Poll poll(RandomGenerator random) {
        return new Poll(Duration.ofMillis(8), Duration.ofMillis(20), slept::add, random);
    }

    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new IllegalStateException();
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }

    private static List<Duration> millis(long... millis) {
        return java.util.Arrays.stream(millis).mapToObj(Duration::ofMillis).toList();
    }

    @Test
    void pausesGrowUpToTheLongest() throws Exception {
        Iterator<Boolean> answers = List.of(false, false, false, false, true).iterator();
        poll(always(1)).until(answers::next);
        assertEquals(millis(8, 12, 18, 20, 20), slept);
    }

    @Test
    void noPauseIsShorterThanHalf() throws Exception {
        Iterator<Boolean> answers = List.of(false, false, true).iterator();
        poll(always(0)).until(answers::next);
        assertEquals(millis(4, 6, 9), slept);
    }

    @Test
    void itEndsWhenItIsThere() throws Exception {
        poll(always(1)).until(() -> true);
        assertEquals(millis(8), slept);
    }

    @Test
    void anInterruptEndsIt() {
        Poll poll =
                new Poll(
                        Duration.ofMillis(8),
                        Duration.ofMillis(20),
                        pause -> {
                            throw new InterruptedException();
                        },
                        always(1));
        assertThrows(InterruptedException.class, () -> poll.until(() -> true));
    }
}
