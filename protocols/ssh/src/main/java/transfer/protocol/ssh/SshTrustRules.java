package transfer.protocol.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import transfer.protocol.NetworkSettings;
import transfer.protocol.NetworkSettings.HostKeyChecking;

/**
 * How one host's key is checked.
 *
 * @param alias the name under which files know the host, if it is another one
 * @param own the user's files; new hosts are noted in the first
 * @param others the machine's files
 * @param hashed whether names of new hosts are noted as hashes
 */
record SshTrustRules(
        HostKeyChecking checking,
        Optional<String> alias,
        List<Path> own,
        List<Path> others,
        boolean hashed) {

    /** Those that hold where the configuration says nothing. */
    static SshTrustRules standard(NetworkSettings.Ssh settings) {
        return new SshTrustRules(
                settings.hostKeys().orElse(HostKeyChecking.ACCEPT_NEW),
                Optional.empty(),
                settings.home()
                        .map(home -> files(home.resolve(".ssh"), "known_hosts"))
                        .orElse(List.of()),
                files(settings.system(), "ssh_known_hosts"),
                false);
    }

    private static List<Path> files(Path directory, String name) {
        return List.of(directory.resolve(name), directory.resolve(name + "2"));
    }

    List<Path> files() {
        return Stream.concat(own.stream(), others.stream()).toList();
    }

    /** The name under which files know a host and port. */
    String name(String host, int port) {
        return alias.orElse(port == SshLocation.PORT ? host : "[" + host + "]:" + port);
    }
}
