package transfer.planner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the catalogs that the properties name, or those with the usual names, and reads them. */
final class CatalogFiles {
    private static final Map<String, List<String>> USUAL =
            Map.of(
                    "site", List.of("sites.yml", "sites.xml"),
                    "transformation", List.of("transformations.yml", "tc.txt"),
                    "replica", List.of("replicas.yml", "rc.txt"));

    private final Surroundings surroundings;
    private final Properties properties;
    private final Defects defects;

    CatalogFiles(Surroundings surroundings, Properties properties, Defects defects) {
        this.surroundings = surroundings;
        this.properties = properties;
        this.defects = defects;
    }

    /** The file of a kind of catalog: named by a property, or the first usual name that exists. */
    private Optional<Path> file(String kind, List<String> usual) {
        String key = "pegasus.catalog." + kind + ".file";
        Optional<Path> named = properties.get(key).map(surroundings.directory()::resolve);
        if (named.isPresent() && !Files.isReadable(named.get())) {
            properties.defect(key, "cannot read " + named.get());
            return Optional.empty();
        }
        return named.or(() ->
                usual.stream()
                        .map(surroundings.directory()::resolve)
                        .filter(Files::isReadable)
                        .findFirst());
    }

    /** The file of a kind of catalog, if there is any. */
    Optional<Path> file(String kind) {
        return file(kind, USUAL.get(kind));
    }

    SiteCatalog sites() throws IOException {
        SiteCatalog catalog = new SiteCatalog();
        Optional<Path> file = file("site");
        if (file.isPresent()) {
            if (isYaml(file.get())) {
                yaml(file.get(), Map.of("sites", section -> catalog.read(section, defects)));
            } else {
                String name = file.get().toString();
                new XmlSites(name, catalog, defects)
                        .read(InputText.whole(file.get(), name, defects));
            }
        }
        return catalog;
    }

    TransformationCatalog transformations() throws IOException {
        TransformationCatalog catalog = new TransformationCatalog();
        Optional<Path> file = file("transformation");
        if (file.isPresent()) {
            if (isYaml(file.get())) {
                yaml(file.get(), handlers(catalog));
            } else {
                String name = file.get().toString();
                new TextTransformations(name, catalog, defects)
                        .read(InputText.whole(file.get(), name, defects));
            }
        }
        return catalog;
    }

    static Map<String, YamlFile.ItemHandler> handlers(TransformationCatalog catalog) {
        return Map.of(
                "transformations",
                catalog::readTransformation,
                "containers",
                catalog::readContainer);
    }

    Optional<ReplicaCatalog> replicas() throws IOException {
        Optional<Path> file = file("replica");
        return file.isEmpty() ? Optional.empty() : Optional.of(replicas(file.get()));
    }

    /** A replica catalog of either format. */
    ReplicaCatalog replicas(Path file) throws IOException {
        ReplicaCatalog catalog = new ReplicaCatalog();
        if (isYaml(file)) {
            yaml(file, Map.of("replicas", catalog::read));
        } else {
            new TextReplicas(file.toString(), catalog, defects)
                    .read(InputText.whole(file, file.toString(), defects).lines().toList());
        }
        return catalog;
    }

    /** The entries of a replica catalog in YAML, one by one. */
    void replicas(Path file, YamlFile.ItemHandler taker) throws IOException {
        yaml(file, Map.of("replicas", taker));
    }

    /** All files below a directory, by their names relative to it. */
    ReplicaCatalog directory(Path directory) throws IOException {
        ReplicaCatalog catalog = new ReplicaCatalog();
        Path whole = surroundings.directory().resolve(directory).normalize();
        if (!Files.isDirectory(whole)) {
            defects.add("--input-dir", directory.toString(), "is no directory");
            return catalog;
        }
        try (Stream<Path> files = Files.walk(whole, FileVisitOption.FOLLOW_LINKS)) {
            files.filter(Files::isRegularFile)
                    .sorted()
                    .forEach(file ->
                            catalog.add(
                                    whole.relativize(file).toString(),
                                    new Replica(Urls.file(file.toString()), Site.LOCAL),
                                    Map.of()));
        } catch (UncheckedIOException e) {
            defects.add(
                    "--input-dir",
                    directory.toString(),
                    e.getCause() instanceof FileSystemLoopException loop
                            ? "leads through the link " + loop.getFile() + " into itself"
                            : "cannot be read: " + e.getCause().getMessage());
        }
        return catalog;
    }

    static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".yml") || name.endsWith(".yaml")) {
            return true;
        }
        return InputText.firstLine(file).startsWith("pegasus:");
    }

    /** Reads a file whose top has these lists. */
    private void yaml(Path file, Map<String, YamlFile.ItemHandler> lists) throws IOException {
        String name = file.toString();
        InputText.read(
                file,
                name,
                defects,
                text ->
                        yaml(
                                name,
                                new YamlFile(name, text, surroundings.environment(), defects),
                                lists));
    }

    private void yaml(String file, YamlFile yaml, Map<String, YamlFile.ItemHandler> lists)
            throws IOException {
        boolean[] version = new boolean[1];
        yaml.read((key, line) -> {
            if (key.equals("pegasus")) {
                version[0] = true;
                YamlVersion.check(file, yaml.value(), defects);
            } else if (lists.containsKey(key)) {
                yaml.items(key, lists.get(key));
            } else {
                yaml.value();
                if (!key.startsWith("x-")) {
                    defects.add(new Defect(file, line, key, "unknown field of this catalog"));
                }
            }
        });
        if (!version[0]) {
            defects.add(
                    new Defect(
                            file,
                            1,
                            "pegasus",
                            "is missing; the first line should be: pegasus: \"5.0\""));
        }
    }

    /** The same catalog as a part of a workflow: the value of one of its fields. */
    void embedded(String file, String field, Yaml value, Map<String, YamlFile.ItemHandler> lists)
            throws IOException {
        if (!(value instanceof Yaml.Fields fields)) {
            defects.add(
                    new Defect(
                            file, value.line(), field, "must be a mapping, not " + value.kind()));
            return;
        }
        Section top = new Section(file, fields, field, defects);
        Set<String> known = new TreeSet<>(lists.keySet());
        known.add("pegasus");
        top.only(known);
        Yaml version = fields.map().get("pegasus");
        if (version != null) {
            YamlVersion.check(file, version, defects);
        }
        for (Map.Entry<String, YamlFile.ItemHandler> list : lists.entrySet()) {
            for (Section item : top.sections(list.getKey())) {
                list.getValue().item(item);
            }
        }
    }
}
