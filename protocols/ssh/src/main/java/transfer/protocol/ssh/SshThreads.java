package transfer.protocol.ssh;

import com.jcraft.jsch.Channel;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;

/**
 * Threads for calls of JSch. They are never those of our callers: when a virtual thread that works
 * on a socket is interrupted, the socket is closed, and with it everybody else's work; and JSch
 * forgets interruptions.
 */
final class SshThreads {
    static final ThreadFactory FACTORY = Thread.ofPlatform().daemon().name("ssh-", 1).factory();

    /** How long the end of a channel waits for bytes that the server perhaps does not take. */
    private static final long SENDING_NANOS = 1_000_000_000L;

    private SshThreads() {}

    /** Waits for what JSch is sending. */
    @FunctionalInterface
    interface Sending {
        void await(long nanos) throws Exception;
    }

    /** Begins a call; what it returns or throws is in the result. */
    static <T> CompletableFuture<T> begin(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        FACTORY.newThread(
                        () -> {
                            try {
                                result.complete(call.call());
                            } catch (Throwable e) { // whoever waits is told
                                result.completeExceptionally(e);
                            }
                        })
                .start();
        return result;
    }

    /**
     * Begins to end a channel; the caller waits for nothing. JSch may still be about to send
     * something that it took, and a server that gets data behind the end of a channel ends the
     * whole connection, with everybody else's work.
     */
    static void end(Channel channel, Sending sending) {
        begin(() -> {
            try {
                if (channel.isConnected()) {
                    sending.await(SENDING_NANOS);
                }
            } finally {
                channel.disconnect();
            }
            return null;
        });
    }
}
