package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.ResourceBundle;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LibraryLoggersTest {
    private static final ResourceBundle WORDS =
            new ListResourceBundle() {
                @Override
                protected Object[][] getContents() {
                    return new Object[][] {{"key", "in words: {0}"}};
                }
            };

    private final List<LogRecord> heard = new ArrayList<>();
    private final Logger receiving = Logger.getLogger("transfer.cli.LibraryLoggersTest");
    private final Handler ear =
            new Handler() {
                @Override
                public void publish(LogRecord event) {
                    heard.add(event);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
    private final System.Logger logger =
            new LibraryLoggers().getLogger(receiving.getName(), getClass().getModule());

    @BeforeEach
    void listen() {
        receiving.setUseParentHandlers(false);
        receiving.setLevel(Level.WARNING);
        receiving.addHandler(ear);
    }

    @AfterEach
    void stopListening() {
        receiving.removeHandler(ear);
    }

    private List<String> messages() {
        return heard.stream().map(LogRecord::getMessage).toList();
    }

    @Test
    void theRuntimeFindsItBeforeItLooksIntoOtherJars() {
        assertInstanceOf(LibraryLoggers.class, System.LoggerFinder.getLoggerFinder());
    }

    @Test
    void whatIsLoggedArrivesWithLevelNameAndCause() {
        Exception cause = new Exception("cause");
        logger.log(System.Logger.Level.ERROR, "it failed", cause);
        LogRecord event = heard.getFirst();
        assertEquals("it failed", event.getMessage());
        assertEquals(Level.SEVERE, event.getLevel());
        assertEquals(receiving.getName(), event.getLoggerName());
        assertEquals(cause, event.getThrown());
    }

    @Test
    void theValuesOfAMessageStandInIt() {
        logger.log(System.Logger.Level.WARNING, "{0} isn''t {1}", "one", "two");
        logger.log(System.Logger.Level.WARNING, WORDS, "key", "value");
        logger.log(System.Logger.Level.WARNING, "{a brace and isn't anything else");
        assertEquals(
                List.of("one isn't two", "in words: value", "{a brace and isn't anything else"),
                messages());
    }

    @Test
    void whatNobodyWantsIsNotMade() {
        logger.log(System.Logger.Level.INFO, "not heard");
        assertEquals(List.of(), messages());
        assertFalse(logger.isLoggable(System.Logger.Level.DEBUG));
        assertTrue(logger.isLoggable(System.Logger.Level.WARNING));
    }
}
