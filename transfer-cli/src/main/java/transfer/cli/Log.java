package transfer.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;

/**
 * What the program tells while it works. In a job every line carries time and level in the form
 * that Pegasus' logs have; for somebody at a terminal there is only the message, and only what
 * needs attention.
 */
final class Log {
    private static final int LEVEL_WIDTH = 7;

    private final Screen screen;
    private final Clock clock;
    private final Level threshold;
    private final boolean plain;

    /** From the least important up. */
    enum Level {
        DEBUG,
        INFO,
        WARNING,
        ERROR,
        CRITICAL
    }

    private Log(Screen screen, Clock clock, Level threshold, boolean plain) {
        this.screen = screen;
        this.clock = clock;
        this.threshold = threshold;
        this.plain = plain;
    }

    static Log forJob(Screen screen, Clock clock, boolean debug) {
        return new Log(screen, clock, debug ? Level.DEBUG : Level.INFO, false);
    }

    static Log forTerminal(Screen screen, Clock clock, boolean debug) {
        return new Log(screen, clock, debug ? Level.DEBUG : Level.WARNING, true);
    }

    /** For what was said already. */
    static Log silent() {
        Screen nowhere = new Screen(new PrintStream(OutputStream.nullOutputStream()));
        return new Log(nowhere, Clock.systemUTC(), Level.CRITICAL, true);
    }

    boolean shows(Level level) {
        return level.compareTo(threshold) >= 0;
    }

    void debug(String message) {
        log(Level.DEBUG, message);
    }

    void info(String message) {
        log(Level.INFO, message);
    }

    void warning(String message) {
        log(Level.WARNING, message);
    }

    void error(String message) {
        log(Level.ERROR, message);
    }

    void critical(String message) {
        log(Level.CRITICAL, message);
    }

    /** Tells what everybody is to see: information in a job, the bare line on a terminal. */
    void say(String message) {
        screen.line(plain ? visible(message) : prefixed(Level.INFO, message));
    }

    private void log(Level level, String message) {
        if (shows(level)) {
            screen.line(plain ? plainly(level, message) : prefixed(level, message));
        }
    }

    private static String plainly(Level level, String message) {
        return switch (level) {
            case DEBUG, INFO, ERROR, CRITICAL -> "transfer: " + visible(message);
            case WARNING -> "transfer: warning: " + visible(message);
        };
    }

    private String prefixed(Level level, String message) {
        return line(level, LocalDateTime.now(clock), message);
    }

    /** {@code 2026-11-22 06:28:05,042 INFO: message}. */
    static String line(Level level, LocalDateTime time, String message) {
        StringBuilder line = new StringBuilder(40 + message.length());
        digits(line, time.getYear(), 4).append('-');
        digits(line, time.getMonthValue(), 2).append('-');
        digits(line, time.getDayOfMonth(), 2).append(' ');
        digits(line, time.getHour(), 2).append(':');
        digits(line, time.getMinute(), 2).append(':');
        digits(line, time.getSecond(), 2).append(',');
        digits(line, time.getNano() / 1_000_000, 3).append(' ');
        line.repeat(' ', Math.max(0, LEVEL_WIDTH - level.name().length())).append(level.name());
        return line.append(":  ").append(visible(message)).toString();
    }

    private static StringBuilder digits(StringBuilder line, int number, int width) {
        int unit = 1;
        for (int i = 1; i < width; i++) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            line.append((char) ('0' + number / unit % 10));
        }
        return line;
    }

    /** Without characters that could move a terminal's cursor; line ends and tabs stay. */
    static String visible(String message) {
        return escaped(message, "\n\t");
    }

    /**
     * A name or message as a part of one line: line ends and other control characters become
     * escapes, so that a file's name cannot pass for a line of the log.
     */
    static String oneLine(String text) {
        return escaped(text, "");
    }

    private static String escaped(String text, String allowed) {
        if (isPrintable(text)) {
            return text;
        }
        int first = 0;
        while (first < text.length() && isShown(text.charAt(first), allowed)) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isShown(c, allowed)) {
                shown.append(c);
            } else {
                shown.append(escape(c));
            }
        }
        return shown.toString();
    }

    /** Whether it is of nothing but ordinary ASCII, as most is, for which bytes are quicker. */
    private static boolean isPrintable(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ' || b == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean isShown(char c, String allowed) {
        return c >= ' ' && c < 0x7F || c >= 0xA0 || allowed.indexOf(c) >= 0;
    }

    private static String escape(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\x" + Character.forDigit(c >> 4, 16) + Character.forDigit(c & 0xF, 16);
        };
    }
}
