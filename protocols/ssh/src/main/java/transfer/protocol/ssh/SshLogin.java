package transfer.protocol.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.nio.charset.StandardCharsets;
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
 * Who we are at one server. Two that are equal may share a connection.
 *
 * @param user the name to log in with
 * @param password what to show when the server asks for a password
 */
record SshLogin(String user, Optional<Secret> password) {
    /**
     * Looks for everything that could be wanted there: user and password of the URL, else of the
     * credentials.
     *
     * @throws TransferException {@link FailureKind#BAD_CREDENTIALS} when something is there but
     *     cannot be used, or no user is named anywhere
     */
    static SshLogin find(Place place, Credentials credentials) throws TransferException {
        TransferUrl url = place.url();
        Optional<Credential.Password> known;
        try {
            known = credentials.find(place.credentialQuery(), Credential.Password.class);
        } catch (CredentialException e) {
            throw new TransferException(
                            FailureKind.BAD_CREDENTIALS, url, url + ": " + e.getMessage(), e)
                    .during(Phase.LOGIN);
        }
        Optional<String> named = url.user().filter(user -> !user.isEmpty());
        Optional<Secret> password =
                inUrl(url)
                        .or(() ->
                                known.filter(p -> named.isEmpty() || named.get().equals(p.user()))
                                        .map(Credential.Password::password));
        String user =
                named.or(() -> known.map(Credential.Password::user))
                        .orElseThrow(() ->
                                new TransferException(
                                                FailureKind.BAD_CREDENTIALS,
                                                url,
                                                url + " names no user; write user@ before the host")
                                        .during(Phase.LOGIN));
        return new SshLogin(user, password);
    }

    private static Optional<Secret> inUrl(TransferUrl url) {
        String authority = url.authority();
        int at = authority.lastIndexOf('@');
        int colon = authority.indexOf(':');
        return colon < 0 || colon > at
                ? Optional.empty()
                : Optional.of(new Secret(authority.substring(colon + 1, at)));
    }

    /** Hands over what is needed to log in. */
    void introduce(JSch jsch, Session session) throws JSchException {
        session.setConfig("PreferredAuthentications", "publickey,keyboard-interactive,password");
        password.ifPresent(
                secret -> session.setPassword(secret.reveal().getBytes(StandardCharsets.UTF_8)));
    }
}
