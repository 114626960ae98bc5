package transfer.protocol.ftp;

import java.io.IOException;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * One place's way to the shared connections: each piece of work borrows one, and another where the
 * server had closed the idle one meanwhile. Belongs to one thread at a time.
 */
final class FtpSession {
    private final FtpConnections connections;
    private final Place place;
    private final Credentials credentials;
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
                    connections.giveBack(connection);
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
            connections.giveBack(connection);
        } else {
            connection.close();
        }
    }

    void giveBack(FtpConnection connection) {
        connections.giveBack(connection);
    }

    private FtpConnection borrow(TransferUrl url) throws TransferException, InterruptedException {
        if (login == null) {
            login = FtpLogin.find(place, credentials);
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
