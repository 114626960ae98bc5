package transfer.chaos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy where it only passes bytes on, with plans as users write them. */
class TcpFaultsTest {
    private final List<Incident> incidents = new CopyOnWriteArrayList<>();
    private Origin origin;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        origin = new Origin(Origin.bytes(100_000));
    }

    @AfterEach
    void stop() {
        proxy.close();
        origin.close();
    }

    private Visitor through(String... plan) throws IOException {
        proxy =
                FaultProxy.open(
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                        origin.address(),
                        FaultPlan.parse(false, 7, 1, List.of(plan)),
                        incidents::add);
        return new Visitor(proxy.port());
    }

    private List<String> struck() {
        return incidents.stream().map(Incident::fault).toList();
    }

    @Test
    void latencyComesBeforeEachAnswerOfAConnection() throws IOException {
        try (Visitor visitor = through("latency,delay=1ms")) {
            visitor.get("/a").answer();
            visitor.get("/a").answer();
        }
        assertEquals(List.of("latency", "latency"), struck());
    }

    @Test
    void slicesAndBandwidthLoseNothing() throws IOException {
        try (Visitor visitor =
                through("slicer,size=5k,variation=1k,delay=100us", "bandwidth,rate=4M")) {
            assertArrayEquals(origin.content, visitor.get("/a").answer().body());
        }
    }

    @Test
    void anEmptyReplyWaitsForTheQuestion() throws IOException {
        try (Visitor visitor = through("empty_reply")) {
            visitor.socket.setSoTimeout(30);
            assertThrows(SocketTimeoutException.class, () -> visitor.first(1));
            assertEquals(0, visitor.get("/a").rest().length);
        }
        assertEquals(List.of(new Incident(1, 0, "", "empty_reply", -1)), incidents);
    }

    @Test
    void aBrokenTlsServerTalksGarbage() throws IOException {
        try (Visitor visitor = through("tls_failure")) {
            byte[] answer = visitor.say("hello").rest();
            assertEquals(1000, answer.length);
            assertTrue(Arrays.stream(toInts(answer)).distinct().count() > 100);
        }
        assertEquals(0, origin.asked.get());
    }

    private static int[] toInts(byte[] bytes) {
        int[] ints = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ints[i] = bytes[i];
        }
        return ints;
    }

    @Test
    void aTimeoutDoesNotAskTheServerAndMayClose() throws IOException {
        try (Visitor visitor = through("timeout,close=30ms")) {
            assertEquals(0, visitor.get("/a").rest().length);
        }
        assertEquals(0, origin.asked.get());
        assertEquals(List.of("timeout"), struck());
    }

    @Test
    void aStallMayCloseInTheEnd() throws IOException {
        try (Visitor visitor = through("stall,after=10,close=30ms")) {
            assertEquals(10, visitor.get("/a").rest().length);
        }
        assertEquals(10, incidents.getFirst().position());
    }

    @Test
    void aSlowCloseEndsAfterAll() throws IOException {
        try (Visitor visitor = through("slow_close,delay=10ms")) {
            visitor.get("/a", "Connection: close").answer();
            assertEquals(0, visitor.rest().length);
        }
        assertTrue(struck().contains("slow_close"));
    }

    @Test
    void aResetWithoutAPlaceComesAtOnce() throws IOException {
        try (Visitor visitor = through("reset")) {
            assertThrows(SocketException.class, visitor::rest);
        }
        assertEquals(List.of("refuse"), struck());
    }

    @Test
    void everyOtherConnectionIsStruck() throws IOException {
        through("refuse,every=2").close();
        for (int i = 2; i <= 5; i++) {
            try (Visitor visitor = new Visitor(proxy.port())) {
                if (i % 2 == 0) {
                    assertThrows(SocketException.class, visitor::rest);
                } else {
                    assertEquals(200, visitor.get("/a").answer().head().status());
                }
            }
        }
        assertEquals(List.of(2L, 4L), incidents.stream().map(Incident::connection).toList());
    }

    @Test
    void itListensWhereItIsToldTo() throws IOException {
        through().close();
        InetSocketAddress taken =
                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), proxy.port());
        FaultPlan plan = FaultPlan.parse(false, 1, 1, List.of());
        assertThrows(
                IOException.class,
                () -> FaultProxy.open(taken, origin.address(), plan, incident -> {}).close());
        assertFalse(incidents.stream().anyMatch(incident -> incident.position() >= 0));
    }
}
