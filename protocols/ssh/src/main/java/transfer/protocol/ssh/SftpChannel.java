package transfer.protocol.ssh;

import com.jcraft.jsch.ChannelSubsystem;
import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A conversation in SFTP, version 3, through one channel of a connection. Any number of threads may
 * have requests under way at once; the server answers each when it is done with it.
 *
 * <p>No caller touches the connection: requests go out through a thread of JSch's and answers come
 * in through another, so an interrupted caller leaves everybody else's work alone.
 */
final class SftpChannel implements AutoCloseable {
    private static final int SFTP_VERSION = 3;

    /** What JSch says when the server refuses a subsystem, which is all that tells it. */
    private static final String REFUSED = "failed to send channel request";

    /** The server may send so much before we must have taken some; takes no memory of ours. */
    private static final int WINDOW = 64 << 20;

    /** What OpenSSH takes, and JSch: fewer, larger packets cost less. */
    private static final int PACKET = 128 << 10;

    private final ChannelSubsystem channel;
    private final long patience;
    private final SftpOutbox outbox = new SftpOutbox();
    private final Map<Integer, SftpRequest> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicReference<IOException> end = new AtomicReference<>();
    private final SftpRequest version = SftpRequest.of(SftpPacket.initial(SFTP_VERSION));
    private volatile long heard = System.nanoTime();
    private SftpAbilities abilities;

    private SftpChannel(ChannelSubsystem channel, int patienceMillis) {
        this.channel = channel;
        this.patience = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    }

    /**
     * Opens a channel and greets the server. Not for our callers' threads: see {@link SshThreads}.
     *
     * @throws JSchException when the server opens none, or has no SFTP
     */
    static SftpChannel open(SshConnection connection)
            throws JSchException, IOException, TimeoutException, InterruptedException {
        ChannelSubsystem channel = connection.channel("subsystem", ChannelSubsystem.class);
        SftpChannel sftp = new SftpChannel(channel, connection.patience());
        channel.setSubsystem("sftp");
        channel.setInputStream(sftp.outbox);
        channel.setOutputStream(new SftpInbox(sftp));
        channel.setLocalWindowSizeMax(WINDOW);
        channel.setLocalPacketSize(PACKET);
        try {
            channel.connect(connection.patience());
            sftp.abilities = sftp.greet();
            return sftp;
        } catch (JSchException | IOException | TimeoutException | InterruptedException e) {
            sftp.close();
            if (connection.isAlive() && isAboutSftp(e)) {
                throw new NoSftpException(e);
            }
            throw e;
        }
    }

    /** The channel was opened, but SFTP was refused, or something else answered. */
    private static boolean isAboutSftp(Exception failure) {
        return failure instanceof IOException
                || failure instanceof JSchException e && REFUSED.equals(e.getMessage());
    }

    private SftpAbilities greet() throws IOException, TimeoutException, InterruptedException {
        outbox.add(version.numbered(0), version);
        SftpReply greeting = await(version);
        Map<String, String> extensions = new HashMap<>();
        ByteBuffer body = greeting.body();
        try {
            while (body.hasRemaining()) {
                extensions.put(SftpReply.text(body), SftpReply.text(body));
            }
        } catch (BufferUnderflowException e) {
            throw new IOException("its greeting is not what the protocol says", e);
        }
        SftpAbilities told = new SftpAbilities(extensions, SftpLimits.STANDARD, 0, "/");
        long before = System.nanoTime();
        SftpReply home = await(begin(SftpRequest.of(SftpPacket.of(SftpPacket.REALPATH).path("."))));
        told = told.withHome(home).withRoundTrip(System.nanoTime() - before);
        if (told.has(SftpAbilities.LIMITS)) {
            SftpPacket question = SftpPacket.extended(SftpAbilities.LIMITS);
            told = told.withLimits(await(begin(SftpRequest.of(question))));
        }
        return told;
    }

    /** What the server can, as it said at the beginning. */
    SftpAbilities abilities() {
        return abilities;
    }

    boolean isOpen() {
        return end.get() == null;
    }

    /** How many requests are under way. */
    int load() {
        return waiting.size();
    }

    /**
     * Sends a request and goes on.
     *
     * @return the same request
     */
    SftpRequest begin(SftpRequest request) {
        int number = numbers.incrementAndGet();
        waiting.put(number, request);
        outbox.add(request.numbered(number), request);
        IOException reason = end.get();
        if (reason != null) {
            request.fail(reason);
        }
        return request;
    }

    /**
     * Waits for the answer.
     *
     * @throws TimeoutException when the server says nothing at all for too long
     * @throws IOException when the conversation ended
     */
    SftpReply await(SftpRequest request)
            throws IOException, TimeoutException, InterruptedException {
        await(request, request::awaitAnswer);
        return request.reply();
    }

    /** Waits until a request is on its way, so that its content is free again. */
    void awaitTaking(SftpRequest request) throws TimeoutException, InterruptedException {
        await(request, request::awaitTaking);
    }

    @FunctionalInterface
    private interface Event {
        boolean await(long nanos) throws InterruptedException;
    }

    private void await(SftpRequest request, Event event)
            throws TimeoutException, InterruptedException {
        while (true) {
            long last = heard - request.sent() > 0 ? heard : request.sent();
            long left = patience - (System.nanoTime() - last);
            if (event.await(Math.max(left, 0))) {
                return;
            }
            if (left <= 0) {
                throw new TimeoutException();
            }
        }
    }

    /** Sends a request and waits for its answer. */
    SftpReply ask(SftpPacket packet) throws IOException, TimeoutException, InterruptedException {
        return await(begin(SftpRequest.of(packet)));
    }

    // ---- from the connection's thread

    /** Something arrived. */
    void heard() {
        heard = System.nanoTime();
    }

    /** Whose answer is arriving. */
    SftpRequest waiting(int type, int number) throws IOException {
        SftpRequest request = type == SftpPacket.VERSION ? version : waiting.get(number);
        if (request == null) {
            throw new IOException("the server answered what nobody had asked");
        }
        return request;
    }

    void forget(int number) {
        waiting.remove(number);
    }

    /** Nothing will come any more; whoever waits is told. The first reason counts. */
    void end(IOException reason) {
        if (end.compareAndSet(null, reason)) {
            outbox.close();
            version.fail(reason);
            waiting.values().forEach(request -> request.fail(reason));
        }
    }

    /** Ends the conversation without waiting. */
    @Override
    public void close() {
        end(new IOException("the channel was closed"));
        SshThreads.end(channel, outbox.sending()::await);
    }
}
