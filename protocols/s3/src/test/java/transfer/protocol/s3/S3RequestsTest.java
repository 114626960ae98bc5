package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.s3.ScriptedStore.Reply;

/** What a request learns from the store's answers. */
class S3RequestsTest {
    @TempDir private Path folder;

    private static final InstantSource LATE = () -> Instant.now().minus(Duration.ofHours(3));

    private static TransferException failure(ScriptedStore store) {
        TransferException failure =
                assertThrows(
                        TransferException.class, () -> store.open().stat(ScriptedStore.url("b/k")));
        assertFalse(failure.toString().contains(ScriptedStore.SECRET));
        return failure;
    }

    @Test
    void aClockThatIsOffIsLearntFromTheAnswerAndKept() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        LATE,
                        "",
                        asked ->
                                asked.number() == 1
                                        ? Reply.error(403, "RequestTimeTooSkewed")
                                        : Reply.of(200, "Content-Length: 7"))) {
            S3Endpoint endpoint = store.open();

            assertEquals(OptionalLong.of(7), endpoint.stat(ScriptedStore.url("b/k")).size());
            endpoint.stat(ScriptedStore.url("b/k"));

            List<String> dates =
                    store.asked().stream().map(a -> a.headers().get("x-amz-date")).toList();
            assertEquals(3, dates.size());
            assertNotEquals(dates.getFirst().substring(0, 11), dates.get(1).substring(0, 11));
            assertEquals(dates.get(1).substring(0, 11), dates.get(2).substring(0, 11));
        }
    }

    @Test
    void aClockThatIsRightIsNotBlamed() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(folder, _ -> Reply.error(403, "AccessDenied"))) {
            assertEquals(FailureKind.ACCESS_DENIED, failure(store).kind());
            assertEquals(1, store.asked().size());
        }
    }

    @Test
    void aRefusalForAnotherReasonIsNotPutDownToTheClock() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(folder, LATE, "", _ -> Reply.error(403, "AccessDenied"))) {
            assertThrows(
                    TransferException.class,
                    () -> store.open().read(ScriptedStore.url("b/k"), ReadRequest.WHOLE));
            assertEquals(1, store.asked().size());
        }
    }

    /** What stands before a store may tell the time of its own. */
    @Test
    void aClockThatWasLearntWrongIsForgotten() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        LATE,
                        "",
                        asked -> {
                            if (asked.method().equals("HEAD")) {
                                return Reply.of(403);
                            }
                            String hour = asked.header("x-amz-date").orElseThrow().substring(9, 11);
                            boolean agrees =
                                    Integer.parseInt(hour)
                                            == LATE.instant().atOffset(ZoneOffset.UTC).getHour();
                            return agrees
                                    ? Reply.of(200, "Content-Length: 0")
                                    : Reply.error(403, "RequestTimeTooSkewed");
                        })) {
            S3Endpoint endpoint = store.open();
            assertThrows(TransferException.class, () -> endpoint.stat(ScriptedStore.url("b/k")));
            endpoint.read(ScriptedStore.url("b/k"), ReadRequest.WHOLE).close();
            assertEquals(List.of("HEAD", "HEAD", "GET", "GET"), methods(store));
        }
    }

    private static List<String> methods(ScriptedStore store) {
        return store.asked().stream().map(ScriptedStore.Asked::method).toList();
    }

    @ParameterizedTest
    @CsvSource({"301", "307", "400", "403"})
    void theRegionThatTheStoreNamesIsSignedForFromThenOn(int status) throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.region().equals("eu-south-2")
                                        ? Reply.of(200, "Content-Length: 7")
                                        : Reply.of(status, "x-amz-bucket-region: eu-south-2"))) {
            S3Endpoint endpoint = store.open();

            endpoint.stat(ScriptedStore.url("b/k"));
            endpoint.stat(ScriptedStore.url("b/other"));
            assertEquals(3, store.asked().size());
            endpoint.stat(ScriptedStore.url("another/k"));
            assertEquals(5, store.asked().size());
        }
    }

    @Test
    void aStoreThatNamesOneRegionAfterAnotherIsGivenUp() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked -> Reply.of(301, "x-amz-bucket-region: r" + asked.number()))) {
            assertEquals(FailureKind.BAD_REQUEST, failure(store).kind());
            assertEquals(4, store.asked().size());
        }
    }

    @Test
    void aRedirectWithoutAPlaceToGoToNamesTheRegionIfItIsKnown() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        InstantSource.system(),
                        "region = here-1",
                        _ -> Reply.of(301, "x-amz-bucket-region: here-1"))) {
            TransferException failure = failure(store);
            assertEquals(FailureKind.BAD_REQUEST, failure.kind());
            assertEquals(301, failure.status().orElse(0));
            assertTrue(failure.getMessage().contains("here-1"), failure.getMessage());
        }
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.of(301))) {
            TransferException failure = failure(store);
            assertEquals(FailureKind.BAD_REQUEST, failure.kind());
            assertTrue(failure.getMessage().contains("check endpoint and region"));
            assertEquals(1, store.asked().size());
        }
    }

    @Test
    void aRedirectWithinTheStoreIsFollowedAndSignedAnew() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.number() == 1
                                        ? Reply.of(307, "Location: /elsewhere/k?x=1")
                                        : Reply.of(200, "Content-Length: 7"))) {
            store.open().stat(ScriptedStore.url("b/k"));

            assertEquals(List.of("HEAD /b/k", "HEAD /elsewhere/k?x=1"), store.lines());
            assertNotEquals(
                    store.asked().get(0).header("authorization"),
                    store.asked().get(1).header("authorization"));
        }
    }

    @Test
    void aRedirectToSomebodyElseIsNotFollowed() throws Exception {
        try (ScriptedStore stranger = new ScriptedStore(folder, _ -> Reply.of(200));
                ScriptedStore store =
                        new ScriptedStore(
                                folder,
                                _ ->
                                        Reply.of(
                                                307,
                                                "Location: http://127.0.0.1:"
                                                        + stranger.port()
                                                        + "/b/k"))) {
            assertEquals(FailureKind.BAD_REQUEST, failure(store).kind());
            assertEquals(List.of(), stranger.lines());
        }
    }

    @Test
    void aRedirectInACircleEnds() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(folder, _ -> Reply.of(307, "Location: /b/k"))) {
            assertEquals(FailureKind.BAD_REQUEST, failure(store).kind());
            assertEquals(4, store.asked().size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://s3.amazonaws.com,           https://s3.eu-west-1.amazonaws.com,      true",
        "https://s3.eu-west-1.amazonaws.com, https://b.s3.eu-west-3.amazonaws.com,    true",
        "https://s3.eu-west-1.amazonaws.com, https://s3.amazonaws.com.evil.org,       false",
        "https://s3.eu-west-1.amazonaws.com, http://s3.eu-west-3.amazonaws.com,       false",
        "https://s3.eu-west-1.amazonaws.com, https://s3-1.eu-west-1.elb.amazonaws.com, false",
        "https://s3.eu.example.org,          https://s3.us.example.org,               true",
        "https://store.co.uk,                https://evil.co.uk,                      false",
        "https://eu.store.example.org,       https://us.store.example.org,            true",
        "https://store.example.org,          https://b.store.example.org,             true",
        "https://store.example.org,          https://evil-store.example.org,          true",
        "https://store.org,                  https://evil.org,                        false",
        "https://store.org,                  https://b.store.org,                     true",
        "https://store.org:8443,             https://store.org,                       false",
        "http://store.org,                   https://store.org,                       true",
        "http://10.0.0.1:80,                 http://10.0.0.1:8080,                    false",
        "http://10.0.0.1,                    http://x.0.0.1.example.org,              false",
        "http://localhost:1,                 http://b.localhost:2,                    true"
    })
    void onlyServersOfTheSameStoreAreShownSignatures(
            String endpoint, String target, boolean expected) {
        S3Site site = new S3Site(HttpUrl.get(endpoint), "r", true);

        assertEquals(expected, site.isOurs(HttpUrl.get(target)));
    }

    @Test
    void aPathThatIsNotNormalSurvivesARedirectToAnotherHost() {
        S3Site site = new S3Site(HttpUrl.get("https://s3.example.org"), "r", true);
        HttpUrl own = S3Url.of(site, "b", "a/../k", new TreeMap<>());

        assertEquals(
                "https://eu.example.org/b/a/../k",
                S3Url.redirected(own, HttpUrl.get("https://eu.example.org/b/a/../k")).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "404, NoSuchKey,             NOT_FOUND",
        "404, NoSuchBucket,          NOT_FOUND",
        "403, AccessDenied,          ACCESS_DENIED",
        "403, SignatureDoesNotMatch, BAD_CREDENTIALS",
        "403, InvalidAccessKeyId,    BAD_CREDENTIALS",
        "400, ExpiredToken,          BAD_CREDENTIALS",
        "400, AuthorizationHeaderMalformed, BAD_CREDENTIALS",
        "403, InvalidObjectState,    UNSUPPORTED",
        "403, QuotaExceeded,         NO_SPACE",
        "400, RequestTimeout,        TIMED_OUT",
        "503, SlowDown,              THROTTLED",
        "503, '',                    THROTTLED",
        "429, TooManyRequests,       THROTTLED",
        "500, InternalError,         UNAVAILABLE",
        "400, BadDigest,             CHECKSUM_MISMATCH",
        "400, InvalidArgument,       BAD_REQUEST",
        "501, NotImplemented,        UNSUPPORTED",
        "412, PreconditionFailed,    CHANGED",
        "409, BucketAlreadyExists,   ALREADY_EXISTS",
        "200, InternalError,         UNAVAILABLE",
        "200, SlowDown,              THROTTLED"
    })
    void everyErrorIsAFailureOfItsKind(int status, String code, FailureKind expected) {
        assertEquals(expected, S3Failures.kind(code, status));
    }

    @Test
    void aFailureSaysWhatTheStoreSaidAndWhoseKeysTheseWere() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(folder, _ -> Reply.error(403, "SignatureDoesNotMatch"))) {
            TransferException failure =
                    assertThrows(
                            TransferException.class,
                            () -> store.open().read(ScriptedStore.url("b/k"), ReadRequest.WHOLE));

            assertEquals(Phase.LOGIN, failure.phase().orElseThrow());
            assertEquals(403, failure.status().orElse(0));
            for (String word :
                    List.of(
                            "GET s3://me@store/b/k",
                            "SignatureDoesNotMatch (words)",
                            "secret key is not the one",
                            "[me@store]")) {
                assertTrue(failure.getMessage().contains(word), failure.getMessage());
            }
        }
    }

    @Test
    void aPauseThatTheStoreAsksForIsKept() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(folder, _ -> Reply.error(503, "SlowDown", "Retry-After: 7"))) {
            assertEquals(Duration.ofSeconds(7), failure(store).notBefore().orElseThrow());
        }
    }

    @Test
    void anErrorThatIsNoXmlCountsByItsStatus() throws Exception {
        for (String body :
                List.of(
                        "<html>Bad gateway",
                        "<!DOCTYPE x [<!ENTITY e \"v\">]><Error><Code>&e;</Code></Error>",
                        "")) {
            try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.xml(502, body))) {
                TransferException failure =
                        assertThrows(
                                TransferException.class,
                                () ->
                                        store.open()
                                                .read(ScriptedStore.url("b/k"), ReadRequest.WHOLE));
                assertEquals(FailureKind.UNAVAILABLE, failure.kind());
            }
        }
    }
}
