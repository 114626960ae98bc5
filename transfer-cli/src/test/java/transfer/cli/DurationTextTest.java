package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "90s, PT90S",
        "90, PT90S",
        "10m, PT10M",
        "2h, PT2H",
        "1h30m, PT1H30M",
        "1.5h, PT1H30M",
        "500ms, PT0.5S",
        "1d, PT24H",
        "2H, PT2H",
        "0.5, PT0.5S"
    })
    void durationsHaveUnits(String text, Duration duration) {
        assertEquals(duration, DurationText.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0s", "-5s", "5x", "m", "5m 3", "s5", "1h-3m", "5mm"})
    void whatIsNoDurationIsRefused(String text) {
        assertEquals(
                "'" + text + "' is no duration (write 90s, 10m, 2h or 1h30m)",
                assertThrows(IllegalArgumentException.class, () -> DurationText.parse(text))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({"PT0.9S, 0:00", "PT7S, 0:07", "PT12M34S, 12:34", "PT1H2M3S, 1:02:03"})
    void theClockShowsHoursOnlyWhenThereAreAny(Duration duration, String text) {
        assertEquals(text, DurationText.clock(duration));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 1, 0.0",
        "PT1.25S, 1, 1.3",
        "PT0.96S, 1, 1.0",
        "PT1.25S, 3, 1.250",
        "PT0.004S, 3, 0.004",
        "PT59.6S, 0, 60"
    })
    void secondsHaveAsManyDecimalsAsAsked(Duration duration, int digits, String text) {
        assertEquals(text, DurationText.seconds(duration, digits));
    }
}
