package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses the program of a job at a site: installed there, or brought there. */
final class Programs {
    private final PlanInputs inputs;
    private final String mapper;
    private final String delimiter;
    private final Map<String, Optional<Choice>> known = new HashMap<>();

    /**
     * @param path of an installed program; empty when it is brought
     * @param staged what must be brought: programs, the image of the container
     * @param profiles of the catalog's entry
     */
    record Choice(
            Optional<String> path,
            List<FileUse> staged,
            Profiles profiles,
            Optional<TransformationCatalog.Container> container) {}

    Programs(PlanInputs inputs) {
        this.inputs = inputs;
        this.mapper = inputs.properties().get("pegasus.catalog.transformation.mapper", "All");
        this.delimiter = inputs.properties().get("pegasus.transfer.staging.delimiter", "-");
        if (!List.of("All", "Installed", "Staged", "Submit").contains(mapper)) {
            inputs.properties()
                    .defect(
                            "pegasus.catalog.transformation.mapper",
                            "must be All, Installed, Staged or Submit, not '" + mapper + "'");
        }
    }

    /** Whether a site can run a program. */
    boolean has(String transformation, Site site) {
        return !fitting(transformation, site).isEmpty();
    }

    /**
     * @param fixed a path that the job names itself
     */
    Optional<Choice> choose(Job job, Site site, Optional<String> fixed) {
        if (fixed.isPresent()) {
            return Optional.of(new Choice(fixed, List.of(), Profiles.NONE, Optional.empty()));
        }
        String key = site.name() + "\0" + job.transformation();
        Optional<Choice> choice = known.get(key);
        if (choice == null) {
            choice = choose(job, site);
            known.put(key, choice);
        }
        return choice;
    }

    private Optional<Choice> choose(Job job, Site site) {
        List<TransformationCatalog.Entry> fitting = fitting(job.transformation(), site);
        if (fitting.isEmpty()) {
            String all =
                    inputs.transformations().find(job.transformation()).isEmpty()
                            ? "the transformation catalog does not have it"
                            : "no entry of the transformation catalog fits there";
            inputs.defects()
                    .add(
                            new Defect(
                                    inputs.request().workflow().toString(),
                                    job.line(),
                                    "jobs",
                                    "the job "
                                            + job.id()
                                            + " cannot run '"
                                            + job.transformation()
                                            + "' at the site '"
                                            + site.name()
                                            + "': "
                                            + all));
            return Optional.empty();
        }
        TransformationCatalog.Entry entry = fitting.getFirst();
        List<FileUse> staged = new ArrayList<>();
        if (entry.isStageable()) {
            staged.add(FileUse.of(program(entry)));
        }
        for (String required : entry.requires()) {
            List<TransformationCatalog.Entry> helpers = fitting(required, site);
            if (helpers.isEmpty()) {
                entry.place()
                        .defect(
                                "requires",
                                "'"
                                        + required
                                        + "' is not to be had at the site '"
                                        + site.name()
                                        + "'");
            } else if (helpers.getFirst().isStageable()) {
                staged.add(FileUse.of(program(helpers.getFirst())));
            }
        }
        Optional<TransformationCatalog.Container> container = container(entry);
        container.flatMap(Programs::image).map(FileUse::of).ifPresent(staged::add);
        Optional<String> path = entry.isStageable() ? Optional.empty() : Optional.of(entry.url());
        return Optional.of(new Choice(path, staged, entry.profiles(), container));
    }

    private Optional<TransformationCatalog.Container> container(TransformationCatalog.Entry entry) {
        if (entry.container().isEmpty()) {
            return Optional.empty();
        }
        Optional<TransformationCatalog.Container> container =
                inputs.transformations().container(entry.container().get());
        if (container.isEmpty()) {
            entry.place()
                    .defect("container", "there is no container '" + entry.container().get() + "'");
        }
        return container;
    }

    /** The entries that a site can use, the best first. */
    private List<TransformationCatalog.Entry> fitting(String key, Site site) {
        List<TransformationCatalog.Entry> fitting = new ArrayList<>();
        for (TransformationCatalog.Entry entry : inputs.transformations().find(key)) {
            boolean isHere = entry.site().equals(site.name());
            boolean fits =
                    entry.isStageable()
                            ? !mapper.equals("Installed")
                                    && entry.platform().equals(site.platform())
                                    && (!mapper.equals("Submit") || entry.site().equals(Site.LOCAL))
                            : isHere && (mapper.equals("All") || mapper.equals("Installed"));
            if (fits) {
                if (isHere) {
                    fitting.addFirst(entry);
                } else {
                    fitting.add(entry);
                }
            }
        }
        return fitting;
    }

    private StagedProgram program(TransformationCatalog.Entry entry) {
        String url = entry.url().startsWith("/") ? Urls.file(entry.url()) : entry.url();
        return new StagedProgram(
                StagedProgram.Kind.EXECUTABLE,
                entry.lfnParts().replace("\0", delimiter),
                url,
                entry.site(),
                entry.bypass(),
                entry.metadata());
    }

    private static final List<String> SUFFIXES =
            List.of(".img", ".simg", ".sif", ".tar", ".tar.gz", ".tar.bz2", ".cpio", ".cpio.gz");

    /** The image as a file of the job; none where the site's own software has it. */
    private static Optional<StagedProgram> image(TransformationCatalog.Container container) {
        if (container.type().equals("shifter")) {
            return Optional.empty();
        }
        boolean isDocker = container.type().equals("docker");
        return Optional.of(
                new StagedProgram(
                        isDocker
                                ? StagedProgram.Kind.DOCKER_IMAGE
                                : StagedProgram.Kind.SINGULARITY_IMAGE,
                        container.name() + (isDocker ? "" : suffix(container.image())),
                        container.image(),
                        container.site().orElse("CONTAINER_SITE"),
                        container.bypass(),
                        container.metadata()));
    }

    private static String suffix(String image) {
        if (image.startsWith("docker:") || image.startsWith("shub:")) {
            return ".simg";
        }
        String base = Urls.baseName(image);
        int dot = base.indexOf('.');
        String suffix = dot < 0 || base.contains(":") ? "" : base.substring(dot);
        return SUFFIXES.contains(suffix) ? suffix : "";
    }
}
