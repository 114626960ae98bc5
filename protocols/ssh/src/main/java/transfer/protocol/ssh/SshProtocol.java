package transfer.protocol.ssh;

import java.util.List;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferException;

/** The schemes {@code scp} and {@code sftp}. Both speak SFTP. */
public final class SshProtocol implements Protocol {
    private final SshConnections connections;

    public SshProtocol(NetworkSettings network) {
        this.connections = new SshConnections(network);
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
