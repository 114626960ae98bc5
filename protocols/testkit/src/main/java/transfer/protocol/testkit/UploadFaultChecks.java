package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.chaos.Fault;
import transfer.chaos.FaultProxy;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Protocol;
import transfer.protocol.Sink;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Connections that fail while something is written. */
@Needs({Ability.WRITE, Ability.NETWORK})
abstract class UploadFaultChecks extends Checks {
    protected static final Duration PATIENCE = Duration.ofMillis(100);

    private static final Set<FailureKind> BROKEN =
            Set.of(FailureKind.CONNECTION, FailureKind.TRUNCATED);
    private static final byte[] CONTENT = Trial.bytes(Trial.SOME_SIZE);

    /** More than all buffers between us and a server that takes nothing. */
    private static final int BIG = 64 << 20;

    private FaultProxy proxy(Fault... faults) {
        FaultProxy proxy = FaultProxy.before(fixture().server());
        trial().atEnd(proxy::close);
        proxy.always(faults);
        return proxy;
    }

    private void writeImpatiently(TransferUrl url, byte[] content)
            throws TransferException, InterruptedException {
        Protocol impatient = fixture().impatient(PATIENCE);
        trial().atEnd(impatient::close);
        Sink sink = trial().open(Sink.class, url, impatient, fixture().credentials());
        Trial.write(sink, url, content);
    }

    @Test
    protected void connectionResetAtOnceIsABrokenOne() {
        TransferUrl url = fixture().url("file", proxy(new Fault.Refuse()).port());

        trial().failure(BROKEN, () -> trial().write(url, CONTENT));
    }

    @Test
    protected void connectionResetInTheMiddleIsABrokenOne() throws Exception {
        FaultProxy proxy = proxy(new Fault.CutUploadAfter(600_000));
        TransferUrl url = fixture().url("file", proxy.port());
        Sink sink = trial().open(Sink.class, url);
        trial().failure(
                        BROKEN,
                        Set.of(Phase.BODY, Phase.REQUEST),
                        () -> Trial.write(sink, url, CONTENT));

        proxy.heal();
        Trial.write(sink, url, CONTENT);

        assertArrayEquals(CONTENT, fixture().get("file").orElseThrow(), "written again, whole");
    }

    @Test
    protected void serverThatNeverAnswersTimesOut() {
        TransferUrl url = fixture().url("file", proxy(new Fault.StallAfter(0)).port());

        trial().failure(Set.of(FailureKind.TIMED_OUT), () -> writeImpatiently(url, CONTENT));
    }

    @Test
    protected void serverThatTakesNoMoreTimesOut() {
        TransferUrl url = fixture().url("file", proxy(new Fault.StallUploadAfter(1000)).port());

        trial().failure(
                        Set.of(FailureKind.TIMED_OUT),
                        () -> writeImpatiently(url, Trial.bytes(BIG)));
    }
}
