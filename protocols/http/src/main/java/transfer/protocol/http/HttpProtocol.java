package transfer.protocol.http;

import java.util.List;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpConnections;

/** The schemes {@code http} and {@code https}. */
public final class HttpProtocol implements Protocol {
    private final HttpConnections connections;

    public HttpProtocol(NetworkSettings network) {
        this.connections = new HttpConnections(network);
    }

    @Override
    public List<String> schemes() {
        return List.of("http", "https");
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) throws TransferException {
        return new HttpEndpoint(connections.open(place, place.url().scheme(), credentials));
    }

    @Override
    public void close() {
        connections.close();
    }
}
