package transfer.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferException;

/** Which protocol serves which scheme. */
final class ProtocolTable {
    private final Map<String, Protocol> byScheme;
    private final Credentials credentials;

    /**
     * @throws IllegalArgumentException when two protocols serve one scheme
     */
    ProtocolTable(List<Protocol> protocols, Credentials credentials) {
        this(new HashMap<>(), credentials);
        for (Protocol protocol : protocols) {
            for (String scheme : protocol.schemes()) {
                if (byScheme.put(scheme, protocol) != null) {
                    throw new IllegalArgumentException("two protocols serve the scheme " + scheme);
                }
            }
        }
    }

    private ProtocolTable(Map<String, Protocol> byScheme, Credentials credentials) {
        this.byScheme = byScheme;
        this.credentials = credentials;
    }

    /** The same for somebody else. */
    ProtocolTable with(Credentials others) {
        return new ProtocolTable(byScheme, others);
    }

    Credentials credentials() {
        return credentials;
    }

    /** The schemes there are, in alphabetical order, for messages. */
    String schemes() {
        return String.join(", ", new TreeSet<>(byScheme.keySet()));
    }

    Optional<Protocol> protocol(String scheme) {
        return Optional.ofNullable(byScheme.get(scheme));
    }

    /** An endpoint for this place, without I/O. */
    Endpoint open(Place place) throws TransferException {
        Protocol protocol = byScheme.get(place.url().scheme());
        if (protocol == null) {
            throw new TransferException(
                    FailureKind.UNSUPPORTED,
                    place.url(),
                    "the scheme '" + place.url().scheme() + "' is unknown; there are " + schemes());
        }
        return protocol.open(place, credentials);
    }
}
