package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;

/** Interruption is cancellation, and never looks like a failure of the server. */
@Needs({Ability.STAT, Ability.READ})
abstract class InterruptionChecks extends Checks {
    private static final byte[] CONTENT = Trial.bytes(16 << 20);

    private Source source() throws TransferException {
        return trial().open(Source.class, url("file"));
    }

    @Test
    protected void interruptedReadingEndsBeforeTheFileDoes() throws Exception {
        fixture().put("file", CONTENT);
        try (Reading reading = source().read(url("file"), ReadRequest.WHOLE)) {
            reading.read(ByteBuffer.allocate(1000));
            trial().interrupted(() -> Trial.rest(reading));
        }
    }

    @Test
    protected void readingClosedByAnInterruptedThreadIsClosed() throws Exception {
        fixture().put("file", CONTENT);
        Source source = source();
        Reading reading = source.read(url("file"), ReadRequest.WHOLE);
        Trial.inVirtualThread(() -> {
            Thread.currentThread().interrupt();
            reading.close();
            source.close();
            return null;
        });

        assertArrayEquals(CONTENT, trial().read(url("file")));
    }

    @Test
    protected void interruptedThreadGetsItsAnswerOrTheInterruption() throws Exception {
        fixture().put("file", CONTENT);
        boolean interruptedAtOnce =
                Trial.inVirtualThread(() -> {
                    Thread.currentThread().interrupt();
                    try {
                        source().stat(url("file"));
                        return Thread.currentThread().isInterrupted();
                    } catch (InterruptedException e) {
                        return true;
                    }
                });

        assertTrue(interruptedAtOnce, "the interruption is lost");
    }

    @Test
    protected void othersGoOnAfterAnInterruption() throws Exception {
        fixture().put("file", CONTENT);
        try (Reading reading = source().read(url("file"), ReadRequest.WHOLE)) {
            trial().interrupted(() -> Trial.rest(reading));
        }

        assertArrayEquals(CONTENT, trial().read(url("file")));
    }
}
