package transfer.protocol.ftp;

import java.time.Clock;
import java.util.List;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferException;

/** The schemes {@code ftp} and {@code ftps}. */
public final class FtpProtocol implements Protocol {
    /** IANA's port for FTP that is TLS from the first byte on; on others it is asked for. */
    private static final int SECURED_PORT = 990;

    private final FtpConnections connections;

    public FtpProtocol(NetworkSettings network) {
        this(network, SECURED_PORT);
    }

    /**
     * @param securedPort where servers expect TLS from the first byte on
     */
    FtpProtocol(NetworkSettings network, int securedPort) {
        this.connections = new FtpConnections(network, securedPort);
    }

    @Override
    public List<String> schemes() {
        return List.of("ftp", "ftps");
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
