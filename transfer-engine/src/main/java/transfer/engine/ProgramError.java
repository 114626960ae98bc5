package transfer.engine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;

/** A mistake of ours that must not take other items down with it. */
final class ProgramError {
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s\"'<>]+");
    private static final Pattern LOGIN =
            Pattern.compile("(?i)\\b(bearer|basic)\\s+[\\w+/=.~-]{8,}");

    private ProgramError() {}

    /** The whole story, for whoever mends the program. */
    static String describe(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return "program error: " + blanked(text.toString().strip());
    }

    /** Libraries put what they were given into their messages: URLs, and header lines. */
    private static String blanked(String text) {
        String urls =
                URL.matcher(text).replaceAll(url -> Matcher.quoteReplacement(shown(url.group())));
        return LOGIN.matcher(urls).replaceAll("$1 ***");
    }

    private static String shown(String url) {
        try {
            return TransferUrl.parse(url).toString();
        } catch (MalformedUrlException _) {
            return "(a malformed URL)";
        }
    }
}
