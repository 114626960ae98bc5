package transfer.chaos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The proxy where it understands HTTP, in front of a web server, with plans as users write them.
 */
class HttpFaultsTest {
    private static final byte[] CONTENT = Origin.bytes(200_000);

    private final List<Incident> incidents = new CopyOnWriteArrayList<>();
    private Origin origin;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        origin = new Origin(CONTENT);
    }

    @AfterEach
    void stop() {
        if (proxy != null) {
            proxy.close();
        }
        origin.close();
    }

    private Visitor through(String... plan) throws IOException {
        proxy =
                FaultProxy.open(
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                        origin.address(),
                        FaultPlan.parse(true, 7, 1, List.of(plan)),
                        incidents::add);
        return again();
    }

    private Visitor again() throws IOException {
        return new Visitor(proxy.port());
    }

    private void assertStruck(String fault, long position) {
        assertEquals(
                List.of(new Incident(1, 1, "GET /a", fault, position)), List.copyOf(incidents));
    }

    @Test
    void withoutFaultsRequestsFollowEachOtherOnOneConnection() throws IOException {
        try (Visitor visitor = through()) {
            for (int i = 0; i < 3; i++) {
                Visitor.Answer answer = visitor.get("/a?" + i).answer();
                assertEquals(200, answer.head().status());
                assertArrayEquals(CONTENT, answer.body());
            }
        }
        assertEquals(1, proxy.connections());
        assertEquals(3, proxy.requests());
        assertEquals(3L * CONTENT.length, proxy.answered());
        assertEquals(List.of(), incidents);
    }

    @Test
    void answersInChunksStayThat() throws IOException {
        origin.chunked = true;
        try (Visitor visitor = through("slicer,size=10k")) {
            Visitor.Answer answer = visitor.get("/a").answer();
            assertTrue(answer.head().names("Transfer-Encoding", "chunked"));
            assertArrayEquals(CONTENT, answer.body());
            assertArrayEquals(CONTENT, visitor.get("/a").answer().body());
        }
    }

    @Test
    void bodiesReachTheServerWithALengthAndInChunks() throws IOException {
        try (Visitor visitor = through()) {
            visitor.say("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcde");
            assertEquals(201, visitor.answer().head().status());
            assertEquals("abcde", new String(origin.stored));
            visitor.say("PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            visitor.say("3;x=y\r\nfgh\r\n2\r\nij\r\n0\r\nTrailer: no\r\n\r\n");
            assertEquals(201, visitor.answer().head().status());
            assertEquals("fghij", new String(origin.stored));
        }
    }

    @Test
    void aServerThatWaitsToBeAskedForTheBodyIsPassedOn() throws IOException {
        try (Visitor visitor = through()) {
            visitor.say(
                    "PUT /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
                            + "Content-Length: 1\r\n\r\n");
            assertEquals(100, visitor.head().status());
            assertEquals(201, visitor.say("x").answer().head().status());
        }
    }

    @Test
    void aHeadHasNoBody() throws IOException {
        try (Visitor visitor = through("partial")) {
            visitor.say("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n");
            assertEquals(200, visitor.head().status());
            assertEquals(200, visitor.say("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n").head().status());
        }
        assertEquals(List.of(), incidents);
    }

    @Test
    void whoAsksToCloseIsClosed() throws IOException {
        try (Visitor visitor = through("slow_close,delay=10ms")) {
            Visitor.Answer answer = visitor.get("/a", "Connection: close").answer();
            assertTrue(answer.head().names("Connection", "close"));
            assertEquals(0, visitor.rest().length);
        }
        assertStruck("slow_close", -1);
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 429, 500, 400})
    void aBurstOfStatusesComesWithItsPause(int code) throws IOException {
        through("status,code=" + code + ",retry_after=2,first=1,burst=2").close();
        for (int i = 0; i < 2; i++) {
            HttpHead head = again().get("/a").answer().head();
            assertEquals(code, head.status());
            assertEquals("2", head.field("Retry-After").orElseThrow());
        }
        assertEquals(0, origin.asked.get());
        assertEquals(200, again().get("/a").answer().head().status());
    }

    @Test
    void aStatusNeedsNoPause() throws IOException {
        try (Visitor visitor = through("status,code=500")) {
            assertFalse(visitor.get("/a").answer().head().field("Retry-After").isPresent());
        }
    }

    @Test
    void aWebPageComesInPlaceOfTheFile() throws IOException {
        try (Visitor visitor = through("web_page")) {
            Visitor.Answer answer = visitor.get("/a").answer();
            assertEquals(200, answer.head().status());
            assertTrue(new String(answer.body()).startsWith("<!DOCTYPE html>"));
        }
        assertStruck("web_page", -1);
    }

    @Test
    void anEmptyReplyIsAnEndWithoutAWord() throws IOException {
        try (Visitor visitor = through("empty_reply")) {
            assertEquals(0, visitor.get("/a").rest().length);
        }
        assertStruck("empty_reply", -1);
        assertEquals(0, origin.asked.get());
    }

    @Test
    void aRefusedRequestIsReset() throws IOException {
        try (Visitor visitor = through("refuse")) {
            assertThrows(SocketException.class, () -> visitor.get("/a").rest());
        }
        assertStruck("refuse", -1);
    }

    @Test
    void aTimeoutSaysNothingAndStays() throws IOException {
        try (Visitor visitor = through("timeout")) {
            visitor.get("/a").socket.setSoTimeout(50);
            assertThrows(SocketTimeoutException.class, visitor::rest);
        }
        assertStruck("timeout", -1);
    }

    @Test
    void aTimeoutMayCloseInTheEnd() throws IOException {
        try (Visitor visitor = through("timeout,close=20ms")) {
            assertEquals(0, visitor.get("/a").rest().length);
        }
    }

    @Test
    void aBodyStallsWhereItIsToAndStays() throws IOException {
        try (Visitor visitor = through("stall,after=50%")) {
            assertEquals(200, visitor.get("/a").head().status());
            assertArrayEquals(Arrays.copyOf(CONTENT, 100_000), visitor.first(100_000));
            visitor.socket.setSoTimeout(50);
            assertThrows(SocketTimeoutException.class, visitor::rest);
        }
        assertStruck("stall", 100_000);
    }

    @Test
    void aStallMayCloseInTheEnd() throws IOException {
        try (Visitor visitor = through("stall,after=1000,close=20ms")) {
            assertThrows(EOFException.class, () -> visitor.get("/a").answer());
        }
    }

    @Test
    void aBodyIsCutWhereItIsTo() throws IOException {
        try (Visitor visitor = through("reset,after=1000")) {
            visitor.get("/a").head();
            assertEquals(1000, visitor.first(1000).length);
            assertThrows(SocketException.class, visitor::rest);
        }
        assertStruck("reset", 1000);
    }

    @Test
    void anUploadIsCutWhereItIsTo() throws IOException {
        try (Visitor visitor = through("reset,after=1000,stream=upstream")) {
            visitor.say("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n\r\n");
            visitor.say("x".repeat(1000));
            assertThrows(SocketException.class, visitor::rest);
        }
        assertEquals(0, origin.stored.length);
    }

    @Test
    void limitedDataEndsInAnOrderlyWay() throws IOException {
        try (Visitor visitor = through("limit_data,bytes=64k")) {
            visitor.get("/a").head();
            assertArrayEquals(Arrays.copyOf(CONTENT, 65536), visitor.rest());
        }
        assertStruck("limit_data", 65536);
    }

    @Test
    void limitedDataMayBeNoneAtAll() throws IOException {
        try (Visitor visitor = through("limit_data,bytes=0")) {
            assertEquals(200, visitor.get("/a").head().status());
            assertEquals(0, visitor.rest().length);
        }
    }

    @Test
    void aPartialFileLooksWhole() throws IOException {
        try (Visitor visitor = through("partial,bytes=25%")) {
            Visitor.Answer answer = visitor.get("/a").answer();
            assertArrayEquals(Arrays.copyOf(CONTENT, 50_000), answer.body());
            assertEquals("50000", answer.head().field("Content-Length").orElseThrow());
            assertEquals(50_000, visitor.get("/a").answer().body().length);
        }
    }

    @Test
    void aWrongTagTakesThePlaceOfTheRightOne() throws IOException {
        try (Visitor visitor = through("etag,first=1")) {
            String wrong = visitor.get("/a").answer().head().field("ETag").orElseThrow();
            assertNotEquals(Origin.ETAG, wrong);
            assertEquals(
                    Origin.ETAG, visitor.get("/a").answer().head().field("ETag").orElseThrow());
        }
        assertStruck("etag", -1);
    }

    @Test
    void anIgnoredRangeIsAnsweredWithTheWhole() throws IOException {
        try (Visitor visitor = through("ignore_range,first=1")) {
            Visitor.Answer answer =
                    visitor.get("/a", "Range: bytes=1000-", "If-Range: " + Origin.ETAG).answer();
            assertEquals(200, answer.head().status());
            assertArrayEquals(CONTENT, answer.body());
            answer = visitor.get("/a", "Range: bytes=1000-").answer();
            assertEquals(206, answer.head().status());
            assertEquals(CONTENT.length - 1000, answer.body().length);
        }
        assertStruck("ignore_range", -1);
    }

    @Test
    void corruptionInvertsOneBitSomewhere() throws IOException {
        byte[] got;
        try (Visitor visitor = through("corrupt")) {
            got = visitor.get("/a").answer().body();
        }
        int at = Arrays.mismatch(CONTENT, got);
        assertEquals(1, Integer.bitCount((got[at] ^ CONTENT[at]) & 0xff));
        got[at] = CONTENT[at];
        assertArrayEquals(CONTENT, got);
        assertStruck("corrupt", at);
    }

    @Test
    void latencyAndBandwidthLoseNothing() throws IOException {
        try (Visitor visitor =
                through("latency,delay=5ms,jitter=5ms", "bandwidth,rate=4M", "slicer,size=9k")) {
            assertArrayEquals(CONTENT, visitor.get("/a").answer().body());
        }
        assertEquals(
                List.of("latency", "bandwidth", "slicer"),
                incidents.stream().map(Incident::fault).toList());
    }

    @Test
    void aDeadServerLooksLikeAReset() throws IOException {
        through().close();
        origin.close();
        assertThrows(SocketException.class, () -> again().get("/a").rest());
    }

    @Test
    void whatMakesNoSenseIsNotPassedOn() throws IOException {
        try (Visitor visitor = through()) {
            visitor.say("PUT /a HTTP/1.1\r\nContent-Length: many\r\n\r\n");
            assertEquals(0, visitor.rest().length);
        }
        assertEquals(0, origin.asked.get());
    }

    @Test
    void secretsOfARequestAreNotTold() throws IOException {
        try (Visitor visitor = through("status")) {
            visitor.get("http://user:hunter2@h/p?token=hunter2").answer();
        }
        assertEquals("GET http://h/p", incidents.getFirst().asked());
    }

    @Test
    void whatIsArmedByHandGoesBeforeThePlan() throws IOException {
        through("status,code=500").close();
        proxy.next(1, Fault.busy(java.time.Duration.ofSeconds(1)));
        assertEquals(503, again().get("/a").answer().head().status());
        assertEquals(500, again().get("/a").answer().head().status());
    }
}
