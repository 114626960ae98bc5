package transfer.protocol.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.SSHAgentConnector;
import com.jcraft.jsch.USocketFactory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that has keys and signs with them (draft-ietf-sshm-ssh-agent), reached by its socket.
 * One that does not answer is as good as none: that is noted and no failure.
 */
record SshAgent(Path socket, SshNotes notes) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Its keys in its order. */
    List<SshIdentity> identities() throws InterruptedException {
        try {
            List<SshIdentity> identities = new ArrayList<>();
            for (Identity identity :
                    SshThreads.begin(this::ask).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                SshPublicKey key = SshPublicKey.of(identity.getPublicKeyBlob());
                identities.add(
                        new SshIdentity(
                                identity, key, "agent's key " + identity.getName() + ", " + key));
            }
            return identities;
        } catch (ExecutionException e) {
            return none(e.getCause().getMessage());
        } catch (TimeoutException _) {
            return none("no answer within " + PATIENCE.toSeconds() + " s");
        } catch (IllegalArgumentException _) {
            return none("its answer is none");
        }
    }

    private List<SshIdentity> none(String why) {
        notes.tell("the ssh-agent at " + socket + " is not used: " + why);
        return List.of();
    }

    private List<Identity> ask() throws IOException {
        Sockets sockets = new Sockets();
        // JSch takes an agent that is not there for one without keys
        sockets.connect(socket).close();
        return new AgentIdentityRepository(new SSHAgentConnector(sockets, socket)).getIdentities();
    }

    private static final class Sockets implements USocketFactory {
        @Override
        public SocketChannel connect(Path path) throws IOException {
            return SocketChannel.open(UnixDomainSocketAddress.of(path));
        }

        @Override
        public ServerSocketChannel bind(Path path) {
            throw new UnsupportedOperationException();
        }
    }
}
