package transfer.protocol.ssh;

import com.jcraft.jsch.ChannelExec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;

/**
 * One run of {@code scp} at the server. Both sides answer each step with a byte: 0 to go on, 1 or 2
 * and a line when something is wrong. Belongs to one thread at a time.
 */
final class ScpChannel implements AutoCloseable {
    private static final int LONGEST_LINE = 8192;
    private static final byte[] GO_ON = {0};

    private final ScpLane lane;
    private final SshConnection connection;
    private final ChannelExec channel;
    private final ScpInbox inbox;
    private final ScpOutbox outbox;
    private final Complaint complaint;

    /** What is not of the protocol: standard error. Ends with the channel. */
    private static final class Complaint extends OutputStream {
        private static final int MOST = 4096;

        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final CompletableFuture<String> whole = new CompletableFuture<>();

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            kept.write(from, offset, Math.min(length, MOST - kept.size()));
        }

        @Override
        public void close() {
            whole.complete(ByteText.decode(kept.toByteArray()));
        }
    }

    private ScpChannel(ScpLane lane, ChannelExec channel, ScpInbox inbox, ScpOutbox outbox) {
        this.lane = lane;
        this.connection = lane.connection();
        this.channel = channel;
        this.inbox = inbox;
        this.outbox = outbox;
        this.complaint = new Complaint();
    }

    /**
     * Starts it.
     *
     * @param lane closed with the channel, and when there will be none
     * @return empty when a lane that others share gives no channel
     */
    static Optional<ScpChannel> open(ScpLane lane, Errand errand, ScpRun run)
            throws TransferException, InterruptedException {
        SshConnection connection = lane.connection();
        ScpInbox inbox = new ScpInbox(run.incoming(), lane.isOurs(), connection.patience());
        ScpOutbox outbox = new ScpOutbox(run.outgoing(), connection.patience());
        CompletableFuture<ScpChannel> opened =
                SshThreads.begin(() -> {
                    ChannelExec channel = connection.channel("exec", ChannelExec.class);
                    ScpChannel scp = new ScpChannel(lane, channel, inbox, outbox);
                    scp.connect(run.command());
                    return scp;
                });
        try {
            return Optional.of(opened.get());
        } catch (InterruptedException e) {
            opened.whenComplete((scp, _) -> {
                if (scp == null) {
                    lane.close();
                } else {
                    scp.close();
                }
            });
            throw e;
        } catch (ExecutionException e) {
            boolean wasAlive = connection.isAlive();
            lane.close();
            if (!wasAlive) {
                throw SshFailures.lost(errand, connection, new IOException(e.getCause()));
            }
            if (!lane.isOurs()) {
                return Optional.empty();
            }
            throw ShellFailures.failure(
                    errand,
                    FailureKind.UNSUPPORTED,
                    "the server offers neither SFTP nor scp",
                    connection.provenance());
        }
    }

    private void connect(byte[] command) throws Exception {
        channel.setCommand(command);
        channel.setInputStream(outbox);
        channel.setOutputStream(inbox);
        channel.setErrStream(complaint);
        channel.connect(connection.patience());
    }

    /** Says that we are ready for what comes next. */
    void goOn(Errand errand) throws TransferException, InterruptedException {
        send(errand, ByteBuffer.wrap(GO_ON));
    }

    void send(Errand errand, ByteBuffer bytes) throws TransferException, InterruptedException {
        try {
            outbox.put(bytes);
        } catch (TimeoutException e) {
            throw SshFailures.silent(errand, connection);
        } catch (IOException e) {
            // it ends itself only after having said why
            requireGoOn(errand);
            throw SshFailures.lost(errand, connection, e);
        }
    }

    /** At least one byte of content. */
    void receive(Errand errand, ByteBuffer into) throws TransferException, InterruptedException {
        try {
            if (inbox.read(into) >= 0) {
                return;
            }
        } catch (TimeoutException e) {
            throw SshFailures.silent(errand, connection);
        } catch (IOException e) {
            throw untrue(errand, e.getMessage());
        }
        throw ended(errand);
    }

    /**
     * Waits until the server is ready.
     *
     * @throws TransferException with what it says instead
     */
    void requireGoOn(Errand errand) throws TransferException, InterruptedException {
        int answer = next(errand);
        if (answer != 0) {
            throw refusal(errand, answer);
        }
    }

    /** The line that announces a file. */
    String announcement(Errand errand) throws TransferException, InterruptedException {
        int first = next(errand);
        if (first != 'C') {
            throw refusal(errand, first);
        }
        return "C" + line(errand);
    }

    private TransferException refusal(Errand errand, int first)
            throws TransferException, InterruptedException {
        if (first == 1 || first == 2) {
            return ShellFailures.of(errand, line(errand), connection.provenance());
        }
        if (first == 'D' || first == 'E' || first == 'T') {
            return untrue(errand, "it sends something that is not the file");
        }
        return untrue(
                errand,
                "what answers is not scp; perhaps the account's shell prints something at log-in");
    }

    /** The server does not keep the protocol, by mistake or on purpose. */
    TransferException untrue(Errand errand, String how) {
        return ShellFailures.failure(
                errand,
                FailureKind.UNEXPECTED,
                "the server does not keep the scp protocol: " + how,
                connection.provenance());
    }

    private int next(Errand errand) throws TransferException, InterruptedException {
        ByteBuffer one = ByteBuffer.allocate(1);
        receive(errand, one);
        return one.get(0) & 0xFF;
    }

    private String line(Errand errand) throws TransferException, InterruptedException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = next(errand); b != '\n'; b = next(errand)) {
            if (line.size() == LONGEST_LINE) {
                throw untrue(errand, "a line has no end");
            }
            line.write(b);
        }
        return ByteText.decode(line.toByteArray());
    }

    /** It ended where it should have said something. */
    private TransferException ended(Errand errand) throws InterruptedException {
        String said = "";
        try {
            said = complaint.whole.get(connection.patience(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // then nothing is known but that it ended
        }
        if (!connection.isAlive()) {
            return SshFailures.lost(errand, connection, new IOException("the channel has ended"));
        }
        if (channel.getExitStatus() == 127 || ShellFailures.isNoProgram(said)) {
            return ShellFailures.failure(
                    errand,
                    FailureKind.UNSUPPORTED,
                    "the server offers neither SFTP nor scp",
                    connection.provenance());
        }
        return said.isBlank()
                ? SshFailures.lost(errand, connection, new IOException("scp ended early"))
                : ShellFailures.of(errand, said, connection.provenance());
    }

    /** Ends it, finished or not. Waits for nothing. */
    @Override
    public void close() {
        inbox.abandon();
        outbox.close();
        SshThreads.end(channel, outbox.sending()::await);
        lane.close();
    }
}
