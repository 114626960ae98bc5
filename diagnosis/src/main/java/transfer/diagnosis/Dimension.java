package transfer.diagnosis;

/**
 * What transfers can have in common. Where two of them hold for exactly the same transfers, the one
 * that comes first here is named.
 */
enum Dimension {
    /** For what all have in common but the time. */
    ALL("all transfers"),
    SOURCE_HOST("source host"),
    DESTINATION_HOST("destination host"),
    REDIRECT("redirected to"),
    PROXY("proxy"),
    VIA("via"),
    CACHE("cache"),
    ADDRESS("address"),
    NODE("node"),
    MOUNT("mount"),
    SOURCE_SITE("source site"),
    DESTINATION_SITE("destination site"),
    WAY("way from site to site"),
    SCHEME("scheme"),
    SOFTWARE("server software");

    private final String words;

    Dimension(String words) {
        this.words = words;
    }

    /** What it is, before a value. */
    String words() {
        return words;
    }

    /** What an attempt is in this regard; empty when nobody told. */
    String of(Result result, Attempt attempt) {
        return switch (this) {
            case ALL -> "all";
            case SOURCE_HOST -> host(told(attempt.source(), result.source()));
            case DESTINATION_HOST -> host(told(attempt.destination(), result.target()));
            case REDIRECT -> attempt.way().redirect();
            case PROXY -> attempt.way().proxy();
            case VIA -> attempt.way().via();
            case CACHE -> attempt.way().cache();
            case ADDRESS -> attempt.address();
            case NODE -> result.node();
            case MOUNT -> result.mount();
            case SOURCE_SITE -> attempt.sourceSite();
            case DESTINATION_SITE -> attempt.destinationSite();
            case WAY ->
                    attempt.sourceSite().isEmpty() || attempt.destinationSite().isEmpty()
                            ? ""
                            : attempt.sourceSite() + " -> " + attempt.destinationSite();
            case SCHEME -> attempt.scheme();
            case SOFTWARE -> attempt.way().software();
        };
    }

    private static String told(String attempt, String item) {
        return attempt.isEmpty() ? item : attempt;
    }

    /** Host and port of a URL; empty for a local one. */
    private static String host(String url) {
        int slashes = url.indexOf("://");
        if (slashes < 0 || url.startsWith("file:") || url.startsWith("symlink:")) {
            return "";
        }
        int end = url.indexOf('/', slashes + 3);
        String authority = url.substring(slashes + 3, end < 0 ? url.length() : end);
        return authority.substring(authority.lastIndexOf('@') + 1);
    }
}
