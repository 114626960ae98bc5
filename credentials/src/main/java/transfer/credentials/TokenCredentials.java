package transfer.credentials;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Bearer tokens of the environment.
 *
 * <p>A site's own: {@code BEARER_TOKEN_<site>} holds it, or {@code BEARER_TOKEN_FILE_<site>} names
 * its file. The general one is looked for as WLCG Bearer Token Discovery says (<a
 * href="https://doi.org/10.5281/zenodo.3937438">specification</a>): {@code BEARER_TOKEN}, {@code
 * BEARER_TOKEN_FILE}, {@code $XDG_RUNTIME_DIR/bt_u<uid>}, {@code /tmp/bt_u<uid>}. But a list may
 * name any host, and whoever holds a token may use it, so the general one goes only to hosts that
 * {@code BEARER_TOKEN_HOSTS} lists ({@code host} or {@code host:port}, between commas or blanks).
 *
 * <p>No token goes over a connection that is not encrypted. Token files are read whenever they are
 * asked for, because they are renewed while we run.
 */
final class TokenCredentials implements CredentialSource {
    private static final String TOKEN = "BEARER_TOKEN";
    private static final String FILE = "BEARER_TOKEN_FILE";
    private static final String HOSTS = "BEARER_TOKEN_HOSTS";
    private static final Set<String> ENCRYPTED = Set.of("https", "webdavs", "davs");

    private final Variables variables;
    private final Path temporary;

    /**
     * @param temporary where the last of the general token's files is looked for
     */
    TokenCredentials(Variables variables, Path temporary) {
        this.variables = variables;
        this.temporary = temporary;
    }

    /**
     * A token as RFC 6750 allows it, blanks around it dropped.
     *
     * @throws CredentialException when it is something else, which is not told
     */
    static Credential.BearerToken token(String text, String origin) throws CredentialException {
        String token = text.strip();
        if (!token.matches("[A-Za-z0-9._~+/-]+=*")) {
            throw new CredentialException(
                    origin + " holds no bearer token: characters that none can have, or nothing");
        }
        return new Credential.BearerToken(new Secret(token), origin);
    }

    @Override
    public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind)
            throws CredentialException {
        if (kind != Credential.BearerToken.class || !ENCRYPTED.contains(query.scheme())) {
            return Optional.empty();
        }
        Optional<Credential.BearerToken> found = Optional.empty();
        if (hasOwnVariables(query.site())) {
            found =
                    named(
                            Variables.ofSite(TOKEN, query.site()),
                            Variables.ofSite(FILE, query.site()));
        }
        if (found.isEmpty() && isListed(query.authority())) {
            found = named(TOKEN, FILE);
            if (found.isEmpty()) {
                found = kept();
            }
        }
        return found.map(kind::cast);
    }

    @Override
    public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
        if (kind != Credential.BearerToken.class) {
            return List.of();
        }
        if (!ENCRYPTED.contains(query.scheme())) {
            return List.of(
                    "the variables "
                            + TOKEN
                            + "… (no token is sent over "
                            + query.scheme()
                            + ", which is not known to be encrypted)");
        }
        List<String> searched = new ArrayList<>();
        if (hasOwnVariables(query.site())) {
            searched.add(variables.described(Variables.ofSite(TOKEN, query.site())));
            searched.add(variables.described(Variables.ofSite(FILE, query.site())));
        }
        if (isListed(query.authority())) {
            searched.add(variables.described(TOKEN));
            searched.add(variables.described(FILE));
            searched.add("the files bt_u<uid> in $XDG_RUNTIME_DIR and " + temporary);
        } else {
            searched.add(
                    "the variable "
                            + TOKEN
                            + " (not for this host: "
                            + HOSTS
                            + " does not list "
                            + query.authority()
                            + ")");
        }
        return searched;
    }

    /**
     * A site called FILE would read the path in {@code BEARER_TOKEN_FILE} as its token; it and its
     * like have none.
     */
    private static boolean hasOwnVariables(Site site) {
        String suffix = site.variableSuffix();
        return !suffix.isEmpty()
                && !suffix.equals("FILE")
                && !suffix.startsWith("FILE_")
                && !suffix.equals("HOSTS");
    }

    private Optional<Credential.BearerToken> named(String token, String file)
            throws CredentialException {
        Optional<String> value = variables.value(token);
        if (value.isPresent()) {
            return Optional.of(token(value.get(), "the variable " + token));
        }
        Optional<Path> path = variables.path(file);
        return path.isPresent()
                ? Optional.of(
                        token(new PrivateFile(path.get(), "token file", "the variable " + file)))
                : Optional.empty();
    }

    /** The token that a session's tools keep, if they do. */
    private Optional<Credential.BearerToken> kept() throws CredentialException {
        for (Path path : places()) {
            PrivateFile file = new PrivateFile(path, "token file", "bearer token discovery");
            if (file.exists()) {
                return Optional.of(token(file));
            }
        }
        return Optional.empty();
    }

    private List<Path> places() throws CredentialException {
        String name = "bt_u" + PrivateFile.ourselves();
        List<Path> places = new ArrayList<>();
        variables.path("XDG_RUNTIME_DIR").ifPresent(dir -> places.add(dir.resolve(name)));
        places.add(temporary.resolve(name));
        return places;
    }

    private static Credential.BearerToken token(PrivateFile file) throws CredentialException {
        return token(
                new String(file.read(), StandardCharsets.ISO_8859_1), "the file " + file.path());
    }

    private boolean isListed(String authority) {
        String wanted = authority.toLowerCase(Locale.ROOT);
        String host = wanted.replaceFirst(":[0-9]*$", "");
        for (String listed :
                variables.value(HOSTS).orElse("").toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            if (!listed.isEmpty() && (listed.equals(wanted) || listed.equals(host))) {
                return true;
            }
        }
        return false;
    }
}
