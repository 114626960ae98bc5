package transfer.protocol.ssh;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.time.Duration;

/**
 * A socket that leads through another server: a channel of a connection to that one (RFC 4254,
 * section 7.2), which is used for nothing else and ends with the socket.
 */
final class SshJump extends Socket {
    private final SshConnection gate;
    private final ChannelDirectTCPIP channel;
    private final OutputStream out;
    private final SshJumpInbox inbox;
    private volatile boolean closed;

    private SshJump(
            SshConnection gate, ChannelDirectTCPIP channel, OutputStream out, SshJumpInbox inbox)
            throws IOException {
        super((SocketImpl) null);
        this.gate = gate;
        this.channel = channel;
        this.out = out;
        this.inbox = inbox;
    }

    /**
     * Connects from the server at the gate's other end.
     *
     * @throws SocketException when that server does not connect, or does not let us
     */
    static SshJump open(SshConnection gate, String host, int port, Duration patience)
            throws IOException {
        SshJumpInbox inbox = new SshJumpInbox();
        try {
            ChannelDirectTCPIP channel = gate.channel("direct-tcpip", ChannelDirectTCPIP.class);
            channel.setHost(host);
            channel.setPort(port);
            channel.setOutputStream(inbox);
            OutputStream out = channel.getOutputStream();
            channel.connect(Math.clamp(patience.toMillis(), 1, Integer.MAX_VALUE));
            if (!channel.isConnected()) {
                throw new JSchException("the channel could not be opened");
            }
            return new SshJump(gate, channel, out, inbox);
        } catch (JSchException e) {
            // what the server gave as reason, JSch does not tell
            SocketException failure =
                    new SocketException(
                            "jump host %s does not connect on to %s:%d, or may not"
                                    .formatted(gate.login().place(), host, port));
            failure.initCause(e);
            throw failure;
        }
    }

    @Override
    public InputStream getInputStream() {
        return inbox.reader();
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public void setSoTimeout(int millis) {
        inbox.patience(millis);
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // that is up to the connection that it goes through
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        inbox.close();
        gate.close();
        channel.disconnect();
    }
}
