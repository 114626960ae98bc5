package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;

class HttpFailuresTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "202, UNAVAILABLE",
        "206, UNEXPECTED",
        "302, UNEXPECTED",
        "304, UNEXPECTED",
        "400, BAD_REQUEST",
        "401, BAD_CREDENTIALS",
        "402, ACCESS_DENIED",
        "403, ACCESS_DENIED",
        "404, NOT_FOUND",
        "405, UNSUPPORTED",
        "406, BAD_REQUEST",
        "407, BAD_CREDENTIALS",
        "408, TIMED_OUT",
        "409, ALREADY_EXISTS",
        "410, NOT_FOUND",
        "411, UNSUPPORTED",
        "412, CHANGED",
        "413, BAD_REQUEST",
        "414, BAD_REQUEST",
        "416, CHANGED",
        "418, BAD_REQUEST",
        "421, UNAVAILABLE",
        "423, UNAVAILABLE",
        "425, THROTTLED",
        "429, THROTTLED",
        "431, BAD_REQUEST",
        "451, ACCESS_DENIED",
        "500, UNAVAILABLE",
        "501, UNSUPPORTED",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, UNAVAILABLE",
        "505, UNSUPPORTED",
        "507, NO_SPACE",
        "509, THROTTLED",
        "522, UNAVAILABLE",
        "599, UNAVAILABLE",
    })
    void everyStatusHasItsKind(int status, FailureKind kind) {
        assertEquals(kind, HttpFailures.kind(status));
    }

    static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of(new UnknownHostException("h"), FailureKind.CONNECTION),
                Arguments.of(new ConnectException("refused"), FailureKind.CONNECTION),
                Arguments.of(new NoRouteToHostException("no route"), FailureKind.CONNECTION),
                Arguments.of(new SocketException("reset"), FailureKind.CONNECTION),
                Arguments.of(new SocketTimeoutException("timeout"), FailureKind.TIMED_OUT),
                Arguments.of(new SSLPeerUnverifiedException("other name"), FailureKind.UNTRUSTED),
                Arguments.of(
                        because(new SSLHandshakeException("x"), new CertificateException("y")),
                        FailureKind.UNTRUSTED),
                Arguments.of(
                        because(
                                new SSLException("x"),
                                new IOException(new CertPathValidatorException("y"))),
                        FailureKind.UNTRUSTED),
                Arguments.of(new SSLHandshakeException("no common cipher"), FailureKind.UNTRUSTED),
                Arguments.of(
                        because(new SSLHandshakeException("x"), new EOFException()),
                        FailureKind.CONNECTION),
                Arguments.of(
                        because(new SSLException("x"), new SocketException("reset")),
                        FailureKind.CONNECTION),
                Arguments.of(new SSLProtocolException("garbage"), FailureKind.CONNECTION),
                Arguments.of(new EOFException(), FailureKind.CONNECTION),
                Arguments.of(
                        because(new IOException("unexpected end"), new EOFException()),
                        FailureKind.CONNECTION),
                Arguments.of(new ProxyRefusal(407, "no"), FailureKind.BAD_CREDENTIALS),
                Arguments.of(new ProtocolException("odd status line"), FailureKind.UNEXPECTED),
                Arguments.of(new IOException("whatever"), FailureKind.UNEXPECTED));
    }

    private static IOException because(IOException failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void everyExceptionHasItsKind(IOException failure, FailureKind kind) {
        assertEquals(kind, HttpFailures.kind(failure));
    }

    static Stream<Arguments> exceptionsInBody() {
        return Stream.of(
                Arguments.of(new EOFException(), FailureKind.TRUNCATED),
                Arguments.of(new ProtocolException("unexpected end"), FailureKind.TRUNCATED),
                Arguments.of(new SocketException("reset"), FailureKind.CONNECTION),
                Arguments.of(new SocketTimeoutException("timeout"), FailureKind.TIMED_OUT),
                Arguments.of(new IOException("stream was reset"), FailureKind.CONNECTION));
    }

    @ParameterizedTest
    @MethodSource("exceptionsInBody")
    void withinABodyAnEndIsTooEarly(IOException failure, FailureKind kind) {
        assertEquals(kind, HttpFailures.kindInBody(failure));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|PT0S",
                "120|PT2M",
                "' 7 '|PT7S",
                "Sun, 01 Mar 2026 12:00:30 GMT|PT30S",
                "Sun, 01 Mar 2026 11:00:00 GMT|PT0S",
            })
    void retryAfterIsSecondsOrADate(String value, Duration pause) {
        assertEquals(Optional.of(pause), HttpFailures.pause(value, NOW));
    }

    @ParameterizedTest
    @CsvSource({"soon", "-1", "12345678901234567890", "''"})
    void aRetryAfterThatIsNeitherIsIgnored(String value) {
        assertEquals(Optional.empty(), HttpFailures.pause(value, NOW));
    }

    @Test
    void theMessageSaysWhatWasAskedAndWhatTheServerSaid() {
        HttpRequest request =
                HttpRequest.of("GET", ScriptedServer.Urls.of("http://u:geheim@h/x?token=abc"));

        TransferException failure =
                HttpFailures.of(request, Client.answer(404, "http://h/x?token=abc"), "", NOW);

        assertEquals(
                "GET http://u:***@h/x?token=***: the server answered 404", failure.getMessage());
        assertFalse(failure.getMessage().contains("geheim"));
        assertTrue(failure.notBefore().isEmpty());
    }
}
