package transfer.protocol.vfs;

import java.util.List;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferException;

/** Files inside archives of this machine. */
public final class VfsProtocol implements Protocol {
    private final VfsCatalogue catalogue = new VfsCatalogue();

    @Override
    public List<String> schemes() {
        return List.of("zip", "jar", "tar", "tgz", "tbz2", "gz", "bz2");
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) throws TransferException {
        VfsLocation.require(place.url());
        return new VfsEndpoint(catalogue);
    }

    @Override
    public void close() {
        catalogue.clear();
    }
}
