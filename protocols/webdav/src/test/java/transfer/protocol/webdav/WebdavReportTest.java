package transfer.protocol.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.webdav.WebdavReport.End;

/** The body of an answer to COPY. */
class WebdavReportTest {
    private static final String MARK =
            """
            Perf Marker
                Timestamp: 1795350543
                State: Running
                Stripe Index: %d
                Stripe Bytes Transferred: %d
                Total Stripe Count: 2
            End
            """;

    private final List<Long> moved = new ArrayList<>();

    private WebdavReport read(String body) throws IOException {
        return WebdavReport.read(new Buffer().writeUtf8(body), moved::add);
    }

    @Test
    void marksTellHowMuchMoreHasMovedInEachStripe() throws Exception {
        WebdavReport report =
                read(
                        MARK.formatted(0, 0)
                                + MARK.formatted(0, 10)
                                + MARK.formatted(1, 5)
                                + MARK.formatted(0, 25)
                                + MARK.formatted(1, 5)
                                + "success: Created");

        assertEquals(End.SUCCESS, report.end());
        assertEquals(List.of(10L, 5L, 15L), moved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"success: Created", "success: Created\n", "Success\r\n\r\n"})
    void lastLineSaysThatItIsDone(String last) throws Exception {
        assertEquals(End.SUCCESS, read(last).end());
        assertEquals(End.SUCCESS, read(MARK.formatted(0, 1) + last).end());
    }

    @ParameterizedTest
    @ValueSource(strings = {"failure: oh", "Failed: oh\r\n", "aborted: oh", "error: oh"})
    void lastLineSaysThatItFailed(String last) throws Exception {
        assertEquals(End.FAILURE, read("success: so far\n" + MARK.formatted(0, 1) + last).end());
    }

    @Test
    void reportWithoutLastWordIsNoSuccess() throws Exception {
        assertEquals(End.UNKNOWN, read(MARK.formatted(0, 1)).end());
        assertEquals(End.UNKNOWN, read("Perf Marker\nStripe Index").end());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":-)", "<html>\n<body>201 Created</body>\n</html>\n"})
    void otherBodiesAreNoReports(String body) throws Exception {
        assertEquals(End.NO_REPORT, read(body).end());
    }

    @Test
    void nonsenseInAMarkIsNotCounted() throws Exception {
        read("Perf Marker\nStripe Bytes Transferred: many\nStripe Bytes Transferred: -5\nEnd\n");
        read("Perf Marker\nStripe Bytes Transferred: 99999999999999999999\nEnd\n");

        assertEquals(List.of(), moved);
    }

    @Test
    void endlessLineIsReadInPieces() throws Exception {
        assertEquals(End.SUCCESS, read("x".repeat(1_000_000) + "\nsuccess: Created\n").end());
    }

    @ParameterizedTest
    @CsvSource({
        "'Remote side failed with status code 404; error message: x', NOT_FOUND",
        "'Remote side failed with status code 403; error message: x', ACCESS_DENIED",
        "'rejected GET: 401 Unauthorized (HTTP/1.1 401 Unauthorized)', BAD_CREDENTIALS",
        "'Remote side failed with status code 503; error message: x', UNAVAILABLE",
        "'HTTP response code 507: full', NO_SPACE",
        "Couldn't connect to server, CONNECTION",
        "Couldn't resolve host name, CONNECTION",
        "Timeout was reached, TIMED_OUT",
        "Peer certificate cannot be authenticated with given CA certificates, UNTRUSTED",
        "Problem with the local SSL certificate, UNTRUSTED",
        "'checksum mismatch', CHECKSUM_MISMATCH",
        "No space left on device, NO_SPACE",
        "'Disk quota exceeded', NO_SPACE",
        "'Error when interacting with local filesystem: Unknown filesystem write failure.',"
                + " UNEXPECTED",
        "Transferred a partial file, CONNECTION"
    })
    void reasonHasAKind(String reason, FailureKind kind) throws Exception {
        assertEquals(kind, read("failure: " + reason).kind());
    }

    @Test
    void whatIsShownHasNoQueriesAndAnEnd() throws Exception {
        String shown =
                read("failure: GET https://h/f?authz=s3cret: \u0007" + "x".repeat(1000)).shown();

        assertFalse(shown.contains("s3cret"), shown);
        assertTrue(shown.length() < 400, shown);
        assertTrue(shown.chars().noneMatch(c -> c < ' '), shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failure: sent TransferHeaderAuthorization: Bearer s3cret and got 403",
                "failure: Authorization=bearer%20s3cret",
                "failure: /f&authz=Bearer%20s3cret: denied"
            })
    void whatIsShownHasNoTokenThatTheServerRepeats(String last) throws Exception {
        String shown = read(last).shown();

        assertFalse(shown.contains("s3cret"), shown);
    }
}
