package transfer.protocol.ssh;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import transfer.protocol.NetworkSettings;
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
    private final SshTrust trust = new SshTrust(new SshNotes());
    private final Map<Key, Dialled> connections = new ConcurrentHashMap<>();

    SshConnections(NetworkSettings network) {
        this.network = network;
    }

    private record Key(String host, int port, SshLogin login) {}

    /** A connection, or one that is being made. */
    private record Dialled(SshSocket socket, CompletableFuture<SshConnection> connection) {
        /** Whether it is there, or still may be. */
        boolean isUsable() {
            return !connection.isDone()
                    || !connection.isCompletedExceptionally() && connection.join().isAlive();
        }
    }

    /** The connection to the server of this URL, waiting until it is there. */
    SshConnection connection(TransferUrl url, SshLogin login)
            throws TransferException, InterruptedException {
        SshLocation location = SshLocation.of(url);
        Key key = new Key(location.host(), location.port(), login);
        Dialled dialled =
                connections.compute(
                        key,
                        (_, known) ->
                                known != null && known.isUsable() ? known : dial(location, login));
        try {
            return dialled.connection.get();
        } catch (ExecutionException e) {
            connections.remove(key, dialled);
            TransferException failure = SshFailures.ofConnecting(e.getCause(), url);
            throw dialled.socket.address().map(Provenance::of).map(failure::cameBy).orElse(failure);
        }
    }

    /** One more, that nobody else uses; whoever calls closes it. */
    SshConnection another(TransferUrl url, SshLogin login)
            throws TransferException, InterruptedException {
        Dialled dialled = dial(SshLocation.of(url), login);
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

    private Dialled dial(SshLocation location, SshLogin login) {
        SshSocket socket = new SshSocket(network.connectTimeout());
        return new Dialled(
                socket,
                SshThreads.begin(
                        () -> SshConnection.dial(socket, location, login, trust, network)));
    }

    /** Ends all of them, those that are only being made as soon as they are there. */
    @Override
    public void close() {
        for (Dialled dialled : connections.values()) {
            dialled.connection.thenAccept(SshConnection::close);
            dialled.socket.close();
        }
        connections.clear();
    }
}
