package transfer.credentials;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sources of credentials, in the order in which they are asked. Safe for use by many threads.
 */
public final class Credentials implements CredentialSource {
    private final List<CredentialSource> sources;

    public Credentials(List<CredentialSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** No source at all: everybody is anonymous. */
    public static Credentials none() {
        return new Credentials(List.of());
    }

    /**
     * The sources that an environment names, in this order: the credentials files, the bearer
     * tokens, the X.509 proxies, the SSH keys, the identities at object stores, the variables of
     * clouds. No file is looked at before it is asked for.
     *
     * @param environment the variables; one that is set to nothing counts as not set
     */
    public static Credentials standard(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        return new Credentials(
                List.of(
                        new FileCredentials(variables),
                        new TokenCredentials(variables, Path.of("/tmp")),
                        new ProxyCredentials(variables),
                        new SshKeyCredentials(variables),
                        new StoreCredentials(variables),
                        new CloudCredentials(variables),
                        new GoogleCredentials(variables)));
    }

    @Override
    public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind)
            throws CredentialException {
        for (CredentialSource source : sources) {
            Optional<C> found = source.find(query, kind);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
        return sources.stream().flatMap(source -> source.searched(query, kind).stream()).toList();
    }

    @Override
    public void check() throws CredentialException {
        for (CredentialSource source : sources) {
            source.check();
        }
    }
}
