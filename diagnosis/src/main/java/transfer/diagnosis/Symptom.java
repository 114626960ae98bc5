package transfer.diagnosis;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an item failed, as causes are told by it: what the results say, and where they are older than
 * a field, what its message tells in its place.
 *
 * @param status of the protocol; negative when unknown
 * @param errno name of the system's error; empty when unknown
 * @param words the message in lower case
 */
record Symptom(Result result, Failure failure, int status, String errno, String words) {
    private static final Pattern ANSWERED = Pattern.compile("the server answered ([1-5]\\d\\d)\\b");

    static Symptom of(Result result) {
        Failure failure = result.failure();
        return new Symptom(
                result,
                failure,
                failure.status() >= 0 ? failure.status() : told(failure.message()),
                failure.errno().isEmpty() ? Errno.endOf(failure.message()) : failure.errno(),
                failure.message().toLowerCase(Locale.ROOT));
    }

    private static int told(String message) {
        Matcher answer = ANSWERED.matcher(message);
        return answer.find() ? Integer.parseInt(answer.group(1)) : -1;
    }

    Attempt last() {
        return result.last();
    }

    String source() {
        return last().source().isEmpty() ? result.source() : last().source();
    }

    String target() {
        return last().destination().isEmpty() ? result.target() : last().destination();
    }

    /** The URL at the remote end; the source's when both are local. */
    String url() {
        boolean remote = !isLocal(source()) || isLocal(target()) && !source().isEmpty();
        return remote && !source().isEmpty() ? source() : target();
    }

    /** The path at this machine of which the failure speaks; empty when neither end is local. */
    String path() {
        String from = isLocal(source()) ? path(source()) : "";
        String to = isLocal(target()) ? path(target()) : "";
        boolean namesSource = !from.isEmpty() && failure.message().contains(from);
        boolean namesTarget = !to.isEmpty() && failure.message().contains(to);
        return to.isEmpty() || namesSource && !namesTarget ? from : to;
    }

    /** Whether it speaks of reading a file of this machine. */
    boolean isReading() {
        return isLocal(source()) && path(source()).equals(path());
    }

    String scheme() {
        if (!last().scheme().isEmpty()) {
            return last().scheme();
        }
        int colon = url().indexOf(':');
        return colon < 0 ? "" : url().substring(0, colon).toLowerCase(Locale.ROOT);
    }

    /** Scheme, host and port of the remote end; empty when there is none. */
    String server() {
        String server = last().server();
        if (!server.isEmpty() && !server.equals("file")) {
            return server;
        }
        String url = url();
        int slashes = url.indexOf("://");
        if (slashes < 0 || isLocal(url)) {
            return "";
        }
        int end = url.indexOf('/', slashes + 3);
        String authority = end < 0 ? url : url.substring(0, end);
        int user = authority.lastIndexOf('@');
        return user < 0 ? authority : url.substring(0, slashes + 3) + authority.substring(user + 1);
    }

    /** The name of the remote host; empty when there is none. */
    String host() {
        String server = server();
        String host = server.substring(server.indexOf("://") < 0 ? 0 : server.indexOf("://") + 3);
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    /** A URL as a user would write it: of a local one the path. */
    static String shown(String url) {
        return isLocal(url) ? path(url) : url;
    }

    private static boolean isLocal(String url) {
        return url.startsWith("/")
                || url.startsWith("file:")
                || url.startsWith("symlink:")
                || url.startsWith("moveto:");
    }

    /** Without scheme and host, which a local URL may have. */
    private static String path(String url) {
        int colon = url.indexOf(':');
        String rest = url.startsWith("/") ? url : url.substring(colon + 1);
        if (rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            return slash < 0 ? "" : rest.substring(slash);
        }
        return rest;
    }
}
