package transfer.planner;

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

    private ShownUrl() {}

    static String of(String url) {
        String named = PASSWORD.matcher(url).replaceFirst("$1:***@");
        return SECRET.matcher(TOKEN.matcher(named).replaceFirst("://***$1")).replaceAll("$1***");
    }
}
