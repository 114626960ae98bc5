package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LibraryLogTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Handler handler =
            new LibraryLog.StandardError(new Screen(new PrintStream(written)));

    private String publish(Level level, String message, Throwable cause) {
        LogRecord event = new LogRecord(level, message);
        event.setLoggerName("okhttp3.OkHttpClient");
        event.setThrown(cause);
        handler.publish(event);
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aWarningOfALibraryHasTheFormOfOurs() {
        String line = publish(Level.WARNING, "leaked", new IllegalStateException("why"));
        assertTrue(
                line.matches(
                        "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} WARNING:  okhttp3\\.OkHttpClient: leaked:"
                                + " java\\.lang\\.IllegalStateException: why\n"),
                line);
    }

    @Test
    void whatIsSevereIsAnError() {
        assertTrue(publish(Level.SEVERE, "broken", null).contains("   ERROR:  okhttp3"));
    }

    @Test
    void whatALibraryTellsInPassingIsLeftOut() {
        assertEquals("", publish(Level.INFO, "chatter", null));
    }
}
