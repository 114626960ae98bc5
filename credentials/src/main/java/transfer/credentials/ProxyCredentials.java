package transfer.credentials;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The X.509 proxies that {@code X509_USER_PROXY_<site>} and {@code X509_USER_PROXY} name. They are
 * looked at again whenever they are asked for, because they are renewed while we run.
 */
final class ProxyCredentials implements CredentialSource {
    private static final String VARIABLE = "X509_USER_PROXY";

    private final Variables variables;

    ProxyCredentials(Variables variables) {
        this.variables = variables;
    }

    @Override
    public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind)
            throws CredentialException {
        if (kind != Credential.ClientCertificate.class) {
            return Optional.empty();
        }
        for (String variable : Variables.names(VARIABLE, query.site())) {
            Optional<Path> path = variables.path(variable);
            if (path.isPresent()) {
                var certificate =
                        new Credential.ClientCertificate(
                                path.get(), "the variable " + variable, !variable.equals(VARIABLE));
                certificate.check();
                return Optional.of(kind.cast(certificate));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
        if (kind != Credential.ClientCertificate.class) {
            return List.of();
        }
        return Variables.names(VARIABLE, query.site()).stream().map(variables::described).toList();
    }
}
