package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of every size are cut into no more parts than a store takes. */
class S3PartSizeTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(
            longs = {
                1,
                17 << 20,
                80_000 * MIB,
                80_000 * MIB + 1,
                160_000 * MIB,
                160_000 * MIB + 1,
                5L << 40
            })
    void tenThousandPartsSuffice(long size) {
        S3PartSize cut = S3PartSize.of(OptionalLong.of(size));

        assertTrue(Math.ceilDiv(size, cut.bytes()) <= S3PartSize.MOST_PARTS, cut::toString);
        assertTrue(cut.bytes() >= 5 * MIB && cut.bytes() <= 5L << 30, cut::toString);
    }

    @Test
    void partsThatAreTooLargeForMemoryAreNotHeldInIt() {
        assertEquals(1, S3PartSize.of(OptionalLong.of(80_000 * MIB)).units());
        assertEquals(2, S3PartSize.of(OptionalLong.of(80_000 * MIB + 1)).units());
        assertEquals(0, S3PartSize.of(OptionalLong.of(160_000 * MIB + 1)).units());
        assertEquals(2, S3PartSize.of(OptionalLong.empty()).units());
    }
}
