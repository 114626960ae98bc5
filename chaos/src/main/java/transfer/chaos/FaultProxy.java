package transfer.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A proxy that misbehaves on purpose. It works in front of any server that speaks TCP, TLS
 * included; with a plan for HTTP it looks at requests.
 *
 * <p>Faults can be armed by hand, for connections (or requests) to come: those of {@link #next} are
 * used up first, in order; then those of {@link #always} apply. Where nothing is armed, the plan
 * decides. Safe for use by many threads.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 1000;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final FaultPlan plan;
    private final Consumer<Incident> incidents;
    private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);
    private final Map<Line, Thread> open = new ConcurrentHashMap<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final List<List<Fault>> next = new ArrayList<>();
    private List<Fault> always = List.of();
    private int connections;

    private FaultProxy(
            InetSocketAddress server,
            ServerSocket listener,
            FaultPlan plan,
            Consumer<Incident> incidents) {
        this.server = server;
        this.listener = listener;
        this.plan = plan;
        this.incidents = incidents;
    }

    /**
     * Starts a proxy on a free port of 127.0.0.1 in front of this server, which need not run yet.
     *
     * @throws UncheckedIOException when no port is to be had
     */
    public static FaultProxy before(InetSocketAddress server) {
        try {
            return open(
                    new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                    server,
                    FaultPlan.parse(false, 0, 0, List.of()),
                    incident -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a proxy that does what a plan says.
     *
     * @param address where to listen; port 0 is any free one
     * @param incidents is told of every fault that strikes, by many threads
     * @throws IOException when it cannot listen there
     */
    public static FaultProxy open(
            InetSocketAddress address,
            InetSocketAddress server,
            FaultPlan plan,
            Consumer<Incident> incidents)
            throws IOException {
        ServerSocket listener = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
        FaultProxy proxy = new FaultProxy(server, listener, plan, incidents);
        proxy.acceptor.start();
        return proxy;
    }

    /** The port that it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Arms faults for the next connections, or requests. */
    public synchronized void next(int times, Fault... faults) {
        for (int i = 0; i < times; i++) {
            next.add(List.of(faults));
        }
    }

    /**
     * Arms faults for all connections, or requests, that {@link #next} has nothing for, in place of
     * earlier ones.
     */
    public synchronized void always(Fault... faults) {
        always = List.of(faults);
    }

    /** Disarms every fault for what is to come; connections that are open keep theirs. */
    public synchronized void heal() {
        next.clear();
        always = List.of();
    }

    /** How many connections were made so far. */
    public synchronized int connections() {
        return connections;
    }

    /** How many requests came so far; 0 where it does not look at them. */
    public long requests() {
        return requests.get();
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
        Line.quietly(listener);
        try {
            acceptor.join();
            for (var each : open.entrySet()) {
                each.getKey().close();
                each.getValue().join();
            }
        } catch (InterruptedException e) {
            open.keySet().forEach(Line::close);
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Line line = new Line(client, server);
                int number = count();
                // what strikes is drawn here, so that it goes by the order of arrival
                List<Fault> faults =
                        plan.http() ? List.of() : armed(() -> plan.forConnection(number));
                Thread thread = Thread.ofVirtual().unstarted(() -> serve(line, number, faults));
                open.put(line, thread);
                thread.start();
            } catch (IOException e) {
                // closed, or the client was gone before we took the connection
            }
        }
    }

    private synchronized int count() {
        return ++connections;
    }

    private void serve(Line line, int number, List<Fault> faults) {
        try {
            if (plan.http()) {
                new HttpExchanges(line, number, this::forRequest, incidents, answered).serve();
            } else {
                Notes notes = new Notes(number, 0, "", incidents);
                new TcpExchange(line, faults, notes, answered).serve();
            }
        } catch (IOException | InterruptedException e) {
            // one of the two sides is gone, or a fault has ended it, and so is this connection
        } finally {
            line.close();
            open.remove(line);
        }
    }

    private List<Fault> forRequest(String text) {
        requests.incrementAndGet();
        return armed(() -> plan.forRequest(text));
    }

    @FunctionalInterface
    private interface Draw {
        List<Fault> faults();
    }

    private synchronized List<Fault> armed(Draw otherwise) {
        if (!next.isEmpty()) {
            return next.removeFirst();
        }
        return always.isEmpty() ? otherwise.faults() : always;
    }
}
