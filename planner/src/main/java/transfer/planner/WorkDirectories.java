package transfer.planner;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The directories in which the workflow's data lies while it runs, one at each staging site, and
 * the URLs of files in them. For one thread.
 */
final class WorkDirectories {
    private final String exec;
    private final String relative;
    private final Optional<HashedLayout> layout;
    private final Map<String, Map<String, String>> addOns = new HashMap<>();
    private final Map<String, String> puts = new HashMap<>();
    private final Map<String, String> gets = new HashMap<>();
    private final Map<String, String> internals = new HashMap<>();
    private PlacedJob asking;
    private long requests = -1;

    /**
     * @param relative the directory of this run below every scratch directory
     * @param isHashed whether files are spread over directories
     */
    WorkDirectories(Properties properties, String relative, boolean isHashed) {
        this.exec = properties.get("pegasus.dir.exec", "");
        this.relative = relative;
        this.layout =
                isHashed ? Optional.of(HashedLayout.of(properties, "staging")) : Optional.empty();
    }

    /** The directory as the given operation sees it from outside. */
    String directory(Site site, FileServer.Operation operation) {
        return directory(site.scratch().orElseThrow().servers(operation).getFirst());
    }

    /**
     * The same for every server that files can be read from. Never empty for a staging site: those
     * are checked before.
     */
    List<String> readable(Site site) {
        return site.scratch().orElseThrow().readable().stream().map(this::directory).toList();
    }

    private String directory(FileServer server) {
        return exec.startsWith("/")
                ? server.prefix() + suffix(exec)
                : server.url() + suffix(exec.isEmpty() ? "" : "/" + exec);
    }

    /** The directory as programs see it that run at the site. */
    String internal(Site site) {
        if (exec.startsWith("/")) {
            return suffix(exec);
        }
        return site.scratch().orElseThrow().path() + suffix(exec.isEmpty() ? "" : "/" + exec);
    }

    private String suffix(String execPath) {
        return execPath + "/" + relative;
    }

    String put(PlacedJob job, Site site, String lfn) {
        return url(puts, site, FileServer.Operation.PUT, below(job, site, lfn));
    }

    String get(PlacedJob job, Site site, String lfn) {
        return url(gets, site, FileServer.Operation.GET, below(job, site, lfn));
    }

    /** As programs see the file that run at the site: a path. */
    String internal(PlacedJob job, Site site, String lfn) {
        return internals.computeIfAbsent(site.name(), any -> internal(site))
                + below(job, site, lfn);
    }

    private String url(
            Map<String, String> known, Site site, FileServer.Operation operation, String below) {
        return known.computeIfAbsent(site.name(), any -> directory(site, operation)) + below;
    }

    /** The same of a file that some job mapped before. */
    String below(Site site, String lfn) {
        return layout.isEmpty()
                ? "/./" + lfn
                : "/" + addOns.getOrDefault(site.name(), Map.of()).get(lfn) + "/" + lfn;
    }

    /** What follows the directory: a file keeps the place where it was first mapped at its site. */
    String below(PlacedJob job, Site site, String lfn) {
        if (layout.isEmpty()) {
            return "/./" + lfn;
        }
        if (job != asking) {
            asking = job;
            requests++;
        }
        String addOn =
                addOns.computeIfAbsent(site.name(), any -> new HashMap<>())
                        .computeIfAbsent(lfn, any -> layout.get().directory(requests));
        return "/" + addOn + "/" + lfn;
    }
}
