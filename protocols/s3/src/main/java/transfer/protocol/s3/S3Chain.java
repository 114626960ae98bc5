package transfer.protocol.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.Profile;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.Secret;
import transfer.protocol.NetworkSettings;
import transfer.protocol.TransferUrl;
import transfer.protocol.tls.TlsClient;

/**
 * Who we are and which store is meant by {@code s3://bucket/key}, found where Amazon's own tools
 * find it and in their order (AWS SDKs and Tools Reference Guide, "Standardized credential
 * providers"): the environment, a web identity, the profile, the container's role, the instance's
 * role. The first one that is set up counts; if it does not work, that is the failure.
 *
 * <p>What the environment says comes as a parameter. The SDK is told all of it, but for the
 * container's role, where it asks the process's environment itself.
 */
final class S3Chain {
    private static final Set<String> YES = Set.of("true", "yes", "on", "1");

    private final Credential.Environment environment;
    private final NetworkSettings network;
    private final TlsClient tls;
    private final InstantSource clock;
    private final TransferUrl about;
    private final S3Profiles profiles;

    private S3Chain(
            Credential.Environment environment,
            NetworkSettings network,
            TlsClient tls,
            InstantSource clock,
            TransferUrl about)
            throws CredentialException {
        this.environment = environment;
        this.network = network;
        this.tls = tls;
        this.clock = clock;
        this.about = about;
        this.profiles = S3Profiles.read(environment);
    }

    /**
     * Reads environment and files; asks nobody.
     *
     * @param about what it is wanted for, for failures
     */
    static S3Identity read(
            Credential.Environment environment,
            NetworkSettings network,
            TlsClient tls,
            InstantSource clock,
            TransferUrl about)
            throws CredentialException {
        S3Chain chain = new S3Chain(environment, network, tls, clock, about);
        return new S3Identity(chain.service(), chain.keyring());
    }

    private S3Service service() throws CredentialException {
        String region = region();
        Optional<String> named = Optional.empty();
        if (!isYes("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) {
            named =
                    environment
                            .value("AWS_ENDPOINT_URL_S3")
                            .or(() -> environment.value("AWS_ENDPOINT_URL"))
                            .or(profiles::endpoint);
        }
        String text = named.orElse("https://" + S3AmazonHost.ofRegion(region).name());
        HttpUrl endpoint = HttpUrl.parse(text);
        if (endpoint == null
                || !endpoint.username().isEmpty()
                || !endpoint.password().isEmpty()
                || endpoint.query() != null
                || endpoint.fragment() != null) {
            throw new CredentialException(
                    "AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or the profile's endpoint_url is no http"
                            + " or https URL");
        }
        S3Service plain = S3Service.of(endpoint, region);
        return new S3Service(
                plain.endpoint(),
                plain.region(),
                addressing().orElse(plain.addressing()),
                environment.value("AWS_REQUEST_PAYER").filter("requester"::equals).isPresent(),
                plain.batchDelete());
    }

    private String region() throws CredentialException {
        String region =
                environment
                        .value("AWS_REGION")
                        .or(() -> environment.value("AWS_DEFAULT_REGION"))
                        .or(() -> profiles.value("region"))
                        .orElse(S3AmazonHost.FIRST_REGION);
        if (!region.matches("[A-Za-z0-9_.-]+")) {
            throw new CredentialException(
                    "AWS_REGION, AWS_DEFAULT_REGION or the profile's region is no region's name");
        }
        return region;
    }

    private Optional<S3Addressing> addressing() {
        return switch (profiles.value("s3.addressing_style").orElse("")) {
            case "path" -> Optional.of(S3Addressing.PATH);
            case "virtual" -> Optional.of(S3Addressing.VIRTUAL);
            default -> Optional.empty();
        };
    }

    private S3Keyring keyring() throws CredentialException {
        if (isYes("AWS_NO_SIGN_REQUEST")) {
            return S3Keyring.anonymous();
        }
        Optional<S3Keyring> found = ofEnvironment();
        if (found.isEmpty()) {
            found = webIdentity();
        }
        if (found.isEmpty() && profiles.profile().isPresent()) {
            found = ofProfile(profiles.profile().get(), List.of());
        }
        if (found.isEmpty()) {
            found = container();
        }
        return found.isPresent() ? found.get() : instance();
    }

    private boolean isYes(String variable) {
        return environment
                .value(variable)
                .filter(value -> YES.contains(value.toLowerCase(Locale.ROOT)))
                .isPresent();
    }

    private Optional<S3Keyring> ofEnvironment() throws CredentialException {
        Optional<String> access = environment.value("AWS_ACCESS_KEY_ID");
        Optional<String> secret = environment.value("AWS_SECRET_ACCESS_KEY");
        if (access.isPresent() != secret.isPresent()) {
            throw new CredentialException(
                    access.isPresent()
                            ? "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not"
                            : "AWS_SECRET_ACCESS_KEY is set, and AWS_ACCESS_KEY_ID is not");
        }
        return access.map(id ->
                S3Keyring.of(
                        new S3Keys(
                                id,
                                new Secret(secret.orElseThrow()),
                                environment.value("AWS_SESSION_TOKEN").map(Secret::new),
                                "the variable AWS_ACCESS_KEY_ID")));
    }

    private Optional<S3Keyring> webIdentity() throws CredentialException {
        Optional<String> file = environment.value("AWS_WEB_IDENTITY_TOKEN_FILE");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> role = environment.value("AWS_ROLE_ARN");
        if (role.isEmpty()) {
            throw new CredentialException(
                    "AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not");
        }
        return Optional.of(
                roles().webIdentity(
                                role.get(),
                                Path.of(file.get()),
                                environment.value("AWS_ROLE_SESSION_NAME"),
                                "the web identity of AWS_WEB_IDENTITY_TOKEN_FILE"));
    }

    private S3Roles roles() throws CredentialException {
        Optional<URI> endpoint = Optional.empty();
        if (!isYes("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) {
            endpoint = url("AWS_ENDPOINT_URL_STS");
            if (endpoint.isEmpty()) {
                endpoint = url("AWS_ENDPOINT_URL");
            }
        }
        return new S3Roles(endpoint, network, tls, region());
    }

    private Optional<URI> url(String variable) throws CredentialException {
        Optional<String> text = environment.value(variable);
        if (text.isPresent() && HttpUrl.parse(text.get()) == null) {
            throw new CredentialException(variable + " is no http or https URL");
        }
        return text.map(HttpUrl::get).map(HttpUrl::uri);
    }

    /**
     * @param before the profiles whose role takes its keys from this one
     */
    private Optional<S3Keyring> ofProfile(Profile profile, List<String> before)
            throws CredentialException {
        String origin = "profile " + profile.name() + " of " + profiles.names();
        // a profile that names itself as its source means its own keys
        boolean own = !before.isEmpty() && before.getLast().equals(profile.name());
        Optional<String> role = S3Profiles.value(profile, "role_arn");
        if (role.isPresent() && !own) {
            return Optional.of(ofRole(profile, role.get(), before, origin));
        }
        Optional<String> access = S3Profiles.value(profile, "aws_access_key_id");
        Optional<String> secret = S3Profiles.value(profile, "aws_secret_access_key");
        if (access.isPresent() && secret.isPresent()) {
            return Optional.of(
                    S3Keyring.of(
                            new S3Keys(
                                    access.get(),
                                    new Secret(secret.get()),
                                    S3Profiles.value(profile, "aws_session_token").map(Secret::new),
                                    origin)));
        }
        Optional<String> program = S3Profiles.value(profile, "credential_process");
        if (program.isPresent()) {
            return Optional.of(new S3Issued(new S3Process(program.get(), origin), clock));
        }
        if (access.isPresent() || secret.isPresent()) {
            throw new CredentialException(
                    origin + " has only one of aws_access_key_id and aws_secret_access_key");
        }
        for (String key : List.of("sso_session", "sso_account_id", "login_session")) {
            if (S3Profiles.value(profile, key).isPresent()) {
                throw new CredentialException(
                        origin
                                + " logs in by a browser, which only AWS's own tool can; log in with"
                                + " it, and make another profile that says credential_process = aws"
                                + " configure export-credentials --profile "
                                + profile.name());
            }
        }
        return Optional.empty();
    }

    private S3Keyring ofRole(Profile profile, String role, List<String> before, String origin)
            throws CredentialException {
        Optional<String> token = S3Profiles.value(profile, "web_identity_token_file");
        Optional<String> session = S3Profiles.value(profile, "role_session_name");
        if (token.isPresent()) {
            return roles().webIdentity(role, Path.of(token.get()), session, origin);
        }
        if (S3Profiles.value(profile, "mfa_serial").isPresent()) {
            throw new CredentialException(
                    origin
                            + " wants a code of a second device (mfa_serial), for which nobody can be"
                            + " asked here; get a session with AWS's own tool");
        }
        S3Keyring base = base(profile, before, origin);
        return roles().assumed(profile, S3Roles.provider(base, about), origin);
    }

    private S3Keyring base(Profile profile, List<String> before, String origin)
            throws CredentialException {
        Optional<String> source = S3Profiles.value(profile, "source_profile");
        Optional<S3Keyring> found = Optional.empty();
        if (source.isPresent()) {
            if (before.contains(profile.name())) {
                throw new CredentialException(origin + ": the source profiles go in a circle");
            }
            List<String> chain = new ArrayList<>(before);
            chain.add(profile.name());
            found = ofProfile(profiles.profile(source.get()), chain);
        } else {
            found =
                    switch (S3Profiles.value(profile, "credential_source").orElse("")) {
                        case "Environment" -> ofEnvironment();
                        case "EcsContainer" -> container();
                        case "Ec2InstanceMetadata" -> Optional.of(instance());
                        default -> Optional.empty();
                    };
        }
        if (found.isEmpty()) {
            throw new CredentialException(
                    origin
                            + ": there are no keys with which its role could be taken; source_profile"
                            + " or credential_source should name them");
        }
        return found.get();
    }

    private Optional<S3Keyring> container() {
        boolean named =
                environment.value("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").isPresent()
                        || environment.value("AWS_CONTAINER_CREDENTIALS_FULL_URI").isPresent();
        return named ? Optional.of(S3Roles.container()) : Optional.empty();
    }

    /** That of the machine, if it is one of Amazon's; what else was looked at is told if not. */
    private S3Keyring instance() throws CredentialException {
        if (isYes("AWS_EC2_METADATA_DISABLED")) {
            return _ -> {
                throw nothing("the instance's role is switched off by AWS_EC2_METADATA_DISABLED");
            };
        }
        String variable = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
        S3Keyring keyring =
                S3Roles.instance(
                        url(variable).isPresent() ? environment.value(variable) : Optional.empty());
        return url -> {
            try {
                return keyring.keys(url);
            } catch (CredentialException | transfer.protocol.TransferException e) {
                if (e.getCause() instanceof SdkClientException) {
                    throw nothing("this machine has no role of an instance");
                }
                throw e;
            }
        };
    }

    private CredentialException nothing(String last) {
        return new CredentialException(
                "no keys for a URL that names no user were found: AWS_ACCESS_KEY_ID,"
                        + " AWS_WEB_IDENTITY_TOKEN_FILE and AWS_CONTAINER_CREDENTIALS_... are not"
                        + " set, profile "
                        + profiles.chosen()
                        + " of "
                        + profiles.names()
                        + " has none, and "
                        + last
                        + "; for a bucket that everybody may read set AWS_NO_SIGN_REQUEST=yes, and"
                        + " for the identities of a credentials file write s3://USER@SITE/BUCKET/KEY");
    }
}
