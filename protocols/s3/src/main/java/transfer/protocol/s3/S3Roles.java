package transfer.protocol.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import transfer.credentials.CredentialException;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.tls.TlsClient;

/**
 * Keys of roles, which Amazon's security token service gives out for a while. It is asked through
 * Amazon's SDK, which asks again before they end; with our proxies and our trust, and without its
 * own retries.
 *
 * @param endpoint of the service, if it is not Amazon's own of the region
 * @param region whose service is asked
 */
record S3Roles(Optional<URI> endpoint, NetworkSettings network, TlsClient tls, String region) {
    /** How the service sees us in its records. */
    private static final String SESSION = "transfer";

    /**
     * Those of a role that a token in a file stands for; the file is read again whenever keys are
     * asked for.
     */
    S3Keyring webIdentity(String role, Path tokenFile, Optional<String> session, String origin) {
        StsClient client = client(AnonymousCredentialsProvider.create());
        return keyring(
                StsWebIdentityTokenFileCredentialsProvider.builder()
                        .stsClient(client)
                        .roleArn(role)
                        .webIdentityTokenFile(tokenFile)
                        .roleSessionName(session.orElse(SESSION))
                        .build(),
                origin);
    }

    /** Those of a role that other keys of ours may take. */
    S3Keyring assumed(Profile profile, AwsCredentialsProvider base, String origin) {
        StsClient client = client(base);
        Optional<Integer> seconds =
                S3Profiles.value(profile, "duration_seconds")
                        .filter(text -> text.matches("[0-9]{1,6}"))
                        .map(Integer::valueOf);
        return keyring(
                StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(client)
                        .refreshRequest(request -> {
                            request.roleArn(S3Profiles.value(profile, "role_arn").orElseThrow())
                                    .roleSessionName(
                                            S3Profiles.value(profile, "role_session_name")
                                                    .orElse(SESSION));
                            S3Profiles.value(profile, "external_id").ifPresent(request::externalId);
                            seconds.ifPresent(request::durationSeconds);
                        })
                        .build(),
                origin);
    }

    /** Those that the container's surroundings give out. */
    static S3Keyring container() {
        return keyring(ContainerCredentialsProvider.builder().build(), "the container's role");
    }

    /**
     * Those that one of Amazon's machines gives out.
     *
     * @param endpoint of its metadata service, if it is not at the usual address
     */
    static S3Keyring instance(Optional<String> endpoint) {
        InstanceProfileCredentialsProvider.Builder instance =
                InstanceProfileCredentialsProvider.builder()
                        .profileFile(ProfileFile.aggregator().build());
        endpoint.ifPresent(instance::endpoint);
        return keyring(instance.build(), "the instance's role");
    }

    private StsClient client(AwsCredentialsProvider base) {
        Duration patience = network.connectTimeout();
        StsClientBuilder client =
                StsClient.builder()
                        .region(Region.of(region))
                        .credentialsProvider(base)
                        .httpClient(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(patience)
                                        .socketTimeout(patience)
                                        .tlsTrustManagersProvider(
                                                () -> new TrustManager[] {tls.trust(true)})
                                        .proxyConfiguration(proxy())
                                        .build())
                        // the engine tries again, and the files were read already
                        .overrideConfiguration(how ->
                                how.retryStrategy(AwsRetryStrategy.doNotRetry())
                                        .defaultProfileFile(ProfileFile.aggregator().build()));
        endpoint.ifPresent(client::endpointOverride);
        return client.build();
    }

    private ProxyConfiguration proxy() {
        ProxyConfiguration.Builder proxy =
                ProxyConfiguration.builder()
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariablesValues(false);
        network.httpsProxy().ifPresent(server -> proxy.endpoint(URI.create(server)));
        network.noProxy().forEach(host -> proxy.addNonProxyHost(pattern(host)));
        return proxy.build();
    }

    /** The SDK takes these for regular expressions. */
    private static String pattern(String host) {
        if (host.equals("*")) {
            return ".*";
        }
        String literal = java.util.regex.Pattern.quote(host);
        return host.startsWith(".") ? ".*" + literal : literal;
    }

    /** What a provider of the SDK gives. */
    private static S3Keyring keyring(AwsCredentialsProvider provider, String origin) {
        return about -> {
            try {
                return Optional.of(keys(provider.resolveCredentials(), origin));
            } catch (SdkServiceException e) {
                throw refused(e, about, origin);
            } catch (SdkClientException | UncheckedIOException e) {
                throwFailed(e, about, origin);
                throw lasting(e, origin);
            }
        };
    }

    private static S3Keys keys(AwsCredentials found, String origin) {
        Optional<Secret> token =
                found instanceof AwsSessionCredentials session
                        ? Optional.of(new Secret(session.sessionToken()))
                        : Optional.empty();
        return new S3Keys(found.accessKeyId(), new Secret(found.secretAccessKey()), token, origin);
    }

    /** Keys as the SDK wants them. */
    static AwsCredentials forSdk(S3Keys keys) {
        String secret = keys.secretKey().reveal();
        return keys.sessionToken().isPresent()
                ? AwsSessionCredentials.create(
                        keys.accessKey(), secret, keys.sessionToken().get().reveal())
                : AwsBasicCredentials.create(keys.accessKey(), secret);
    }

    /** Other keys of ours as the SDK asks for them. */
    static AwsCredentialsProvider provider(S3Keyring keyring, TransferUrl about) {
        return () -> {
            try {
                return forSdk(keyring.keys(about).orElseThrow());
            } catch (CredentialException | TransferException e) {
                throw SdkClientException.create(e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw SdkClientException.create("interrupted", e);
            }
        };
    }

    private static TransferException refused(
            SdkServiceException e, TransferUrl about, String origin) {
        String words =
                e instanceof AwsServiceException told && told.awsErrorDetails() != null
                        ? told.awsErrorDetails().errorCode()
                                + " ("
                                + told.awsErrorDetails().errorMessage()
                                + ")"
                        : "status " + e.statusCode();
        FailureKind kind =
                e.isThrottlingException()
                        ? FailureKind.THROTTLED
                        : e.statusCode() / 100 == 4
                                ? FailureKind.BAD_CREDENTIALS
                                : FailureKind.UNAVAILABLE;
        return failure(
                        kind,
                        about,
                        origin + ": the security token service gives no keys: " + words,
                        e)
                .withStatus(e.statusCode());
    }

    /** Throws what the SDK wrapped, if we know what it is. */
    private static void throwFailed(RuntimeException e, TransferUrl about, String origin)
            throws CredentialException, TransferException, InterruptedException {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case CredentialException ours -> throw ours;
                case TransferException ours -> throw ours;
                case InterruptedException ours -> throw ours;
                case FileSystemException file ->
                        throw new CredentialException(
                                origin + ": the token file cannot be read: " + file.getMessage(),
                                e);
                case IOException network ->
                        throw failure(
                                FailureKind.UNAVAILABLE,
                                about,
                                origin
                                        + ": the security token service cannot be asked: "
                                        + network.getMessage(),
                                e);
                default -> {}
            }
        }
    }

    private static CredentialException lasting(RuntimeException e, String origin) {
        return new CredentialException(origin + ": " + e.getMessage(), e);
    }

    private static TransferException failure(
            FailureKind kind, TransferUrl about, String words, Throwable cause) {
        return new TransferException(kind, about, about + ": " + words, cause).during(Phase.LOGIN);
    }
}
