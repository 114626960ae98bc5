package transfer.engine;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A mistake of ours that must not take other items down with it. */
final class ProgramError {
    private ProgramError() {}

    /** The whole story, for whoever mends the program. */
    static String describe(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return "program error: " + text.toString().strip();
    }
}
