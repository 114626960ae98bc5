package transfer.planner;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What planning learns of files on its way: where each lies at a staging site, what jobs fetch
 * themselves. For one thread.
 */
final class DataPlaces {
    private final Map<String, Map<String, String>> removable = new HashMap<>();
    private final Map<String, Map<String, List<TransferEntry.Source>>> bypassed = new HashMap<>();
    private final Set<Line> cache = new LinkedHashSet<>();
    private final Set<String> untouched = new HashSet<>();
    private final Set<String> leftOut = new HashSet<>();
    private final Set<String> unchecked = new HashSet<>();

    /**
     * A line of the workflow's cache file: where a file can be had while the workflow runs and
     * after it.
     */
    record Line(String lfn, String url, String site) {}

    /** Notes the URL by which a file can be removed from a site; the last one counts. */
    void put(String site, String lfn, String url) {
        removable.computeIfAbsent(site, any -> new HashMap<>()).put(lfn, url);
    }

    Optional<String> removalUrl(String site, String lfn) {
        return Optional.ofNullable(removable.getOrDefault(site, Map.of()).get(lfn));
    }

    /** The URL for every logical name that has one at a site. */
    Map<String, String> removalUrls(String site) {
        return removable.getOrDefault(site, Map.of());
    }

    void remember(String lfn, String url, String site) {
        cache.add(new Line(lfn, url, site));
    }

    Set<Line> cache() {
        return cache;
    }

    /** The job fetches the file itself, from these places. */
    void bypass(PlacedJob job, String lfn, List<TransferEntry.Source> sources) {
        bypassed.computeIfAbsent(job.name(), any -> new HashMap<>()).put(lfn, sources);
    }

    Map<String, List<TransferEntry.Source>> bypassed(PlacedJob job) {
        return bypassed.getOrDefault(job.name(), Map.of());
    }

    /** An optional input for which there is no replica. */
    void leaveOut(PlacedJob job, String lfn) {
        leftOut.add(job.name() + "\0" + lfn);
    }

    boolean isLeftOut(PlacedJob job, String lfn) {
        return leftOut.contains(job.name() + "\0" + lfn);
    }

    /** Nobody knows the digest of the file at this site. */
    void takeUnchecked(String site, String lfn) {
        unchecked.add(site + "\0" + lfn);
    }

    boolean isUnchecked(String site, String lfn) {
        return !unchecked.isEmpty() && unchecked.contains(site + "\0" + lfn);
    }

    /** Nothing but the end of the workflow removes the file at this site. */
    void keep(String site, String lfn) {
        untouched.add(site + "\0" + lfn);
    }

    boolean isKept(String site, String lfn) {
        return !untouched.isEmpty() && untouched.contains(site + "\0" + lfn);
    }
}
