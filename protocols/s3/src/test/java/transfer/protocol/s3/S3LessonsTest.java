package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.SecretScan;

/**
 * What is learnt of regions and keys, from a store written by hand: it refuses whoever does not
 * sign with the key and for the region that it wants just then, in the words of Amazon's.
 */
class S3LessonsTest {
    private static final Pattern SCOPE =
            Pattern.compile("Credential=([^/]+)/[0-9]{8}/([^/]+)/s3/aws4_request");

    @TempDir private Path home;
    private final List<String> signed = Collections.synchronizedList(new ArrayList<>());
    private volatile String region = "us-east-1";
    private volatile String key = "A";
    private volatile String refusal = "400 ExpiredToken";
    private HttpServer server;
    private S3Protocol protocol;
    private Credentials credentials;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        protocol = new S3Protocol(NetworkSettings.standard());
        keys("A");
        credentials =
                Credentials.standard(Map.of("PEGASUS_CREDENTIALS", home.resolve("c").toString()));
    }

    @AfterEach
    void stop() {
        protocol.close();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"301 PermanentRedirect", "400 AuthorizationHeaderMalformed"})
    void aBucketsRegionIsLearntAndRemembered(String words) throws Exception {
        region = "eu-west-1";
        refusal = words;
        read("s3://joe@store/bucket/a");
        read("s3://joe@store/bucket/b");
        assertEquals(List.of("A us-east-1", "A eu-west-1", "A eu-west-1"), signed);
        region = "us-east-1";
        read("s3://joe@store/other/a");
        assertEquals("A us-east-1", signed.getLast());
    }

    @Test
    void aStoreThatSendsInACircleIsLeft() {
        refusal = "301 PermanentRedirect";
        region = "none";
        TransferException failure =
                assertThrows(TransferException.class, () -> read("s3://joe@store/bucket/a"));
        assertTrue(failure.getMessage().contains("the region none"), failure.getMessage());
        assertEquals(List.of("A us-east-1", "A none"), signed.subList(0, 2));
        assertEquals(2, signed.size());
    }

    @ParameterizedTest
    @CsvSource({
        "400 ExpiredToken",
        "403 InvalidAccessKeyId",
        "403 SignatureDoesNotMatch",
        "400 TokenRefreshRequired",
        "403 InvalidToken"
    })
    void keysThatHaveEndedAreReadAgainOnceAndTheRequestGoesOn(String words) throws Exception {
        refusal = words;
        read("s3://joe@store/bucket/a");
        keys("B");
        key = "B";
        read("s3://joe@store/bucket/a");
        assertEquals(List.of("A us-east-1", "A us-east-1", "B us-east-1"), signed);
    }

    @Test
    void keysThatAreStillTheSameAreNotTriedAgain() {
        key = "B";
        TransferException failure =
                assertThrows(TransferException.class, () -> read("s3://joe@store/bucket/a"));
        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertEquals(List.of("A us-east-1"), signed);
        new SecretScan(List.of("hunter2", "sesame-A", "sesame-B")).check(failure.toString());
    }

    @Test
    void whatIsNotPermittedIsNoReasonToReadKeysAgain() throws Exception {
        refusal = "403 AccessDenied";
        key = "B";
        keys("B");
        read("s3://joe@store/bucket/a");
        key = "C";
        keys("C");
        assertThrows(TransferException.class, () -> read("s3://joe@store/bucket/a"));
        assertEquals(List.of("B us-east-1", "B us-east-1"), signed);
    }

    private void keys(String accessKey) throws IOException {
        new LoginRig(home)
                .withFile(
                        "c",
                        """
                        [store]
                        endpoint = http://127.0.0.1:%d
                        [joe@store]
                        access_key = %s
                        secret_key = hunter2
                        session_token = sesame-%2$s
                        """
                                .formatted(server.getAddress().getPort(), accessKey));
    }

    private void read(String url) throws Exception {
        TransferUrl parsed = TransferUrl.parse(url);
        try (var endpoint = (Source) protocol.open(new Place(parsed, Site.UNNAMED), credentials);
                var _ = endpoint.read(parsed, ReadRequest.WHOLE)) {
            // that it can be read is what matters
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        Matcher scope = SCOPE.matcher(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!scope.find()) {
            throw new IOException("not signed");
        }
        signed.add(scope.group(1) + " " + scope.group(2));
        boolean known =
                scope.group(1).equals(key)
                        && exchange.getRequestHeaders()
                                .getFirst("x-amz-security-token")
                                .equals("sesame-" + key);
        boolean here = scope.group(2).equals(region) && !region.equals("none");
        String body = "data";
        int status = 200;
        if (!known || !here) {
            status = Integer.parseInt(refusal.substring(0, 3));
            body =
                    "<Error><Code>%s</Code><Message>no</Message></Error>"
                            .formatted(refusal.substring(4));
        }
        if (!here) {
            exchange.getResponseHeaders().set("x-amz-bucket-region", region);
        }
        exchange.getResponseHeaders().set("ETag", "\"e\"");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
