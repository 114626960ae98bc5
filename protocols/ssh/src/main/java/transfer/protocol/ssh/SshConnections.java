package transfer.protocol.ssh;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import transfer.protocol.NetworkSettings;
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
    private final Map<Key, CompletableFuture<SshConnection>> connections =
            new ConcurrentHashMap<>();

    SshConnections(NetworkSettings network) {
        this.network = network;
    }

    private record Key(String host, int port, SshLogin login) {}

    /** The connection to the server of this URL, waiting until it is there. */
    SshConnection connection(TransferUrl url, SshLogin login)
            throws TransferException, InterruptedException {
        SshLocation location = SshLocation.of(url);
        Key key = new Key(location.host(), location.port(), login);
        CompletableFuture<SshConnection> dialled =
                connections.compute(
                        key, (_, known) -> isUsable(known) ? known : dial(location, login));
        try {
            return dialled.get();
        } catch (ExecutionException e) {
            connections.remove(key, dialled);
            throw SshFailures.ofConnecting(e.getCause(), url);
        }
    }

    /** Whether it is there, or still may be. */
    private static boolean isUsable(CompletableFuture<SshConnection> known) {
        if (known == null || known.isCompletedExceptionally()) {
            return false;
        }
        return !known.isDone() || known.join().isAlive();
    }

    private CompletableFuture<SshConnection> dial(SshLocation location, SshLogin login) {
        return SshThreads.begin(() -> SshConnection.dial(location, login, trust, network));
    }

    /** Ends all of them, those that are only being made as soon as they are there. */
    @Override
    public void close() {
        for (CompletableFuture<SshConnection> connection : connections.values()) {
            connection.thenAccept(SshConnection::close);
        }
        connections.clear();
    }
}
