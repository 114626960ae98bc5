package transfer.protocol.ssh;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.CredentialQuery;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Finds out who we are where. The user is that of the URL, else of the credentials, else of the
 * configuration, else the one we are here.
 */
final class SshLogins {
    private static final int MOST_JUMPS = 16;

    private final SshConfig config;

    SshLogins(NetworkSettings.Ssh settings, SshNotes notes) {
        this.config = new SshConfig(settings, notes);
    }

    /**
     * Looks for everything that could be wanted at a place. Reads the configuration, but no keys.
     *
     * @throws TransferException when something is there but cannot be used
     */
    SshLogin find(Place place, Credentials credentials) throws TransferException {
        TransferUrl url = place.url();
        Wanted wanted =
                new Wanted(
                        url.host(),
                        url.port(),
                        url.user().filter(user -> !user.isEmpty()),
                        inUrl(url),
                        place.credentialQuery());
        try {
            return new Search(credentials).login(wanted, Optional.empty(), 0);
        } catch (SshRefusal e) {
            throw SshFailures.ofConnecting(e, url);
        } catch (CredentialException e) {
            throw SshFailures.ofConnecting(SshRefusal.credentials(e.getMessage()), url);
        }
    }

    private static Optional<Secret> inUrl(TransferUrl url) {
        String authority = url.authority();
        int at = authority.lastIndexOf('@');
        int colon = authority.indexOf(':');
        return colon < 0 || colon > at
                ? Optional.empty()
                : Optional.of(new Secret(authority.substring(colon + 1, at)));
    }

    /** A server as somebody has written it. */
    private record Wanted(
            String host,
            OptionalInt port,
            Optional<String> user,
            Optional<Secret> password,
            CredentialQuery query) {

        /**
         * One that is gone through, {@code [user@]host[:port]}, with or without {@code ssh://}.
         *
         * @throws SshRefusal when it is not of this form
         */
        static Wanted jump(String written, Wanted target) throws SshRefusal {
            String text = written.strip();
            String rest = text.startsWith("ssh://") ? text.substring("ssh://".length()) : text;
            int at = rest.lastIndexOf('@');
            String authority = rest.substring(at + 1);
            // the colons of an address of IP version 6 stand in brackets
            int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
            String port = colon < 0 ? "" : authority.substring(colon + 1);
            String host = (colon < 0 ? authority : authority.substring(0, colon));
            if (host.isEmpty() || colon >= 0 && !port.matches("[1-9]\\d{0,4}")) {
                throw SshRefusal.configuration(
                        FailureKind.BAD_REQUEST,
                        "ProxyJump names '" + text + "', which is not [user@]host[:port]");
            }
            return new Wanted(
                    host.replaceAll("[\\[\\]]", ""),
                    colon < 0 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port)),
                    at <= 0 ? Optional.empty() : Optional.of(rest.substring(0, at)),
                    Optional.empty(),
                    new CredentialQuery(target.query.site(), target.query.scheme(), authority));
        }

        boolean isAt(Wanted other) {
            return host.equalsIgnoreCase(other.host) && (port.isEmpty() || port.equals(other.port));
        }
    }

    private final class Search {
        private final Credentials credentials;

        Search(Credentials credentials) {
            this.credentials = credentials;
        }

        /**
         * @param jumps the servers to go through; if empty, the configuration says them
         */
        SshLogin login(Wanted wanted, Optional<List<String>> jumps, int depth)
                throws SshRefusal, CredentialException {
            if (depth > MOST_JUMPS) {
                throw SshRefusal.configuration(
                        FailureKind.BAD_REQUEST,
                        "ProxyJump leads through more than "
                                + MOST_JUMPS
                                + " servers, or in a circle");
            }
            Optional<Credential.Password> known =
                    credentials.find(wanted.query, Credential.Password.class);
            Optional<String> user = wanted.user.or(() -> known.map(Credential.Password::user));
            SshHost host = config.host(wanted.host, wanted.port, user);
            Optional<Credential.Password> password =
                    wanted.password
                            .map(secret -> new Credential.Password(host.user(), secret, "the URL"))
                            .or(() -> known.filter(p -> p.user().equals(host.user())));
            return new SshLogin(
                    host,
                    password,
                    credentials.find(wanted.query, Credential.SshKey.class),
                    credentials
                            .find(wanted.query, Credential.Passphrase.class)
                            .map(Credential.Passphrase::passphrase),
                    searched(wanted.query),
                    via(wanted, jumps.orElse(host.jumps()), depth));
        }

        private List<String> searched(CredentialQuery query) {
            return Stream.of(Credential.Password.class, Credential.SshKey.class)
                    .flatMap(kind -> credentials.searched(query, kind).stream())
                    .toList();
        }

        /** The last of the servers to go through, with those before it on the way to that one. */
        private Optional<SshLogin> via(Wanted wanted, List<String> jumps, int depth)
                throws SshRefusal, CredentialException {
            if (jumps.isEmpty()) {
                return Optional.empty();
            }
            Wanted last = Wanted.jump(jumps.getLast(), wanted);
            if (last.isAt(wanted)) {
                return Optional.empty(); // what holds for all hosts is not for the jump host itself
            }
            List<String> before = jumps.subList(0, jumps.size() - 1);
            return Optional.of(
                    login(
                            last,
                            before.isEmpty() ? Optional.empty() : Optional.of(before),
                            depth + 1));
        }
    }
}
