package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.StreamEndEvent;

/** Events of a document, parsed on another thread. */
class EventsAheadTest {
    private static List<Event> events(int count) {
        return IntStream.range(0, count).<Event>mapToObj(i -> new StreamEndEvent()).toList();
    }

    private static List<Event> all(EventsAhead ahead) {
        List<Event> taken = new ArrayList<>();
        ahead.forEachRemaining(taken::add);
        return taken;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1_000, 1_001, 50_000})
    void comeAllInTheirOrder(int count) {
        List<Event> events = events(count);
        try (EventsAhead ahead = new EventsAhead(events)) {
            List<Event> taken = all(ahead);
            assertEquals(count, taken.size());
            for (int i = 0; i < count; i++) {
                assertTrue(events.get(i) == taken.get(i), "event " + i);
            }
            assertThrows(NoSuchElementException.class, ahead::next);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 2_500})
    void whatEndsTheParsingIsThrownBehindTheLastEvent(int count) {
        RuntimeException broken = new IllegalStateException("broken");
        Iterator<Event> good = events(count).iterator();
        Iterator<Event> source =
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return true;
                    }

                    @Override
                    public Event next() {
                        if (!good.hasNext()) {
                            throw broken;
                        }
                        return good.next();
                    }
                };
        try (EventsAhead ahead = new EventsAhead(() -> source)) {
            for (int i = 0; i < count; i++) {
                ahead.next();
            }
            assertEquals(broken, assertThrows(IllegalStateException.class, ahead::hasNext));
        }
    }

    @Test
    void whoTakesNoMoreEndsTheParsing() throws InterruptedException {
        Iterator<Event> endless =
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return !Thread.currentThread().isInterrupted();
                    }

                    @Override
                    public Event next() {
                        return new StreamEndEvent();
                    }
                };
        Thread[] parser = new Thread[1];
        Iterable<Event> source =
                () -> {
                    parser[0] = Thread.currentThread();
                    return endless;
                };
        try (EventsAhead ahead = new EventsAhead(source)) {
            assertTrue(ahead.next() instanceof StreamEndEvent);
        }
        parser[0].join(TimeUnit.SECONDS.toMillis(30));
        assertFalse(parser[0].isAlive());
    }
}
