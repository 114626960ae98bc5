package transfer.credentials;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment says of Google's services, for {@code gs} and nobody else, in this order:
 *
 * <ol>
 *   <li>{@code CLOUDSDK_AUTH_ACCESS_TOKEN}, a token as it is;
 *   <li>{@code GOOGLE_APPLICATION_CREDENTIALS_<site>}, a file that keeps an account;
 *   <li>{@code BOTO_CONFIG_<site>} and {@code GOOGLE_PKCS12_<site>}, each with the general one in
 *       its place if it is missing;
 *   <li>{@code GOOGLE_APPLICATION_CREDENTIALS};
 *   <li>{@code BOTO_CONFIG} and {@code GOOGLE_PKCS12};
 *   <li>what {@code gcloud auth application-default login} has left in {@code CLOUDSDK_CONFIG} or
 *       {@code ~/.config/gcloud}.
 * </ol>
 */
final class GoogleCredentials implements CredentialSource {
    private static final String TOKEN = "CLOUDSDK_AUTH_ACCESS_TOKEN";
    private static final String KEY = "GOOGLE_APPLICATION_CREDENTIALS";
    private static final String BOTO = "BOTO_CONFIG";
    private static final String PKCS12 = "GOOGLE_PKCS12";
    private static final String WELL_KNOWN = "application_default_credentials.json";

    private static final List<String> SETTINGS =
            List.of(
                    "STORAGE_EMULATOR_HOST",
                    "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE",
                    "GOOGLE_CLOUD_PROJECT",
                    "GCE_METADATA_HOST",
                    "NO_GCE_CHECK");

    private final Variables variables;

    GoogleCredentials(Variables variables) {
        this.variables = variables;
    }

    @Override
    public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind)
            throws CredentialException {
        return isMine(query, kind)
                ? Optional.of(kind.cast(account(query.site())))
                : Optional.empty();
    }

    private static boolean isMine(CredentialQuery query, Class<? extends Credential> kind) {
        return kind == Credential.GoogleAccount.class && query.scheme().equals("gs");
    }

    private Credential.GoogleAccount account(Site site) throws CredentialException {
        if (variables.value(TOKEN).isPresent()) {
            return new Credential.GoogleAccount(
                    variables.value(TOKEN).map(String::strip).map(Secret::new),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    settings(),
                    "the variable " + TOKEN);
        }
        for (String suffix : site.label().isEmpty() ? List.of("") : List.of(suffix(site), "")) {
            if (variables.value(KEY + suffix).isPresent()) {
                return ofKey(variables.path(KEY + suffix), "the variable " + KEY + suffix);
            }
            Optional<String> named = named(BOTO + suffix).or(() -> named(PKCS12 + suffix));
            if (named.isPresent()) {
                return new Credential.GoogleAccount(
                        Optional.empty(),
                        Optional.empty(),
                        either(BOTO, suffix),
                        either(PKCS12, suffix),
                        settings(),
                        "the variable " + named.get());
            }
        }
        Optional<Path> wellKnown = wellKnown().filter(Files::exists);
        return ofKey(wellKnown, wellKnown.isPresent() ? "gcloud's log-in" : "nowhere");
    }

    private Credential.GoogleAccount ofKey(Optional<Path> key, String origin) {
        return new Credential.GoogleAccount(
                Optional.empty(), key, Optional.empty(), Optional.empty(), settings(), origin);
    }

    private static String suffix(Site site) {
        return "_" + site.variableSuffix();
    }

    private Optional<String> named(String variable) {
        return variables.value(variable).isPresent() ? Optional.of(variable) : Optional.empty();
    }

    private Optional<Path> either(String general, String suffix) throws CredentialException {
        Optional<Path> own = variables.path(general + suffix);
        return own.isPresent() ? own : variables.path(general);
    }

    private Optional<Path> wellKnown() throws CredentialException {
        Optional<Path> configured = variables.path("CLOUDSDK_CONFIG");
        return configured.isPresent()
                ? configured.map(folder -> folder.resolve(WELL_KNOWN))
                : variables.path("HOME").map(home -> home.resolve(".config/gcloud/" + WELL_KNOWN));
    }

    /** Those that hold no secret. */
    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        SETTINGS.forEach(name ->
                variables.value(name).ifPresent(value -> settings.put(name, value.strip())));
        return settings;
    }

    @Override
    public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
        if (!isMine(query, kind)) {
            return List.of();
        }
        List<String> places = new ArrayList<>();
        places.add(variables.described(TOKEN));
        for (String variable : List.of(KEY, BOTO, PKCS12)) {
            Variables.names(variable, query.site()).stream()
                    .map(variables::described)
                    .forEach(places::add);
        }
        try {
            wellKnown().ifPresent(file -> places.add("the file " + file));
        } catch (CredentialException _) {
            // a home that is none has no such file
        }
        return places;
    }
}
