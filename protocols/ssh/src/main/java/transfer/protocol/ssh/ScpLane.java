package transfer.protocol.ssh;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a run of scp goes over: the connection that everybody shares while few do so at once,
 * because a server gives only so many channels, or one of its own.
 */
final class ScpLane implements AutoCloseable {
    /** OpenSSH allows ten channels unless told otherwise; shells need theirs. */
    private static final int MOST = 6;

    private final SshConnection connection;
    private final boolean isOurs;
    private final Runnable end;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ScpLane(SshConnection connection, boolean isOurs, Runnable end) {
        this.connection = connection;
        this.isOurs = isOurs;
        this.end = end;
    }

    /** How many can share a connection. */
    static Semaphore room() {
        return new Semaphore(MOST);
    }

    /** Over the shared connection; empty when enough others do so now. */
    static Optional<ScpLane> shared(SshConnection connection) {
        Semaphore room = connection.scpRoom();
        return room.tryAcquire()
                ? Optional.of(new ScpLane(connection, false, room::release))
                : Optional.empty();
    }

    /** Over one that ends with it. */
    static ScpLane own(SshConnection connection) {
        return new ScpLane(connection, true, connection::close);
    }

    SshConnection connection() {
        return connection;
    }

    /** Whether nobody else uses the connection. */
    boolean isOurs() {
        return isOurs;
    }

    /** Twice is harmless. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            end.run();
        }
    }
}
