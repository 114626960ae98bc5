package transfer.protocol.httpclient;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import okhttp3.Headers;

/**
 * The dates of HTTP (RFC 9110, section 5.6.7). The form that servers have to send, as in {@code
 * Sun, 06 Nov 1994 08:49:37 GMT}, is read here: the library's reader brings in the calendars and
 * languages of the runtime, which takes longer than bringing a small file. It reads the others.
 */
final class HttpDate {
    private static final String FORM = "Www, 00 Mmm 0000 00:00:00 GMT";
    private static final String WEEKDAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private HttpDate() {}

    /** The time that a text tells; empty when it tells none. */
    static Optional<Instant> parse(String text) {
        return usual(text)
                .or(() ->
                        Optional.ofNullable(
                                new Headers.Builder()
                                        .addUnsafeNonAscii("Date", text)
                                        .build()
                                        .getInstant("Date")));
    }

    private static Optional<Instant> usual(String text) {
        if (!hasForm(text)) {
            return Optional.empty();
        }
        int weekday = WEEKDAYS.indexOf(text.substring(0, 3));
        int month = MONTHS.indexOf(text.substring(8, 11));
        if (weekday < 0 || weekday % 3 != 0 || month < 0 || month % 3 != 0) {
            return Optional.empty();
        }
        try {
            LocalDateTime time =
                    LocalDateTime.of(
                            number(text, 12, 16),
                            month / 3 + 1,
                            number(text, 5, 7),
                            number(text, 17, 19),
                            number(text, 20, 22),
                            number(text, 23, 25));
            return time.getDayOfWeek().getValue() == weekday / 3 + 1
                    ? Optional.of(time.toInstant(ZoneOffset.UTC))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty(); // a day or an hour that there is not
        }
    }

    private static boolean hasForm(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char wanted = FORM.charAt(i);
            char c = text.charAt(i);
            boolean letter = i < 3 || i >= 8 && i < 11; // those of the names are compared later
            if (wanted == '0' ? c < '0' || c > '9' : !letter && c != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int begin, int end) {
        return Integer.parseInt(text, begin, end, 10);
    }
}
