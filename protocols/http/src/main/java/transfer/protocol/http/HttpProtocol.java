package transfer.protocol.http;

import java.util.List;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.Place;
import transfer.protocol.Protocol;

/** Not written yet. */
public final class HttpProtocol implements Protocol {
    public HttpProtocol(transfer.protocol.NetworkSettings network) {}

    @Override
    public List<String> schemes() {
        return List.of("http", "https");
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) {
        throw new UnsupportedOperationException();
    }
}
