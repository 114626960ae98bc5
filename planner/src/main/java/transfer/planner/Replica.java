package transfer.planner;

/**
 * A copy of a file.
 *
 * @param url as the catalog has it; a path without scheme is one of a file
 * @param site the site it is at, or {@link #NOWHERE}
 */
record Replica(String url, String site) {
    /** The site of a copy for which none is told; its path can be used by nobody. */
    static final String NOWHERE = "UNDEFINED_SITE";

    boolean isFile() {
        return url.startsWith("file:") || url.startsWith("/");
    }

    /** The path of a URL of any scheme, as it is written. */
    String path() {
        return Urls.path(url);
    }
}
