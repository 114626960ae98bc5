package transfer.protocol.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy on a free port of 127.0.0.1 that misbehaves on purpose. It works in front of any
 * server, TLS included.
 *
 * <p>Faults are armed for connections to come: those of {@link #next} are used up first, in order;
 * then those of {@link #always} apply. Safe for use by many threads.
 */
public final class FaultProxy implements AutoCloseable {
    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);
    private final Map<FaultyConnection, Thread> open = new ConcurrentHashMap<>();
    private final AtomicLong answered = new AtomicLong();
    private final List<List<Fault>> next = new ArrayList<>();
    private List<Fault> always = List.of();
    private int connections;

    private FaultProxy(InetSocketAddress server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /**
     * Starts a proxy in front of this server, which need not run yet.
     *
     * @throws UncheckedIOException when no port is to be had
     */
    public static FaultProxy before(InetSocketAddress server) {
        try {
            FaultProxy proxy =
                    new FaultProxy(
                            server, new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1")));
            proxy.acceptor.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Arms faults for the next connections. */
    public synchronized void next(int times, Fault... faults) {
        for (int i = 0; i < times; i++) {
            next.add(List.of(faults));
        }
    }

    /**
     * Arms faults for all connections that {@link #next} has nothing for, in place of earlier ones.
     */
    public synchronized void always(Fault... faults) {
        always = List.of(faults);
    }

    /** Disarms every fault for connections to come; those that are open keep theirs. */
    public synchronized void heal() {
        next.clear();
        always = List.of();
    }

    /** How many connections were made so far. */
    public synchronized int connections() {
        return connections;
    }

    /** How many connections are open now. */
    public int open() {
        return open.size();
    }

    /** How many bytes of answers were handed to clients so far. */
    public long answered() {
        return answered.get();
    }

    /** Ends all connections and waits until its threads have ended. Twice is harmless. */
    @Override
    public void close() {
        quietly(listener);
        try {
            acceptor.join();
            for (var each : open.entrySet()) {
                each.getKey().close();
                each.getValue().join();
            }
        } catch (InterruptedException e) {
            open.keySet().forEach(FaultyConnection::close);
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                FaultyConnection connection =
                        new FaultyConnection(listener.accept(), armed(), answered);
                Thread thread = Thread.ofVirtual().unstarted(() -> serve(connection));
                open.put(connection, thread);
                thread.start();
            } catch (IOException e) {
                // closed, or the client was gone before we took the connection
            }
        }
    }

    private void serve(FaultyConnection connection) {
        try {
            connection.serve(server);
        } finally {
            open.remove(connection);
        }
    }

    private synchronized List<Fault> armed() {
        connections++;
        return next.isEmpty() ? always : next.removeFirst();
    }

    static void quietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // nothing depends on it any more
        }
    }
}
