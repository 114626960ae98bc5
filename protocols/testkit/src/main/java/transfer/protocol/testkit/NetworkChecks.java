package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import transfer.chaos.Fault;
import transfer.chaos.FaultProxy;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Protocol;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Connections that fail while something is read. */
@Needs({Ability.READ, Ability.NETWORK})
abstract class NetworkChecks extends Checks {
    protected static final Duration PATIENCE = Duration.ofMillis(100);

    private static final Set<FailureKind> BROKEN =
            Set.of(FailureKind.CONNECTION, FailureKind.TRUNCATED);
    private static final Set<Phase> BEFORE_THE_BODY =
            Set.of(Phase.CONNECT, Phase.TLS, Phase.LOGIN, Phase.REQUEST);
    private static final byte[] CONTENT = Trial.bytes(Trial.SOME_SIZE);
    private static final int MIDDLE = 600_000;

    /** A proxy with these faults in front of the server, which has the content under "file". */
    protected final FaultProxy proxy(Fault... faults) throws Exception {
        fixture().put("file", CONTENT);
        FaultProxy proxy = FaultProxy.before(fixture().server());
        trial().atEnd(proxy::close);
        proxy.always(faults);
        return proxy;
    }

    protected final byte[] read(FaultProxy proxy) throws TransferException, InterruptedException {
        return trial().read(fixture().url("file", proxy.port()));
    }

    /** Reads with a family that waits no longer than {@link #PATIENCE}. */
    protected final byte[] readImpatiently(int port)
            throws TransferException, InterruptedException {
        Protocol impatient = fixture().impatient(PATIENCE);
        trial().atEnd(impatient::close);
        TransferUrl url = fixture().url("file", port);
        Source source = trial().open(Source.class, url, impatient, fixture().credentials());
        return Trial.read(source, url, ReadRequest.WHOLE);
    }

    /** A port that nobody listens on, held until the check ends, so that nobody else can. */
    private int deadPort() throws Exception {
        Socket held = new Socket();
        trial().atEnd(() -> DeafServer.quietly(held));
        held.bind(new InetSocketAddress("127.0.0.1", 0));
        return held.getLocalPort();
    }

    @Test
    protected void proxyWithoutFaultsIsNotNoticed() throws Exception {
        assertArrayEquals(CONTENT, read(proxy()));
    }

    @Test
    protected void readingTellsWhoAnswered() throws Exception {
        FaultProxy proxy = proxy();
        TransferUrl url = fixture().url("file", proxy.port());

        try (Reading reading = trial().open(Source.class, url).read(url, ReadRequest.WHOLE)) {
            assertEquals(
                    Optional.of("127.0.0.1:" + proxy.port()),
                    reading.stat().provenance().address());
        }
    }

    @Test
    protected void openingConnectsNowhere() throws Exception {
        FaultProxy proxy = proxy(new Fault.Refuse());
        TransferUrl url = fixture().url("file", proxy.port());

        trial().open(Endpoint.class, url).close();
        trial().open(Endpoint.class, fixture().url("file", deadPort())).close();

        knock(proxy.port());
        assertEquals(1, proxy.connections(), "our own connection and no other");
    }

    /** Connects, and comes back when that, and whoever came before, was noticed. */
    private static void knock(int port) {
        assertThrows(
                SocketException.class,
                () -> {
                    try (Socket socket = new Socket("127.0.0.1", port)) {
                        socket.getInputStream().read();
                    }
                });
    }

    @Test
    protected void refusedConnectionIsOne() throws Exception {
        int port = deadPort();
        TransferUrl url = fixture().url("file", port);

        TransferException failure =
                trial().failure(
                                Set.of(FailureKind.CONNECTION),
                                Set.of(Phase.CONNECT),
                                () -> trial().read(url));

        assertEquals(Optional.of("ECONNREFUSED"), failure.errno());
        assertEquals(Optional.of("127.0.0.1:" + port), failure.provenance().address());
    }

    @Test
    protected void passwordInTheUrlIsNeverShown() throws Exception {
        String text = fixture().url("file", deadPort()).text();
        TransferUrl url =
                TransferUrl.parse(
                        text.replaceFirst("://([^@/]*@)?", "://somebody:hunter2hunter2@"));
        SecretScan scan = new SecretScan(List.of("hunter2hunter2"));

        Source source = trial().open(Source.class, url);
        TransferException failure =
                trial().failure(
                                Set.of(FailureKind.CONNECTION, FailureKind.BAD_REQUEST),
                                () -> Trial.read(source, url, ReadRequest.WHOLE));

        scan.check(failure);
        scan.check(source.toString());
    }

    @Test
    protected void connectingIsGivenUpAfterAWhile() {
        DeafServer deaf = DeafServer.start();
        trial().atEnd(deaf::close);

        trial().failure(
                        Set.of(FailureKind.TIMED_OUT, FailureKind.CONNECTION),
                        Set.of(Phase.CONNECT),
                        () -> readImpatiently(deaf.port()));
    }

    @Test
    protected void connectionResetAtOnceIsABrokenOne() throws Exception {
        FaultProxy proxy = proxy(new Fault.Refuse());

        trial().failure(BROKEN, BEFORE_THE_BODY, () -> read(proxy));
    }

    @Test
    protected void connectionClosedBeforeTheAnswerIsABrokenOne() throws Exception {
        FaultProxy proxy = proxy(new Fault.CloseAfter(0));

        trial().failure(BROKEN, BEFORE_THE_BODY, () -> read(proxy));
    }

    @Test
    protected void connectionResetInTheMiddleIsNoEnd() throws Exception {
        FaultProxy proxy = proxy(new Fault.CutAfter(MIDDLE));

        trial().failure(BROKEN, Set.of(Phase.BODY), () -> read(proxy));
    }

    @Test
    protected void connectionClosedInTheMiddleIsNoEnd() throws Exception {
        FaultProxy proxy = proxy(new Fault.CloseAfter(MIDDLE));

        trial().failure(BROKEN, Set.of(Phase.BODY), () -> read(proxy));
    }

    @Test
    protected void oneEndpointReadsAgainAfterABrokenConnection() throws Exception {
        FaultProxy proxy = proxy(new Fault.CutAfter(MIDDLE));
        TransferUrl url = fixture().url("file", proxy.port());
        Source source = trial().open(Source.class, url);
        trial().failure(BROKEN, () -> Trial.read(source, url, ReadRequest.WHOLE));

        proxy.heal();

        assertArrayEquals(CONTENT, Trial.read(source, url, ReadRequest.WHOLE));
    }

    @Test
    protected void slowServerIsWaitedFor() throws Exception {
        FaultProxy proxy =
                proxy(new Fault.Delay(Duration.ofMillis(50)), new Fault.Rate(20_000_000));

        assertArrayEquals(CONTENT, read(proxy));
    }

    @Test
    protected void silentServerTimesOut() throws Exception {
        FaultProxy proxy = proxy(new Fault.StallAfter(0));

        trial().failure(
                        Set.of(FailureKind.TIMED_OUT),
                        BEFORE_THE_BODY,
                        () -> readImpatiently(proxy.port()));
    }

    @Test
    protected void serverThatFallsSilentInTheMiddleTimesOut() throws Exception {
        FaultProxy proxy = proxy(new Fault.StallAfter(MIDDLE));

        // in any phase: on a busy machine so little patience may end before the middle
        trial().failure(Set.of(FailureKind.TIMED_OUT), () -> readImpatiently(proxy.port()));
    }

    @Test
    protected void interruptedReadOfASilentServerEndsAtOnce() throws Exception {
        FaultProxy proxy = proxy(new Fault.StallAfter(MIDDLE));

        assertInterruptible(() -> read(proxy), () -> proxy.answered() >= MIDDLE);
    }

    @Test
    protected void interruptedRequestToASilentServerEndsAtOnce() throws Exception {
        FaultProxy proxy = proxy(new Fault.StallAfter(0));

        assertInterruptible(() -> read(proxy), () -> proxy.connections() > 0);
    }

    @Test
    protected void interruptedConnectingEndsAtOnce() throws Exception {
        DeafServer deaf = DeafServer.start();
        trial().atEnd(deaf::close);
        TransferUrl url = fixture().url("file", deaf.port());
        CountDownLatch begun = new CountDownLatch(1);

        assertInterruptible(
                () -> {
                    begun.countDown();
                    return trial().read(url);
                },
                () -> begun.getCount() == 0);
    }

    @Test
    protected void closedFamilyKeepsNoConnection() throws Exception {
        FaultProxy proxy = proxy();
        try (Protocol family = fixture().impatient(Trial.PATIENCE)) {
            TransferUrl url = fixture().url("file", proxy.port());
            Source source = trial().open(Source.class, url, family, fixture().credentials());
            Trial.read(source, url, ReadRequest.WHOLE);
            source.close();
        }
        assertTrue(proxy.connections() > 0);
        assertTimeoutPreemptively(
                Trial.PATIENCE,
                () -> {
                    while (proxy.open() > 0) {
                        Thread.onSpinWait();
                    }
                });
    }

    private interface Action {
        Object run() throws TransferException, InterruptedException;
    }

    private interface Condition {
        boolean holds();
    }

    /** Interrupts the action in its own thread once it stands still where the condition holds. */
    private void assertInterruptible(Action action, Condition reached) throws Exception {
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                end.set(new AssertionError("read " + action.run()));
                            } catch (TransferException | InterruptedException e) {
                                end.set(e);
                            }
                        });
        while (thread.isAlive() && !(reached.holds() && isWaiting(thread))) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        assertTrue(thread.join(Trial.PATIENCE), "goes on after it was interrupted");
        assertInstanceOf(InterruptedException.class, end.get(), () -> "ended by " + end.get());
    }

    private static boolean isWaiting(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            default -> false;
        };
    }
}
