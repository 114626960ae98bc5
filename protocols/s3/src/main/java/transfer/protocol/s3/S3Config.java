package transfer.protocol.s3;

import java.util.Locale;
import java.util.Optional;
import okhttp3.HttpUrl;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.Secret;

/**
 * What the keys of a credentials file mean for {@code s3://user@site/...}. Those of {@code [site]}
 * tell of the store, those of {@code [user@site]} of us; the latter may also say differently what
 * concerns both. Keys that are not known are passed over, as there always were some.
 */
final class S3Config {
    private final Credential.Section store;
    private final Credential.Section identity;

    private S3Config(Credential.ObjectStore found) {
        this.store = found.store();
        this.identity = found.identity();
    }

    /**
     * @throws CredentialException naming the line of a value that makes no sense, or the key that
     *     is missing; without the value
     */
    static S3Identity read(Credential.ObjectStore found) throws CredentialException {
        S3Config config = new S3Config(found);
        return new S3Identity(config.service(), config.keyring());
    }

    private S3Service service() throws CredentialException {
        HttpUrl endpoint = endpoint();
        Optional<S3AmazonHost> amazon = S3AmazonHost.of(endpoint.host());
        Optional<String> implied = amazon.flatMap(S3AmazonHost::region);
        Optional<String> region = region();
        if (region.isPresent() && implied.isPresent() && !region.equals(implied)) {
            // asked for only now: the first one costs a look into every jar
            System.getLogger("transfer.protocol.s3")
                    .log(
                            System.Logger.Level.WARNING,
                            "{0}: the region is {1}, but the endpoint''s is {2}",
                            store.where("region"),
                            region.get(),
                            implied.get());
        }
        S3Service plain =
                S3Service.of(endpoint, region.or(() -> implied).orElse(S3AmazonHost.FIRST_REGION));
        return new S3Service(
                plain.endpoint(),
                plain.region(),
                addressing().orElse(plain.addressing()),
                truth("requester_pays", false),
                truth("batch_delete", true) ? batchDelete() : 1);
    }

    private HttpUrl endpoint() throws CredentialException {
        String text = needed(store, "endpoint");
        HttpUrl endpoint = HttpUrl.parse(text);
        if (endpoint == null
                || !endpoint.username().isEmpty()
                || !endpoint.password().isEmpty()
                || endpoint.query() != null
                || endpoint.fragment() != null) {
            throw wrong(
                    store,
                    "endpoint",
                    "is no http or https URL without user, password and query, such as"
                            + " https://s3.us-west-2.amazonaws.com");
        }
        return endpoint;
    }

    private Optional<String> region() throws CredentialException {
        Optional<String> region = store.value("region");
        if (region.isPresent() && !region.get().matches("[A-Za-z0-9_.-]+")) {
            throw wrong(store, "region", "is no region's name");
        }
        return region;
    }

    private Optional<S3Addressing> addressing() throws CredentialException {
        Optional<String> text = store.value("addressing");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "path" -> Optional.of(S3Addressing.PATH);
            case "virtual" -> Optional.of(S3Addressing.VIRTUAL);
            default -> throw wrong(store, "addressing", "is neither path nor virtual");
        };
    }

    private int batchDelete() throws CredentialException {
        Optional<String> text = store.value("batch_delete_size");
        if (text.isEmpty()) {
            return S3Service.LARGEST_BATCH;
        }
        if (!text.get().matches("0*[1-9][0-9]{0,2}|0*1000")) {
            throw wrong(store, "batch_delete_size", "is no number from 1 to 1000");
        }
        return Integer.parseInt(text.get());
    }

    private S3Keyring keyring() throws CredentialException {
        if (truth("anonymous", false)) {
            return S3Keyring.anonymous();
        }
        return S3Keyring.of(
                new S3Keys(
                        header("access_key", needed(identity, "access_key")),
                        new Secret(header("secret_key", needed(identity, "secret_key"))),
                        identity.value("session_token").isPresent()
                                ? Optional.of(
                                        new Secret(
                                                header(
                                                        "session_token",
                                                        needed(identity, "session_token"))))
                                : Optional.empty(),
                        identity.origin()));
    }

    /** A value that can stand in a header: one line of characters that are seen. */
    private String header(String key, String value) throws CredentialException {
        if (!value.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw wrong(identity, key, "holds blanks, or characters that are not ASCII");
        }
        return value;
    }

    private boolean truth(String key, boolean otherwise) throws CredentialException {
        Credential.Section speaker = identity.value(key).isPresent() ? identity : store;
        Optional<String> text = speaker.value(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw wrong(speaker, key, "is neither yes nor no");
        };
    }

    private static String needed(Credential.Section section, String key)
            throws CredentialException {
        Optional<String> value = section.value(key);
        if (value.isEmpty()) {
            throw new CredentialException(section.origin() + ": there is no " + key);
        }
        return value.get();
    }

    private static CredentialException wrong(Credential.Section section, String key, String words) {
        return new CredentialException(
                section.where(key) + ": " + key + " of [" + section.title() + "] " + words);
    }
}
