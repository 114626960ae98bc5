package transfer.protocol.ftp;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * The control connections of a family: made when none is idle, kept for the next one who logs in at
 * the same place as the same user by the same password. Safe for use by many threads.
 */
final class FtpConnections implements AutoCloseable {
    /** More than a run uses at once of one server; the rest would only hold the server's slots. */
    private static final int MOST_IDLE = 16;

    private final FtpSockets sockets;
    private final Map<FtpLogin, Deque<FtpConnection>> idle = new HashMap<>();
    private boolean closed;

    /**
     * @param securedPort where servers expect TLS from the first byte on
     */
    FtpConnections(NetworkSettings network, int securedPort) {
        this.sockets = new FtpSockets(network, securedPort);
    }

    /**
     * A connection that is logged in, for one borrower until {@link #giveBack}.
     *
     * @param url whose work it is, for messages
     */
    FtpConnection borrow(FtpLogin login, TransferUrl url)
            throws TransferException, InterruptedException {
        Optional<FtpConnection> waiting = waiting(login);
        FtpConnection connection = waiting.isPresent() ? waiting.get() : made(login, url);
        connection.lend();
        return connection;
    }

    /** Where the server has no room, what is idle there is given up, once. */
    private FtpConnection made(FtpLogin login, TransferUrl url)
            throws TransferException, InterruptedException {
        try {
            return connect(login, url);
        } catch (TransferException e) {
            if (e.kind() != FailureKind.THROTTLED || !makeRoom(login)) {
                throw e;
            }
        }
        Optional<FtpConnection> waiting = waiting(login);
        return waiting.isPresent() ? waiting.get() : connect(login, url);
    }

    /** Ends what other logins have idle at the host; a second of silence is enough for all. */
    private boolean makeRoom(FtpLogin login) {
        Deque<FtpConnection> others = idleBeside(login);
        boolean heard = true;
        for (FtpConnection connection : others) {
            if (heard) {
                heard = connection.quit();
            } else {
                connection.close();
            }
        }
        return !others.isEmpty();
    }

    private synchronized Deque<FtpConnection> idleBeside(FtpLogin login) {
        Deque<FtpConnection> others = new ArrayDeque<>();
        for (var entry : idle.entrySet()) {
            FtpLogin other = entry.getKey();
            if (!other.equals(login) && other.host().equalsIgnoreCase(login.host())) {
                others.addAll(entry.getValue());
                entry.getValue().clear();
            }
        }
        return others;
    }

    private synchronized Optional<FtpConnection> waiting(FtpLogin login) {
        Deque<FtpConnection> connections = idle.get(login);
        // the last one used: the server has had the least time to close it
        return connections == null ? Optional.empty() : Optional.ofNullable(connections.pollLast());
    }

    /** Ends a loan; what cannot be used again is closed. */
    void giveBack(FtpConnection connection) {
        connection.takeBack();
        if (!connection.isReusable() || !keep(connection)) {
            connection.close();
        }
    }

    private synchronized boolean keep(FtpConnection connection) {
        Deque<FtpConnection> connections =
                idle.computeIfAbsent(connection.login(), _ -> new ArrayDeque<>());
        return !closed && connections.size() < MOST_IDLE && connections.add(connection);
    }

    /**
     * One that was idle is gone, so the others are taken to be, too: where something on the way
     * drops idle connections without a word, finding that out costs the whole idle time-out each.
     */
    void closeIdle(FtpLogin login) {
        for (FtpConnection connection : taken(login)) {
            connection.close();
        }
    }

    private synchronized Iterable<FtpConnection> taken(FtpLogin login) {
        Deque<FtpConnection> connections = idle.remove(login);
        return connections == null ? new ArrayDeque<>() : connections;
    }

    private FtpConnection connect(FtpLogin login, TransferUrl url)
            throws TransferException, InterruptedException {
        sockets.check(login, url);
        int asked = sockets.asked(login);
        Phase phase = Phase.RESOLVE;
        InetAddress tried = null;
        try {
            IOException unreachable = new UnknownHostException(login.host());
            for (InetAddress address : InetAddress.getAllByName(login.host())) {
                phase = Phase.CONNECT;
                tried = address;
                try {
                    return begun(sockets.control(address, login), login, url);
                } catch (IOException e) {
                    if (!FtpFailures.isUnreachable(e)) {
                        throw e;
                    }
                    unreachable = e;
                }
            }
            throw unreachable;
        } catch (IOException e) {
            FtpFailures.throwIfInterrupted(e);
            TransferException failure =
                    sockets.explained(
                            login, asked, FtpFailures.of(url, "cannot connect for", e, phase));
            boolean untold = tried == null || !failure.provenance().equals(Provenance.UNKNOWN);
            throw untold ? failure : failure.cameBy(Provenance.of(shown(tried, login.port())));
        }
    }

    private FtpConnection begun(FtpControl client, FtpLogin login, TransferUrl url)
            throws TransferException, InterruptedException {
        FtpConnection connection = new FtpConnection(client, sockets, login);
        boolean begun = false;
        try {
            connection.begin();
            begun = true;
            return connection;
        } catch (IOException e) {
            FtpFailures.throwIfInterrupted(e);
            throw FtpFailures.by(connection, refused(e, login, url));
        } finally {
            if (!begun) {
                connection.close();
            }
        }
    }

    /** Some servers repeat what they were told. */
    private static TransferException refused(IOException failure, FtpLogin login, TransferUrl url) {
        TransferException refused = FtpFailures.of(url, "cannot log in for", failure, Phase.LOGIN);
        boolean crowded =
                failure instanceof FtpRefusal refusal
                        && (refusal.code() == 421 || refusal.isCrowded());
        String password = login.password().reveal();
        boolean repeated =
                password.length() > 1 && refused.getMessage().contains(FtpPath.text(password));
        if (!crowded && !repeated) {
            return refused;
        }
        FailureKind kind = crowded ? FailureKind.THROTTLED : refused.kind();
        String reason = repeated ? "the server refused it" : failure.getMessage();
        TransferException other =
                new TransferException(
                                kind,
                                url,
                                "cannot log in for " + url + ": " + reason,
                                repeated ? null : failure)
                        .during(Phase.LOGIN);
        return refused.status().isPresent() ? other.withStatus(refused.status().getAsInt()) : other;
    }

    /** IP address and port. */
    static String shown(InetAddress address, int port) {
        String text = address.getHostAddress();
        return (address instanceof Inet6Address ? "[" + text + "]" : text) + ":" + port;
    }

    @Override
    public void close() {
        for (FtpConnection connection : allIdle()) {
            connection.close();
        }
    }

    private synchronized Iterable<FtpConnection> allIdle() {
        closed = true;
        Deque<FtpConnection> all = new ArrayDeque<>();
        idle.values().forEach(all::addAll);
        idle.clear();
        return all;
    }
}
