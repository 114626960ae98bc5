package transfer.credentials;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the credentials files say that {@code PEGASUS_CREDENTIALS_<site>} and {@code
 * PEGASUS_CREDENTIALS} name, in the section {@code [scheme://host:port]} or else {@code
 * [host:port]} of the URL, written exactly as there.
 *
 * <p>A file is read when it is first needed, and once.
 */
final class FileCredentials implements CredentialSource {
    private static final String VARIABLE = "PEGASUS_CREDENTIALS";
    private static final String HEADER = "header.";

    private final Variables variables;
    private final Map<String, Load> loads = new ConcurrentHashMap<>();

    FileCredentials(Variables variables) {
        this.variables = variables;
    }

    /** What came of reading a file. */
    private sealed interface Load {
        CredentialsFile file() throws CredentialException;

        record Sound(CredentialsFile file) implements Load {}

        record Refused(String message) implements Load {
            @Override
            public CredentialsFile file() throws CredentialException {
                throw new CredentialException(message);
            }
        }
    }

    /** A section that is there. */
    private record Section(CredentialsFile file, String title) {
        Optional<String> value(String key) throws CredentialException {
            return file.value(title, key);
        }

        String origin() {
            return "section [" + title + "] of " + file.name();
        }

        CredentialException wrong(String words) {
            return new CredentialException(origin() + ": " + words);
        }
    }

    /** Reads the file of the general variable, if there is one. */
    @Override
    public void check() throws CredentialException {
        if (variables.value(VARIABLE).isPresent()) {
            load(VARIABLE).file();
        }
    }

    @Override
    public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind)
            throws CredentialException {
        if (!knows(kind)) {
            return Optional.empty();
        }
        for (String variable : Variables.names(VARIABLE, query.site())) {
            if (variables.value(variable).isEmpty()) {
                continue;
            }
            Optional<Section> section = section(load(variable).file(), query, kind);
            if (section.isPresent()) {
                Optional<? extends Credential> found = credential(section.get(), kind);
                if (found.isPresent()) {
                    return found.map(kind::cast);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
        List<String> searched = new ArrayList<>();
        if (!knows(kind)) {
            return searched;
        }
        for (String variable : Variables.names(VARIABLE, query.site())) {
            if (variables.value(variable).isEmpty()) {
                searched.add(variables.described(variable));
                continue;
            }
            try {
                searched.add(searched(load(variable).file(), query, kind));
            } catch (CredentialException e) {
                searched.add(e.getMessage());
            }
        }
        return searched;
    }

    private static String searched(
            CredentialsFile file, CredentialQuery query, Class<? extends Credential> kind) {
        return keys(kind)
                + " in section ["
                + titleWithScheme(query)
                + (mayBeWithoutScheme(query, kind) ? "] or [" + query.authority() : "")
                + "] of "
                + file.name()
                + (section(file, query, kind).isPresent()
                        ? " (not in there)"
                        : " (no such section)");
    }

    private static boolean knows(Class<? extends Credential> kind) {
        return kind == Credential.HttpHeaders.class
                || kind == Credential.Password.class
                || kind == Credential.BearerToken.class
                || kind == Credential.Passphrase.class;
    }

    private static String keys(Class<? extends Credential> kind) {
        if (kind == Credential.HttpHeaders.class) {
            return "header.<name>";
        }
        if (kind == Credential.Passphrase.class) {
            return "passphrase";
        }
        return kind == Credential.Password.class ? "username and password" : "token";
    }

    private Load load(String variable) {
        return loads.computeIfAbsent(
                variable,
                _ -> {
                    try {
                        return new Load.Sound(read(variable));
                    } catch (CredentialException e) {
                        return new Load.Refused(e.getMessage());
                    }
                });
    }

    private CredentialsFile read(String variable) throws CredentialException {
        return CredentialsFile.read(
                new PrivateFile(
                        variables.path(variable).orElseThrow(),
                        "credentials file",
                        "the variable " + variable));
    }

    private static String titleWithScheme(CredentialQuery query) {
        return query.scheme() + "://" + query.authority();
    }

    /** The section that speaks for a server; the one with the scheme alone if both are there. */
    private static Optional<Section> section(
            CredentialsFile file, CredentialQuery query, Class<? extends Credential> kind) {
        if (file.hasSection(titleWithScheme(query))) {
            return Optional.of(new Section(file, titleWithScheme(query)));
        }
        return mayBeWithoutScheme(query, kind) && file.hasSection(query.authority())
                ? Optional.of(new Section(file, query.authority()))
                : Optional.empty();
    }

    /**
     * Over connections that anybody on the way can read, passwords and tokens go only where the
     * section says so by its scheme. Headers, and WebDAV's passwords, have always been sent.
     */
    private static boolean mayBeWithoutScheme(
            CredentialQuery query, Class<? extends Credential> kind) {
        if (kind == Credential.HttpHeaders.class) {
            return true;
        }
        return switch (query.scheme()) {
            case "http" -> false;
            case "webdav", "dav" -> kind == Credential.Password.class;
            default -> true;
        };
    }

    private static Optional<? extends Credential> credential(
            Section section, Class<? extends Credential> kind) throws CredentialException {
        if (kind == Credential.HttpHeaders.class) {
            return headers(section);
        }
        if (kind == Credential.Passphrase.class) {
            return section.value("passphrase")
                    .map(text -> new Credential.Passphrase(new Secret(text), section.origin()));
        }
        return kind == Credential.Password.class ? password(section) : token(section);
    }

    private static Optional<Credential.HttpHeaders> headers(Section section)
            throws CredentialException {
        Map<String, Secret> headers = new LinkedHashMap<>();
        for (String key : section.file().keys(section.title())) {
            if (key.startsWith(HEADER)) {
                String value = section.value(key).orElseThrow();
                // checked here, because a client library may quote in its message what it refuses
                if (!key.substring(HEADER.length()).matches("[a-z0-9!#$%&'*+.^_`|~-]+")) {
                    throw section.wrong("what follows header. in a key is no header's name");
                }
                if (!value.chars().allMatch(c -> c == '\t' || c >= ' ' && c <= '~')) {
                    throw section.wrong(
                            "the value of " + key + " is more than one line of ASCII characters");
                }
                headers.put(key.substring(HEADER.length()), new Secret(value));
            }
        }
        return headers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Credential.HttpHeaders(headers, section.origin()));
    }

    private static Optional<Credential.Password> password(Section section)
            throws CredentialException {
        Optional<String> user = section.value("username");
        Optional<String> password = section.value("password");
        if (user.isPresent() != password.isPresent()) {
            throw section.wrong(
                    user.isPresent()
                            ? "there is a username but no password"
                            : "there is a password but no username");
        }
        return user.map(name ->
                new Credential.Password(
                        name, new Secret(password.orElseThrow()), section.origin()));
    }

    private static Optional<Credential.BearerToken> token(Section section)
            throws CredentialException {
        Optional<String> token = section.value("token");
        if (token.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(TokenCredentials.token(token.get(), section.origin()));
    }
}
