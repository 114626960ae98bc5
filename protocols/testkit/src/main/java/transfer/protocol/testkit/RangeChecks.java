package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.Identity;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;

/** What {@link Source} and {@link Reading} promise of parts of files. */
@Needs({Ability.READ, Ability.RANGES})
public abstract class RangeChecks extends Checks {
    private static final byte[] CONTENT = Trial.bytes(Trial.SOME_SIZE);
    private static final int MIDDLE = 500_001;

    protected RangeChecks(EndpointConformance suite) {
        super(suite);
    }

    protected final Source source() throws Exception {
        return trial().open(Source.class, url("file"));
    }

    private static ReadRequest range(long offset, OptionalLong length) {
        return new ReadRequest(offset, length, Optional.empty(), false);
    }

    private Identity identity() throws Exception {
        return source().stat(url("file")).identity().orElseThrow();
    }

    @Test
    protected void readingFromAnOffsetGivesTheTail() throws Exception {
        fixture().put("file", CONTENT);

        try (Reading reading = source().read(url("file"), range(MIDDLE, OptionalLong.empty()))) {
            assertEquals(MIDDLE, reading.offset());
            assertEquals(OptionalLong.of(CONTENT.length), reading.stat().size());
            assertArrayEquals(
                    Arrays.copyOfRange(CONTENT, MIDDLE, CONTENT.length), Trial.rest(reading));
        }
    }

    @Test
    protected void readingWithALengthGivesThatMuch() throws Exception {
        fixture().put("file", CONTENT);

        try (Reading reading = source().read(url("file"), range(MIDDLE, OptionalLong.of(70_000)))) {
            assertEquals(MIDDLE, reading.offset());
            assertEquals(OptionalLong.of(CONTENT.length), reading.stat().size());
            assertArrayEquals(
                    Arrays.copyOfRange(CONTENT, MIDDLE, MIDDLE + 70_000), Trial.rest(reading));
        }
    }

    @Test
    protected void lengthBeyondTheEndGivesWhatIsThere() throws Exception {
        fixture().put("file", CONTENT);
        ReadRequest lastBytes = range(CONTENT.length - 3, OptionalLong.of(1000));

        assertArrayEquals(
                Arrays.copyOfRange(CONTENT, CONTENT.length - 3, CONTENT.length),
                trial().read(url("file"), lastBytes));
    }

    @Test
    protected void singleBytesAreRead() throws Exception {
        fixture().put("file", CONTENT);

        for (int at : new int[] {0, 1, MIDDLE, CONTENT.length - 1}) {
            assertArrayEquals(
                    new byte[] {CONTENT[at]},
                    trial().read(url("file"), range(at, OptionalLong.of(1))),
                    () -> "at " + at);
        }
    }

    @Test
    protected void offsetAtTheEndGivesNothing() throws Exception {
        fixture().put("file", CONTENT);

        assertEquals(
                0, trial().read(url("file"), range(CONTENT.length, OptionalLong.empty())).length);
    }

    @Test
    protected void offsetBeyondTheEndNeverGivesBytes() throws Exception {
        fixture().put("file", CONTENT);
        ReadRequest beyond = range(CONTENT.length + 1, OptionalLong.empty());

        trial().failure(
                        Set.of(FailureKind.BAD_REQUEST, FailureKind.CHANGED),
                        () -> trial().read(url("file"), beyond));
    }

    @Test
    @Needs(Ability.IDENTITY)
    protected void tailOfTheSameStateIsRead() throws Exception {
        fixture().put("file", CONTENT);

        try (Reading reading = source().read(url("file"), ReadRequest.from(MIDDLE, identity()))) {
            assertEquals(MIDDLE, reading.offset());
            assertArrayEquals(
                    Arrays.copyOfRange(CONTENT, MIDDLE, CONTENT.length), Trial.rest(reading));
        }
    }

    @Test
    @Needs(Ability.IDENTITY)
    protected void tailOfAnotherStateIsNeverGiven() throws Exception {
        fixture().put("file", CONTENT);
        Identity before = identity();
        byte[] changed = Trial.bytes(CONTENT.length + 7, 2);
        fixture().put("file", changed);

        expectWholeOrChanged(ReadRequest.from(MIDDLE, before), before, changed);
    }

    @Test
    @Needs(Ability.IDENTITY)
    protected void tailOfAnotherStateIsNeverGivenWhenTheFileBecameShorter() throws Exception {
        fixture().put("file", CONTENT);
        Identity before = identity();
        byte[] changed = Trial.bytes(1000, 2);
        fixture().put("file", changed);

        expectWholeOrChanged(ReadRequest.from(MIDDLE, before), before, changed);
    }

    @Test
    @Needs(Ability.IDENTITY)
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
