package transfer.planner;

/** Parts of URLs as the planner needs them: nothing is decoded, nothing is resolved. */
final class Urls {
    private Urls() {}

    /** What follows the authority; the whole text where there is no scheme. */
    static String path(String url) {
        int scheme = url.indexOf(':');
        if (scheme < 0 || url.startsWith("/")) {
            return url;
        }
        if (!url.startsWith("//", scheme + 1)) {
            return url.substring(scheme + 1);
        }
        int slash = url.indexOf('/', scheme + 3);
        return slash < 0 ? "" : url.substring(slash);
    }

    /** What stands between the two slashes behind the scheme and the path; empty for a path. */
    static String authority(String url) {
        int start = url.indexOf("://");
        return start < 0 ? "" : url.substring(start + 3, url.length() - path(url).length());
    }

    /** The scheme in front of the first colon; {@code file} for a path. */
    static String scheme(String url) {
        int end = url.indexOf("://");
        if (end < 0) {
            end = url.startsWith("file:") ? 4 : -1;
        }
        return end < 0 ? "file" : url.substring(0, end);
    }

    static boolean isFile(String url) {
        return url.startsWith("file:");
    }

    static String file(String path) {
        return "file://" + path;
    }

    static String symlink(String path) {
        return "symlink://" + path;
    }

    static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Without empty and {@code .} parts in its path, and without a slash at its end. */
    static String normalized(String url) {
        String path = path(url);
        String front = url.substring(0, url.length() - path.length());
        StringBuilder clean = new StringBuilder(url.length()).append(front);
        for (int start = 0; start < path.length(); ) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (end > start && !(end == start + 1 && path.charAt(start) == '.')) {
                clean.append('/').append(path, start, end);
            }
            start = end + 1;
        }
        return clean.toString();
    }
}
