package transfer.planner;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Plans a workflow: reads it and its catalogs, decides, moves nothing. For one thread; planning
 * touches no network.
 */
public final class Planner {
    private static final int PRIORITY_OF_A_LEVEL = 10;

    private final PlanRequest request;
    private final Surroundings surroundings;
    private final Clock clock;
    private List<Defect> doubts = List.of();

    public Planner(PlanRequest request, Surroundings surroundings) {
        this(request, surroundings, Clock.systemDefaultZone());
    }

    Planner(PlanRequest request, Surroundings surroundings, Clock clock) {
        this.request = request;
        this.surroundings = surroundings;
        this.clock = clock;
    }

    /**
     * The plan of the next run. Makes nothing.
     *
     * @throws IOException when a file cannot be read to its end
     * @throws PlanningException when there is anything wrong with what was given
     */
    public Plan preview() throws IOException, PlanningException {
        Reduced reduced = read();
        return plan(reduced, places(reduced).next());
    }

    /**
     * Plans a run and writes its submit directory, which is made anew. When anything fails, nothing
     * of it is left.
     *
     * @throws IOException when a file cannot be read to its end or written
     * @throws PlanningException when there is anything wrong with what was given
     */
    public SubmitDirectory write(Engine engine, Tools tools) throws IOException, PlanningException {
        Reduced reduced = read();
        RunPlace.Finder places = places(reduced);
        try (ClaimedDirectory claimed = places.claim()) {
            Plan plan = plan(reduced, places.of(claimed));
            List<PlanNode> ordered = plan.inOrder();
            SubmitPlan run = submitPlan(plan, ordered, engine, tools, claimed.path());
            plan.inputs().defects().check();
            new RunFiles(run, ZonedDateTime.now(clock)).write();
            SubmitDirectory written = new SubmitTree(run, ordered).write();
            claimed.keep();
            doubts = new ArrayList<>(plan.inputs().defects().doubts());
            doubts.addAll(plan.inputs().defects().warnings());
            return written;
        }
    }

    /** What may not work of the plan that was written last, though there is no mistake in it. */
    public List<Defect> doubts() {
        return List.copyOf(doubts);
    }

    /**
     * @param relative the directory of the run below every scratch directory, such as {@code
     *     me/pegasus/diamond/run0001}
     * @param submitDirectory where the plan will be written
     */
    Plan plan(String relative, String submitDirectory) throws IOException, PlanningException {
        return plan(read(), new RunPlace(Path.of(submitDirectory), relative));
    }

    /**
     * What there is to plan.
     *
     * @param superfluous jobs that need not run, because what they make exists
     * @param levels of those that must
     */
    private record Reduced(
            Workflow workflow, PlanInputs inputs, List<Job> superfluous, List<List<Job>> levels) {}

    private Reduced read() throws IOException, PlanningException {
        InputReader.Read read = new InputReader(request, surroundings).read();
        Workflow workflow = read.workflow();
        PlanInputs inputs = read.inputs();
        if (inputs.properties().says("pegasus.parser.dax.data.dependencies", true)) {
            workflow.addDataDependencies(inputs.defects());
        }
        List<List<Job>> levels = workflow.levels(inputs.defects());
        inputs.defects().check();
        return reduce(
                workflow,
                inputs,
                new DataReuse(inputs, workflow.users()).superfluous(levels),
                levels);
    }

    /**
     * @param all levels of the workflow with all its jobs
     */
    private static Reduced reduce(
            Workflow workflow, PlanInputs inputs, List<Job> superfluous, List<List<Job>> all)
            throws PlanningException {
        List<List<Job>> levels = all;
        if (!superfluous.isEmpty()) {
            workflow.remove(superfluous);
            levels = workflow.levels(inputs.defects());
        }
        inputs.defects().check();
        return new Reduced(workflow, inputs, superfluous, levels);
    }

    private RunPlace.Finder places(Reduced reduced) throws PlanningException {
        RunPlace.Finder places =
                new RunPlace.Finder(reduced.inputs(), reduced.workflow().name(), clock);
        reduced.inputs().defects().check();
        return places;
    }

    private static Plan plan(Reduced reduced, RunPlace place) throws PlanningException {
        Run run =
                new Run(
                        reduced.workflow(),
                        reduced.inputs(),
                        place.relative(),
                        place.submit().toString(),
                        reduced.levels());
        Plan plan = run.plan(reduced.superfluous());
        reduced.inputs().defects().check();
        return plan;
    }

    /**
     * All that can be said of the workflow, its catalogs and its properties, at once. Writes
     * nothing.
     *
     * @param engine for which it would be written
     * @throws IOException when a file cannot be read to its end
     */
    public Findings check(Engine engine, Tools tools) throws IOException {
        return new WorkflowCheck(
                        request,
                        surroundings,
                        (workflow, inputs, superfluous, levels) ->
                                checkedFiles(
                                        reduce(workflow, inputs, superfluous, levels),
                                        engine,
                                        tools))
                .findings();
    }

    /** Everything that would be wrong with the next run and its files; makes nothing. */
    private Findings checkedFiles(Reduced reduced, Engine engine, Tools tools)
            throws IOException, PlanningException {
        RunPlace place = places(reduced).next();
        Plan plan = plan(reduced, place);
        List<PlanNode> ordered = plan.inOrder();
        SubmitPlan run = submitPlan(plan, ordered, engine, tools, place.submit());
        new SubmitTree(run, ordered).check();
        Defects defects = plan.inputs().defects();
        List<Defect> errors = new ArrayList<>(defects.list());
        errors.addAll(defects.doubts());
        return new Findings(errors, defects.warnings());
    }

    private static SubmitPlan submitPlan(
            Plan plan, List<PlanNode> ordered, Engine engine, Tools tools, Path directory) {
        return new SubmitPlan(
                plan,
                engine,
                tools,
                directory,
                new SubmitLayout(plan.inputs().properties(), ordered),
                new MetaNeeds(plan.inputs(), plan.workflow().users()),
                UUID.randomUUID().toString());
    }

    /** One run of the steps, with what they share. */
    private static final class Run {
        private final Workflow workflow;
        private final PlanInputs inputs;
        private final String relative;
        private final String submitDirectory;
        private final List<List<Job>> levels;
        private final PlanGraph graph = new PlanGraph();
        private final DataPlaces places = new DataPlaces();

        Run(
                Workflow workflow,
                PlanInputs inputs,
                String relative,
                String submitDirectory,
                List<List<Job>> levels) {
            this.workflow = workflow;
            this.inputs = inputs;
            this.relative = relative;
            this.submitDirectory = submitDirectory;
            this.levels = levels;
        }

        Plan plan(List<Job> superfluous) throws PlanningException {
            List<PlacedJob> placed = new JobPlacement(workflow, inputs).place(levels);
            inputs.defects().check();
            boolean isHashed = isHashed(placed);
            WorkDirectories directories =
                    new WorkDirectories(inputs.properties(), relative, isHashed);
            transfers(placed, superfluous, directories);
            new UrlCheck(inputs, places).check(graph);
            checkOutputCatalog();
            inputs.defects().check();
            Map<String, Site> staging = new LinkedHashMap<>();
            Map<String, Site> shared = new LinkedHashMap<>();
            for (PlacedJob job : placed) {
                staging.put(job.staging().name(), job.staging());
                if (!job.configuration().isOnNode()) {
                    shared.put(job.staging().name(), job.staging());
                }
            }
            boolean isOnNodes = placed.stream().anyMatch(job -> job.configuration().isOnNode());
            new WorkerPackage(inputs, graph, directories, submitDirectory, workflow.name())
                    .add(shared.values(), isOnNodes);
            DirectoryJobs directoryJobs =
                    new DirectoryJobs(inputs, graph, directories, workflow.name());
            directoryJobs.create(staging.values());
            cleanup();
            if (inputs.request().cleanup() != PlanRequest.Cleanup.NONE) {
                directoryJobs.remove(staging.values(), submitDirectory);
            }
            for (PlanNode node : graph.measure(0)) {
                if (node.priority() < 0) {
                    node.priority(node.depth() * PRIORITY_OF_A_LEVEL);
                }
            }
            return new Plan(workflow, inputs, graph, places, directories);
        }

        /** Better told now than by the first job that notes an output. */
        private void checkOutputCatalog() {
            boolean isNamed = inputs.properties().get(CatalogForm.OUTPUTS).isPresent();
            if (isNamed
                    && !inputs.isExact()
                    && graph.nodes().stream()
                            .anyMatch(node -> node.task() instanceof Task.Register)) {
                CatalogForm.of(inputs.properties(), CatalogForm.OUTPUTS);
            }
        }

        private boolean isHashed(List<PlacedJob> placed) {
            String usual =
                    placed.stream()
                                    .anyMatch(
                                            job -> job.configuration() == Configuration.NONSHAREDFS)
                            ? "Hashed"
                            : "Flat";
            String mapper = inputs.properties().get("pegasus.dir.staging.mapper", usual);
            if (!mapper.equals("Hashed") && !mapper.equals("Flat")) {
                inputs.properties()
                        .defect(
                                "pegasus.dir.staging.mapper",
                                "must be Hashed or Flat, not '" + mapper + "'");
            }
            return mapper.equals("Hashed");
        }

        private void transfers(
                List<PlacedJob> placed, List<Job> superfluous, WorkDirectories directories) {
            Map<Job, PlacedJob> byJob = new HashMap<>();
            for (PlacedJob job : placed) {
                byJob.put(job.job(), job);
                graph.add(
                        new PlanNode(
                                job.name(),
                                new Task.Compute(job),
                                job.site().name(),
                                job.staging().name()));
            }
            Refiner refiner =
                    Refiner.of(
                            inputs, graph, directories, levels.stream().map(List::size).toList());
            StageIn stageIn = new StageIn(inputs, workflow.users(), directories, places);
            StageOut stageOut =
                    new StageOut(
                            inputs,
                            directories,
                            OutputMapper.of(inputs, relative, outputs(placed, superfluous)),
                            outputSites());
            InterSite interSite = new InterSite(inputs, graph, directories, places);
            for (PlacedJob job : placed) {
                PlanNode node = graph.node(job.name());
                List<PlacedJob> parents = new ArrayList<>();
                for (Job parent : job.job().parents()) {
                    parents.add(byJob.get(parent));
                    graph.node(byJob.get(parent).name()).precede(node);
                }
                interSite.bring(job, node, parents);
                refiner.stageIn(job, node, stageIn.of(job));
                if (stageOut.isWanted()) {
                    refiner.stageOut(stageOut.of(job, node));
                }
                remember(job, directories);
            }
            if (stageOut.isWanted()) {
                ReplicaSelector selector = ReplicaSelector.of(inputs.properties());
                (inputs.isExact() ? superfluous.reversed() : superfluous)
                        .forEach(job -> refiner.stageOut(stageOut.ofReused(job, selector)));
            }
            refiner.finish();
        }

        private void remember(PlacedJob job, WorkDirectories directories) {
            for (FileUse use : job.outputs()) {
                places.put(
                        job.staging().name(),
                        use.lfn(),
                        directories.put(job, job.staging(), use.lfn()));
                places.remember(
                        use.lfn(),
                        directories.get(job, job.staging(), use.lfn()),
                        job.staging().name());
            }
        }

        private long outputs(List<PlacedJob> placed, List<Job> superfluous) {
            long count = 0;
            for (PlacedJob job : placed) {
                count += outputs(job.job());
            }
            for (Job job : superfluous) {
                count += outputs(job);
            }
            return count;
        }

        private static long outputs(Job job) {
            long count = 0;
            for (FileUse use : job.uses()) {
                if (use.isOutput() && use.stageOut()) {
                    count++;
                }
            }
            return count;
        }

        private List<Site> outputSites() {
            PlanRequest.Sites wanted = inputs.request().sites();
            List<String> names =
                    wanted.output().isEmpty() && wanted.directory().isPresent()
                            ? List.of(Site.LOCAL)
                            : wanted.output();
            List<Site> sites = new ArrayList<>();
            for (String name : names) {
                Optional<Site> site = inputs.sites().site(name);
                if (site.isEmpty()) {
                    inputs.defects()
                            .add("--output-sites", name, "the site catalog has no such site");
                    continue;
                }
                Site output =
                        wanted.directory()
                                .map(directory -> withStorage(site.get(), directory))
                                .orElse(site.get());
                Optional<String> lack = lackForOutputs(output);
                lack.ifPresentOrElse(
                        words -> inputs.defects().add("--output-sites", name, words),
                        () -> sites.add(output));
            }
            return sites;
        }

        private static Optional<String> lackForOutputs(Site site) {
            if (site.storage().isEmpty()) {
                return Optional.of(
                        "the site has no directory of the type localStorage or sharedStorage");
            }
            for (FileServer.Operation operation :
                    List.of(FileServer.Operation.GET, FileServer.Operation.PUT)) {
                if (site.storage().get().servers(operation).isEmpty()) {
                    return Optional.of(
                            "the site's directory for outputs has no file server for "
                                    + operation.word());
                }
            }
            return Optional.empty();
        }

        private Site withStorage(Site site, String directory) {
            Map<SiteDirectory.Kind, SiteDirectory> directories =
                    new java.util.EnumMap<>(SiteDirectory.Kind.class);
            directories.putAll(site.directories());
            String path =
                    inputs.surroundings().directory().resolve(directory).normalize().toString();
            FileServer server =
                    FileServer.of(FileServer.Operation.ALL, Urls.file(path)).orElseThrow();
            directories.put(
                    SiteDirectory.Kind.LOCAL_STORAGE,
                    new SiteDirectory(
                            SiteDirectory.Kind.LOCAL_STORAGE, path, false, List.of(server)));
            return new Site(
                    site.name(),
                    site.platform(),
                    directories,
                    site.grids(),
                    site.profiles(),
                    site.line());
        }

        private void cleanup() {
            switch (inputs.request().cleanup()) {
                case INPLACE ->
                        new InPlaceCleanup(inputs, graph, new RemovableFiles(inputs, graph, places))
                                .add();
                case CONSTRAINT ->
                        new ConstraintCleanup(
                                        inputs,
                                        graph,
                                        new RemovableFiles(inputs, graph, places),
                                        FileSizes.of(workflow, inputs))
                                .add();
                case NONE, LEAF -> {
                    // the directory goes as a whole, or not at all
                }
            }
        }
    }
}
