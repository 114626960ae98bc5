package transfer.protocol.webdav;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a multistatus answer (RFC 4918, 14.24) says of one resource.
 *
 * @param href as the server wrote it
 * @param status of the resource as a whole; empty where only its properties have one
 * @param collection whether it is one
 * @param tag its entity tag, with quotes
 * @param modified its date, as written
 */
record WebdavResource(
        String href,
        Optional<Integer> status,
        boolean collection,
        OptionalLong size,
        Optional<String> tag,
        Optional<String> modified) {

    /** Whether the answer describes something that is there. */
    boolean isThere() {
        return status.map(number -> number / 100 == 2).orElse(true);
    }

    /** The href's path unescaped, without slashes at its end. */
    String path() {
        String path = href;
        int scheme = path.indexOf("://");
        if (scheme > 0 && path.lastIndexOf('/', scheme - 1) < 0) {
            int slash = path.indexOf('/', scheme + 3);
            path = slash < 0 ? "" : path.substring(slash);
        }
        int query = path.indexOf('?');
        path = query < 0 ? path : path.substring(0, query);
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return WebdavLocation.unescaped(path.substring(0, end));
    }
}
