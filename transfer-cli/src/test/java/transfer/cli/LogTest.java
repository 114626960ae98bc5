package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTest {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 2, 3, 4, 5, 42_999_999);
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-22T23:30:00.007Z"), ZoneId.of("Asia/Tokyo"));

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(written, true));

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "DEBUG,2026-01-02 03:04:05;042   DEBUG:  words",
                "INFO,2026-01-02 03:04:05;042    INFO:  words",
                "WARNING,2026-01-02 03:04:05;042 WARNING:  words",
                "ERROR,2026-01-02 03:04:05;042   ERROR:  words",
                "CRITICAL,2026-01-02 03:04:05;042 CRITICAL:  words"
            })
    void linesHaveTheFormOfPegasusLogs(Log.Level level, String line) {
        assertEquals(line.replace(';', ','), Log.line(level, TIME, "words"));
    }

    @Test
    void onlyTheFirstLineOfAMessageCarriesThePrefix() {
        assertEquals(
                "2026-01-02 03:04:05,042    INFO:  one\ntwo",
                Log.line(Log.Level.INFO, TIME, "one\ntwo"));
    }

    @Test
    void timesAreLocal() {
        Log.forJob(screen, CLOCK, false).info("words");
        assertEquals("2026-11-23 08:30:00,007    INFO:  words\n", text());
    }

    @Test
    void aJobHearsEverythingButDebugging() {
        Log log = Log.forJob(screen, CLOCK, false);
        log.debug("d");
        log.info("i");
        log.warning("w");
        log.error("e");
        log.critical("c");
        assertEquals("iwec", text().replaceAll("(?m)^.*:  (.)$\n", "$1"));
    }

    @Test
    void aJobHearsDebuggingWhenAsked() {
        Log.forJob(screen, CLOCK, true).debug("d");
        assertEquals("2026-11-23 08:30:00,007   DEBUG:  d\n", text());
    }

    @Test
    void atATerminalOnlyWhatNeedsAttentionIsSaidAndPlainly() {
        Log log = Log.forTerminal(screen, CLOCK, false);
        log.debug("d");
        log.info("i");
        log.warning("w");
        log.error("e");
        log.say("s");
        assertEquals("transfer: warning: w\ntransfer: e\ns\n", text());
    }

    @Test
    void aNameCannotMoveTheCursorOrPassForALine() {
        assertEquals(
                "a\\nb\\x1b[2K\\rc\\x07\\x9b d\u00e9",
                Log.oneLine("a\nb\u001b[2K\rc\u0007\u009b d\u00e9"));
        assertEquals(
                "2026-01-02 03:04:05,042    INFO:  a\nb\\x1b[2K",
                Log.line(Log.Level.INFO, TIME, "a\nb\u001b[2K"));
    }

    @Test
    void namesThatAreNotUtf8AreWrittenByteForByte() {
        Log.forTerminal(screen, CLOCK, false).say("x\udcff");
        assertEquals("x\u00ff\n", written.toString(StandardCharsets.ISO_8859_1));
    }

    @Test
    void theStatusLineMakesWayForALine() {
        screen.status("half way");
        screen.line("words");
        screen.status("further");
        screen.eraseStatus();
        screen.eraseStatus();
        assertEquals(
                "\rhalf way\u001b[K"
                        + "\r\u001b[K"
                        + "words\n"
                        + "\rfurther\u001b[K"
                        + "\r\u001b[K",
                text());
    }
}
