package transfer.planner;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way into a directory of a site from outside.
 *
 * @param prefix scheme and authority, such as {@code gsiftp://head.example.org}
 * @param mountPoint the path under which this server shows the directory; may be empty
 */
record FileServer(Operation operation, String prefix, String mountPoint) {
    private static final Pattern URL = Pattern.compile("(\\w+)://([\\w.\\-:@#]*)(/?.*)");

    enum Operation {
        ALL,
        GET,
        PUT;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Empty when the text is no URL of a server. */
    static Optional<FileServer> of(Operation operation, String url) {
        Matcher parts = URL.matcher(url);
        return parts.matches()
                ? Optional.of(
                        new FileServer(
                                operation, parts.group(1) + "://" + parts.group(2), parts.group(3)))
                : Optional.empty();
    }

    String url() {
        return prefix + mountPoint;
    }
}
