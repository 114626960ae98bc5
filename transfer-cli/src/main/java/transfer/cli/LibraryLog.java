package transfer.cli;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Brings what libraries log into the form of our own log, warnings and worse only.
 *
 * <p>The runtime makes one of these when the first library logs something, and not before: a run in
 * which none does never loads its logging (that is why {@link Main} only names this class in {@code
 * java.util.logging.config.class}). Public because the runtime has to make it.
 */
public final class LibraryLog {

    /** Installs the handler. */
    public LibraryLog() {
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler(new StandardError(new Screen(System.err)));
    }

    /** Warnings and worse, one line each. */
    static final class StandardError extends Handler {
        private final Screen screen;

        StandardError(Screen screen) {
            this.screen = screen;
        }

        @Override
        public void publish(LogRecord event) {
            if (event.getLevel().intValue() < Level.WARNING.intValue()) {
                return;
            }
            boolean severe = event.getLevel().intValue() >= Level.SEVERE.intValue();
            Throwable cause = event.getThrown();
            String message =
                    event.getLoggerName()
                            + ": "
                            + event.getMessage()
                            + (cause == null ? "" : ": " + cause);
            screen.line(
                    Log.line(
                            severe ? Log.Level.ERROR : Log.Level.WARNING,
                            LocalDateTime.ofInstant(event.getInstant(), ZoneId.systemDefault()),
                            Log.oneLine(message)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
