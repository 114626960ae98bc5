package transfer.protocol.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.Place;
import transfer.protocol.Protocol;

/** The client of a {@link WireServer}, to try the network's checks on; it may have flaws. */
final class WireProtocol implements Protocol {
    /** What a family may get wrong. */
    enum Flaw {
        CONNECTS_WHEN_OPENED,
        TAKES_A_BROKEN_CONNECTION_FOR_THE_END,
        TAKES_SILENCE_FOR_A_BROKEN_CONNECTION,
        REPORTS_INTERRUPTION_AS_A_FAILURE,
        SHOWS_THE_URL_WITH_ITS_PASSWORD,
        FORGETS_TO_CLOSE,
        TAKES_EVERYTHING_FOR_THE_REQUEST,
        TELLS_NO_ADDRESS,
        GOES_ON_BEHIND_WHAT_IT_SENT
    }

    private final Duration patience;
    private final Set<Flaw> flaws;

    WireProtocol(Duration patience, Set<Flaw> flaws) {
        this.patience = patience;
        this.flaws = flaws;
    }

    @Override
    public List<String> schemes() {
        return List.of("wire");
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) {
        WireEndpoint endpoint = new WireEndpoint(place.url(), patience, flaws);
        endpoint.opened();
        return endpoint;
    }
}
