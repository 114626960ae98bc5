package transfer.protocol.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A POSIX shell on a channel of its own that takes one script after the other. Scripts come to it
 * by its standard input, so that no log-in shell of another kind has to understand them, nobody
 * sees them in a list of processes, and a script costs one round trip and no new channel. Belongs
 * to one thread at a time.
 */
final class ShellSession implements AutoCloseable {
    private static final Duration GREETING_LIMIT = Duration.ofSeconds(30);

    private final ChannelExec channel;
    private final OutputStream input;
    private final ShellInbox inbox;
    private final String mark;
    private CompletableFuture<?> written = CompletableFuture.completedFuture(null);

    private ShellSession(ChannelExec channel, OutputStream input, ShellInbox inbox, String mark) {
        this.channel = channel;
        this.input = input;
        this.inbox = inbox;
        this.mark = mark;
    }

    /**
     * Opens a channel and makes sure that there is a shell behind it.
     *
     * @throws JSchException when the server gives no channel, or the connection has ended
     * @throws IOException when something else answers
     */
    static ShellSession open(SshConnection connection)
            throws JSchException, IOException, InterruptedException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String mark = HexFormat.of().formatHex(random);
        ShellInbox inbox = new ShellInbox(mark);
        ChannelExec channel = connection.channel("exec", ChannelExec.class);
        channel.setCommand("/bin/sh");
        channel.setOutputStream(inbox);
        channel.setErrStream(OutputStream.nullOutputStream());
        CompletableFuture<ShellSession> opened =
                SshThreads.begin(() -> {
                    OutputStream input = channel.getOutputStream();
                    channel.connect(connection.patience());
                    return new ShellSession(channel, input, inbox, mark);
                });
        try {
            ShellSession session = opened.get();
            session.greet(Math.min(GREETING_LIMIT.toMillis(), connection.patience()));
            return session;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof JSchException refused) {
                throw refused;
            }
            throw new IOException(e.getCause());
        } catch (IOException | InterruptedException e) {
            opened.thenAccept(ShellSession::close);
            throw e;
        }
    }

    private void greet(long limitMillis) throws IOException, InterruptedException {
        CompletableFuture<ShellAnswer> answer = ask(ShellScript.of("LC_ALL=C; export LC_ALL"), "");
        try {
            ShellAnswer greeting = answer.get(limitMillis, TimeUnit.MILLISECONDS);
            if (greeting.status() != 0) {
                throw new IOException("not a shell");
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("not a shell", e);
        }
    }

    /**
     * Runs a script in a subshell, with nothing to read.
     *
     * @throws IOException when the shell or the connection ended meanwhile
     */
    ShellAnswer run(byte[] script) throws IOException, InterruptedException {
        try {
            return ask(script, "(").get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    private CompletableFuture<ShellAnswer> ask(byte[] script, String opening) {
        byte[] begin = ascii(opening + "\n");
        byte[] end =
                ascii(
                        (opening.isEmpty() ? "" : "\n) </dev/null")
                                + "\nprintf '\\n%s %s\\n' "
                                + mark
                                + " \"$?\"\n");
        CompletableFuture<ShellAnswer> answer = inbox.next();
        written =
                SshThreads.begin(
                                () -> {
                                    input.write(begin);
                                    input.write(script);
                                    input.write(end);
                                    input.flush();
                                    return null;
                                })
                        .exceptionally(failure -> {
                            answer.completeExceptionally(failure);
                            return null;
                        });
        return answer;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    boolean isAlive() {
        return channel.isConnected();
    }

    @Override
    public void close() {
        CompletableFuture<?> last = written;
        SshThreads.end(channel, nanos -> last.get(nanos, TimeUnit.NANOSECONDS));
    }
}
