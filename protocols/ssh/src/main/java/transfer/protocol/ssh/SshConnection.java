package transfer.protocol.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.Session;
import java.time.Duration;
import java.util.Optional;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Provenance;

/**
 * One connection that is logged in, shared by many channels. Safe for use by many threads.
 *
 * <p>JSch ends it, and every channel on it, when the server hangs up or stays silent.
 */
final class SshConnection implements AutoCloseable {
    private final Session session;
    private final SshSocket socket;
    private final int patience;
    private final RemoteShell shell = new RemoteShell(this);
    private final ShellDigests digests = new ShellDigests(shell);

    private SshConnection(Session session, SshSocket socket, Duration patience) {
        this.session = session;
        this.socket = socket;
        this.patience = Math.toIntExact(Math.max(1, patience.toMillis()));
    }

    /** Connects and logs in. Not for our callers' threads: see {@link SshThreads}. */
    static SshConnection dial(
            SshLocation location, SshLogin login, SshTrust trust, NetworkSettings network)
            throws Exception {
        JSch jsch = new JSch();
        SshSocket socket = new SshSocket(network.connectTimeout());
        Session session = jsch.getSession(login.user(), location.host(), location.port());
        session.setSocketFactory(socket);
        session.setThreadFactory(SshThreads.FACTORY);
        session.setDaemonThread(true);
        SshHostKeys hostKeys =
                SshHostKeys.guard(session, trust, SshTrustRules.standard(network.ssh()));
        login.introduce(jsch, session);
        SshConnection connection = new SshConnection(session, socket, network.idleTimeout());
        try {
            session.connect(Math.toIntExact(Math.max(1, network.connectTimeout().toMillis())));
        } catch (JSchHostKeyException e) {
            throw hostKeys.explained(e);
        }
        // two silences make a dead server: after the first it is asked for a sign of life
        session.setServerAliveInterval(Math.max(1, connection.patience / 2));
        session.setServerAliveCountMax(1);
        return connection;
    }

    boolean isAlive() {
        return session.isConnected();
    }

    /** Whom we are talking to, and what it calls itself. */
    Provenance provenance() {
        Provenance here =
                new Provenance(
                        socket.address(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        java.util.OptionalLong.empty(),
                        Optional.empty(),
                        Optional.ofNullable(session.getServerVersion()));
        return here;
    }

    /** A channel that is not yet connected. */
    <C extends Channel> C channel(String type, Class<C> kind) throws JSchException {
        return kind.cast(session.openChannel(type));
    }

    /** Runs scripts at the server. */
    RemoteShell shell() {
        return shell;
    }

    /** Digests that the server's shell computes. */
    ShellDigests digests() {
        return digests;
    }

    /** How long the server may stay silent, in milliseconds. */
    int patience() {
        return patience;
    }

    @Override
    public void close() {
        session.disconnect();
    }
}
