package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class ServersTest {
    private static final List<String> A = List.of("http://a");
    private static final List<String> B = List.of("http://b");

    @Test
    void noMoreThanTheLimitInAll() {
        Servers servers = new Servers(2, 2);
        assertTrue(servers.tryEnter(A));
        assertTrue(servers.tryEnter(B));
        assertFalse(servers.tryEnter(List.of("http://c")));
        servers.leave(A);
        assertTrue(servers.tryEnter(List.of("http://c")));
    }

    @Test
    void noMoreThanTheLimitAtOneServer() {
        Servers servers = new Servers(8, 1);
        assertTrue(servers.tryEnter(A));
        assertFalse(servers.tryEnter(A));
        assertFalse(servers.tryEnter(List.of("http://b", "http://a")));
        assertTrue(servers.tryEnter(B));
    }

    @Test
    void whoWaitsForAPlaceCanBeSeen() throws Exception {
        Servers servers = new Servers(1, 1);
        assertTrue(servers.tryEnter(A));
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                servers.enter(A);
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
        while (!isAwaited(servers)) {
            Thread.onSpinWait();
        }
        servers.leave(A);
        waiting.join();
        assertFalse(isAwaited(servers));
        assertFalse(servers.tryEnter(A));
    }

    private static boolean isAwaited(Servers servers) {
        servers.lock().lock();
        try {
            return servers.isAwaited();
        } finally {
            servers.lock().unlock();
        }
    }

    @Test
    void aStreamBesidesAnItemTakesAPlaceLikeAnItem() {
        Servers servers = new Servers(3, 2);
        assertTrue(servers.tryEnter(A));
        assertTrue(servers.tryEnterBesides("http://a"));
        assertFalse(servers.tryEnterBesides("http://a"));
        assertFalse(servers.wantsPlaceBack("http://a")); // nobody but another stream was refused
        assertTrue(servers.tryEnter(B));
        assertFalse(servers.tryEnterBesides("http://b"));
        servers.leaveBesides("http://a");
        assertTrue(servers.tryEnterBesides("http://b"));
    }

    @Test
    void anItemThatFindsNoPlaceGetsThatOfAStream() {
        Servers servers = new Servers(8, 2);
        assertTrue(servers.tryEnter(A));
        assertTrue(servers.tryEnterBesides("http://a"));
        assertFalse(servers.tryEnter(A));
        assertTrue(servers.wantsPlaceBack("http://a"));
        assertFalse(servers.wantsPlaceBack("http://a")); // one is enough
        servers.leaveBesides("http://a");
        assertTrue(servers.tryEnter(A));
    }

    @Test
    void aStreamElsewhereIsInNobodysWay() {
        Servers servers = new Servers(8, 1);
        assertTrue(servers.tryEnterBesides("http://b"));
        assertTrue(servers.tryEnter(A));
        assertFalse(servers.tryEnter(A));
        assertFalse(servers.wantsPlaceBack("http://a"));
    }

    @Test
    void aServerThatRefusesGetsFewerAtOnce() {
        Servers servers = new Servers(8, 8);
        enter(servers, 4);
        refused(servers);
        refused(servers);
        servers.leave(A);
        servers.leave(A);
        assertFalse(servers.tryEnter(A));
        assertTrue(servers.tryEnter(B));
        servers.leave(A);
        assertTrue(servers.tryEnter(A));
        assertFalse(servers.tryEnter(A));
    }

    @Test
    void oneIsAlwaysLetIn() {
        Servers servers = new Servers(8, 8);
        refused(servers);
        refused(servers);
        assertTrue(servers.tryEnter(A));
        assertFalse(servers.tryEnter(A));
    }

    @Test
    void whenItGoesWellForAWhileOneMoreIsTried() {
        Servers servers = new Servers(8, 2);
        enter(servers, 2);
        refused(servers);
        servers.leave(A);
        for (int i = 1; i < 16; i++) {
            servers.wentWell(A);
            assertFalse(servers.tryEnter(A));
        }
        servers.wentWell(A);
        assertTrue(servers.tryEnter(A));
        for (int i = 0; i < 1000; i++) {
            servers.wentWell(A);
        }
        assertFalse(servers.tryEnter(A));
    }

    @Test
    void eachRefusalMakesTheWaitForOneMoreLonger() {
        Servers servers = new Servers(8, 2);
        enter(servers, 2);
        refused(servers);
        refused(servers);
        servers.leave(A);
        for (int i = 0; i < 31; i++) {
            servers.wentWell(A);
        }
        assertFalse(servers.tryEnter(A));
        servers.wentWell(A);
        assertTrue(servers.tryEnter(A));
    }

    @Test
    void refusingWhoComesBesidesOthersDoesNotSpeakAgainstAServer() {
        Servers servers = new Servers(64, 64);
        enter(servers, 2);
        for (int i = 0; i < 100; i++) {
            servers.failed("http://a", failure(FailureKind.THROTTLED));
        }
        assertEquals(Optional.empty(), servers.givenUp(A));
        servers.leave(A);
        for (int i = 0; i < 11; i++) {
            servers.failed("http://a", failure(FailureKind.THROTTLED));
        }
        assertTrue(servers.givenUp(A).isPresent());
    }

    private static void refused(Servers servers) {
        servers.failed(failure(FailureKind.THROTTLED), 0);
    }

    private static TransferException failure(FailureKind kind) {
        try {
            return new TransferException(kind, TransferUrl.parse("http://a/f"), "too many");
        } catch (MalformedUrlException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void enter(Servers servers, int times) {
        for (int i = 0; i < times; i++) {
            assertTrue(servers.tryEnter(A));
        }
    }

    @Test
    void aServerWithoutDigestsIsRemembered() {
        Servers servers = new Servers(8, 8);
        assertTrue(servers.mayTellDigests("http://a"));
        servers.tellsNoDigests("http://a");
        assertFalse(servers.mayTellDigests("http://a"));
        assertTrue(servers.mayTellDigests("http://b"));
    }

    @Test
    void aServerWithoutRangesIsRemembered() {
        Servers servers = new Servers(8, 8);
        assertTrue(servers.mayGiveRanges("http://a"));
        servers.givesNoRanges("http://a");
        assertFalse(servers.mayGiveRanges("http://a"));
        assertTrue(servers.mayGiveRanges("http://b"));
    }

    @Test
    void tenFailuresAreTooFewToGiveUp() {
        assertEquals(Optional.empty(), afterFailures(10, FailureKind.CONNECTION));
    }

    @Test
    void elevenFailuresOfElevenAreEnough() {
        Servers servers = new Servers(8, 8);
        for (int i = 0; i < 10; i++) {
            servers.failed("http://a", failure(FailureKind.CONNECTION));
        }
        Optional<String> reason = servers.failed("http://a", failure(FailureKind.CONNECTION));
        assertEquals(Optional.of("11 of 11 items failed there, the last with: too many"), reason);
        assertTrue(servers.givenUp(A).isPresent());
        assertEquals(Optional.empty(), servers.givenUp(B));
    }

    @Test
    void itemsThatAreStillAtItMaySucceed() {
        Servers servers = new Servers(64, 64);
        for (int i = 0; i < 3; i++) {
            servers.begun(A);
        }
        for (int i = 0; i < 12; i++) {
            servers.failed("http://a", failure(FailureKind.CONNECTION));
        }
        assertEquals(Optional.empty(), servers.givenUp(A));
        servers.ended(A);
        servers.failed("http://a", failure(FailureKind.CONNECTION));
        assertTrue(servers.givenUp(A).isPresent());
    }

    @Test
    void missingFilesDoNotSpeakAgainstAServer() {
        assertEquals(Optional.empty(), afterFailures(100, FailureKind.NOT_FOUND));
    }

    @Test
    void oneSuccessInFiveIsEnoughToGoOn() {
        Servers servers = new Servers(8, 8);
        for (int i = 0; i < 40; i++) {
            if (i % 5 == 0) {
                servers.succeeded("http://a");
            } else {
                servers.failed("http://a", failure(FailureKind.TIMED_OUT));
            }
        }
        assertEquals(Optional.empty(), servers.givenUp(A));
    }

    private static Optional<String> afterFailures(int count, FailureKind kind) {
        Servers servers = new Servers(8, 8);
        for (int i = 0; i < count; i++) {
            servers.failed("http://a", failure(kind));
        }
        return servers.givenUp(A);
    }
}
