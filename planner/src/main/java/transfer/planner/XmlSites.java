package transfer.planner;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The XML formats of site catalogs, versions 3 and 4. No entity is looked up anywhere. */
final class XmlSites {
    private final String file;
    private final SiteCatalog catalog;
    private final Defects defects;
    private Draft site;

    /** A site while its element is read. */
    private static final class Draft {
        private String name = "";
        private Platform platform = Platform.USUAL;
        private int line;
        private final Map<SiteDirectory.Kind, SiteDirectory> directories =
                new EnumMap<>(SiteDirectory.Kind.class);
        private final List<Site.Grid> grids = new ArrayList<>();
        private final Map<Namespace, Map<String, String>> profiles = new EnumMap<>(Namespace.class);
        private SiteDirectory.Kind kind;
        private String path = "";
        private List<FileServer> servers = new ArrayList<>();
        private String area = "";

        void finishDirectory() {
            if (kind != null) {
                directories.putIfAbsent(kind, new SiteDirectory(kind, path, false, servers));
            }
            kind = null;
            path = "";
            servers = new ArrayList<>();
        }
    }

    XmlSites(String file, SiteCatalog catalog, Defects defects) {
        this.file = file;
        this.catalog = catalog;
        this.defects = defects;
    }

    void read(String text) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> begin(xml);
                    case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
                    default -> {
                        // text between elements says nothing
                    }
                }
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
            defects.add(
                    new Defect(
                            file,
                            line,
                            "",
                            "no XML: "
                                    + e.getMessage()
                                            .lines()
                                            .reduce((first, last) -> last)
                                            .orElse("")));
        }
    }

    private void begin(XMLStreamReader xml) throws XMLStreamException {
        String element = xml.getLocalName();
        if (element.equals("site")) {
            site = new Draft();
            site.name = attribute(xml, "handle", "");
            site.line = xml.getLocation().getLineNumber();
            site.platform =
                    new Platform(
                            attribute(xml, "arch", Platform.USUAL.arch()),
                            attribute(xml, "os", Platform.USUAL.os())
                                    .toLowerCase(java.util.Locale.ROOT),
                            xml.getAttributeValue(null, "osrelease"),
                            xml.getAttributeValue(null, "osversion"));
            check(site);
            return;
        }
        if (site == null) {
            return;
        }
        switch (element) {
            case "grid" -> grid(xml);
            case "directory" -> {
                site.kind = kind(xml);
                site.path = required(xml, "path");
            }
            case "head-fs", "worker-fs", "scratch", "storage" ->
                    site.area =
                            element.equals("head-fs")
                                    ? "head"
                                    : element.equals("worker-fs")
                                            ? "worker"
                                            : site.area.split("/")[0] + "/" + element;
            case "shared", "local" ->
                    site.kind =
                            switch (site.area) {
                                case "head/scratch" -> SiteDirectory.Kind.SHARED_SCRATCH;
                                case "head/storage" -> SiteDirectory.Kind.LOCAL_STORAGE;
                                default -> null;
                            };
            case "file-server" -> server(xml);
            case "internal-mount-point" -> site.path = attribute(xml, "mount-point", "");
            case "profile" -> profile(xml);
            default -> {
                // nothing that data management needs
            }
        }
    }

    private void check(Draft begun) {
        if (begun.name.isEmpty()) {
            defect(begun.line, "site", "the attribute handle is missing");
        }
        SiteCatalog.wrongName(begun.name)
                .ifPresent(message -> defect(begun.line, "site.handle", message));
        Optional<Site> earlier = catalog.site(begun.name);
        if (earlier.isPresent()) {
            defect(
                    begun.line,
                    "site",
                    "the site '" + begun.name + "' stands already in line " + earlier.get().line());
        }
        oneOf(begun.line, "arch", begun.platform.arch(), SiteCatalog.ARCHITECTURES);
        oneOf(begun.line, "os", begun.platform.os(), SiteCatalog.OPERATING_SYSTEMS);
    }

    private void grid(XMLStreamReader xml) {
        String job = attribute(xml, "jobtype", "compute");
        oneOf(xml.getLocation().getLineNumber(), "jobtype", job, SiteCatalog.GRID_JOBS);
        site.grids.add(
                new Site.Grid(
                        required(xml, "type"),
                        required(xml, "contact"),
                        attribute(xml, "scheduler", ""),
                        job));
    }

    private void oneOf(int line, String field, String word, Set<String> known) {
        if (!known.contains(word)) {
            defect(
                    line,
                    field,
                    "must be one of "
                            + String.join(", ", known.stream().sorted().toList())
                            + ", not '"
                            + word
                            + "'");
        }
    }

    private String required(XMLStreamReader xml, String name) {
        String value = attribute(xml, name, "");
        if (value.isEmpty()) {
            defect(xml.getLocation().getLineNumber(), name, "is missing");
        }
        return value;
    }

    private void defect(int line, String field, String message) {
        defects.add(new Defect(file, line, field, message));
    }

    private SiteDirectory.Kind kind(XMLStreamReader xml) {
        String word = attribute(xml, "type", "");
        return switch (word) {
            case "shared-scratch" -> SiteDirectory.Kind.SHARED_SCRATCH;
            case "shared-storage" -> SiteDirectory.Kind.SHARED_STORAGE;
            case "local-scratch" -> SiteDirectory.Kind.LOCAL_SCRATCH;
            case "local-storage" -> SiteDirectory.Kind.LOCAL_STORAGE;
            default -> {
                defect(
                        xml.getLocation().getLineNumber(),
                        "directory",
                        "unknown type '" + word + "'");
                yield null;
            }
        };
    }

    private void server(XMLStreamReader xml) {
        String url = attribute(xml, "url", "") + attribute(xml, "mount-point", "");
        String word = attribute(xml, "operation", "all");
        oneOf(xml.getLocation().getLineNumber(), "operation", word, Set.of("all", "get", "put"));
        FileServer.Operation operation =
                switch (word) {
                    case "get" -> FileServer.Operation.GET;
                    case "put" -> FileServer.Operation.PUT;
                    default -> FileServer.Operation.ALL;
                };
        Optional<FileServer> server = FileServer.of(operation, url);
        if (server.isEmpty()) {
            defect(
                    xml.getLocation().getLineNumber(),
                    "file-server",
                    "must have a URL with a scheme, not '" + url + "'");
        }
        server.ifPresent(site.servers::add);
    }

    private void profile(XMLStreamReader xml) throws XMLStreamException {
        String key = attribute(xml, "key", "");
        String word = attribute(xml, "namespace", "");
        int line = xml.getLocation().getLineNumber();
        if (key.isEmpty()) {
            defect(line, "profile", "the attribute key is missing");
        }
        String value = xml.getElementText();
        Optional<Namespace> namespace = Namespace.of(word);
        if (namespace.isEmpty()) {
            defect(line, "profile", "unknown namespace '" + word + "'");
            return;
        }
        site.profiles
                .computeIfAbsent(namespace.get(), any -> new LinkedHashMap<>())
                .put(key, value.strip());
    }

    private void end(String element) {
        if (site == null) {
            return;
        }
        switch (element) {
            case "directory", "shared", "local" -> site.finishDirectory();
            case "site" -> {
                catalog.put(
                        new Site(
                                site.name,
                                site.platform,
                                site.directories,
                                List.copyOf(site.grids),
                                Profiles.of(site.profiles),
                                site.line));
                site = null;
            }
            default -> {
                // ends nothing that was begun
            }
        }
    }

    private static String attribute(XMLStreamReader xml, String name, String otherwise) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? otherwise : value;
    }
}
