package transfer.credentials;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The private keys that {@code SSH_PRIVATE_KEY_<site>} and {@code SSH_PRIVATE_KEY} name. Those that
 * {@code ~/.ssh} holds are not credentials of a site: the SSH family finds them itself.
 */
final class SshKeyCredentials implements CredentialSource {
    private static final String VARIABLE = "SSH_PRIVATE_KEY";

    private final Variables variables;

    SshKeyCredentials(Variables variables) {
        this.variables = variables;
    }

    @Override
    public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind)
            throws CredentialException {
        if (kind != Credential.SshKey.class) {
            return Optional.empty();
        }
        for (String variable : Variables.names(VARIABLE, query.site())) {
            Optional<Path> path = variables.path(variable);
            if (path.isPresent()) {
                var key = new Credential.SshKey(path.get(), "the variable " + variable);
                key.check();
                return Optional.of(kind.cast(key));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
        if (kind != Credential.SshKey.class) {
            return List.of();
        }
        return Variables.names(VARIABLE, query.site()).stream().map(variables::described).toList();
    }
}
