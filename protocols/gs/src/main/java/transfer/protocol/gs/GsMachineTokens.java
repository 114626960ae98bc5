package transfer.protocol.gs;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import transfer.credentials.Credential;
import transfer.credentials.Secret;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpConnections;
import transfer.protocol.httpclient.HttpFailures;
import transfer.protocol.httpclient.HttpRequest;

/**
 * Tokens of the account that the machine itself has, where it is one of Google's: its metadata
 * server gives them to whoever asks. Elsewhere nobody answers, which is found out once, soon, and
 * then we are nobody in particular, which is enough for public buckets.
 */
final class GsMachineTokens implements GsTokens {
    /** The server's address, which needs no look-up of a name and is the same on every machine. */
    private static final String SERVER = "169.254.169.254";

    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final HttpUrl server;
    private final boolean asked;
    private final NetworkSettings network;
    private final String searched;
    private final InstantSource clock;
    private final GsHeldToken held;
    private volatile boolean found;
    private volatile boolean nobody;

    /**
     * @param searched where else a credential was looked for
     */
    GsMachineTokens(
            Credential.GoogleAccount account,
            NetworkSettings network,
            InstantSource clock,
            String searched) {
        String host = account.setting("GCE_METADATA_HOST").orElse(SERVER);
        HttpUrl named = HttpUrl.parse("http://" + host + "/");
        this.server = named == null ? HttpUrl.get("http://" + SERVER + "/") : named;
        this.asked = account.setting("NO_GCE_CHECK").filter("true"::equalsIgnoreCase).isEmpty();
        this.network = direct(network);
        this.searched = searched;
        this.clock = clock;
        this.held = new GsHeldToken(clock);
    }

    /** The server is on this very machine's network: without proxies, and with little patience. */
    private static NetworkSettings direct(NetworkSettings network) {
        return new NetworkSettings(
                PATIENCE,
                PATIENCE,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                network.extraCertificates(),
                network.insecureHosts(),
                network.allowHtml(),
                network.userAgent(),
                network.ssh());
    }

    @Override
    public Optional<Secret> token(TransferUrl about)
            throws TransferException, InterruptedException {
        if (!asked || nobody) {
            return Optional.empty();
        }
        try {
            Secret token = held.get(() -> issue(about));
            found = true;
            return Optional.of(token);
        } catch (TransferException e) {
            if (found || e.status().isPresent() && e.kind().isPassing()) {
                // it is one of Google's machines, and its server has a bad moment
                throw GsFailures.as(
                        FailureKind.UNAVAILABLE,
                        e,
                        about + ": the machine's own account has no token now: " + e.getMessage());
            }
            nobody = true;
            return Optional.empty();
        }
    }

    private GsHeldToken.Issued issue(TransferUrl about)
            throws TransferException, InterruptedException {
        HttpUrl target =
                server.newBuilder()
                        .encodedPath("/computeMetadata/v1/instance/service-accounts/default/token")
                        .build();
        HttpRequest request =
                HttpRequest.of("GET", about).at(target).with("Metadata-Flavor", "Google");
        Place place = new Place(about, Site.UNNAMED);
        try (HttpConnections connections = new HttpConnections(network);
                HttpAnswer answer =
                        connections.open(place, target, (_, _, _) -> {}).send(request)) {
            boolean google = answer.header("Metadata-Flavor").filter("Google"::equals).isPresent();
            if (!google) {
                throw none(FailureKind.BAD_CREDENTIALS, about);
            }
            if (!answer.isSuccess()) {
                throw none(HttpFailures.kind(answer.status()), about).withStatus(answer.status());
            }
            JsonObject document = GsApi.json(request, answer);
            Secret token =
                    GsObject.text(document, "access_token")
                            .filter(text -> !text.isEmpty())
                            .map(Secret::new)
                            .orElseThrow(() -> none(FailureKind.BAD_CREDENTIALS, about));
            long seconds = GsObject.number(GsObject.text(document, "expires_in")).orElse(0);
            return new GsHeldToken.Issued(token, clock.instant().plusSeconds(seconds));
        }
    }

    private static TransferException none(FailureKind kind, TransferUrl about) {
        return new TransferException(kind, about, "its server gives none").during(Phase.LOGIN);
    }

    @Override
    public boolean renew(Secret refused) {
        held.forget(refused);
        return true;
    }

    @Override
    public String words() {
        if (asked && !nobody) {
            return "offered: a token for the machine's own account";
        }
        return "no credential was found, looked for: " + searched + ", the machine's own account";
    }
}
