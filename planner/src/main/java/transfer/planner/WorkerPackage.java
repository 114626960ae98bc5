package transfer.planner;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings the tools that jobs need to sites where they are not installed. */
final class WorkerPackage {
    private static final String KEY = "pegasus::worker";

    private final PlanInputs inputs;
    private final PlanGraph graph;
    private final WorkDirectories directories;
    private final String submitDirectory;
    private final String label;

    /**
     * @param submitDirectory in which a package lies that this host's installation has
     */
    WorkerPackage(
            PlanInputs inputs,
            PlanGraph graph,
            WorkDirectories directories,
            String submitDirectory,
            String label) {
        this.inputs = inputs;
        this.graph = graph;
        this.directories = directories;
        this.submitDirectory = submitDirectory;
        this.label = label;
    }

    /** Where a package is. */
    private record Place(String url, String site) {
        String name() {
            return Urls.baseName(url);
        }
    }

    /** Adds the jobs that the sites need. */
    void add(Collection<Site> sharedSites, boolean isOnNodes) {
        boolean isUsual =
                !inputs.properties()
                        .get("pegasus.data.configuration", "condorio")
                        .equals("sharedfs");
        if (inputs.properties().says("pegasus.transfer.worker.package", isUsual)) {
            List<PlanNode> roots = graph.roots();
            sharedSites.forEach(site -> unpackAt(site, roots));
        }
        if (isOnNodes) {
            copyToSubmitDirectory();
        }
    }

    private void unpackAt(Site site, List<PlanNode> roots) {
        Place place = place(site);
        String directory = directories.internal(site);
        String putUrl = directories.directory(site, FileServer.Operation.PUT);
        boolean isLocal =
                new TransferPlace(inputs.properties())
                        .isLocal(site, putUrl, TransferPlace.Kind.STAGE_IN);
        String target = (isLocal ? putUrl : Urls.file(directory)) + "/" + place.name();
        String name = inputs.request().names().prefix() + label + "_0_" + site.name();
        PlanNode stage =
                stage(
                        new PlanNode(
                                "stage_worker_" + TransferNodes.side(isLocal) + "_" + name,
                                copy(place, site, target),
                                isLocal ? Site.LOCAL : site.name(),
                                site.name()));
        PlanNode unpack =
                new PlanNode(
                        "untar_" + name,
                        new Task.Unpack(directory, directory + "/" + place.name()),
                        site.name(),
                        site.name());
        unpack.priority(Refiner.CHMOD_PRIORITY);
        graph.add(unpack);
        stage.precede(unpack);
        roots.forEach(unpack::precede);
    }

    private PlanNode stage(PlanNode node) {
        node.priority(Refiner.STAGE_IN_PRIORITY);
        return graph.add(node);
    }

    private static Task copy(Place place, Site site, String target) {
        TransferEntry entry =
                new TransferEntry(
                        KEY,
                        TransferEntry.Linkage.INPUT,
                        List.of(StageIn.plain(place.site(), place.url())),
                        new TransferEntry.Target(site.name(), target, Optional.empty()),
                        TransferEntry.Checks.NONE,
                        Map.of());
        return new Task.Transfer(Task.Transfer.Kind.STAGE_WORKER, List.of(entry));
    }

    /** HTCondor sends it from there with every job. */
    private void copyToSubmitDirectory() {
        Site local = inputs.sites().site(Site.LOCAL).orElseThrow();
        Place place = place(local);
        Optional<FileServer> server =
                local.scratch()
                        .flatMap(scratch ->
                                scratch.servers(FileServer.Operation.PUT).stream().findFirst());
        if (server.isEmpty()) {
            return;
        }
        // the reference puts a slash between the two, whatever they are
        String target =
                server.get().prefix()
                        + (inputs.isExact() ? "/" : "")
                        + submitDirectory
                        + "/"
                        + place.name();
        if (Urls.normalized(place.url()).equals(Urls.normalized(target))) {
            return;
        }
        List<PlanNode> roots = graph.roots();
        String name =
                "stage_worker_local_" + inputs.request().names().prefix() + label + "_0_local";
        // the submit directory is there before anything runs
        PlanNode stage = stage(new PlanNode(name, copy(place, local, target), Site.LOCAL, null));
        roots.forEach(stage::precede);
    }

    /** The name of the package that lies in the submit directory, for jobs on nodes. */
    static String name(PlanInputs inputs) {
        Site local = inputs.sites().site(Site.LOCAL).orElseThrow();
        return catalogued(inputs, local).map(Place::name).orElseGet(() -> packageName(inputs));
    }

    /** Whether the catalog has one, which a job of the run brings to the submit directory. */
    static boolean isCatalogued(PlanInputs inputs) {
        return catalogued(inputs, inputs.sites().site(Site.LOCAL).orElseThrow()).isPresent();
    }

    private static Optional<Place> catalogued(PlanInputs inputs, Site site) {
        for (TransformationCatalog.Entry entry : inputs.transformations().find(KEY)) {
            if (entry.isStageable() && entry.platform().equals(site.platform())) {
                return Optional.of(new Place(entry.url(), entry.site()));
            }
        }
        return Optional.empty();
    }

    /** The catalog's package, or else the one in the submit directory. */
    private Place place(Site site) {
        return catalogued(inputs, site)
                .orElseGet(() ->
                        new Place(
                                Urls.file(submitDirectory + "/" + packageName(inputs)),
                                Site.LOCAL));
    }

    /** The name of the package that jobs on nodes find beside them. */
    private static String packageName(PlanInputs inputs) {
        return inputs.properties()
                .get("transfer.plan.worker.package.name", "transfer-worker.tar.gz");
    }
}
