package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.Sink;
import transfer.protocol.TransferException;
import transfer.protocol.Writing;

/** What is under the final name before, and without, publishing. */
@Needs({Ability.WRITE, Ability.ATOMIC_PUBLISH})
abstract class AtomicWriteChecks extends Checks {
    private static final byte[] OLD = Trial.bytes(1000, 2);
    private static final byte[] CONTENT = Trial.bytes(Trial.SOME_SIZE);

    private Writing begin() throws TransferException, InterruptedException {
        Writing writing =
                trial().open(Sink.class, url("file")).write(url("file"), Trial.requestFor(CONTENT));
        writing.write(ByteBuffer.wrap(CONTENT, 0, 1000));
        return writing;
    }

    private Writing finish() throws TransferException, InterruptedException {
        Writing writing = begin();
        writing.write(ByteBuffer.wrap(CONTENT, 1000, CONTENT.length - 1000));
        writing.finish(List.of(Trial.sha256(CONTENT)));
        return writing;
    }

    private void assertUntouched() throws Exception {
        assertArrayEquals(OLD, fixture().get("file").orElseThrow());
        assertEquals(List.of("file"), fixture().names());
    }

    @Test
    protected void targetAppearsWhenItIsPublishedAndNotBefore() throws Exception {
        try (Writing writing = begin()) {
            assertFalse(fixture().exists("file"));
            writing.write(ByteBuffer.wrap(CONTENT, 1000, CONTENT.length - 1000));
            assertFalse(fixture().exists("file"));
            writing.finish(List.of(Trial.sha256(CONTENT)));
            assertFalse(fixture().exists("file"));
            writing.publish();
            assertArrayEquals(CONTENT, fixture().get("file").orElseThrow());
        }
    }

    @Test
    protected void oldContentStaysUntilTheNewIsPublished() throws Exception {
        fixture().put("file", OLD);
        try (Writing writing = finish()) {
            assertArrayEquals(OLD, fixture().get("file").orElseThrow());
            writing.publish();
            assertArrayEquals(CONTENT, fixture().get("file").orElseThrow());
        }
    }

    @Test
    protected void abortedWritingLeavesNothing() throws Exception {
        Writing writing = begin();
        writing.close();
        writing.close();

        assertEquals(List.of(), fixture().names());
    }

    @Test
    protected void writingAbortedBeforeItsFirstByteLeavesNothing() throws Exception {
        trial().open(Sink.class, url("file")).write(url("file"), Trial.requestFor(CONTENT)).close();

        assertEquals(List.of(), fixture().names());
    }

    @Test
    protected void abortedWritingLeavesTheOldContent() throws Exception {
        fixture().put("file", OLD);
        begin().close();

        assertUntouched();
    }

    @Test
    protected void finishedWritingThatIsNotPublishedLeavesTheOldContent() throws Exception {
        fixture().put("file", OLD);
        finish().close();

        assertUntouched();
    }

    @Test
    protected void endpointClosedInTheMiddleLeavesTheOldContent() throws Exception {
        fixture().put("file", OLD);
        Sink sink = trial().open(Sink.class, url("file"));
        try (Writing writing = sink.write(url("file"), Trial.requestFor(CONTENT))) {
            writing.write(ByteBuffer.wrap(CONTENT, 0, 1000));
            sink.close();
        }

        assertUntouched();
    }

    @Test
    protected void wrongDigestIsNoticedAsThatOrNotAtAllAndNothingAppears() throws Exception {
        fixture().put("file", OLD);
        try (Writing writing = begin()) {
            writing.write(ByteBuffer.wrap(CONTENT, 1000, CONTENT.length - 1000));
            writing.finish(List.of(Trial.sha256(OLD)));
        } catch (TransferException e) {
            trial().inspect(e);
            assertEquals(FailureKind.CHECKSUM_MISMATCH, e.kind());
        }

        assertUntouched();
    }

    @Test
    protected void interruptedWritingLeavesTheOldContent() throws Exception {
        fixture().put("file", OLD);
        try (Writing writing = begin()) {
            trial().interrupted(() -> {
                writing.write(ByteBuffer.wrap(CONTENT, 1000, 1_000_000));
                writing.finish(List.of());
                writing.publish();
            });
        }

        assertUntouched();
    }

    @Test
    protected void writingAbortedByAnInterruptedThreadLeavesTheOldContent() throws Exception {
        fixture().put("file", OLD);
        Writing writing = begin();
        Trial.inVirtualThread(() -> {
            Thread.currentThread().interrupt();
            writing.close();
            return null;
        });

        assertUntouched();
    }
}
