package transfer.protocol.gs;

import java.util.List;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Protocol;

/** {@code gs}: Google Cloud Storage. Its endpoints share connections and tokens. */
public final class GsProtocol implements Protocol {
    private final GsAccounts accounts;

    public GsProtocol(NetworkSettings network) {
        this.accounts = new GsAccounts(network);
    }

    @Override
    public List<String> schemes() {
        return List.of("gs");
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) {
        return new GsEndpoint(new GsApi(accounts, place, credentials));
    }

    @Override
    public void close() {
        accounts.close();
    }
}
