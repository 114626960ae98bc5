package transfer.protocol.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferException;

/** The schemes {@code scp} and {@code sftp}. Both speak SFTP. */
public final class SshProtocol implements Protocol {
    private final SshConnections connections;

    /**
     * @param home the user's home directory, where {@code .ssh} is; empty when there is none
     */
    public SshProtocol(NetworkSettings network, Optional<Path> home) {
        this.connections = new SshConnections(network, new SshTrust(home));
    }

    @Override
    public List<String> schemes() {
        return List.of("scp", "sftp");
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) throws TransferException {
        SshLocation.of(place.url());
        return new SshEndpoint(connections, place, credentials);
    }

    @Override
    public void close() {
        connections.close();
    }
}
