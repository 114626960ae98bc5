package transfer.protocol.testkit;

import java.util.List;
import java.util.Optional;
import transfer.credentials.Credential;
import transfer.credentials.CredentialQuery;
import transfer.credentials.CredentialSource;
import transfer.credentials.Secret;

/** One user's name and password for whoever asks. */
public record OnePassword(String user, Secret password) implements CredentialSource {
    public OnePassword(String user, String password) {
        this(user, new Secret(password));
    }

    @Override
    public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind) {
        Credential credential = new Credential.Password(user, password, "the test");
        return kind.isInstance(credential) ? Optional.of(kind.cast(credential)) : Optional.empty();
    }

    @Override
    public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
        return List.of("what the test gives");
    }
}
