package transfer.protocol.s3;

import java.time.InstantSource;
import java.util.List;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpConnections;

/** The schemes {@code s3} and {@code s3s}, which mean the same: the endpoint decides about TLS. */
public final class S3Protocol implements Protocol {
    private final HttpConnections connections;
    private final InstantSource clock;
    private final S3Memory memory = new S3Memory();
    private final S3Room room = new S3Room();
    private final S3Logins logins;

    public S3Protocol(NetworkSettings network) {
        this(network, InstantSource.system());
    }

    /**
     * @param clock tells the time that requests are signed with
     */
    S3Protocol(NetworkSettings network, InstantSource clock) {
        this.connections = new HttpConnections(network, clock);
        this.clock = clock;
        this.logins = new S3Logins(network, clock);
    }

    @Override
    public List<String> schemes() {
        return List.of("s3", "s3s");
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) throws TransferException {
        return new S3Endpoint(
                requests(place, credentials), room, other -> requests(other, credentials));
    }

    private S3Requests requests(Place place, Credentials credentials) throws TransferException {
        S3Location.of(place.url());
        S3Login login = logins.of(place, credentials);
        return new S3Requests(connections, place, login, memory, clock);
    }

    @Override
    public void close() {
        connections.close();
    }
}
