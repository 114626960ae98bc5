package transfer.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import transfer.protocol.TransferUrl;

/**
 * The sources of transfers that are not done. No removal may touch them, however its URL is
 * written. Safe for use by many threads.
 */
final class KeptSources {
    private final NavigableSet<String> places = new TreeSet<>();

    void add(TransferUrl source) {
        List<String> names =
                source.isLocal()
                        ? List.of(entry(source.toPath()), content(source.toPath()))
                        : List.of(remote(source));
        synchronized (this) {
            places.addAll(names);
        }
    }

    /** Whether a removal would take one of them away. */
    boolean isTouchedBy(WorkItem.Remove removal) {
        synchronized (this) {
            if (places.isEmpty()) {
                return false; // the usual case, without a look at the file system
            }
        }
        TransferUrl url = removal.target().url();
        String doomed = url.isLocal() ? entry(url.toPath()) : remote(url);
        synchronized (this) {
            String inside = doomed.endsWith("/") ? doomed : doomed + "/";
            String first = removal.recursive() ? places.ceiling(inside) : null;
            return places.contains(doomed) || first != null && first.startsWith(inside);
        }
    }

    /** Where a name stands, links above it followed; a last name of dots stands for a directory. */
    private static String entry(Path path) {
        Path name = path.getFileName();
        if (name == null || name.equals(Path.of(".")) || name.equals(Path.of(".."))) {
            return content(path);
        }
        try {
            return text(path.getParent().toRealPath().resolve(name));
        } catch (IOException _) {
            return text(path.normalize());
        }
    }

    /** What a name leads to in the end. */
    private static String content(Path path) {
        try {
            return text(path.toRealPath());
        } catch (IOException _) {
            return text(path.normalize());
        }
    }

    private static String text(Path path) {
        return TransferUrl.ofPath(path).text();
    }

    /** Without scheme, port and user: one server may be spoken to in several ways. */
    private static String remote(TransferUrl url) {
        String path = url.path().replaceAll("/+", "/");
        boolean slash = path.endsWith("/");
        return "//" + url.host() + (slash ? path.substring(0, path.length() - 1) : path);
    }
}
