package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Programs by their key {@code namespace::name:version}, and the containers in which they run. */
final class TransformationCatalog {
    private static final Set<String> FIELDS =
            Set.of(
                    "namespace",
                    "name",
                    "version",
                    "requires",
                    "checksum",
                    "profiles",
                    "sites",
                    "metadata",
                    "hooks");
    private static final Set<String> SITE_FIELDS =
            Set.of(
                    "name",
                    "type",
                    "pfn",
                    "arch",
                    "os.type",
                    "os.release",
                    "os.version",
                    "container",
                    "bypass",
                    "profiles",
                    "metadata");
    private static final Set<String> CONTAINER_FIELDS =
            Set.of(
                    "name",
                    "type",
                    "image",
                    "image.site",
                    "mounts",
                    "bypass",
                    "checksum",
                    "profiles",
                    "metadata");

    private final Map<String, List<Entry>> entries = new HashMap<>();
    private final Map<String, Container> containers = new HashMap<>();

    /**
     * A program at one site.
     *
     * @param key of the transformation
     * @param isStageable whether it can be brought elsewhere
     * @param profiles of the site's entry over those of the transformation
     * @param requires keys of programs that come along
     * @param place where the entry stands, for messages
     */
    record Entry(
            String key,
            String lfnParts,
            String site,
            boolean isStageable,
            String url,
            Platform platform,
            Optional<String> container,
            boolean bypass,
            Map<String, String> metadata,
            Profiles profiles,
            List<String> requires,
            Section place) {}

    /**
     * A container.
     *
     * @param type docker, singularity or shifter
     * @param site of the image; empty when none is told
     * @param mounts {@code host:inside[:options]}
     */
    record Container(
            String name,
            String type,
            String image,
            Optional<String> site,
            List<String> mounts,
            boolean bypass,
            Map<String, String> metadata,
            Profiles profiles) {}

    List<Entry> find(String key) {
        return entries.getOrDefault(key, List.of());
    }

    Optional<Container> container(String name) {
        return Optional.ofNullable(containers.get(name));
    }

    void add(Entry entry) {
        entries.computeIfAbsent(entry.key(), any -> new ArrayList<>(1)).add(entry);
    }

    void add(Container container) {
        containers.putIfAbsent(container.name(), container);
    }

    /** Adds a transformation of a YAML catalog, schema {@code tc-5.0}. */
    void readTransformation(Section section) {
        section.only(FIELDS);
        String namespace = section.text("namespace").orElse("");
        String name = section.required("name");
        String version = section.text("version").orElse("");
        String key = Job.transformation(namespace, name, version);
        Profiles profiles = Profiles.read(section);
        Map<String, String> checksum = ReplicaCatalog.checksum(section);
        section.pairs("metadata"); // only looked over: nobody asks for it
        List<String> requires = section.texts("requires");
        List<Section> sites = section.sections("sites");
        if (sites.isEmpty()) {
            section.defect("sites", "is missing: at least one site that has '" + key + "'");
        }
        for (Section site : sites) {
            site.only(SITE_FIELDS);
            SiteCatalog.checkPlatform(site);
            String url = site.required("pfn");
            boolean isStageable = isStageable(site);
            if (isStageable && !url.isEmpty() && !url.contains("/")) {
                site.defect(
                        "pfn", "what can be staged needs a URL or a whole path, not '" + url + "'");
            }
            Map<String, String> metadata = new LinkedHashMap<>(site.pairs("metadata"));
            metadata.putAll(checksum);
            add(
                    new Entry(
                            key,
                            parts(namespace, name, version),
                            site.required("name"),
                            isStageable,
                            url,
                            Platform.read(site),
                            site.text("container"),
                            site.flag("bypass", false),
                            Map.copyOf(metadata),
                            Profiles.read(site).over(profiles),
                            requires,
                            site));
        }
    }

    /** The present parts of a name, apart by a character that no name has. */
    static String parts(String namespace, String name, String version) {
        StringBuilder parts = new StringBuilder();
        for (String part : List.of(namespace, name, version)) {
            if (!part.isEmpty()) {
                parts.append(parts.isEmpty() ? "" : "\0").append(part);
            }
        }
        return parts.toString();
    }

    private static boolean isStageable(Section site) {
        String type = site.required("type");
        return switch (type) {
            case "stageable", "STAGEABLE" -> true;
            case "installed", "INSTALLED", "" -> false;
            default -> {
                site.defect("type", "must be installed or stageable, not '" + type + "'");
                yield false;
            }
        };
    }

    void readContainer(Section section) {
        section.only(CONTAINER_FIELDS);
        String type = section.required("type");
        if (!Set.of("docker", "singularity", "shifter", "").contains(type)) {
            section.defect("type", "must be docker, singularity or shifter, not '" + type + "'");
        }
        String name = section.required("name");
        if (containers.containsKey(name)) {
            section.defect("name", "the container '" + name + "' stands here a second time");
        }
        Map<String, String> metadata = new LinkedHashMap<>(section.pairs("metadata"));
        metadata.putAll(ReplicaCatalog.checksum(section));
        add(
                new Container(
                        name,
                        type,
                        section.required("image"),
                        section.text("image.site"),
                        section.texts("mounts"),
                        section.flag("bypass", false),
                        Map.copyOf(metadata),
                        Profiles.read(section)));
    }
}
