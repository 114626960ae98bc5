package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteCountTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "4096, 4096",
        "800k, 819200",
        "50M, 52428800",
        "50m, 52428800",
        "50MB, 52428800",
        "50MiB/s, 52428800",
        "1.5G, 1610612736",
        "2T, 2199023255552",
        "1 M/s, 1048576",
        "10B/s, 10"
    })
    void ratesHaveLettersForPowersOf1024(String text, long bytes) {
        assertEquals(bytes, ByteCount.parseRate(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0.2", "-5", "fast", "5X", "M", "5 5", "1e3", "50M/h"})
    void whatIsNoRateIsRefused(String text) {
        assertEquals(
                "'" + text + "' is no rate in bytes a second (write 50M, 1.5G or 800k)",
                assertThrows(IllegalArgumentException.class, () -> ByteCount.parseRate(text))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "1048575, 1.0 MiB",
        "1048576, 1.0 MiB",
        "13207024435, 12.3 GiB",
        "9223372036854775807, 8192.0 PiB"
    })
    void wordsHaveOneDecimalFromAKibibyteOn(long bytes, String words) {
        assertEquals(words, ByteCount.words(bytes));
    }

    /** The reference's figures, as its section of the specification has them. */
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "0,0.0 ",
                "6,6.0 ",
                "1024,1024.0 ",
                "1025,1.0 K",
                "1048576,1024.0 K",
                "1048577,1.0 M",
                "2147483648,2.0 G",
                "1099511627777,1.0 T"
            })
    void statisticsChangeThePrefixAboveAndNotAtAPower(double bytes, String text) {
        assertEquals(text, ByteCount.statistic(bytes));
    }
}
