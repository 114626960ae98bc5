package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.concurrency.NodeTable;
import transfer.concurrency.ServerLimit;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.retry.RetryPolicy;

/** Limits that are found by trying, by a clock that the tests move. */
class AdaptiveServersTest {
    private static final List<String> A = List.of("http://a");
    private static final List<String> B = List.of("http://b");
    private static final List<String> BOTH = List.of("http://a", "http://b");
    private static final List<String> DISK = List.of("file");
    private static final long MILLI = 1_000_000;

    @TempDir Path folder;

    private final List<String> told = new ArrayList<>();
    private final Progress progress =
            new Progress() {
                @Override
                public void explained(String text) {
                    told.add(text);
                }
            };
    private long now = 1_000_000 * MILLI;

    private Servers servers(int inAll, int perServer, Optional<NodeTable> node) {
        EngineOptions options =
                new EngineOptions(
                        inAll,
                        perServer,
                        1,
                        RetryPolicy.STANDARD,
                        Verification.PREFER,
                        EngineOptions.Linking.NEVER,
                        folder,
                        Optional.<Duration>empty(),
                        OptionalLong.empty(),
                        false,
                        0);
        return Servers.adaptive(options, node, progress, () -> now);
    }

    private Servers alone() {
        return servers(64, 16, Optional.empty());
    }

    private NodeTable table(int perServer) {
        return new NodeTable(
                new NodeTable.Settings(Optional.empty(), folder, perServer), progress::explained);
    }

    private static int enter(Servers servers, List<String> at) {
        int entered = 0;
        while (entered < 100 && servers.tryEnter(at)) {
            entered++;
        }
        return entered;
    }

    private static TransferException failure(FailureKind kind, int status) throws Exception {
        TransferException failure =
                new TransferException(kind, TransferUrl.parse("http://a/f"), "no");
        return status == 0 ? failure : failure.withStatus(status);
    }

    /** Items at this server end and others begin, one after the other, at a rate for each. */
    private void work(Servers servers, List<String> at, int items) {
        int inside = enter(servers, at);
        for (int i = 0; i < items; i++) {
            now += 100 * MILLI / inside;
            servers.wentWell(at);
            servers.leave(at);
            inside += enter(servers, at) - 1;
        }
        for (int i = 0; i < inside; i++) {
            servers.leave(at);
        }
    }

    @Test
    void whereEachBringsAsMuchThereAreSoonAsManyAsThereMayBe() {
        Servers servers = alone();
        assertEquals(4, enter(servers, A));
        for (int i = 0; i < 4; i++) {
            servers.leave(A);
        }
        work(servers, A, 100);
        assertEquals(16, enter(servers, A));
        assertTrue(told.getFirst().startsWith("http://a: 4 -> 8 at once: "), told::toString);
        assertEquals(16, servers.uses().getFirst().highest());
    }

    @Test
    void allServersTogetherAreBounded() {
        Servers servers = servers(6, 4, Optional.empty());
        assertEquals(4, enter(servers, A));
        assertEquals(2, enter(servers, B));
        assertEquals(0, enter(servers, List.of("http://c")));
    }

    @Test
    void ofTwoServersNoneIsStarved() {
        Servers servers = servers(16, 16, Optional.empty());
        work(servers, A, 200); // has all places now
        int atA = enter(servers, A);
        assertEquals(16, atA);
        assertEquals(0, enter(servers, B));
        int atB = 0;
        for (int i = 0; i < 8; i++) {
            // the queue lets servers take turns: who has a place less asks first
            servers.leave(A);
            atB += servers.tryEnter(B) ? 1 : 0;
        }
        assertEquals(4, atB); // what a server begins with
    }

    @Test
    void theLocalDiskIsAsItWas() {
        Servers servers = alone();
        int places = Servers.atLocalDisk(Runtime.getRuntime().availableProcessors());
        assertEquals(places, enter(servers, DISK));
        assertEquals(List.of(), servers.uses());
    }

    @Test
    void theLocalDiskIsGivenTwoItemsForEachProcessorButNeitherFewNorMany() {
        assertEquals(4, Servers.atLocalDisk(1));
        assertEquals(4, Servers.atLocalDisk(2));
        assertEquals(6, Servers.atLocalDisk(3));
        assertEquals(8, Servers.atLocalDisk(4));
        assertEquals(8, Servers.atLocalDisk(64));
    }

    @Test
    void anItemOfTwoServersTakesBothPlacesOrNone() {
        Servers servers = alone();
        assertEquals(4, enter(servers, B));
        assertEquals(0, enter(servers, BOTH));
        assertEquals(4, enter(servers, A));
        servers.leave(A);
        servers.leave(B);
        assertTrue(servers.tryEnter(BOTH));
        assertFalse(servers.tryEnter(A));
        assertFalse(servers.tryEnter(B));
    }

    @Test
    void shrinksAtOnceOnEverythingThatSpeaksOfTooMuch() throws Exception {
        for (TransferException failure :
                List.of(
                        failure(FailureKind.THROTTLED, 429),
                        failure(FailureKind.UNAVAILABLE, 503),
                        failure(FailureKind.TIMED_OUT, 0))) {
            Servers servers = alone();
            enter(servers, A);
            servers.failed(failure.orDuring(Phase.REQUEST), now);
            assertEquals(2, servers.uses().getFirst().last(), failure::toString);
            assertEquals(1, servers.uses().getFirst().shrinks());
        }
        assertEquals("http://a: 4 -> 2 at once: throttled (429) with 4 there", told.getFirst());
        assertEquals(3, told.size(), told::toString);
    }

    @Test
    void otherFailuresDoNotCount() throws Exception {
        Servers servers = alone();
        enter(servers, A);
        servers.failed(failure(FailureKind.NOT_FOUND, 404), now);
        servers.failed(failure(FailureKind.UNAVAILABLE, 202), now); // on its way from tape
        servers.failed(failure(FailureKind.CONNECTION, 0), now);
        assertEquals(List.of(), told);
    }

    @Test
    void whatTheUserGaveIsNotLoweredForAServerThatIsSlow() throws Exception {
        Servers servers = new Servers(8, 8);
        enter(servers, A);
        servers.failed(failure(FailureKind.TIMED_OUT, 0), now);
        servers.failed(failure(FailureKind.UNAVAILABLE, 503), now);
        servers.leave(A);
        assertTrue(servers.tryEnter(A));
    }

    @Test
    void aCrowdedServerIsNotGivenUp() throws Exception {
        Servers servers = alone();
        enter(servers, A);
        for (int i = 0; i < 100; i++) {
            servers.failed("http://a", failure(FailureKind.UNAVAILABLE, 503));
        }
        assertEquals(Optional.empty(), servers.givenUp(A));
    }

    @Test
    void aServerThatFailsEverythingForAnotherReasonIsGivenUp() throws Exception {
        Servers servers = alone();
        enter(servers, A);
        for (int i = 0; i < 11; i++) {
            servers.failed("http://a", failure(FailureKind.UNAVAILABLE, 450));
        }
        assertTrue(servers.givenUp(A).isPresent());
    }

    @Test
    void bytesThatPassCountWhileAnItemIsUnderWay() {
        Servers servers = alone();
        enter(servers, A);
        for (int i = 0; i < 10; i++) {
            now += 100 * MILLI;
            servers.flow(List.of("file", "http://a")).accept(16 << 20);
        }
        assertEquals(8, servers.uses().getFirst().last());
    }

    @Test
    void nothingIsSharedBeforeAServerIsUsed() throws Exception {
        Servers servers = servers(64, 16, Optional.of(table(3)));
        enter(servers, DISK);
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
        assertEquals(3, enter(servers, A));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
        servers.close();
    }

    @Test
    void whoFindsAllPlacesTakenByOthersGetsTheNextOne() throws Exception {
        try (NodeTable other = table(3)) {
            ServerLimit theirs =
                    ServerLimit.adaptive("http://a", 4, 16, Optional.of(other), () -> now);
            while (theirs.tryTake()) {
                continue;
            }
            Servers servers = servers(64, 16, Optional.of(table(3)));
            assertFalse(servers.tryEnter(BOTH));
            assertEquals(3, enter(servers, B)); // where it took none
            Thread waiting = Thread.ofVirtual().unstarted(() -> enterWaiting(servers));
            waiting.start();
            theirs.giveBack();
            waiting.join();
            assertFalse(servers.tryEnter(A));
            servers.close();
        }
    }

    private static void enterWaiting(Servers servers) {
        try {
            servers.enter(A);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void afterTheRunOthersHaveEverything() {
        Servers servers = servers(64, 16, Optional.of(table(3)));
        assertEquals(3, enter(servers, A));
        servers.close();
        Servers next = servers(64, 16, Optional.of(table(3)));
        assertEquals(3, enter(next, A));
        next.close();
    }
}
