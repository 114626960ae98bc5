package transfer.protocol.ftp;

import java.util.List;
import java.util.Optional;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Where to log in and as whom. Two places with equal ones may share connections.
 *
 * @param user one character for each byte
 * @param password one character for each byte
 * @param origin where name and password are from, in words
 * @param certificate what to show to a server that asks for it in TLS
 */
record FtpLogin(
        String scheme,
        String host,
        int port,
        String user,
        Secret password,
        String origin,
        Optional<Credential.ClientCertificate> certificate) {
    private static final int PORT = 21;

    /** RFC 1635: the word that anonymous users log in by, and an address that nobody reads. */
    private static final String ANONYMOUS = "anonymous";

    /**
     * The name and password of the URL, else of the credentials, else {@code anonymous}. A URL that
     * names a user without a password gets that user's of the credentials.
     *
     * @throws TransferException {@link FailureKind#BAD_CREDENTIALS} when there is something that
     *     cannot be used, {@link FailureKind#BAD_REQUEST} when no host is named
     */
    static FtpLogin find(Place place, Credentials credentials) throws TransferException {
        FtpLogin login = named(place, credentials);
        if (!login.isSecured()) {
            return login;
        }
        try {
            return login.showing(
                    credentials.find(place.credentialQuery(), Credential.ClientCertificate.class));
        } catch (CredentialException _) {
            // one that cannot be used harms only where a server asks for it, see explanation
            return login;
        }
    }

    private FtpLogin showing(Optional<Credential.ClientCertificate> shown) {
        return new FtpLogin(scheme, host, port, user, password, origin, shown);
    }

    private static FtpLogin named(Place place, Credentials credentials) throws TransferException {
        TransferUrl url = place.url();
        String authority = url.authority();
        String userInfo = authority.substring(0, Math.max(0, authority.lastIndexOf('@')));
        int colon = userInfo.indexOf(':');
        if (colon >= 0) {
            String user = FtpPath.unescaped(userInfo.substring(0, colon));
            String password = FtpPath.unescaped(userInfo.substring(colon + 1));
            return at(url, user, password, "the URL");
        }
        Optional<Credential.Password> found = find(place, credentials, url);
        String user = FtpPath.unescaped(userInfo);
        if (found.isPresent() && (user.isEmpty() || user.equals(wire(found.get().user())))) {
            Credential.Password password = found.get();
            return at(
                    url,
                    wire(password.user()),
                    wire(password.password().reveal()),
                    password.origin());
        }
        if (!user.isEmpty()) {
            return at(url, user, "", "the URL, which tells no password");
        }
        return at(url, ANONYMOUS, "transfer@", "nobody");
    }

    private static Optional<Credential.Password> find(
            Place place, Credentials credentials, TransferUrl url) throws TransferException {
        try {
            return credentials.find(place.credentialQuery(), Credential.Password.class);
        } catch (CredentialException e) {
            throw new TransferException(
                            FailureKind.BAD_CREDENTIALS, url, url + ": " + e.getMessage(), e)
                    .during(Phase.LOGIN);
        }
    }

    private static FtpLogin at(TransferUrl url, String user, String password, String origin)
            throws TransferException {
        if ((user + password).chars().anyMatch(c -> c == '\r' || c == '\n' || c == '\0')) {
            throw new TransferException(
                            FailureKind.BAD_CREDENTIALS,
                            url,
                            url
                                    + ": the name or password of "
                                    + origin
                                    + " holds a line break or a NUL, which FTP cannot send")
                    .during(Phase.LOGIN);
        }
        if (url.host().isEmpty()) {
            throw new TransferException(FailureKind.BAD_REQUEST, url, url + ": names no host")
                    .during(Phase.REQUEST);
        }
        return new FtpLogin(
                url.scheme(),
                url.host(),
                url.port().orElse(PORT),
                user,
                new Secret(password),
                origin,
                Optional.empty());
    }

    /** Whether nothing but a greeting may be said without TLS. */
    boolean isSecured() {
        return scheme.equals("ftps");
    }

    private static String wire(String text) {
        return FtpPath.wire(text);
    }

    boolean isAnonymous() {
        return origin.equals("nobody");
    }

    /** What to say beside the server's refusal: what was shown, or what was looked for. */
    String explanation(Place place, Credentials credentials) {
        if (!isAnonymous()) {
            return "; offered: the name and password of "
                    + origin
                    + certificate.map(shown -> ", the client certificate " + shown.pem()).orElse("")
                    + trouble(place, credentials);
        }
        List<String> searched =
                credentials.searched(place.credentialQuery(), Credential.Password.class);
        return "; no password was found, so it was tried as anonymous"
                + (searched.isEmpty() ? "" : "; looked for: " + String.join(", ", searched));
    }

    /** Why a certificate that is there cannot be shown. */
    private String trouble(Place place, Credentials credentials) {
        try {
            if (isSecured()) {
                credentials.find(place.credentialQuery(), Credential.ClientCertificate.class);
            }
            return "";
        } catch (CredentialException e) {
            return "; " + e.getMessage();
        }
    }

    /** Neither the password nor its length. */
    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port;
    }
}
