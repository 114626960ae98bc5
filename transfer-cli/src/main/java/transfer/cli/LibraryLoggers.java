package transfer.cli;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Hands what is logged by way of {@link System.Logger} to the runtime's other way of logging, as it
 * would by itself, and so to {@link LibraryLog}.
 *
 * <p>It is there to be found: before the first logger of either kind the runtime looks for one of
 * these, in all jars if there is none, and the first jar is ours. Public because the runtime has to
 * make it. Safe for use by many threads.
 */
public final class LibraryLoggers extends System.LoggerFinder {

    /** For the runtime. */
    public LibraryLoggers() {}

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Passing(Logger.getLogger(name));
    }

    private record Passing(Logger logger) implements System.Logger {
        @Override
        public String getName() {
            return logger.getName();
        }

        @Override
        public boolean isLoggable(Level level) {
            return logger.isLoggable(standard(level));
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            if (isLoggable(level)) {
                LogRecord event = new LogRecord(standard(level), translated(bundle, message));
                event.setLoggerName(getName());
                event.setThrown(thrown);
                logger.log(event);
            }
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            if (isLoggable(level)) {
                String message = translated(bundle, format);
                boolean plain = parameters == null || parameters.length == 0;
                log(
                        level,
                        null,
                        plain ? message : MessageFormat.format(message, parameters),
                        (Throwable) null);
            }
        }

        private static String translated(ResourceBundle bundle, String message) {
            boolean known = bundle != null && message != null && bundle.containsKey(message);
            return known ? bundle.getString(message) : message;
        }

        /** Both kinds count importance alike. */
        private static java.util.logging.Level standard(Level level) {
            return java.util.logging.Level.parse(Integer.toString(level.getSeverity()));
        }
    }
}
