package transfer.protocol.httpclient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;

/**
 * Connections in clear that are kept for the next request to the same server, and one thread that
 * watches over all time limits. See ADR 16. Safe for use by many threads.
 */
final class PlainConnections implements AutoCloseable {
    /** Nobody waits longer than he should by more than this. */
    private static final Duration COARSE = Duration.ofSeconds(1);

    /** What part of its time an address has before the others are tried. */
    private static final int HASTE = 8;

    private static final int REQUEST_TIMEOUT = 408;

    private final NetworkSettings network;
    private final int mostIdle;
    private final Duration idleTime;
    private final Resolver resolver;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition over = lock.newCondition();
    private final ArrayDeque<Kept> idle = new ArrayDeque<>();
    private final Set<PlainConnection> open = new HashSet<>();

    /** Addresses that gave no connection the last time, of hosts that have others. */
    private final Set<InetSocketAddress> dead = ConcurrentHashMap.newKeySet();

    private boolean watched;
    private boolean closed;

    /** Finds the addresses of a host. */
    @FunctionalInterface
    interface Resolver {
        /** At least one. */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /**
     * @param hasty whether others are to be tried soon
     */
    private record Attempt(InetSocketAddress server, boolean hasty) {}

    private record Kept(String server, PlainConnection connection) {}

    /**
     * @param mostIdle how many connections may wait for work, to all servers together
     * @param idleTime how long each of them may
     */
    PlainConnections(NetworkSettings network, int mostIdle, Duration idleTime, Resolver resolver) {
        this.network = network;
        this.mostIdle = mostIdle;
        this.idleTime = idleTime;
        this.resolver = resolver;
    }

    /**
     * Sends a request and gives the answer.
     *
     * <p>A server may close a kept connection just when it is used again. Then, and only if not a
     * byte came back or nothing but that it has waited for too long, the request goes once more
     * over a new one (RFC 9112, 9.3.1; RFC 9110, 15.5.9).
     */
    PlainAnswer exchange(PlainRequest request, CallTrace trace) throws IOException {
        Optional<PlainConnection> kept = take(request.server());
        if (kept.isPresent()) {
            try {
                PlainAnswer answer = answer(kept.get(), request, trace);
                if (answer.status() != REQUEST_TIMEOUT) {
                    return answer;
                }
                answer.close();
            } catch (IOException e) {
                if (!kept.get().isMute() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
        return answer(dial(request, trace), request, trace);
    }

    private PlainAnswer answer(PlainConnection connection, PlainRequest request, CallTrace trace)
            throws IOException {
        boolean answered = false;
        try {
            trace.reached(Phase.REQUEST, connection.server());
            connection.send(request.bytes());
            AnswerHead head = connection.head();
            Framing framing = Framing.of(head, request.isBodiless());
            String server = request.server();
            PlainBody body =
                    new PlainBody(connection, framing, good -> giveBack(server, connection, good));
            answered = true;
            return new PlainAnswer(request.url(), head, body);
        } finally {
            if (!answered) {
                discard(connection);
            }
        }
    }

    /** The last one used, which is the least likely to have been closed there. */
    private Optional<PlainConnection> take(String server) {
        while (true) {
            Optional<PlainConnection> found = takeAny(server);
            // what a server sends unasked must not become the answer to the next request
            boolean good =
                    found.isPresent()
                            && !found.get().isIdleFor(idleTime, System.nanoTime())
                            && found.get().isQuiet();
            if (found.isEmpty() || good) {
                return found;
            }
            discard(found.get());
        }
    }

    private Optional<PlainConnection> takeAny(String server) {
        lock.lock();
        try {
            for (var each = idle.descendingIterator(); each.hasNext(); ) {
                Kept kept = each.next();
                if (kept.server.equals(server)) {
                    each.remove();
                    return Optional.of(kept.connection);
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Of several addresses each is tried for a while, and then those longer that said nothing: one
     * that is dead must not hold everybody up.
     */
    private PlainConnection dial(PlainRequest request, CallTrace trace) throws IOException {
        trace.reached(Phase.RESOLVE);
        Deque<Attempt> attempts = attempts(request);
        boolean several = attempts.size() > 1;
        IOException first = null;
        while (!attempts.isEmpty()) {
            Attempt attempt = attempts.removeFirst();
            try {
                PlainConnection connection = connect(attempt, trace);
                dead.remove(attempt.server);
                return connection;
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                if (several) {
                    dead.add(attempt.server);
                }
                if (attempt.hasty && e instanceof SocketTimeoutException) {
                    attempts.addLast(new Attempt(attempt.server, false));
                } else if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw first;
    }

    /** In the resolver's order, but those last that were dead the last time. */
    private Deque<Attempt> attempts(PlainRequest request) throws IOException {
        InetAddress[] addresses = resolver.addresses(request.host());
        Deque<Attempt> attempts = new ArrayDeque<>();
        List<Attempt> last = new ArrayList<>();
        for (InetAddress address : addresses) {
            InetSocketAddress server = new InetSocketAddress(address, request.port());
            Attempt attempt = new Attempt(server, addresses.length > 1);
            if (dead.contains(server)) {
                last.add(attempt);
            } else {
                attempts.addLast(attempt);
            }
        }
        attempts.addAll(last);
        return attempts;
    }

    private PlainConnection connect(Attempt attempt, CallTrace trace) throws IOException {
        trace.reached(Phase.CONNECT, attempt.server);
        Duration patience = network.connectTimeout();
        PlainConnection connection = new PlainConnection(network.idleTimeout());
        begin(connection);
        boolean connected = false;
        try {
            connection.connect(
                    attempt.server, attempt.hasty ? patience.dividedBy(HASTE) : patience);
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                discard(connection);
            }
        }
    }

    private void begin(PlainConnection connection) {
        lock.lock();
        try {
            open.add(connection);
            if (!watched) {
                watched = true;
                Thread.ofVirtual().name("time limits").start(this::watch);
            }
        } finally {
            lock.unlock();
        }
    }

    private void discard(PlainConnection connection) {
        connection.close();
        lock.lock();
        try {
            open.remove(connection);
            if (open.isEmpty()) {
                over.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(String server, PlainConnection connection, boolean good) {
        boolean kept = false;
        lock.lock();
        try {
            if (good && !closed && idle.size() < mostIdle) {
                connection.idleFrom(System.nanoTime());
                idle.addLast(new Kept(server, connection));
                kept = true;
            }
        } finally {
            lock.unlock();
        }
        if (!kept) {
            discard(connection);
        }
    }

    private void watch() {
        lock.lock();
        try {
            while (!open.isEmpty()) {
                over.awaitNanos(period());
                long now = System.nanoTime();
                open.forEach(connection -> connection.closeIfLate(now));
                while (!idle.isEmpty() && idle.getFirst().connection.isIdleFor(idleTime, now)) {
                    discard(idle.removeFirst().connection);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // nobody does that
        } finally {
            watched = false;
            lock.unlock();
        }
    }

    private long period() {
        long shortest =
                Math.min(network.idleTimeout().toNanos(), network.connectTimeout().toNanos());
        return Math.clamp(shortest / 8, TimeUnit.MILLISECONDS.toNanos(1), COARSE.toNanos());
    }

    /** Closes what nobody uses; the others close when they are given back. */
    @Override
    public void close() {
        List<Kept> unused;
        lock.lock();
        try {
            closed = true;
            unused = List.copyOf(idle);
            idle.clear();
        } finally {
            lock.unlock();
        }
        unused.forEach(kept -> discard(kept.connection));
    }
}
