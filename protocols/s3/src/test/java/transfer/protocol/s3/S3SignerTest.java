package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import transfer.credentials.Secret;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;
import transfer.protocol.httpclient.HttpRequest;

/** What we sign is compared with the examples of Amazon's manual and with Amazon's own signer. */
class S3SignerTest {
    private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
    private static final S3Keys KEYS =
            new S3Keys(
                    "AKIAIOSFODNN7EXAMPLE",
                    new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
                    Optional.empty(),
                    "the manual");

    private static HttpRequest request(String method) throws MalformedUrlException {
        return HttpRequest.of(method, TransferUrl.parse("s3://u@s/b/k"));
    }

    private static String authorization(String method, String url, String... headers)
            throws Exception {
        Headers.Builder all = Headers.of(headers).newBuilder();
        signer(KEYS).sign(request(method), HttpUrl.get(url), all);
        return all.get("Authorization");
    }

    private static S3Signer signer(S3Keys keys) {
        return new S3Signer(Optional.of(keys), "us-east-1", InstantSource.fixed(NOW));
    }

    private static String signature(String authorization) {
        return authorization.substring(authorization.indexOf("Signature=") + 10);
    }

    /** "Signature Calculations for the Authorization Header", the examples of PUT and lists. */
    @Test
    void theManualsExamplesAreSignedAsThere() throws Exception {
        String server = "https://examplebucket.s3.amazonaws.com/";
        assertEquals(
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
                signature(
                        authorization(
                                "GET",
                                server + "?max-keys=2&prefix=J",
                                S3Signer.PAYLOAD,
                                S3Signer.NOTHING)));
        assertEquals(
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
                signature(
                        authorization(
                                "GET", server + "?lifecycle", S3Signer.PAYLOAD, S3Signer.NOTHING)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "with  blanks and+plus",
                "per%cent %2F %41",
                "a/./b/../c",
                "..",
                "/leading//double/trailing/",
                "a?b=c&d#e",
                "Grüße, 世界 \uD83D\uDE80",
                "$@!*'()[]{}<>|^~`;:,=\"\\",
                "\uDCFF\uDC80",
                "new\nline"
            })
    void everyKeyIsSignedAsAmazonsOwnSignerDoes(String key) throws Exception {
        S3Site site = new S3Site(HttpUrl.get("http://127.0.0.1:8080"), "eu-west-1", true);
        TreeMap<String, String> query =
                new TreeMap<>(Map.of("list-type", "2", "list", "x", "prefix", "a b/\u00fc?&=+%"));
        HttpUrl target = S3Url.of(site, "bucket", key, query);
        S3Keys session =
                new S3Keys("AK", new Secret("secret"), Optional.of(new Secret("token")), "a test");
        Headers.Builder ours =
                Headers.of(
                                S3Signer.PAYLOAD,
                                S3Signer.UNSIGNED,
                                "Content-Type",
                                "application/octet-stream",
                                "x-amz-meta-blanks",
                                "  a   b ",
                                "Content-MD5",
                                "1B2M2Y8AsgTpgAmY7PhCfg==")
                        .newBuilder();
        new S3Signer(Optional.of(session), "eu-west-1", InstantSource.fixed(NOW))
                .sign(request("PUT"), target, ours);

        assertEquals(amazons(target, ours.build()), ours.get("Authorization"));
    }

    private static String amazons(HttpUrl target, Headers headers) {
        SdkHttpFullRequest.Builder request =
                SdkHttpFullRequest.builder()
                        .method(SdkHttpMethod.PUT)
                        .protocol(target.scheme())
                        .host(target.host())
                        .port(target.port())
                        .encodedPath(target.encodedPath());
        for (int i = 0; i < target.querySize(); i++) {
            request.putRawQueryParameter(
                    target.queryParameterName(i), target.queryParameterValue(i));
        }
        for (String name : headers.names()) {
            if (!name.equalsIgnoreCase("Authorization") && !name.equalsIgnoreCase("x-amz-date")) {
                request.putHeader(name, headers.get(name));
            }
        }
        AwsCredentialsIdentity identity =
                AwsSessionCredentialsIdentity.create("AK", "secret", "token");
        return AwsV4HttpSigner.create()
                .sign(what ->
                        what.identity(identity)
                                .request(request.build())
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                                .putProperty(
                                        AwsV4HttpSigner.SIGNING_CLOCK,
                                        Clock.fixed(NOW, ZoneOffset.UTC)))
                .request()
                .firstMatchingHeader("Authorization")
                .orElseThrow();
    }

    @Test
    void whatTheSecretIsDoesNotStandInWhatIsSent() throws Exception {
        assertFalse(
                authorization("GET", "http://h/b/k", S3Signer.PAYLOAD, S3Signer.NOTHING)
                        .contains(KEYS.secretKey().reveal()));
        assertFalse(signer(KEYS).toString().contains(KEYS.secretKey().reveal()));
    }

    @Test
    void requestsInNobodysNameAreNotSigned() throws Exception {
        Headers.Builder headers = Headers.of(S3Signer.PAYLOAD, S3Signer.NOTHING).newBuilder();

        new S3Signer(Optional.empty(), "r", InstantSource.fixed(NOW))
                .sign(request("GET"), HttpUrl.get("http://h/b/k"), headers);

        assertNull(headers.get("Authorization"));
        assertNull(headers.get(S3Signer.PAYLOAD));
    }
}
