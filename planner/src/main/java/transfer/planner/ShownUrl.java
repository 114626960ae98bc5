package transfer.planner;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** URLs for people to look at, who may hand them on: without the secrets that may be in them. */
final class ShownUrl {
    private static final Pattern PASSWORD = Pattern.compile("(://[^/?#@:]*):[^/?#]*@");

    /** A token in place of a name. */
    private static final Pattern TOKEN =
            Pattern.compile(
                    "://(?=[^/?#@:]*[0-9])(?=[^/?#@:]*[A-Za-z])[A-Za-z0-9_.~+=-]{24,}(:|@)");

    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i)([?&#;](?:[^=&#;]*(?:token|signature|secret|password|passwd|credential|authz|authorization|bearer|api_?key|access_?key)[^=&#;]*"
                            + "|sig|key|jwt|pwd)=)[^&#;]*");

    /** In a sentence that names URLs, which end at a blank or a quotation mark. */
    private static final Pattern IN_TEXT = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s'\"]+");

    private ShownUrl() {}

    static String of(String url) {
        String named = PASSWORD.matcher(url).replaceFirst("$1:***@");
        return SECRET.matcher(TOKEN.matcher(named).replaceFirst("://***$1")).replaceAll("$1***");
    }

    /** The same for all URLs in a text. */
    static String inText(String text) {
        return IN_TEXT.matcher(text).replaceAll(url -> Matcher.quoteReplacement(of(url.group())));
    }
}
