package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    /** What the library makes of it. */
    private static Optional<Instant> theirs(String text) {
        return Optional.ofNullable(
                new Headers.Builder().addUnsafeNonAscii("Date", text).build().getInstant("Date"));
    }

    @Test
    void theThreeFormsOfTheStandardAreOneTime() {
        Optional<Instant> time = Optional.of(Instant.parse("1994-11-06T08:49:37Z"));
        assertEquals(time, HttpDate.parse("Sun, 06 Nov 1994 08:49:37 GMT"));
        assertEquals(time, HttpDate.parse("Sunday, 06-Nov-94 08:49:37 GMT"));
        assertEquals(time, HttpDate.parse("Sun Nov  6 08:49:37 1994"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thu, 01 Jan 1970 00:00:00 GMT",
                "Thu, 29 Feb 2024 23:59:59 GMT",
                "Fri, 31 Dec 2100 12:00:00 GMT",
                "Mon, 01 Jan 1900 00:00:00 GMT"
            })
    void itIsReadAsTheLibraryReadsIt(String text) {
        assertEquals(theirs(text), HttpDate.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:49:37 GMT",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "unS, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 ovD 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 gmt",
                "Sun, 0x Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08.49:37 GMT",
                "Sun, +6 Nov 1994 08:49:37 GMT",
                "S\u00fcn, 06 Nov 1994 08:49:37 GMT",
                "Sun, 0\u0666 Nov 1994 08:49:37 GMT"
            })
    void whatIsNoTimeOfTheUsualFormIsLeftToTheLibrary(String text) {
        assertEquals(theirs(text), HttpDate.parse(text));
    }
}
