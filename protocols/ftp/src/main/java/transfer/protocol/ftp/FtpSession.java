package transfer.protocol.ftp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * One place's way to the shared connections: each piece of work borrows one, and another where the
 * server had closed the idle one meanwhile. Who writes keeps one here until that is over, so that a
 * file can also be looked at, named and removed where the server has no room for one more
 * connection. Belongs to one thread at a time.
 */
final class FtpSession {
    private final FtpConnections connections;
    private final Place place;
    private final Credentials credentials;
    private final Deque<FtpConnection> kept = new ArrayDeque<>();
    private int writings;
    private FtpLogin login;

    FtpSession(FtpConnections connections, Place place, Credentials credentials) {
        this.connections = connections;
        this.place = place;
        this.credentials = credentials;
    }

    /** Something to do over a connection. */
    interface Work<T> {
        T over(FtpConnection connection) throws IOException;
    }

    /**
     * Does something and gives the connection back.
     *
     * @param doing what, in words that go before the URL: {@code cannot read}
     */
    <T> T ask(TransferUrl url, String doing, Work<T> work)
            throws TransferException, InterruptedException {
        return begin(
                url,
                doing,
                connection -> {
                    T result = work.over(connection);
                    giveBack(connection);
                    return result;
                });
    }

    /** Begins something that keeps the connection and gives it back when it ends. */
    <T> T begin(TransferUrl url, String doing, Work<T> work)
            throws TransferException, InterruptedException {
        while (true) {
            FtpConnection connection = borrow(url);
            try {
                return work.over(connection);
            } catch (IOException e) {
                // what we found out ourselves is no word of the server's
                boolean stale = connection.isStale() && !(e instanceof TransferException);
                release(connection, e);
                FtpFailures.throwIfInterrupted(e);
                if (!stale) {
                    throw FtpFailures.by(connection, FtpFailures.of(url, doing, e, Phase.REQUEST));
                }
                connections.closeIdle(login);
            }
        }
    }

    /** After an answer, a connection is as good as before; after anything else it is not. */
    private void release(FtpConnection connection, IOException failure) {
        boolean answered =
                failure instanceof FtpRefusal refusal && refusal.code() != 421
                        || failure instanceof TransferException;
        if (answered) {
            giveBack(connection);
        } else {
            connection.close();
        }
    }

    /** Ends a loan; others get the connection only where no writing of this place needs it. */
    void giveBack(FtpConnection connection) {
        if (kept.size() < writings && connection.isReusable()) {
            connection.takeBack();
            kept.add(connection);
        } else {
            connections.giveBack(connection);
        }
    }

    /**
     * From now on one connection that is given back stays here, for this place's next work; until
     * {@link #endWriting}. It is not waited for: who holds one and needs a second, as for reading
     * while a file is sent, makes it or is turned away.
     */
    void beginWriting() {
        writings++;
    }

    /** Lets others have the connection again. */
    void endWriting() {
        writings--;
        while (kept.size() > writings) {
            connections.giveBack(kept.removeLast());
        }
    }

    private FtpConnection borrow(TransferUrl url) throws TransferException, InterruptedException {
        if (login == null) {
            login = FtpLogin.find(place, credentials);
        }
        if (!kept.isEmpty()) {
            FtpConnection connection = kept.removeLast();
            connection.lend();
            return connection;
        }
        try {
            return connections.borrow(login, url);
        } catch (TransferException e) {
            throw e.kind() == FailureKind.BAD_CREDENTIALS ? explained(e) : e;
        }
    }

    private TransferException explained(TransferException refused) {
        TransferException explained =
                new TransferException(
                                refused.kind(),
                                refused.url(),
                                refused.getMessage() + login.explanation(place, credentials),
                                refused)
                        .during(Phase.LOGIN)
                        .cameBy(refused.provenance());
        return refused.status().isPresent()
                ? explained.withStatus(refused.status().getAsInt())
                : explained;
    }
}
