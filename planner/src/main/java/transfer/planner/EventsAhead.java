package transfer.planner;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Parses a document on a thread of its own, some way ahead of the one that takes the events: a
 * workflow of a hundred thousand jobs is half read by the time that its text is parsed. What ends
 * the parsing is thrown where the events before it were taken. To be closed by its taker, also when
 * it takes no more.
 */
final class EventsAhead implements Iterator<Event>, AutoCloseable {
    private static final int BATCH = 1_000;
    private static final int BATCHES = 16;

    private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES);
    private final Thread parser;
    private Batch current = new Batch(List.of(), null, false);
    private int next;

    /**
     * @param failure what ended the parsing; null where nothing did
     * @param isLast nothing comes behind it
     */
    private record Batch(List<Event> events, Throwable failure, boolean isLast) {}

    /**
     * @param events asked for on that thread only
     */
    EventsAhead(Iterable<Event> events) {
        this.parser = Thread.ofPlatform().daemon().name("yaml").start(() -> parse(events));
    }

    private void parse(Iterable<Event> events) {
        List<Event> batch = new ArrayList<>(BATCH);
        Throwable failure = null;
        try {
            for (Event event : events) {
                batch.add(event);
                if (batch.size() == BATCH) {
                    batches.put(new Batch(batch, null, false));
                    batch = new ArrayList<>(BATCH);
                }
            }
        } catch (RuntimeException | Error e) { // without memory, too: somebody waits
            failure = e;
        } catch (InterruptedException e) {
            // nobody takes any more
            return;
        }
        try {
            batches.put(new Batch(batch, failure, true));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean hasNext() {
        while (next == current.events().size()) {
            switch (current.failure()) {
                case null -> {
                    // the parser goes on
                }
                case Error error -> throw error;
                case Throwable known -> throw (RuntimeException) known;
            }
            if (current.isLast()) {
                return false;
            }
            try {
                current = batches.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new YamlEngineException(new InterruptedIOException("interrupted"));
            }
            next = 0;
        }
        return true;
    }

    @Override
    public Event next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.events().get(next++);
    }

    @Override
    public void close() {
        parser.interrupt();
    }
}
