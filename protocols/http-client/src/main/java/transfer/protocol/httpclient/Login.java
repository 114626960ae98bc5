package transfer.protocol.httpclient;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Challenge;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.CredentialQuery;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * How we introduce ourselves to one server.
 *
 * <ul>
 *   <li>Headers that were configured for it go with every request; an {@code Authorization} among
 *       them is the only one.
 *   <li>Else a name and password, from the URL or else from the credentials: with TLS at once,
 *       without it only when the server asks, and then rather as a digest than in clear.
 *   <li>Else a bearer token, and never without TLS (RFC 6750, 5.3). A token usually counts at many
 *       servers, so the URL of one that happens to be plain must not give it away; who wants that
 *       writes {@code header.Authorization} into the section of exactly that {@code http://host}.
 *   <li>A client certificate, when the server asks in its TLS handshake.
 * </ul>
 *
 * Belongs to one thread at a time.
 */
final class Login {
    private static final List<Class<? extends Credential>> KINDS =
            List.of(
                    Credential.HttpHeaders.class,
                    Credential.Password.class,
                    Credential.BearerToken.class,
                    Credential.ClientCertificate.class);

    private final boolean tls;
    private final Optional<Credential.HttpHeaders> headers;
    private final Optional<Credential.Password> password;
    private final Optional<Credential.BearerToken> token;
    private final Optional<Credential.ClientCertificate> certificate;
    private final Search search;
    private Optional<DigestLogin> digest = Optional.empty();
    private boolean basicWanted;

    private Login(Place place, boolean tls, Found found, Search search) {
        this.tls = tls;
        this.basicWanted = tls;
        this.headers = found.headers;
        this.password = inUrl(place.url()).or(() -> found.password);
        this.token = found.token;
        this.certificate = found.certificate;
        this.search = search;
    }

    private record Found(
            Optional<Credential.HttpHeaders> headers,
            Optional<Credential.Password> password,
            Optional<Credential.BearerToken> token,
            Optional<Credential.ClientCertificate> certificate) {}

    /**
     * What was looked for. Told to the few who fail, and not prepared for everybody else.
     *
     * @param trouble why a client certificate that is there cannot be used; may be empty
     */
    private record Search(
            Credentials credentials, CredentialQuery query, Optional<String> trouble) {
        String words() {
            Stream<String> places =
                    KINDS.stream().flatMap(kind -> credentials.searched(query, kind).stream());
            return Stream.concat(places, trouble.stream())
                    .distinct()
                    .collect(Collectors.joining(", "));
        }
    }

    /**
     * Looks for everything that could be wanted there.
     *
     * @throws TransferException {@link FailureKind#BAD_CREDENTIALS} when something is there but
     *     cannot be used; a client certificate only harms where the server asks for it
     */
    static Login find(Place place, boolean tls, Credentials credentials) throws TransferException {
        CredentialQuery query = place.credentialQuery();
        Optional<String> trouble = Optional.empty();
        Optional<Credential.ClientCertificate> certificate = Optional.empty();
        try {
            certificate = credentials.find(query, Credential.ClientCertificate.class);
        } catch (CredentialException e) {
            trouble = Optional.of(e.getMessage());
        }
        try {
            Found found =
                    new Found(
                            credentials.find(query, Credential.HttpHeaders.class),
                            credentials.find(query, Credential.Password.class),
                            credentials.find(query, Credential.BearerToken.class),
                            certificate);
            return new Login(place, tls, found, new Search(credentials, query, trouble));
        } catch (CredentialException e) {
            throw new TransferException(
                            FailureKind.BAD_CREDENTIALS,
                            place.url(),
                            place.url() + ": " + e.getMessage(),
                            e)
                    .during(Phase.LOGIN);
        }
    }

    /**
     * {@code user:password@} in the URL, where percent escapes stand for what they do elsewhere.
     */
    private static Optional<Credential.Password> inUrl(TransferUrl url) {
        String authority = url.authority();
        int at = authority.lastIndexOf('@');
        if (at <= 0) {
            return Optional.empty();
        }
        String user = authority.substring(0, at);
        int colon = user.indexOf(':');
        String secret = colon < 0 ? "" : user.substring(colon + 1);
        return Optional.of(
                new Credential.Password(
                        unescaped(colon < 0 ? user : user.substring(0, colon)),
                        new Secret(unescaped(secret)),
                        "the URL"));
    }

    private static String unescaped(String text) {
        // unlike in a form, a plus sign is one
        return java.net.URLDecoder.decode(
                text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25").replace("+", "%2B"),
                StandardCharsets.UTF_8);
    }

    /** The certificate to show if the server asks. */
    Optional<Credential.ClientCertificate> certificate() {
        return tls ? certificate : Optional.empty();
    }

    /**
     * What belongs into a request to this server, beside what is there already.
     *
     * @throws TransferException {@link FailureKind#BAD_CREDENTIALS} when a configured header cannot
     *     stand in a request
     */
    HttpFields introduced(HttpFields request, HttpRequest about, WireUrl target)
            throws TransferException {
        HttpFields more = request;
        if (headers.isPresent()) {
            for (Map.Entry<String, Secret> header : headers.get().headers().entrySet()) {
                more = withConfigured(more, about, header.getKey(), header.getValue().reveal());
            }
        }
        if (more.get("Authorization").isEmpty()) {
            Optional<String> value = authorization(about.method(), target);
            more = value.isPresent() ? more.and("Authorization", value.get()) : more;
        }
        return more;
    }

    /** See {@link HttpConversation#authorizationForOthers}. */
    Optional<Secret> forOthers(TransferUrl url) throws TransferException {
        Map<String, Secret> configured =
                headers.map(Credential.HttpHeaders::headers).orElse(Map.of());
        boolean mixed = configured.entrySet().stream().anyMatch(header -> !isBearer(header));
        if (password.isPresent() || mixed) {
            throw new TransferException(
                            FailureKind.UNSUPPORTED,
                            url,
                            url
                                    + ": servers cannot copy it among themselves, because another"
                                    + " server gets a token at most, and not what there is here"
                                    + explanation())
                    .during(Phase.LOGIN);
        }
        Optional<Secret> header = configured.values().stream().findFirst();
        return header.isPresent() || !tls
                ? header
                : token.map(found -> new Secret("Bearer " + found.token().reveal()));
    }

    private static boolean isBearer(Map.Entry<String, Secret> header) {
        return header.getKey().equalsIgnoreCase("Authorization")
                && header.getValue().reveal().regionMatches(true, 0, "Bearer ", 0, 7);
    }

    private HttpFields withConfigured(
            HttpFields request, HttpRequest about, String name, String value)
            throws TransferException {
        boolean goodName = name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
        boolean goodValue = value.chars().noneMatch(c -> c < ' ' && c != '\t' || c == 0x7F);
        if (!goodName || !goodValue) {
            throw new TransferException(
                            FailureKind.BAD_CREDENTIALS,
                            about.url(),
                            about.url()
                                    + ": the header '"
                                    + (goodName ? name : "?")
                                    + "' of "
                                    + headers.get().origin()
                                    + " holds characters that cannot stand in a header")
                    .during(Phase.LOGIN);
        }
        return request.get(name).isPresent() ? request : request.and(name, value);
    }

    private Optional<String> authorization(String method, WireUrl target) {
        if (digest.isPresent()) {
            return Optional.of(digest.get().authorization(method, target));
        }
        if (password.isPresent()) {
            return basicWanted ? Optional.of(basic(password.get())) : Optional.empty();
        }
        return tls ? token.map(found -> "Bearer " + found.token().reveal()) : Optional.empty();
    }

    private static String basic(Credential.Password password) {
        return okhttp3.Credentials.basic(
                password.user(), password.password().reveal(), StandardCharsets.UTF_8);
    }

    /** Takes up a challenge; false when nothing else can be offered than what was refused. */
    boolean takeUp(List<Challenge> challenges) {
        if (password.isEmpty()) {
            return false;
        }
        boolean stale =
                challenges.stream()
                        .anyMatch(c -> "true".equalsIgnoreCase(c.authParams().get("stale")));
        if (digest.isEmpty() || stale) {
            digest = DigestLogin.to(challenges, password.get());
            if (digest.isPresent()) {
                return true;
            }
        }
        boolean basic = challenges.stream().anyMatch(c -> c.scheme().equalsIgnoreCase("Basic"));
        if (basic && !basicWanted) {
            basicWanted = true;
            return true;
        }
        return false;
    }

    /** What to say beside the server's refusal: what was shown, or what was looked for. */
    String explanation() {
        List<String> shown = new ArrayList<>();
        headers.ifPresent(found -> shown.add("the headers of " + found.origin()));
        if (password.isPresent()) {
            password.ifPresent(found -> shown.add("the password of " + found.origin()));
        } else if (tls) {
            token.ifPresent(found -> shown.add("the token of " + found.origin()));
        }
        certificate().ifPresent(found -> shown.add("the client certificate " + found.pem()));
        StringBuilder text = new StringBuilder();
        if (!shown.isEmpty()) {
            text.append("; offered: ").append(String.join(", ", shown));
        } else {
            text.append("; no credential was found");
            String searched = search.words();
            if (!searched.isEmpty()) {
                text.append(", looked for: ").append(searched);
            }
        }
        if (!tls && token.isPresent() && password.isEmpty()) {
            text.append("; the token of ")
                    .append(token.get().origin())
                    .append(" is not sent without TLS");
        }
        return text.toString();
    }
}
