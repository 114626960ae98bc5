package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTest {
    @Test
    void partAndTotalAreRead() {
        assertEquals(
                Optional.of(
                        new ContentRange(
                                OptionalLong.of(2), OptionalLong.of(9), OptionalLong.of(10))),
                ContentRange.parse("bytes 2-9/10"));
    }

    @Test
    void theTotalMayBeUnknown() {
        assertEquals(
                Optional.of(
                        new ContentRange(
                                OptionalLong.of(0), OptionalLong.of(0), OptionalLong.empty())),
                ContentRange.parse("bytes 0-0/*"));
    }

    @Test
    void theRangeMayNotExist() {
        assertEquals(
                Optional.of(
                        new ContentRange(
                                OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(10))),
                ContentRange.parse("bytes */10"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes 5-4/10",
                "bytes 5-10/10",
                "items 0-1/2",
                "bytes 0-1",
                "bytes -1-2/3",
                "bytes 0-99999999999999999999/*"
            })
    void whatMakesNoSenseIsAsMissing(String field) {
        assertEquals(Optional.empty(), ContentRange.parse(field));
    }
}
