package transfer.protocol.ssh;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.credentials.Site;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * The connections that all endpoints of the family share: one for each user, host and port. They
 * are made when they are first needed, and again when they have ended. Safe for use by many
 * threads.
 */
final class SshConnections implements AutoCloseable {
    private final NetworkSettings network;
    private final SshNotes notes = new SshNotes();
    private final SshTrust trust = new SshTrust(notes);
    private final SshLogins logins;
    private final Map<SshLogin, Dialled> connections = new ConcurrentHashMap<>();
    private final Map<Asked, SshLogin> found = new ConcurrentHashMap<>();

    SshConnections(NetworkSettings network) {
        this.network = network;
        this.logins = new SshLogins(network.ssh(), notes);
    }

    /** Tells the user something, once. */
    void tell(String words) {
        notes.tell(words);
    }

    /** What has been noted so far without being a failure. */
    Set<String> notes() {
        return notes.told();
    }

    /**
     * What a log-in was found for: not for each of a thousand files anew as long as it holds.
     *
     * @param authority as written, which may be with a password
     */
    private record Asked(Credentials credentials, Site site, String scheme, Secret authority) {}

    /** A connection, or one that is being made. */
    private record Dialled(SshSocket socket, CompletableFuture<SshConnection> connection) {
        /** Whether it is there, or still may be. */
        boolean isUsable() {
            return !connection.isDone()
                    || !connection.isCompletedExceptionally() && connection.join().isAlive();
        }
    }

    /**
     * Who we are at a place, and the way to it.
     *
     * @throws TransferException when something that was named for it cannot be used
     */
    SshLogin login(Place place, Credentials credentials) throws TransferException {
        TransferUrl url = place.url();
        Asked asked =
                new Asked(credentials, place.site(), url.scheme(), new Secret(url.authority()));
        SshLogin before = found.get(asked);
        if (before != null && isThere(connections.get(before))) {
            return before;
        }
        SshLogin login = logins.find(place, credentials);
        found.put(asked, login);
        return login;
    }

    private static boolean isThere(Dialled dialled) {
        return dialled != null && dialled.connection.isDone() && dialled.isUsable();
    }

    /**
     * The connection to a server, waiting until it is there.
     *
     * @param url what it is needed for, for messages
     */
    SshConnection connection(TransferUrl url, SshLogin login)
            throws TransferException, InterruptedException {
        Dialled dialled =
                connections.compute(
                        login,
                        (_, known) -> known != null && known.isUsable() ? known : dial(login));
        try {
            return dialled.connection.get();
        } catch (ExecutionException e) {
            connections.remove(login, dialled);
            TransferException failure = SshFailures.ofConnecting(e.getCause(), url);
            throw dialled.socket.address().map(Provenance::of).map(failure::cameBy).orElse(failure);
        }
    }

    /** One more, that nobody else uses; whoever calls closes it. */
    SshConnection another(TransferUrl url, SshLogin login)
            throws TransferException, InterruptedException {
        Dialled dialled = dial(login);
        try {
            return dialled.connection.get();
        } catch (ExecutionException e) {
            throw SshFailures.ofConnecting(e.getCause(), url);
        } catch (InterruptedException e) {
            dialled.connection.thenAccept(SshConnection::close);
            dialled.socket.close();
            throw e;
        }
    }

    private Dialled dial(SshLogin login) {
        SshSocket socket = new SshSocket(network.connectTimeout());
        return new Dialled(
                socket, SshThreads.begin(() -> SshConnection.dial(socket, login, trust, network)));
    }

    /** Ends all of them, those that are only being made as soon as they are there. */
    @Override
    public void close() {
        for (Dialled dialled : connections.values()) {
            dialled.connection.thenAccept(SshConnection::close);
            dialled.socket.close();
        }
        connections.clear();
        found.clear();
    }
}
