package transfer.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {
    private static FaultPlan http(long seed, String... lines) {
        return FaultPlan.parse(true, seed, 1, List.of(lines));
    }

    private static Fault only(String line) {
        return http(1, line).forRequest("GET /").getFirst();
    }

    @Test
    void linesBecomeFaults() {
        assertEquals(new Fault.Delay(Duration.ofMillis(200)), only("latency,delay=200ms"));
        assertEquals(new Fault.Rate(1536 * 1024), only("bandwidth,rate=1536k"));
        assertEquals(new Fault.CloseAfter(1 << 20), only("limit_data,bytes=1M"));
        assertEquals(new Fault.CutAfter(5), only("reset,after=5"));
        assertEquals(new Fault.CutAfter(5), only(" reset_peer , after=5 "));
        assertEquals(new Fault.CutUploadAfter(5), only("reset,after=5,stream=upstream"));
        assertEquals(new Fault.Refuse(), only("reset"));
        assertEquals(new Fault.Refuse(), only("refuse"));
        assertEquals(new Fault.EmptyReply(), only("empty_reply"));
        assertEquals(new Fault.Silence(Duration.ZERO), only("timeout"));
        assertEquals(new Fault.Silence(Duration.ofSeconds(90)), only("timeout,close=1.5m"));
        assertEquals(new Fault.StallAfter(0), only("stall"));
        assertEquals(
                new Fault.StallAfter(new Fault.Position(0.25, true), Duration.ofSeconds(3)),
                only("stall,after=25%,close=3s"));
        assertEquals(new Fault.StallUploadAfter(7), only("stall,after=7,stream=upstream"));
        assertEquals(new Fault.SlowClose(Duration.ofSeconds(1)), only("slow_close,delay=1s"));
        assertEquals(new Fault.IgnoreRange(), only("ignore_range"));
        assertEquals(Fault.Corrupt.inverting(9, 3), only("corrupt,at=9,bytes=3"));
        assertEquals(
                1e-6, assertInstanceOf(Fault.FlipBits.class, only("corrupt,rate=1e-6")).rate());
        assertEquals(
                5, assertInstanceOf(Fault.SwapWords.class, only("swap16,packets=5")).packets());
        assertInstanceOf(Fault.WrongEtag.class, only("etag"));
        assertInstanceOf(Fault.Partial.class, only("partial"));
        Fault.Slice slice =
                assertInstanceOf(Fault.Slice.class, only("slicer,size=2k,variation=1k"));
        assertEquals(2048, slice.size());
        assertEquals(1024, slice.variation());
    }

    @Test
    void everyNameOfTheDocumentationIsTheWordOfItsFault() {
        Map<String, String> needs =
                Map.of(
                        "latency", ",delay=1s",
                        "bandwidth", ",rate=1k",
                        "slow_close", ",delay=1s",
                        "reset", ",after=1");
        for (String name : FaultMaker.NAMES) {
            boolean http = !name.equals("tls_failure");
            FaultPlan plan =
                    FaultPlan.parse(http, 1, 1, List.of(name + needs.getOrDefault(name, "")));
            assertEquals(name, plan.forConnection(1).getFirst().word());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | there is no 'nonsense'",
                "latency | needs delay",
                "latency,delay=5 | duration such as",
                "bandwidth | needs a rate",
                "bandwidth,rate=0 | needs a rate",
                "slicer,size=10,variation=10 | above the variation",
                "reset,after=1-1% | from bytes to bytes",
                "reset,after=9-1 | ends before it begins",
                "reset,after=x | no number of bytes",
                "reset,after=101% | is no part",
                "reset,after=1,stream=sideways | upstream or downstream",
                "reset,after=1,p=2 | is no probability",
                "reset,p=often | is no probability",
                "reset,colour=red | does not know colour",
                "reset,p=1,p=1 | second of its key",
                "reset,p | no key=value",
                "reset,every=0 | every is a number from 1",
                "reset,share=5,p=1 | not both",
                "reset,share=x | share is a number",
                "corrupt,rate=0 | does nothing",
                "swap16,packets=0 | packets is a number from 1",
                "status,code=100 | from 200 to 599",
                "tls_failure | only without --http"
            })
    void whatIsNotUnderstoodIsSaid(String line, String why) {
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> http(1, line));
        assertTrue(failure.getMessage().startsWith("fault '" + line), failure.getMessage());
        assertTrue(failure.getMessage().contains(why), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "web_page",
                "etag",
                "ignore_range",
                "partial",
                "reset,after=50%",
                "corrupt,at=0%-100%"
            })
    void whatLooksAtHttpNeedsIt(String line) {
        IllegalArgumentException failure =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> FaultPlan.parse(false, 1, 1, List.of(line)));
        assertTrue(failure.getMessage().contains("--http"), failure.getMessage());
    }

    @Test
    void commentsAndEmptyLinesSayNothing() {
        assertEquals(List.of(), http(1, "# reset", "", "  ").forRequest("GET /"));
        assertEquals(new Fault.Refuse(), only("reset   # at once"));
    }

    /** As 1 for struck and 0 for not, for as many requests. */
    private static String pattern(String line, int requests) {
        FaultPlan plan = http(1, line);
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            pattern.append(plan.forRequest("GET /" + i).size());
        }
        return pattern.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "reset, 11111111",
        "'reset,p=0', 00000000",
        "'reset,toxicity=0', 00000000",
        "'reset,every=3', 00100100",
        "'reset,first=2', 11000000",
        "'reset,skip=3', 00011111",
        "'reset,skip=3,first=2', 00011000",
        "'reset,skip=1,every=3', 00010010",
        "'reset,every=4,burst=3', 00011101",
        "'reset,skip=2,first=1,burst=3', 00111000"
    })
    void schedulesCount(String line, String pattern) {
        assertEquals(pattern, pattern(line, 8));
    }

    @Test
    void chanceHitsAsOftenAsItIsTo() {
        long struck = pattern("reset,p=20%", 5000).chars().filter(c -> c == '1').count();
        assertTrue(struck > 900 && struck < 1100, "struck " + struck);
    }

    @Test
    void sharesCompeteForTheRate() {
        FaultPlan plan =
                FaultPlan.parse(
                        true,
                        3,
                        0.3,
                        List.of("reset,share=75", "timeout,share=25", "latency,delay=1s"));
        Map<String, Integer> struck = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            List<Fault> faults = plan.forRequest("GET /" + i);
            assertTrue(faults.size() <= 2, "one with a share at the most");
            faults.forEach(fault -> struck.merge(fault.word(), 1, Integer::sum));
        }
        assertEquals(10_000, struck.get("latency"));
        assertTrue(Math.abs(struck.get("refuse") - 2250) < 150, struck::toString);
        assertTrue(Math.abs(struck.get("timeout") - 750) < 90, struck::toString);
    }

    @Test
    void theSameSeedStrikesTheSameRequestsInAnyOrder() {
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            requests.add("GET /" + i);
        }
        Map<String, List<Fault>> once = drawn(5, requests);
        Collections.reverse(requests);
        assertEquals(once, drawn(5, requests));
        assertNotEquals(once, drawn(6, requests));
    }

    private static Map<String, List<Fault>> drawn(long seed, List<String> requests) {
        FaultPlan plan = http(seed, "reset,after=0%-100%,p=0.5", "latency,delay=1s,jitter=1s");
        Map<String, List<Fault>> drawn = new HashMap<>();
        requests.forEach(request -> drawn.put(request, plan.forRequest(request)));
        return drawn;
    }

    @Test
    void theSameRequestIsNotStruckForEver() {
        FaultPlan plan = http(1, "reset,p=0.5");
        List<Integer> struck = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            struck.add(plan.forRequest("GET /same").size());
        }
        assertTrue(struck.contains(0) && struck.contains(1), struck::toString);
    }

    @Test
    void connectionsAreDrawnByTheirNumber() {
        FaultPlan one = FaultPlan.parse(false, 9, 1, List.of("reset,after=0-1M,p=0.5"));
        FaultPlan two = FaultPlan.parse(false, 9, 1, List.of("reset,after=0-1M,p=0.5"));
        List<List<Fault>> drawn = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            drawn.add(one.forConnection(i));
            assertEquals(drawn.getLast(), two.forConnection(i));
        }
        assertTrue(drawn.stream().distinct().count() > 10);
    }
}
