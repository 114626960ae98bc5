package transfer.engine;

import java.util.HashMap;
import java.util.Map;
import transfer.concurrency.ServerLimit;
import transfer.retry.Poll;

/**
 * The servers at which other processes of this node leave no place for us now. Other processes
 * cannot wake us, so somebody looks from time to time, as long as somebody waits. Guarded by the
 * lock of all servers.
 */
final class NodeLine {
    private final Servers servers;
    private final Poll poll;

    /** What waits, and whether somebody has asked for a place there since it was looked last. */
    private final Map<ServerLimit, Boolean> waiting = new HashMap<>(0);

    private boolean looking;
    private boolean closed;

    NodeLine(Servers servers, Poll poll) {
        this.servers = servers;
        this.poll = poll;
    }

    /** Somebody found no place. */
    void join(ServerLimit limit) {
        waiting.put(limit, true);
        if (!looking && !closed) {
            looking = true;
            Thread.ofVirtual().start(this::look);
        }
    }

    /** Somebody found a place. */
    void leave(ServerLimit limit) {
        if (!waiting.isEmpty()) {
            waiting.remove(limit);
        }
    }

    void close() {
        closed = true;
        waiting.keySet().forEach(ServerLimit::stopWaiting);
        waiting.clear();
    }

    private void look() {
        try {
            poll.until(() -> servers.underLock(this::isOver));
        } catch (InterruptedException _) {
            // nobody has this thread to interrupt it
        }
    }

    /** Wakes who may have a place; when nobody asks for it then, nobody waits any more. */
    private boolean isOver() {
        waiting.entrySet()
                .removeIf(entry -> {
                    if (!entry.getValue()) {
                        entry.getKey().stopWaiting();
                    }
                    return !entry.getValue();
                });
        boolean mayTake = false;
        for (Map.Entry<ServerLimit, Boolean> entry : waiting.entrySet()) {
            if (entry.getKey().mayTakeNow()) {
                entry.setValue(false);
                mayTake = true;
            }
        }
        if (mayTake) {
            servers.changed();
        }
        looking = !waiting.isEmpty();
        return !looking;
    }
}
