package transfer.protocol.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.Session;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Provenance;

/**
 * One connection that is logged in, shared by many channels. Safe for use by many threads.
 *
 * <p>JSch ends it, and every channel on it, when the server hangs up or gives no sign of life.
 */
final class SshConnection implements AutoCloseable {
    private final SshLogin login;
    private final Session session;
    private final SshSocket socket;
    private final SshLog log;
    private final int patience;
    private final RemoteShell shell = new RemoteShell(this);
    private final ShellDigests digests = new ShellDigests(shell);
    private final Semaphore scpRoom = ScpLane.room();
    private Provenance provenance = Provenance.UNKNOWN;
    private final SshRoom room = new SshRoom();
    private final SftpChannels channels = new SftpChannels(this);

    private SshConnection(
            SshLogin login,
            Session session,
            SshSocket socket,
            SshLog log,
            NetworkSettings network) {
        this.login = login;
        this.session = session;
        this.socket = socket;
        this.log = log;
        this.patience = millis(network.idleTimeout().toMillis());
    }

    private static int millis(long millis) {
        return Math.clamp(millis, 1, Integer.MAX_VALUE);
    }

    /**
     * Connects and logs in. Not for our callers' threads: see {@link SshThreads}.
     *
     * @param socket makes the connection, and knows afterwards where it led
     */
    static SshConnection dial(
            SshSocket socket, SshLogin login, SshTrust trust, NetworkSettings network)
            throws JSchException, SshRefusal, SshHopException, InterruptedException {
        JSch jsch = new JSch();
        SshLog log = new SshLog();
        jsch.setInstanceLogger(log);
        Session session = jsch.getSession(login.user(), login.host().name(), login.host().port());
        session.setSocketFactory(socket);
        session.setThreadFactory(SshThreads.FACTORY);
        session.setDaemonThread(true);
        SshHostKeys hostKeys = SshHostKeys.guard(session, trust, login.host().trust());
        SshIntroduction introduction =
                SshIntroduction.prepare(login, session, network.ssh().home(), trust.notes());
        SshConnection connection = new SshConnection(login, session, socket, log, network);
        boolean connected = false;
        try {
            if (login.via().isPresent()) {
                socket.goThrough(gate(login.via().get(), trust, network));
            }
            session.connect(millis(network.connectTimeout().toMillis()));
            connected = true;
        } catch (JSchHostKeyException e) {
            throw hostKeys.explained(e);
        } catch (JSchException e) {
            Optional<Throwable> end = log.end();
            if (end.isPresent()) {
                throw new JSchException(end.get().getMessage(), end.get());
            }
            introduction.explain(e);
            throw e;
        } finally {
            if (!connected) {
                socket.close(); // and what it goes through
            }
        }
        // two silences make a dead server: after the first it is asked for a sign of life
        session.setServerAliveInterval(Math.max(1, connection.patience / 2));
        session.setServerAliveCountMax(1);
        connection.provenance =
                new Provenance(
                        socket.address(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.ofNullable(session.getServerVersion()));
        return connection;
    }

    /** The connection to a server on the way. */
    private static SshConnection gate(SshLogin via, SshTrust trust, NetworkSettings network)
            throws SshHopException, InterruptedException {
        try {
            return dial(new SshSocket(network.connectTimeout()), via, trust, network);
        } catch (JSchException | SshRefusal | SshHopException e) {
            throw new SshHopException("jump host " + via.place(), e);
        }
    }

    /** As whom, and where. */
    SshLogin login() {
        return login;
    }

    boolean isAlive() {
        // JSch ends the channels first, and only then is no longer connected
        return session.isConnected() && log.end().isEmpty();
    }

    /** Whom we are talking to, and what it calls itself. */
    Provenance provenance() {
        return provenance;
    }

    /** What ended it, if JSch said so. */
    Optional<Throwable> end() {
        return log.end();
    }

    /** How many bytes may be under way. */
    SshRoom room() {
        return room;
    }

    /** The conversations in SFTP that go through it. */
    SftpChannels channels() {
        return channels;
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

    /** How many more runs of scp can share it. */
    Semaphore scpRoom() {
        return scpRoom;
    }

    /** How long the server may stay silent, in milliseconds. */
    int patience() {
        return patience;
    }

    /**
     * A channel's requests got no answer. If nothing came through others either, the connection is
     * dead; else only that channel is.
     */
    void fellSilent(SftpChannel channel) {
        channel.close();
        if (socket.silentMillis() >= patience) {
            close();
        }
    }

    @Override
    public void close() {
        // at once, for JSch first says goodbye, which a dead peer would not take
        socket.close();
        session.disconnect();
    }
}
