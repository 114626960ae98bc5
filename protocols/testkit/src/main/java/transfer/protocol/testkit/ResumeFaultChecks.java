package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.chaos.Fault;
import transfer.chaos.FaultProxy;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.Protocol;
import transfer.protocol.ResumableSink;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;

/** Uploads whose connection breaks, and that go on by another one. */
@Needs({Ability.WRITE, Ability.RESUME, Ability.NETWORK})
abstract class ResumeFaultChecks extends Checks {
    private static final Set<FailureKind> BROKEN =
            Set.of(FailureKind.CONNECTION, FailureKind.TRUNCATED, FailureKind.TIMED_OUT);
    private static final byte[] CONTENT = Trial.bytes(12 << 20);
    private static final int CUT = 8 << 20;

    /** A busy machine may be silent for a while before it has written anything at all. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private String mark = "k3v-1";

    /** By the mark, or by the ticket that the writing with it has given. */
    private Writing resume(ResumableSink sink, TransferUrl url)
            throws TransferException, InterruptedException {
        Writing writing = sink.resume(url, Trial.requestFor(CONTENT), mark);
        mark = writing.ticket().map(Secret::reveal).orElse(mark);
        return writing;
    }

    private void breakOff(Fault fault, Protocol protocol, boolean afterwards) throws Exception {
        FaultProxy proxy = FaultProxy.before(fixture().server());
        trial().atEnd(proxy::close);
        proxy.always(fault);
        TransferUrl url = fixture().url("file", proxy.port());
        ResumableSink sink =
                trial().open(ResumableSink.class, url, protocol, fixture().credentials());
        trial().failure(
                        BROKEN,
                        () -> {
                            try (Writing writing = resume(sink, url)) {
                                try {
                                    Trial.fill(writing, CONTENT);
                                    writing.finish(List.of(Trial.sha256(CONTENT)));
                                } catch (TransferException e) {
                                    writing.leave();
                                    throw e;
                                }
                            }
                        });
        if (afterwards) {
            proxy.heal();
            complete(sink, url);
        }
    }

    private void complete(ResumableSink sink, TransferUrl url) throws Exception {
        try (Writing writing = resume(sink, url)) {
            long offset = writing.offset();
            assertTrue(0 < offset && offset <= CUT, () -> "went on at " + offset);
            Trial.fill(writing, Arrays.copyOfRange(CONTENT, (int) offset, CONTENT.length));
            writing.finish(List.of(Trial.sha256(CONTENT)));
            writing.publish();
        }
        assertArrayEquals(CONTENT, fixture().get("file").orElseThrow());
        assertEquals(List.of("file"), fixture().names());
    }

    @Test
    protected void afterABrokenConnectionItGoesOnByTheSameEndpoint() throws Exception {
        breakOff(new Fault.CutUploadAfter(CUT), fixture().protocol(), true);
    }

    @Test
    protected void afterABrokenConnectionItGoesOnByAnotherEndpoint() throws Exception {
        breakOff(new Fault.CutUploadAfter(CUT), fixture().protocol(), false);

        complete(trial().open(ResumableSink.class, url("file")), url("file"));
    }

    @Test
    protected void whatAServerThatFellSilentHasGoesOn() throws Exception {
        Protocol impatient = fixture().impatient(PATIENCE);
        trial().atEnd(impatient::close);
        breakOff(new Fault.StallUploadAfter(CUT), impatient, false);

        complete(trial().open(ResumableSink.class, url("file")), url("file"));
    }
}
