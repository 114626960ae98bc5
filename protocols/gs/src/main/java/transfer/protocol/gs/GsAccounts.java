package transfer.protocol.gs;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpConnections;
import transfer.protocol.httpclient.HttpConversation;
import transfer.protocol.httpclient.HttpSigner;

/**
 * The accounts of a run, each made when it is first needed, so that all endpoints of one share its
 * tokens; and the connections. Safe for use by many threads.
 */
final class GsAccounts implements AutoCloseable {
    private static final String HOME = "https://storage.googleapis.com/";

    private final NetworkSettings network;
    private final InstantSource clock;
    private final HttpConnections connections;
    private final Map<Credential.GoogleAccount, GsAccount> accounts = new ConcurrentHashMap<>();

    GsAccounts(NetworkSettings network) {
        this(network, InstantSource.system());
    }

    /**
     * @param clock tells when a token has expired
     */
    GsAccounts(NetworkSettings network, InstantSource clock) {
        this.network = network;
        this.clock = clock;
        this.connections = new HttpConnections(network);
    }

    HttpConversation open(Place place, HttpUrl home, HttpSigner signer) {
        return connections.open(place, home, signer);
    }

    /**
     * The account for a place.
     *
     * @throws TransferException {@link FailureKind#BAD_CREDENTIALS} when there is one but it cannot
     *     be used
     */
    GsAccount find(Place place, Credentials credentials) throws TransferException {
        Credential.GoogleAccount found;
        try {
            found =
                    credentials
                            .find(place.credentialQuery(), Credential.GoogleAccount.class)
                            .orElse(Credential.GoogleAccount.NONE);
        } catch (CredentialException e) {
            throw refused(place, e.getMessage(), e);
        }
        GsAccount known = accounts.get(found);
        if (known != null) {
            return known;
        }
        Supplier<String> searched =
                () ->
                        String.join(
                                ", ",
                                credentials.searched(
                                        place.credentialQuery(), Credential.GoogleAccount.class));
        GsAccount made = make(place, found, searched);
        GsAccount earlier = accounts.putIfAbsent(found, made);
        return earlier == null ? made : earlier;
    }

    private GsAccount make(Place place, Credential.GoogleAccount found, Supplier<String> searched)
            throws TransferException {
        Optional<String> emulator = found.setting("STORAGE_EMULATOR_HOST");
        Optional<String> override = found.setting("CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE");
        HttpUrl home =
                emulator.isPresent()
                        ? home(place, emulator.get(), "STORAGE_EMULATOR_HOST")
                        : home(
                                place,
                                override.orElse(HOME),
                                "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE");
        Optional<String> project = found.setting("GOOGLE_CLOUD_PROJECT");
        if (emulator.isPresent()) {
            String words = "nothing is shown to an emulator (STORAGE_EMULATOR_HOST)";
            // an emulator owns nothing, and takes any name
            return new GsAccount(
                    home, new GsTokens.Anonymous(words), Optional.of(project.orElse("emulator")));
        }
        if (found.token().isPresent()) {
            GsTokens given = new GsTokens.Given(found.token().get(), found.origin());
            return new GsAccount(home, given, project);
        }
        try {
            Optional<GsKey> key = GsKey.of(found);
            if (key.isPresent()) {
                Optional<String> owner = project.isPresent() ? project : key.get().project();
                GsTokens tokens = new GsKeyTokens(key.get(), connections, clock);
                return new GsAccount(home, tokens, owner);
            }
        } catch (CredentialException e) {
            throw refused(place, e.getMessage(), e);
        } catch (NoClassDefFoundError e) {
            throw refused(
                    place,
                    "this is the slim variant of transfer, without Google's library for keys and"
                            + " log-ins: take the whole one, or a token"
                            + " (CLOUDSDK_AUTH_ACCESS_TOKEN)",
                    e);
        }
        GsTokens machine = new GsMachineTokens(found, network, clock, searched.get());
        return new GsAccount(home, machine, project);
    }

    /** As Google's own libraries read it: with a scheme or without. */
    private static HttpUrl home(Place place, String told, String variable)
            throws TransferException {
        HttpUrl url = HttpUrl.parse(told.contains("://") ? told : "http://" + told);
        if (url == null) {
            throw refused(place, "the variable " + variable + " names no server", null);
        }
        return url.newBuilder().encodedPath("/").query(null).fragment(null).build();
    }

    private static TransferException refused(Place place, String why, Throwable cause) {
        String message = place.url() + ": " + why;
        return new TransferException(FailureKind.BAD_CREDENTIALS, place.url(), message, cause)
                .during(Phase.LOGIN);
    }

    @Override
    public void close() {
        connections.close();
    }
}
