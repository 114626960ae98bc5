package transfer.protocol.ssh;

import java.util.List;
import java.util.Optional;
import transfer.credentials.Credential;
import transfer.credentials.Secret;

/**
 * Who we are at one server, and the way to it. Two that are equal may share a connection.
 *
 * @param key the one that the user has named for the site
 * @param passphrase opens keys that are encrypted
 * @param searched where a password was looked for, for messages
 * @param via the server to go through
 */
record SshLogin(
        SshHost host,
        Optional<Credential.Password> password,
        Optional<Credential.SshKey> key,
        Optional<Secret> passphrase,
        List<String> searched,
        Optional<SshLogin> via) {

    String user() {
        return host.user();
    }

    /** Host and port, for messages. */
    String place() {
        return host.name() + ":" + host.port();
    }
}
