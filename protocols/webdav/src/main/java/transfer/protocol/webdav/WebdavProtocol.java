package transfer.protocol.webdav;

import java.util.List;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpConnections;
import transfer.protocol.httpclient.HttpConversation;

/** The schemes {@code webdav} and {@code webdavs}, and their short forms. */
public final class WebdavProtocol implements Protocol {
    static final List<String> SCHEMES = List.of("webdav", "webdavs", "dav", "davs");

    private final HttpConnections connections;
    private final WebdavMemory memory = new WebdavMemory();

    public WebdavProtocol(NetworkSettings network) {
        this.connections = new HttpConnections(network);
    }

    @Override
    public List<String> schemes() {
        return SCHEMES;
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) throws TransferException {
        return new Neighbours(connections, memory, credentials).open(place);
    }

    /** Where an endpoint turns to for a place at another server. */
    record Neighbours(HttpConnections connections, WebdavMemory memory, Credentials credentials) {
        WebdavEndpoint open(Place place) throws TransferException {
            return new WebdavEndpoint(place, this, memory);
        }

        HttpConversation speak(Place place) throws TransferException {
            String wire = WebdavLocation.isSecure(place.url()) ? "https" : "http";
            return connections.open(place, wire, credentials);
        }
    }

    @Override
    public void close() {
        memory.doChores();
        connections.close();
    }
}
