package transfer.protocol.s3;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import transfer.credentials.Credential;
import transfer.credentials.CredentialQuery;
import transfer.credentials.CredentialSource;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;

/**
 * Somebody at a store: as a credentials file would tell of him, under whatever name and at whatever
 * store is asked for, so that what stands before a server may be asked for too.
 *
 * @param name as in our URLs, before the {@code @}
 * @param scheme how the store is spoken to, {@code http} or {@code https}
 * @param region what the credentials file says; empty where it says nothing
 * @param batches what it says of several removals by one request
 */
record S3Account(
        String name,
        String scheme,
        String key,
        String secret,
        Optional<String> region,
        boolean batches)
        implements CredentialSource {

    static S3Account of(String name, String key, String secret) {
        return new S3Account(name, "http", key, secret, Optional.empty(), true);
    }

    S3Account withSecret(String other) {
        return new S3Account(name, scheme, key, other, region, batches);
    }

    S3Account withKey(String other) {
        return new S3Account(name, scheme, other, secret, region, batches);
    }

    S3Account withRegion(String other) {
        return new S3Account(name, scheme, key, secret, Optional.of(other), batches);
    }

    S3Account withoutBatches() {
        return new S3Account(name, scheme, key, secret, region, false);
    }

    S3Account overTls() {
        return new S3Account(name, "https", key, secret, region, batches);
    }

    Credentials credentials() {
        return new Credentials(List.of(this));
    }

    @Override
    public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind) {
        if (kind != Credential.ObjectStore.class || query.user().isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> store = new LinkedHashMap<>();
        store.put("endpoint", scheme + "://" + query.authority());
        region.ifPresent(said -> store.put("region", said));
        store.put("batch_delete", batches ? "yes" : "no");
        return Optional.of(
                kind.cast(
                        new Credential.ObjectStore(
                                section(query.authority(), store),
                                section(
                                        query.user().get() + "@" + query.authority(),
                                        Map.of("access_key", key, "secret_key", secret)))));
    }

    private static Credential.Section section(String title, Map<String, String> values) {
        Map<String, Credential.Setting> settings = new LinkedHashMap<>();
        values.forEach(
                (name, value) -> settings.put(name, new Credential.Setting(new Secret(value), 1)));
        return new Credential.Section(title, "the test", settings);
    }

    @Override
    public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
        return List.of("what the test gives");
    }

    @Override
    public String toString() {
        return name;
    }
}
