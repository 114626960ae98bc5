package transfer.planner;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place where jobs run or files lie.
 *
 * @param line where it stands in its catalog, 0 when it stands in none
 */
record Site(
        String name,
        Platform platform,
        Map<SiteDirectory.Kind, SiteDirectory> directories,
        List<Grid> grids,
        Profiles profiles,
        int line) {
    /** The submit host. */
    static final String LOCAL = "local";

    /**
     * A way to start jobs.
     *
     * @param job the kind of job: compute, auxillary, transfer, register or cleanup
     */
    record Grid(String type, String contact, String scheduler, String job) {}

    Optional<SiteDirectory> scratch() {
        return Optional.ofNullable(directories.get(SiteDirectory.Kind.SHARED_SCRATCH));
    }

    /** Where outputs go: the local storage, or else the shared one. */
    Optional<SiteDirectory> storage() {
        SiteDirectory local = directories.get(SiteDirectory.Kind.LOCAL_STORAGE);
        return Optional.ofNullable(
                local != null ? local : directories.get(SiteDirectory.Kind.SHARED_STORAGE));
    }

    /** Whether the submit host sees its file system. */
    boolean isSeenBySubmitHost() {
        return profiles.says("auxillary.local");
    }

    boolean isLocal() {
        return name.equals(LOCAL);
    }

    Site with(Profiles others) {
        return new Site(name, platform, directories, grids, others, line);
    }
}
