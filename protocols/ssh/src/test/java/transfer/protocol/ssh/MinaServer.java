package transfer.protocol.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.scp.server.ScpCommandFactory;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.command.CommandFactory;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;

/** Apache MINA SSHD inside this JVM: an SSH server by another maker, whose root is a folder. */
final class MinaServer implements AutoCloseable {
    static final String USER = "lab";
    static final String PASSWORD = "labpass";

    private final SshServer server;
    private final Path folder;

    /** What the server does instead of a command: talks to the client and gives an exit status. */
    @FunctionalInterface
    interface Play {
        int run(String command, InputStream in, OutputStream out, OutputStream err)
                throws IOException;
    }

    private MinaServer(SshServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** With SFTP, and no commands at all. */
    static MinaServer sftp(Path folder) throws IOException {
        return start(
                folder,
                server -> server.setSubsystemFactories(List.of(new SftpSubsystemFactory())));
    }

    /** With scp, and neither SFTP nor any other command. */
    static MinaServer scp(Path folder) throws IOException {
        return start(folder, server -> server.setCommandFactory(new ScpCommandFactory()));
    }

    /** Without SFTP, and with this in place of every command. */
    static MinaServer playing(Path folder, Play play) throws IOException {
        CommandFactory plays = (_, command) -> new Played(command, play);
        return start(folder, server -> server.setCommandFactory(plays));
    }

    /** With this in place of SFTP. */
    static MinaServer speakingSftp(Path folder, Play play) throws IOException {
        SubsystemFactory speaks =
                new SubsystemFactory() {
                    @Override
                    public String getName() {
                        return "sftp";
                    }

                    @Override
                    public Command createSubsystem(ChannelSession channel) {
                        return new Played("sftp", play);
                    }
                };
        return start(folder, server -> server.setSubsystemFactories(List.of(speaks)));
    }

    @FunctionalInterface
    private interface Arrangement {
        void make(SshServer server);
    }

    private static MinaServer start(Path folder, Arrangement arrangement) throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider();
        keys.setAlgorithm("EC");
        server.setKeyPairProvider(keys);
        server.setPasswordAuthenticator(
                (user, password, _) -> USER.equals(user) && PASSWORD.equals(password));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        arrangement.make(server);
        server.start();
        return new MinaServer(server, folder);
    }

    int port() {
        return server.getPort();
    }

    /** What the server shows as its root. */
    Path root() {
        return folder.resolve("root");
    }

    /** A home directory for clients, which know no host yet. */
    Path home() {
        return folder.resolve("home");
    }

    TransferUrl url(String path) {
        return url(path, port());
    }

    TransferUrl url(String path, int port) {
        return url("sftp://" + USER + ":" + PASSWORD + "@127.0.0.1:" + port, path);
    }

    TransferUrl urlWithoutPassword(String path) {
        return url("sftp://" + USER + "@127.0.0.1:" + port(), path);
    }

    private static TransferUrl url(String server, String path) {
        String text = server + path;
        try {
            return TransferUrl.parse(text);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private static final class Played implements Command {
        private final String command;
        private final Play play;
        private InputStream in;
        private OutputStream out;
        private OutputStream err;
        private ExitCallback exit;

        Played(String command, Play play) {
            this.command = command;
            this.play = play;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            err = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            Thread.ofVirtual()
                    .start(() -> {
                        int status = 1;
                        try {
                            status = play.run(command, in, out, err);
                            out.flush();
                            err.flush();
                        } catch (IOException _) {
                            // the client has heard enough
                        } finally {
                            exit.onExit(status);
                        }
                    });
        }

        @Override
        public void destroy(ChannelSession channel) {}
    }
}
