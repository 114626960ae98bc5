package transfer.planner;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the workflow, its properties and all its catalogs. */
final class InputReader {
    private final PlanRequest request;
    private final Surroundings surroundings;
    private final Defects defects = new Defects();

    /** What was read. */
    record Read(Workflow workflow, PlanInputs inputs) {}

    InputReader(PlanRequest request, Surroundings surroundings) {
        this.request = request;
        this.surroundings = surroundings;
    }

    /**
     * @throws IOException when a file cannot be read to its end
     * @throws PlanningException when there is no workflow to speak of
     */
    Read read() throws IOException, PlanningException {
        Properties properties = properties();
        CatalogFiles files = new CatalogFiles(surroundings, properties, defects);
        Path path = surroundings.directory().resolve(request.workflow());
        if (!Files.isReadable(path)) {
            throw new PlanningException(
                    new Defect(
                            request.workflow().toString(),
                            0,
                            "",
                            "cannot read the workflow: there is no such file, or no permission"));
        }
        WorkflowFile file = new WorkflowFile(request.workflow().toString(), defects);
        String name = request.workflow().toString();
        List<Workflow> read = new ArrayList<>(1);
        InputText.read(
                path,
                name,
                defects,
                text ->
                        read.add(
                                file.read(
                                        new YamlFile(
                                                name, text, surroundings.environment(), defects))));
        Workflow workflow = read.isEmpty() ? new Workflow(name, "", Map.of()) : read.getFirst();
        SiteCatalog sites = sites(files, file);
        TransformationCatalog transformations = transformations(files, file);
        PlanInputs inputs =
                new PlanInputs(
                        request,
                        properties,
                        withProperties(sites, properties),
                        properties.get("pegasus.catalog.site.file", "site catalog"),
                        replicas(files, file, properties),
                        transformations,
                        file.defaults(),
                        properties.profiles(),
                        surroundings,
                        defects);
        return new Read(workflow, inputs);
    }

    private Properties properties() throws IOException {
        Path usual = surroundings.home().resolve(".pegasusrc");
        Optional<Path> named = request.properties().map(surroundings.directory()::resolve);
        if (named.isPresent() && !Files.isReadable(named.get())) {
            defects.add(
                    request.properties().get().toString(),
                    "",
                    "cannot read the properties: there is no such file, or no permission");
            named = Optional.empty();
        } else if (named.isEmpty() && Files.isReadable(usual)) {
            named = Optional.of(usual);
        }
        String name = request.properties().map(Path::toString).orElse(usual.toString());
        String text = named.isPresent() ? InputText.whole(named.get(), name, defects) : "";
        return Properties.of(
                surroundings.environment(),
                name,
                new StringReader(text),
                request.settings(),
                defects);
    }

    private SiteCatalog sites(CatalogFiles files, WorkflowFile file) throws IOException {
        SiteCatalog sites = files.sites();
        Optional<Yaml> embedded = file.catalog("siteCatalog");
        if (embedded.isPresent()) {
            files.embedded(
                    request.workflow().toString(),
                    "siteCatalog",
                    embedded.get(),
                    Map.of("sites", section -> sites.read(section, defects)));
        }
        if (sites.site(Site.LOCAL).isEmpty()) {
            sites.put(usualLocal());
        }
        if (sites.site("condorpool").isEmpty()) {
            sites.put(
                    new Site(
                            "condorpool",
                            Platform.USUAL,
                            Map.of(),
                            List.of(),
                            Profiles.of(Map.of(Namespace.PEGASUS, Map.of("style", "condor"))),
                            0));
        }
        return sites;
    }

    /** The submit host of somebody who has no site catalog. */
    private Site usualLocal() {
        Map<SiteDirectory.Kind, SiteDirectory> directories =
                new EnumMap<>(SiteDirectory.Kind.class);
        String here = surroundings.directory().toString();
        put(directories, SiteDirectory.Kind.SHARED_SCRATCH, here + "/wf-scratch/LOCAL");
        put(directories, SiteDirectory.Kind.LOCAL_STORAGE, here + "/wf-output");
        return new Site(Site.LOCAL, Platform.USUAL, directories, List.of(), Profiles.NONE, 0);
    }

    private static void put(
            Map<SiteDirectory.Kind, SiteDirectory> directories,
            SiteDirectory.Kind kind,
            String path) {
        directories.put(
                kind,
                new SiteDirectory(
                        kind,
                        path,
                        false,
                        List.of(
                                FileServer.of(FileServer.Operation.ALL, Urls.file(path))
                                        .orElseThrow())));
    }

    /**
     * Profiles of sites may stand in the properties; those are stronger than the catalog's. Outputs
     * may have another directory.
     */
    private SiteCatalog withProperties(SiteCatalog sites, Properties properties) {
        for (Site site : List.copyOf(sites.all())) {
            Map<Namespace, Map<String, String>> more = new EnumMap<>(Namespace.class);
            properties
                    .under("pegasus.catalog.site.sites." + site.name() + ".profiles.")
                    .forEach((key, value) -> {
                        int dot = key.indexOf('.');
                        Optional<Namespace> namespace =
                                dot < 0 ? Optional.empty() : Namespace.of(key.substring(0, dot));
                        namespace.ifPresent(known ->
                                more.computeIfAbsent(known, any -> new LinkedHashMap<>())
                                        .put(key.substring(dot + 1), value));
                    });
            if (!more.isEmpty()) {
                sites.put(site.with(Profiles.of(more).over(site.profiles())));
            }
        }
        return sites;
    }

    private TransformationCatalog transformations(CatalogFiles files, WorkflowFile file)
            throws IOException {
        TransformationCatalog transformations = files.transformations();
        Optional<Yaml> embedded = file.catalog("transformationCatalog");
        if (embedded.isPresent()) {
            files.embedded(
                    request.workflow().toString(),
                    "transformationCatalog",
                    embedded.get(),
                    CatalogFiles.handlers(transformations));
        }
        return transformations;
    }

    private ReplicaSources replicas(CatalogFiles files, WorkflowFile file, Properties properties)
            throws IOException {
        ReplicaSources sources = new ReplicaSources();
        for (Path cache : request.sources().caches()) {
            sources.add(
                    catalog(files, "--cache", cache),
                    properties.says("pegasus.catalog.replica.cache.asrc", false));
        }
        for (Path run : request.sources().runs()) {
            earlier(files, run).ifPresent(cache -> sources.add(cache, false));
        }
        for (Path directory : request.sources().directories()) {
            sources.add(files.directory(directory), false);
        }
        Optional<Yaml> embedded = file.catalog("replicaCatalog");
        if (embedded.isPresent()) {
            ReplicaCatalog catalog = new ReplicaCatalog();
            files.embedded(
                    request.workflow().toString(),
                    "replicaCatalog",
                    embedded.get(),
                    Map.of("replicas", catalog::read));
            sources.add(catalog, properties.says("pegasus.catalog.replica.dax.asrc", false));
        }
        for (Path inherited : request.sources().inherited()) {
            sources.add(catalog(files, "--inherited-rc-files", inherited), false);
        }
        files.replicas().ifPresent(catalog -> sources.add(catalog, false));
        return sources;
    }

    private ReplicaCatalog catalog(CatalogFiles files, String option, Path file)
            throws IOException {
        Path path = surroundings.directory().resolve(file);
        if (!Files.isReadable(path)) {
            defects.add(option, file.toString(), "cannot read the file");
            return new ReplicaCatalog();
        }
        return files.replicas(path);
    }

    private Optional<ReplicaCatalog> earlier(CatalogFiles files, Path run) throws IOException {
        Path directory = surroundings.directory().resolve(run);
        if (!Files.isDirectory(directory)) {
            defects.add("--reuse", run.toString(), "is no submit directory");
            return Optional.empty();
        }
        try (var entries = Files.newDirectoryStream(directory, "*.cache")) {
            for (Path cache : entries) {
                return Optional.of(files.replicas(cache));
            }
        }
        defects.add("--reuse", run.toString(), "has no .cache file");
        return Optional.empty();
    }
}
