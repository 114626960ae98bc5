package transfer.protocol.ssh;

import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The shells of one connection: as many as are wanted at a time, but few, because a server allows
 * only so many channels. A server that has none is asked once. Safe for use by many threads.
 */
final class RemoteShell {
    /** OpenSSH allows ten channels unless told otherwise; files need theirs. */
    private static final int MOST = 3;

    private final SshConnection connection;
    private final Semaphore room = new Semaphore(MOST);
    private final AtomicInteger running = new AtomicInteger();
    private final ConcurrentLinkedDeque<ShellSession> idle = new ConcurrentLinkedDeque<>();
    private final ReentrantLock opening = new ReentrantLock();
    private volatile boolean missing;
    private volatile boolean worked;

    RemoteShell(SshConnection connection) {
        this.connection = connection;
    }

    /**
     * Runs a script (see {@link ShellScript}), however long it takes.
     *
     * @return empty when the server has no POSIX shell for us
     * @throws IOException when the connection, or just this shell, ended meanwhile
     */
    Optional<ShellAnswer> run(byte[] script) throws IOException, InterruptedException {
        while (!missing) {
            room.acquire();
            boolean keepsRoom = false;
            try {
                Optional<ShellSession> session = session();
                if (session.isPresent()) {
                    return Optional.of(run(session.get(), script));
                }
                if (running.get() == 0) {
                    break;
                }
                // fewer channels than we thought: this one's room is gone for good
                keepsRoom = true;
            } finally {
                if (!keepsRoom) {
                    room.release();
                }
            }
        }
        return Optional.empty();
    }

    private ShellAnswer run(ShellSession session, byte[] script)
            throws IOException, InterruptedException {
        boolean answered = false;
        try {
            ShellAnswer answer = session.run(script);
            answered = true;
            return answer;
        } finally {
            if (answered) {
                idle.push(session);
            } else {
                running.decrementAndGet();
                session.close();
            }
        }
    }

    /** One that waits, or a new one; empty when there is none to be had now, or at all. */
    private Optional<ShellSession> session() throws IOException, InterruptedException {
        Optional<ShellSession> waiting = waiting();
        if (waiting.isPresent()) {
            return waiting;
        }
        // one at a time: who is refused has to know whether there are others
        opening.lockInterruptibly();
        try {
            return missing ? Optional.empty() : opened();
        } finally {
            opening.unlock();
        }
    }

    private Optional<ShellSession> waiting() {
        for (ShellSession found = idle.poll(); found != null; found = idle.poll()) {
            if (found.isAlive()) {
                return Optional.of(found);
            }
            running.decrementAndGet();
        }
        return Optional.empty();
    }

    private Optional<ShellSession> opened() throws IOException, InterruptedException {
        try {
            ShellSession opened = ShellSession.open(connection);
            running.incrementAndGet();
            worked = true;
            return Optional.of(opened);
        } catch (JSchException e) {
            if (!connection.isAlive()) {
                throw new IOException("the connection has ended", e);
            }
            return Optional.empty();
        } catch (IOException e) {
            if (worked || !connection.isAlive()) {
                throw e;
            }
            missing = true;
            return Optional.empty();
        }
    }
}
