package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import transfer.engine.WorkItem;
import transfer.protocol.FailureKind;

class LiveMonitoringTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.ofEpochSecond(1795328999), ZoneOffset.UTC);
    private static final WorkItem.Transfer FETCH =
            Examples.transfer(1, "http://joe:hunter2@h/a", "file:///tmp/a");

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Log log =
            Log.forTerminal(new Screen(new PrintStream(said)), Clock.systemUTC(), false);
    private final Map<String, String> environment = new HashMap<>();
    private volatile int status = 200;
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    requests.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization")
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Content-Type")
                                    + "\n"
                                    + new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
        environment.put("KICKSTART_MON_ENDPOINT_URL", "http://127.0.0.1:" + port() + "/publish");
        environment.put("KICKSTART_MON_ENDPOINT_CREDENTIALS", "mon:pass");
        environment.put("PEGASUS_WF_UUID", "wf-1");
        environment.put("PEGASUS_DAG_JOB_ID", "job-1");
        environment.put("CONDOR_JOBID", "7.0");
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyAttemptIsPosted() throws IOException {
        try (LiveMonitoring monitoring = LiveMonitoring.start(environment, CLOCK, log)) {
            monitoring.attempted(FETCH, Examples.success(1, FETCH));
            monitoring.attempted(FETCH, Examples.failure(2, FETCH, FailureKind.CONNECTION));
        }
        String host = InetAddress.getLocalHost().getCanonicalHostName();
        String common =
                " wf_uuid=wf-1 dag_job_id=job-1 hostname="
                        + host
                        + " condor_job_id=7.0 src_url=http://joe:***@h/a src_site_name=my_site"
                        + " dst_url=file:///tmp/a dst_site_name=local transfer_start_ts=1795328885";
        assertEquals(
                List.of(
                        request(
                                "ts=1795328999 event=data_transfer level=INFO status=0"
                                        + common
                                        + " transfer_duration=1 bytes_transferred=6  "),
                        request(
                                "ts=1795328999 event=data_transfer level=INFO status=1"
                                        + common
                                        + " transfer_duration=0  ")),
                requests);
        assertEquals("", said());
    }

    private static String request(String payload) {
        return "POST Basic bW9uOnBhc3M= application/x-www-form-urlencoded\n"
                + "{\"properties\":{},\"routing_key\":\"wf-1\",\"payload\":\""
                + Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                + "\",\"payload_encoding\":\"base64\"}";
    }

    @Test
    void aMissingVariableIsWarnedOfAndCostsNothingElse() {
        environment.remove("PEGASUS_WF_UUID");
        try (LiveMonitoring monitoring = LiveMonitoring.start(environment, CLOCK, log)) {
            monitoring.attempted(FETCH, Examples.success(1, FETCH));
        }
        assertEquals(List.of(), requests);
        assertEquals("transfer: warning: Panorama send failure: 'PEGASUS_WF_UUID'\n", said());
    }

    @Test
    void aServiceThatRefusesIsReported() {
        status = 500;
        try (LiveMonitoring monitoring = LiveMonitoring.start(environment, CLOCK, log)) {
            monitoring.attempted(FETCH, Examples.success(1, FETCH));
        }
        assertEquals("transfer: Unable to publish to Panorama: HTTP status 500\n", said());
    }

    @Test
    void aServiceThatIsNotThereIsReported() {
        server.stop(0);
        try (LiveMonitoring monitoring = LiveMonitoring.start(environment, CLOCK, log)) {
            monitoring.attempted(FETCH, Examples.success(1, FETCH));
        }
        assertTrue(said().startsWith("transfer: Unable to publish to Panorama: "), said());
    }

    @Test
    void anAddressThatCannotBeReadIsReportedWithoutIt() {
        environment.put("KICKSTART_MON_ENDPOINT_URL", "nonsense://joe:hunter2@h/ /");
        try (LiveMonitoring monitoring = LiveMonitoring.start(environment, CLOCK, log)) {
            monitoring.attempted(FETCH, Examples.success(1, FETCH));
        }
        assertTrue(said().contains("is no http or https URL"), said());
        assertFalse(said().contains("hunter2"), said());
    }
}
