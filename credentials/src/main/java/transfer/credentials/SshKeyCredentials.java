package transfer.credentials;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The private keys that {@code SSH_PRIVATE_KEY_<site>} and {@code SSH_PRIVATE_KEY} name. Those that
 * {@code ~/.ssh} holds are not credentials of a site: the SSH family finds them itself.
 */
final class SshKeyCredentials implements CredentialSource {
    private static final String VARIABLE = "SSH_PRIVATE_KEY";
    private static final Set<String> SCHEMES = Set.of("scp", "sftp");

    private final Variables variables;

    SshKeyCredentials(Variables variables) {
        this.variables = variables;
    }

    @Override
    public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind)
            throws CredentialException {
        if (!isMine(query, kind)) {
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

    private static boolean isMine(CredentialQuery query, Class<? extends Credential> kind) {
        return kind == Credential.SshKey.class && SCHEMES.contains(query.scheme());
    }

    @Override
    public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
        if (!isMine(query, kind)) {
            return List.of();
        }
        return Variables.names(VARIABLE, query.site()).stream().map(variables::described).toList();
    }
}
