package transfer.protocol.gs;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.httpclient.HttpConnections;
import transfer.protocol.httpclient.HttpFailures;

/**
 * Tokens for a key, by Google's library over our own HTTP, so that proxies and trust are the same
 * as for everything else. The library's classes are loaded with the first token.
 */
final class GsKeyTokens implements GsTokens {
    private static final List<String> SCOPES =
            List.of("https://www.googleapis.com/auth/devstorage.full_control");

    private final GsKey key;
    private final HttpConnections connections;
    private final InstantSource clock;
    private final GsHeldToken held;

    GsKeyTokens(GsKey key, HttpConnections connections, InstantSource clock) {
        this.key = key;
        this.connections = connections;
        this.clock = clock;
        this.held = new GsHeldToken(clock);
    }

    @Override
    public Optional<Secret> token(TransferUrl about)
            throws TransferException, InterruptedException {
        return Optional.of(held.get(() -> issue(about)));
    }

    @Override
    public boolean renew(Secret refused) {
        held.forget(refused);
        return true;
    }

    @Override
    public String words() {
        return "offered: a token for the account of " + key.origin();
    }

    private GsHeldToken.Issued issue(TransferUrl about)
            throws TransferException, InterruptedException {
        GsTransport transport = new GsTransport(connections, about);
        try {
            AccessToken token = credentials(transport).refreshAccessToken();
            Date expires = token.getExpirationTime();
            Instant until =
                    expires == null ? clock.instant().plusSeconds(3600) : expires.toInstant();
            return new GsHeldToken.Issued(new Secret(token.getTokenValue()), until);
        } catch (IOException e) {
            HttpFailures.throwIfInterrupted(e);
            throw failure(about, transport);
        } catch (GeneralSecurityException
                | IllegalArgumentException
                | IllegalStateException
                | NullPointerException
                | ClassCastException
                | NoSuchElementException _) {
            // the library takes for granted that a document has every member, of the right type
            throw failure(about, transport);
        }
    }

    private GoogleCredentials credentials(GsTransport transport)
            throws IOException, GeneralSecurityException {
        return switch (key) {
            case GsKey.Json json -> ofJson(json, transport);
            case GsKey.Pkcs12 pkcs12 -> {
                ServiceAccountCredentials.Builder account =
                        ServiceAccountCredentials.newBuilder()
                                .setClientEmail(pkcs12.email())
                                .setPrivateKey(privateKey(pkcs12.file()))
                                .setScopes(SCOPES)
                                .setDefaultRetriesEnabled(false)
                                .setHttpTransportFactory(() -> transport);
                pkcs12.server().map(URI::create).ifPresent(account::setTokenServerUri);
                yield account.build();
            }
            case GsKey.Refresh refresh -> {
                UserCredentials.Builder user =
                        UserCredentials.newBuilder()
                                .setClientId(refresh.client())
                                .setClientSecret(refresh.secrets().clientSecret().reveal())
                                .setRefreshToken(refresh.secrets().token().reveal())
                                .setHttpTransportFactory(() -> transport);
                refresh.secrets().server().map(URI::create).ifPresent(user::setTokenServerUri);
                yield user.build();
            }
        };
    }

    private static GoogleCredentials ofJson(GsKey.Json json, GsTransport transport)
            throws IOException {
        byte[] document = json.document().reveal().getBytes(StandardCharsets.UTF_8);
        GoogleCredentials found =
                GoogleCredentials.fromStream(new ByteArrayInputStream(document), () -> transport);
        // waiting and trying again is not for a library to do
        GoogleCredentials once =
                found instanceof ServiceAccountCredentials account
                        ? account.toBuilder().setDefaultRetriesEnabled(false).build()
                        : found;
        return once.createScopedRequired() ? once.createScoped(SCOPES) : once;
    }

    private static PrivateKey privateKey(GsKey.Pkcs12File file)
            throws IOException, GeneralSecurityException {
        char[] password = file.password().reveal().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(
                new ByteArrayInputStream(Base64.getDecoder().decode(file.base64().reveal())),
                password);
        String alias = store.aliases().nextElement();
        if (store.getKey(alias, password) instanceof PrivateKey key) {
            return key;
        }
        throw new GeneralSecurityException("no private key");
    }

    /** By what was answered; the library's own words are not passed on: they may quote the key. */
    private TransferException failure(TransferUrl about, GsTransport transport) {
        if (transport.refusal().isPresent()) {
            return answered(about, transport.refusal().get());
        }
        if (transport.failure().isPresent()) {
            TransferException known = transport.failure().get();
            return GsFailures.as(
                    known.kind(), known, about + ": no token could be had: " + known.getMessage());
        }
        return refused(
                about,
                "is none that can be used, or what it names (credential_source) is not there",
                null);
    }

    private TransferException answered(TransferUrl about, GsTransport.Refusal refusal) {
        FailureKind plain = HttpFailures.kind(refusal.status());
        TransferException failure =
                refused(
                        about,
                        "gets no token: the server that gives them answered "
                                + refusal.status()
                                + said(refusal.content()),
                        plain.isPassing() ? plain : null);
        return failure.withStatus(refusal.status());
    }

    /** RFC 6749, 5.2. */
    private static String said(String content) {
        try {
            JsonObject document = JsonParser.parseString(content).getAsJsonObject();
            return GsObject.text(document, "error").map(error -> ": " + printable(error)).orElse("")
                    + GsObject.text(document, "error_description")
                            .map(description -> " (" + printable(description) + ")")
                            .orElse("");
        } catch (JsonParseException | IllegalStateException _) {
            return ""; // the status says enough
        }
    }

    private static String printable(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > 200 ? line.substring(0, 200) : line;
    }

    private TransferException refused(TransferUrl about, String why, FailureKind passing) {
        FailureKind kind = passing == null ? FailureKind.BAD_CREDENTIALS : passing;
        String message = about + ": the account of " + key.origin() + " " + why;
        return new TransferException(kind, about, message).during(Phase.LOGIN);
    }
}
