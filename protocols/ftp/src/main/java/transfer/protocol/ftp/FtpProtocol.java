package transfer.protocol.ftp;

import java.time.Clock;
import java.util.List;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferException;

/** The scheme {@code ftp}. */
public final class FtpProtocol implements Protocol {
    private final FtpConnections connections;

    public FtpProtocol(NetworkSettings network) {
        this.connections = new FtpConnections(network);
    }

    @Override
    public List<String> schemes() {
        return List.of("ftp");
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) throws TransferException {
        FtpPath.of(place.url());
        return new FtpEndpoint(new FtpSession(connections, place, credentials), Clock.systemUTC());
    }

    @Override
    public void close() {
        connections.close();
    }
}
