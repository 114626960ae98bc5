package transfer.cli;

import java.io.PrintStream;
import transfer.protocol.ByteText;

/**
 * Standard error: lines that stay, and at most one status line that is drawn over itself and makes
 * way for them. Safe for use by many threads; a line is one write, so that lines of programs that
 * share the descriptor do not mix.
 */
final class Screen {
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream stream;
    private boolean statusShown;

    Screen(PrintStream stream) {
        this.stream = stream;
    }

    /** Writes a line that stays. */
    synchronized void line(String text) {
        write((statusShown ? ERASE : "") + text + "\n");
        statusShown = false;
    }

    /** Draws the status line anew. */
    synchronized void status(String text) {
        write("\r" + text + "\u001b[K");
        statusShown = true;
    }

    /** Takes the status line away. */
    synchronized void eraseStatus() {
        if (statusShown) {
            write(ERASE);
            statusShown = false;
        }
    }

    private void write(String text) {
        byte[] bytes = ByteText.encode(text);
        stream.write(bytes, 0, bytes.length);
        stream.flush();
    }
}
