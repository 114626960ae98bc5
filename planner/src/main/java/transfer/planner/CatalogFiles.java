package transfer.planner;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                new XmlSites(file.get().toString(), catalog, defects)
                        .read(Files.readString(file.get(), StandardCharsets.UTF_8));
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
                new TextTransformations(file.get().toString(), catalog, defects)
                        .read(Files.readString(file.get(), StandardCharsets.UTF_8));
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
                    .read(Files.readAllLines(file, StandardCharsets.UTF_8));
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
        }
        return catalog;
    }

    static boolean isYaml(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(".yml") || name.endsWith(".yaml")) {
            return true;
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.map(String::strip)
                    .filter(line ->
                            !line.isEmpty() && !line.startsWith("#") && !line.startsWith("---"))
                    .findFirst()
                    .filter(line -> line.startsWith("pegasus:"))
                    .isPresent();
        }
    }

    /** Reads a file whose top has these lists. */
    private void yaml(Path file, Map<String, YamlFile.ItemHandler> lists) throws IOException {
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            yaml(
                    file.toString(),
                    new YamlFile(file.toString(), text, surroundings.environment(), defects),
                    lists);
        } catch (NoSuchFileException e) {
            defects.add(file.toString(), "", "there is no such file");
        }
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
        for (Map.Entry<String, YamlFile.ItemHandler> list : lists.entrySet()) {
            for (Section item : top.sections(list.getKey())) {
                list.getValue().item(item);
            }
        }
    }
}
