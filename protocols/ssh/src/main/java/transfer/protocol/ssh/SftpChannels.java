package transfer.protocol.ssh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The conversations in SFTP on one connection. A few serve everybody: each costs the server a
 * process and counts against its {@code MaxSessions}, of which OpenSSH allows ten. Safe for use by
 * many threads.
 */
final class SftpChannels {
    private static final int MOST = 4;

    private final SshConnection connection;
    private final List<Shared> shared = new ArrayList<>();
    private int most = MOST;
    private boolean missing;
    private boolean worked;

    SftpChannels(SshConnection connection) {
        this.connection = connection;
    }

    /** One conversation and how many use it. */
    private static final class Shared {
        private final CompletableFuture<SftpChannel> channel;
        private int users;

        Shared(CompletableFuture<SftpChannel> channel) {
            this.channel = channel;
        }

        boolean isUsable() {
            return !channel.isDone()
                    || !channel.isCompletedExceptionally() && channel.join().isOpen();
        }
    }

    /** The use of a conversation until it is given back. */
    final class Lease implements AutoCloseable {
        private final Shared used;
        private boolean closed;

        private Lease(Shared used) {
            this.used = used;
        }

        /**
         * The conversation, waiting until it is there.
         *
         * @throws ExecutionException with the reason why there is none
         */
        SftpChannel channel() throws ExecutionException, InterruptedException {
            return used.channel.get();
        }

        @Override
        public void close() {
            synchronized (SftpChannels.this) {
                if (!closed) {
                    closed = true;
                    used.users--;
                }
            }
        }
    }

    /** The conversation that fewest use, or a new one while few are open. */
    synchronized Lease lease() {
        shared.removeIf(each -> !each.isUsable());
        Optional<Shared> idlest = shared.stream().min(Comparator.comparingInt(each -> each.users));
        Shared chosen =
                idlest.filter(each -> each.users == 0 || shared.size() >= most)
                        .orElseGet(this::open);
        chosen.users++;
        return new Lease(chosen);
    }

    /** Whether the server has no SFTP, as it told when it was asked. */
    synchronized boolean areMissing() {
        return missing;
    }

    private synchronized void miss() {
        missing = !worked;
    }

    /** The server has SFTP, whatever becomes of single conversations. */
    synchronized void work() {
        worked = true;
    }

    private Shared open() {
        Shared opened =
                new Shared(
                        SshThreads.begin(() -> {
                            try {
                                return SftpChannel.open(connection);
                            } catch (NoSftpException e) {
                                miss();
                                throw e;
                            }
                        }));
        shared.add(opened);
        return opened;
    }

    /**
     * A server that opens no more channels has others that can be shared.
     *
     * @return whether there are
     */
    synchronized boolean makeDo() {
        shared.removeIf(each -> !each.isUsable());
        if (shared.isEmpty()) {
            return false;
        }
        most = shared.size();
        return true;
    }
}
