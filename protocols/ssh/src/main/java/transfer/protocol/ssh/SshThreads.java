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

    private SshThreads() {}

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

    /** Begins to end a channel; waits for nothing. */
    static void end(Channel channel) {
        begin(() -> {
            channel.disconnect();
            return null;
        });
    }
}
