package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides for every job where it runs, where its data lies meanwhile, and which program it runs.
 */
final class JobPlacement {
    /** Names of jobs that planning adds. */
    private static final Pattern ADDED =
            Pattern.compile(
                    "(stage_(in|out|inter|worker)_(local|remote)|register|create_dir|chmod|untar|clean_up|cleanup|pegasus_concat)_.*_\\d+(_.*)?");

    private final Workflow workflow;
    private final Set<String> names = new HashSet<>();
    private final Map<Layers, Profiles> merged = new HashMap<>();
    private final PlanInputs inputs;
    private final Programs programs;
    private final List<Site> candidates;
    private final Map<String, List<Site>> able = new HashMap<>();
    private final Map<String, Profiles> siteProfiles = new LinkedHashMap<>();

    JobPlacement(Workflow workflow, PlanInputs inputs) {
        this.workflow = workflow;
        this.inputs = inputs;
        this.programs = new Programs(inputs);
        this.candidates = candidates();
    }

    /**
     * In the order of levels, and inside a level in the order of the workflow. Jobs that cannot be
     * placed are defects.
     */
    List<PlacedJob> place(List<List<Job>> levels) {
        List<PlacedJob> placed = new ArrayList<>(workflow.size());
        if (candidates.isEmpty()) {
            return placed;
        }
        int turn = 0;
        for (List<Job> level :
                inputs.isExact() ? ReferenceOrder.ofLevels(levels, inputs::name) : levels) {
            for (Job job : level) {
                place(job, turn++).ifPresent(placed::add);
            }
        }
        return placed;
    }

    private List<Site> candidates() {
        List<Site> found = new ArrayList<>();
        List<String> names = inputs.request().sites().execution();
        for (String name : names) {
            inputs.sites()
                    .site(name)
                    .ifPresentOrElse(
                            found::add,
                            () ->
                                    inputs.defects()
                                            .add(
                                                    "--sites",
                                                    name,
                                                    "the site catalog has no such site"));
        }
        if (names.isEmpty()) {
            inputs.sites()
                    .site("compute")
                    .ifPresentOrElse(
                            found::add,
                            () ->
                                    inputs.sites().all().stream()
                                            .filter(site -> !site.isLocal())
                                            .forEach(found::add));
            if (found.isEmpty()) {
                inputs.sites().site(Site.LOCAL).ifPresent(found::add);
            }
        }
        return found;
    }

    /** Different for every job, and for those that planning adds. */
    private String name(Job job) {
        String wanted = inputs.name(job);
        if (mayBeAdded(wanted) && ADDED.matcher(wanted).matches()) {
            wanted = "job_" + wanted;
        }
        String free = wanted;
        for (int number = 2; !names.add(free); number++) {
            free = wanted + "_n" + number;
        }
        return free;
    }

    /** Rules most names out at their first letter, for which no pattern is tried. */
    private static boolean mayBeAdded(String name) {
        return !name.isEmpty() && "srcup".indexOf(name.charAt(0)) >= 0;
    }

    /** Most jobs share all of them, and then what comes of them: the strongest first. */
    private record Layers(Profiles choice, Profiles site, Profiles job, Profiles properties) {
        Profiles merge() {
            return choice.over(site).over(job).over(properties);
        }
    }

    private Optional<PlacedJob> place(Job job, int turn) {
        Optional<Site> site = site(job, turn);
        if (site.isEmpty()) {
            return Optional.empty();
        }
        Profiles own = job.profiles().over(inputs.workflowProfiles());
        Optional<Programs.Choice> choice =
                programs.choose(job, site.get(), own.get(Namespace.SELECTOR, "pfn"));
        if (choice.isEmpty()) {
            return Optional.empty();
        }
        Layers layers =
                new Layers(
                        choice.get().profiles(),
                        site.get().profiles(),
                        own,
                        inputs.propertyProfiles());
        Profiles profiles =
                job.profiles() == Profiles.NONE
                        ? merged.computeIfAbsent(layers, Layers::merge)
                        : layers.merge();
        Optional<Configuration> configuration = configuration(job, profiles);
        Optional<Site> staging = configuration.flatMap(known -> staging(job, site.get(), known));
        if (staging.isEmpty()) {
            return Optional.empty();
        }
        if (configuration.get() == Configuration.SHAREDFS && choice.get().container().isPresent()) {
            defect(
                    job,
                    "runs in a container, which works only with the configurations nonsharedfs and condorio, not sharedfs");
        }
        List<FileUse> uses = new ArrayList<>(job.uses());
        uses.addAll(choice.get().staged());
        return Optional.of(
                new PlacedJob(
                        job,
                        name(job),
                        site.get(),
                        staging.get(),
                        configuration.get(),
                        profiles,
                        inputs.isExact() ? ReferenceOrder.ofUses(uses) : uses,
                        choice.get().path(),
                        choice.get().container()));
    }

    private Optional<Site> site(Job job, int turn) {
        Optional<String> wanted = job.profiles().get(Namespace.SELECTOR, "execution.site");
        if (wanted.isPresent()) {
            Optional<Site> site = inputs.sites().site(wanted.get());
            if (site.isEmpty()) {
                defect(
                        job,
                        "is to run at '"
                                + wanted.get()
                                + "', which the site catalog does not have");
            }
            return site;
        }
        List<Site> among =
                job.profiles().get(Namespace.SELECTOR, "pfn").isPresent()
                        ? candidates
                        : able.computeIfAbsent(job.transformation(), this::able);
        return Optional.of(among.get(turn % among.size()));
    }

    /** Candidates that have a program, or all where none does. */
    private List<Site> able(String transformation) {
        List<Site> found =
                candidates.stream().filter(site -> programs.has(transformation, site)).toList();
        return found.isEmpty() ? candidates : found;
    }

    private Optional<Configuration> configuration(Job job, Profiles profiles) {
        String word =
                profiles.pegasus("data.configuration")
                        .orElseGet(() ->
                                inputs.properties().get("pegasus.data.configuration", "condorio"));
        Optional<Configuration> configuration = Configuration.of(word);
        if (configuration.isEmpty()) {
            defect(
                    job,
                    "the data configuration must be sharedfs, nonsharedfs or condorio, not '"
                            + word
                            + "'");
        }
        return configuration;
    }

    private Optional<Site> staging(Job job, Site site, Configuration configuration) {
        Map<String, String> given = inputs.request().sites().staging();
        String wanted = given.getOrDefault(site.name(), given.get("*"));
        String name =
                switch (configuration) {
                    case SHAREDFS -> site.name();
                    case CONDORIO -> Site.LOCAL;
                    case NONSHAREDFS -> wanted == null ? site.name() : wanted;
                };
        if (wanted != null && !wanted.equals(name)) {
            inputs.defects()
                    .add(
                            "--staging-site",
                            site.name(),
                            "jobs with the configuration "
                                    + configuration.name().toLowerCase(java.util.Locale.ROOT)
                                    + " have their data at '"
                                    + name
                                    + "', not at '"
                                    + wanted
                                    + "'");
            return Optional.empty();
        }
        Optional<Site> staging = inputs.sites().site(name);
        if (staging.isEmpty()) {
            inputs.defects()
                    .add(
                            "--staging-site",
                            site.name(),
                            "the site catalog has no site '" + name + "'");
            return Optional.empty();
        }
        boolean isUsable = true;
        for (FileServer.Operation operation :
                List.of(FileServer.Operation.GET, FileServer.Operation.PUT)) {
            if (staging.get()
                    .scratch()
                    .filter(scratch -> !scratch.servers(operation).isEmpty())
                    .isEmpty()) {
                isUsable = false;
                inputs.defects()
                        .add(
                                new Defect(
                                        inputs.siteFile(),
                                        staging.get().line(),
                                        "sites",
                                        "the site '"
                                                + name
                                                + "' holds the data of jobs, but has no sharedScratch directory with a file server for "
                                                + operation.word()));
            }
        }
        return isUsable ? staging : Optional.empty();
    }

    private void defect(Job job, String message) {
        inputs.defects()
                .add(
                        new Defect(
                                workflow.file(),
                                job.line(),
                                "jobs",
                                "the job " + job.id() + " " + message));
    }
}
