package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.Identity;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;

/** What the contract promises of files that change: bytes of two states are never mixed. */
@Needs({Ability.STAT, Ability.READ, Ability.IDENTITY})
abstract class IdentityChecks extends Checks {
    private static final byte[] CONTENT = Trial.bytes(Trial.SOME_SIZE);
    private static final int MIDDLE = 500_001;

    protected final Source source() throws Exception {
        return trial().open(Source.class, url("file"));
    }

    private Identity identity() throws Exception {
        return source().stat(url("file")).identity().orElseThrow();
    }

    @Test
    protected void fileThatChangesGetsAnotherIdentity() throws Exception {
        fixture().put("file", Trial.bytes(99));
        Identity before = identity();
        fixture().put("file", Trial.bytes(100, 2));

        assertNotEquals(before, identity());
    }

    @Test
    protected void readingTellsTheIdentityThatStatTells() throws Exception {
        fixture().put("file", Trial.bytes(99));
        Source source = source();

        try (Reading reading = source.read(url("file"), ReadRequest.WHOLE)) {
            assertTrue(reading.stat().identity().isPresent());
            assertEquals(Optional.of(identity()), reading.stat().identity());
        }
    }

    @Test
    protected void tailOfTheSameStateIsRead() throws Exception {
        fixture().put("file", CONTENT);

        try (Reading reading = source().read(url("file"), ReadRequest.from(MIDDLE, identity()))) {
            assertEquals(has(Ability.RANGES) ? MIDDLE : 0, reading.offset());
            assertArrayEquals(
                    Arrays.copyOfRange(CONTENT, (int) reading.offset(), CONTENT.length),
                    Trial.rest(reading));
        }
    }

    @Test
    protected void tailOfAnotherStateIsNeverGiven() throws Exception {
        fixture().put("file", CONTENT);
        Identity before = identity();
        byte[] changed = Trial.bytes(CONTENT.length + 7, 2);
        fixture().put("file", changed);

        expectWholeOrChanged(ReadRequest.from(MIDDLE, before), before, changed);
    }

    @Test
    protected void tailOfAnotherStateIsNeverGivenWhenTheFileBecameShorter() throws Exception {
        fixture().put("file", CONTENT);
        Identity before = identity();
        byte[] changed = Trial.bytes(1000, 2);
        fixture().put("file", changed);

        expectWholeOrChanged(ReadRequest.from(MIDDLE, before), before, changed);
    }

    @Test
    protected void conditionOfAnotherStateHoldsFromTheFirstByteToo() throws Exception {
        fixture().put("file", CONTENT);
        Identity before = identity();
        byte[] changed = Trial.bytes(CONTENT.length + 7, 2);
        fixture().put("file", changed);

        expectWholeOrChanged(ReadRequest.from(0, before), before, changed);
    }

    private void expectWholeOrChanged(ReadRequest request, Identity before, byte[] changed)
            throws Exception {
        try (Reading reading = source().read(url("file"), request)) {
            assertEquals(0, reading.offset());
            assertNotEquals(Optional.of(before), reading.stat().identity());
            assertArrayEquals(changed, Trial.rest(reading));
        } catch (TransferException e) {
            trial().inspect(e);
            assertEquals(FailureKind.CHANGED, e.kind());
        }
    }

    @Test
    protected void fileReplacedWhileItIsReadIsNeverMixed() throws Exception {
        fixture().put("file", CONTENT);
        byte[] read = new byte[CONTENT.length];

        try (Reading reading = source().read(url("file"), ReadRequest.WHOLE)) {
            ByteBuffer buffer = ByteBuffer.wrap(read);
            while (buffer.position() < 1000 && reading.read(buffer) >= 0) {
                // the first bytes
            }
            fixture().put("file", Trial.bytes(CONTENT.length, 2));
            while (buffer.hasRemaining() && reading.read(buffer) >= 0) {
                // the others
            }
            assertArrayEquals(CONTENT, Arrays.copyOf(read, buffer.position()));
            assertEquals(CONTENT.length, buffer.position());
        } catch (TransferException e) {
            trial().inspect(e);
            assertEquals(FailureKind.CHANGED, e.kind());
        }
    }
}
