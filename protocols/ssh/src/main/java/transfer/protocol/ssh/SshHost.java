package transfer.protocol.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A server with everything that the configuration says of it.
 *
 * @param name to connect to, in lower case
 * @param user to log in as
 * @param jumps the servers to go through, the nearest to us first, as {@code [user@]host[:port]}
 */
record SshHost(
        String name, int port, String user, List<String> jumps, Keys keys, SshTrustRules trust) {

    /**
     * Which keys are shown.
     *
     * @param named those that the configuration names; empty where it names none
     * @param certificates those that it names besides the ones that lie beside keys
     * @param only whether others that an agent has are kept back
     * @param agent the socket of the agent that may have them
     */
    record Keys(
            Optional<List<Path>> named,
            List<Path> certificates,
            boolean only,
            Optional<Path> agent) {}
}
