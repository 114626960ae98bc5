package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;

/** What {@link Source} and {@link Reading} promise of parts of files. */
@Needs({Ability.READ, Ability.RANGES})
abstract class RangeChecks extends Checks {
    private static final byte[] CONTENT = Trial.bytes(Trial.SOME_SIZE);
    private static final int MIDDLE = 500_001;

    protected final Source source() throws Exception {
        return trial().open(Source.class, url("file"));
    }

    private static ReadRequest range(long offset, OptionalLong length) {
        return new ReadRequest(offset, length, Optional.empty(), false);
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
}
