package transfer.credentials;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that the tools of a cloud read, for URLs that name nobody: {@code AWS_...} for
 * {@code s3://bucket/key}. What they mean is the family's to know, because much of what they lead
 * to is found by asking: a role, a container's or a machine's own identity.
 */
final class CloudCredentials implements CredentialSource {
    private static final Map<String, Cloud> CLOUDS = Map.of("s3", Cloud.AWS, "s3s", Cloud.AWS);

    private final Variables variables;

    CloudCredentials(Variables variables) {
        this.variables = variables;
    }

    private enum Cloud {
        AWS(
                "AWS_",
                "the places where AWS tools look (environment, profile, web identity, container,"
                        + " instance)");

        private final String prefix;
        private final String words;

        Cloud(String prefix, String words) {
            this.prefix = prefix;
            this.words = words;
        }
    }

    @Override
    public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind) {
        Cloud cloud = CLOUDS.get(query.scheme());
        if (kind != Credential.Environment.class || cloud == null || query.user().isPresent()) {
            return Optional.empty();
        }
        Map<String, Secret> found = new HashMap<>();
        for (String name : variables.environment().keySet()) {
            if (name.startsWith(cloud.prefix) || name.equals("HOME")) {
                variables.value(name).ifPresent(value -> found.put(name, new Secret(value)));
            }
        }
        return Optional.of(kind.cast(new Credential.Environment(found, cloud.words)));
    }

    /** Nothing: it always finds, and the family tells what came of it. */
    @Override
    public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
        return List.of();
    }
}
