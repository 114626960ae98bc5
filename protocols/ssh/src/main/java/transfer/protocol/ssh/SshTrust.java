package transfer.protocol.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which servers are believed to be who they say. Only those whose key is in the user's {@code
 * known_hosts}.
 *
 * @param home the user's home directory
 */
record SshTrust(Optional<Path> home) {
    /** Lets the log-in go on only when the server's key is known. */
    void guard(JSch jsch, Session session) throws JSchException {
        if (home.isPresent()) {
            jsch.setKnownHosts(home.get().resolve(".ssh/known_hosts").toString());
        }
        session.setConfig("StrictHostKeyChecking", "yes");
    }
}
