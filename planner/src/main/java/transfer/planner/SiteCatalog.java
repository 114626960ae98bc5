package transfer.planner;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The sites of a run by name. */
final class SiteCatalog {
    private static final Set<String> SITE_FIELDS =
            Set.of(
                    "name",
                    "arch",
                    "os.type",
                    "os.release",
                    "os.version",
                    "directories",
                    "grids",
                    "profiles");
    static final Set<String> OPERATING_SYSTEMS =
            Set.of("linux", "sunos", "macosx", "aix", "windows");
    static final Set<String> ARCHITECTURES =
            Set.of(
                    "x86", "x86_64", "ppc", "ppc_64", "ppc64le", "ia64", "sparcv7", "sparcv9",
                    "amd64", "aarch64");

    private static final Set<String> GRIDS =
            Set.of(
                    "gt2",
                    "gt4",
                    "gt5",
                    "condor",
                    "cream",
                    "batch",
                    "nordugrid",
                    "unicore",
                    "ec2",
                    "deltacloud",
                    "sfapi");
    static final Set<String> GRID_JOBS =
            Set.of("compute", "auxillary", "transfer", "register", "cleanup");

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.:@+-]*");

    private final Map<String, Site> sites = new LinkedHashMap<>();

    Optional<Site> site(String name) {
        return Optional.ofNullable(sites.get(name));
    }

    Collection<Site> all() {
        return sites.values();
    }

    /**
     * What is wrong with the name of a site, which becomes a part of names of jobs, of variables
     * and of lists parted by commas; empty when nothing is.
     */
    static Optional<String> wrongName(String name) {
        return name.isEmpty() || NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "a site's name has letters, digits and any of _ . : @ + - only, and begins"
                                + " with a letter, a digit or _; this one is '"
                                + name
                                + "'");
    }

    /** Adds a site, or replaces the one of that name. */
    void put(Site site) {
        sites.put(site.name(), site);
    }

    /** Adds the site that a catalog's entry describes, schema {@code sc-5.0}. */
    void read(Section entry, Defects defects) {
        entry.only(SITE_FIELDS);
        String name = entry.required("name");
        wrongName(name).ifPresent(message -> entry.defect("name", message));
        checkPlatform(entry);
        Map<SiteDirectory.Kind, SiteDirectory> directories =
                new EnumMap<>(SiteDirectory.Kind.class);
        for (Section directory : entry.sections("directories")) {
            readDirectory(directory).ifPresent(known -> directories.put(known.kind(), known));
        }
        List<Site.Grid> grids = new ArrayList<>();
        for (Section grid : entry.sections("grids")) {
            grid.only(Set.of("type", "contact", "scheduler", "jobtype"));
            oneOf(grid, "type", GRIDS);
            oneOf(grid, "jobtype", GRID_JOBS);
            grids.add(
                    new Site.Grid(
                            grid.required("type"),
                            grid.required("contact"),
                            grid.text("scheduler").orElse(""),
                            grid.text("jobtype").orElse("compute")));
        }
        Site site =
                new Site(
                        name,
                        Platform.read(entry),
                        directories,
                        grids,
                        Profiles.read(entry),
                        entry.line());
        Site earlier = name.isEmpty() ? null : sites.putIfAbsent(name, site);
        if (earlier != null) {
            entry.defect(
                    "name", "the site '" + name + "' stands already in line " + earlier.line());
        }
    }

    /** What a site, or a program there, is made for. */
    static void checkPlatform(Section entry) {
        oneOf(entry, "arch", ARCHITECTURES);
        oneOf(entry, "os.type", OPERATING_SYSTEMS);
    }

    private static void oneOf(Section entry, String key, Set<String> known) {
        Optional<String> word = entry.text(key);
        if (word.isPresent() && !known.contains(word.get())) {
            entry.defect(
                    key,
                    "must be one of "
                            + String.join(", ", known.stream().sorted().toList())
                            + ", not '"
                            + word.get()
                            + "'");
        }
    }

    private static Optional<SiteDirectory> readDirectory(Section section) {
        section.only(
                Set.of("type", "path", "sharedFileSystem", "fileServers", "freeSize", "totalSize"));
        Optional<SiteDirectory.Kind> kind =
                section.choice("type", SiteDirectory.Kind.values(), SiteDirectory.Kind::word);
        if (section.text("type").isEmpty()) {
            section.required("type");
        }
        String path = section.required("path");
        List<FileServer> servers = new ArrayList<>();
        for (Section server : section.sections("fileServers")) {
            server.only(Set.of("url", "operation"));
            String url = server.required("url");
            FileServer.Operation operation =
                    server.choice(
                                    "operation",
                                    FileServer.Operation.values(),
                                    FileServer.Operation::word)
                            .orElse(FileServer.Operation.ALL);
            Optional<FileServer> parsed = FileServer.of(operation, url);
            if (parsed.isEmpty() && !url.isEmpty()) {
                server.defect("url", "must be a URL with a scheme, not '" + url + "'");
            }
            parsed.ifPresent(servers::add);
        }
        boolean isShared = section.flag("sharedFileSystem", false);
        Optional<String> total = section.text("totalSize");
        Optional<Long> space =
                section.text("freeSize").or(() -> total).flatMap(SiteDirectory::space);
        return kind.map(known -> new SiteDirectory(known, path, isShared, servers, space));
    }
}
