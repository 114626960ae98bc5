package transfer.protocol.file;

import java.util.List;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.Place;
import transfer.protocol.Protocol;

/** Not written yet. */
public final class FileProtocol implements Protocol {

    @Override
    public List<String> schemes() {
        return List.of("file", "symlink", "moveto");
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) {
        throw new UnsupportedOperationException();
    }
}
