package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the steps of compute jobs that work on their own nodes. After everything else is planned.
 */
final class NodeSteps {
    private static final String HERE = "$PWD";
    private static final String START = "$pegasus_lite_start_dir";
    private static final String WORK = "$pegasus_lite_work_dir";

    private final PlanInputs inputs;
    private final WorkDirectories directories;
    private final DataPlaces places;
    private final Integrity integrity;
    private final boolean isOnHost;

    NodeSteps(PlanInputs inputs, WorkDirectories directories, DataPlaces places) {
        this.inputs = inputs;
        this.directories = directories;
        this.places = places;
        this.integrity = Integrity.of(inputs.properties());
        this.isOnHost = inputs.properties().says("pegasus.transfer.container.onhost", true);
    }

    /** None for a job in a shared directory. */
    List<NodeStep> of(PlacedJob job) {
        return job.configuration().isOnNode() ? new Draft(job).steps() : List.of();
    }

    /** Those HTCondor brings or fetches itself: by their URLs. */
    static boolean isOfCondor(String url) {
        return url.startsWith("osdf:") || url.startsWith("stash:");
    }

    /** Whether the node of a job sees the directory in which the job's data lies. */
    static boolean isScratchSeen(PlacedJob job) {
        Site staging = job.staging();
        return (staging.name().equals(job.site().name())
                        && staging.scratch().orElseThrow().isShared())
                || (staging.isLocal() && job.site().isSeenBySubmitHost());
    }

    /** The steps of one job. */
    private final class Draft {
        private final PlacedJob job;
        private final boolean isCondor;
        private final boolean isLinking;
        private final String inside;
        private final Map<String, List<TransferEntry.Source>> bypassed;
        private final List<TransferEntry> images = new ArrayList<>();
        private final List<TransferEntry> data = new ArrayList<>();
        private final List<TransferEntry> checkpointsIn = new ArrayList<>();
        private final List<TransferEntry> checkpointsOut = new ArrayList<>();
        private final List<TransferEntry> outputs = new ArrayList<>();
        private final Map<String, String> flat = new HashMap<>();
        private final List<String> verified = new ArrayList<>();
        private final List<String> verifiedImages = new ArrayList<>();

        Draft(PlacedJob job) {
            this.job = job;
            this.isCondor = job.configuration() == Configuration.CONDORIO;
            this.isLinking = job.isLinking(inputs.properties());
            this.bypassed = places.bypassed(job);
            this.inside =
                    isOnHost || job.container().isEmpty()
                            ? HERE
                            : job.container().get().type().equals("docker") ? "/scratch" : "/srv";
        }

        List<NodeStep> steps() {
            for (FileUse use : job.uses()) {
                if (use.isInput() && !places.isLeftOut(job, use.lfn())) {
                    input(use);
                }
                if (use.isOutput()) {
                    output(use);
                }
            }
            String arguments = arguments();
            List<NodeStep> steps = new ArrayList<>();
            addTransfers(steps, NodeStep.When.CONTAINER, arguments, images, false);
            addVerify(steps, NodeStep.When.CONTAINER, verifiedImages);
            addTransfers(
                    steps,
                    NodeStep.When.BEFORE,
                    isLinking && !isCondor ? arguments + "  --symlink" : arguments,
                    data,
                    false);
            addTransfers(steps, NodeStep.When.BEFORE, arguments, checkpointsIn, true);
            List<String> programs =
                    job.uses().stream().filter(FileUse::isExecutable).map(FileUse::lfn).toList();
            if (!programs.isEmpty()) {
                steps.add(new NodeStep.MakeExecutable(programs));
            }
            addVerify(steps, NodeStep.When.BEFORE, verified);
            addTransfers(steps, NodeStep.When.AFTER, arguments, checkpointsOut, true);
            addTransfers(steps, NodeStep.When.AFTER, arguments, outputs, false);
            return steps;
        }

        private String arguments() {
            Optional<String> own =
                    inputs.isExact()
                            ? Optional.empty()
                            : job.profiles().pegasus("transfer.lite.threads");
            String threads = own.or(() -> job.profiles().pegasus("transfer.threads")).orElse("1");
            String more =
                    job.profiles()
                            .pegasus("transfer.lite.arguments")
                            .or(() -> inputs.properties().get("pegasus.transfer.lite.arguments"))
                            .map(words -> " " + words)
                            .orElse("");
            return "--threads " + threads + more;
        }

        private void addTransfers(
                List<NodeStep> steps,
                NodeStep.When when,
                String arguments,
                List<TransferEntry> entries,
                boolean isCheckpoint) {
            if (!entries.isEmpty()) {
                steps.add(new NodeStep.Transfers(when, arguments, entries, isCheckpoint));
            }
        }

        private void addVerify(List<NodeStep> steps, NodeStep.When when, List<String> lfns) {
            if (!lfns.isEmpty()) {
                steps.add(new NodeStep.Verify(when, lfns));
            }
        }

        private void input(FileUse use) {
            List<TransferEntry.Source> own = bypassed.get(use.lfn());
            boolean isLinked = false;
            if (own != null) {
                List<TransferEntry.Source> sources =
                        own.stream()
                                .map(source ->
                                        new TransferEntry.Source(
                                                job.site().name(), source.url(), source.priority()))
                                .toList();
                isLinked = bring(use, sources, true);
            } else if (isCondor) {
                checkFlatName(use);
                unflatten(use);
            } else {
                isLinked =
                        bring(
                                use,
                                List.of(
                                        StageIn.plain(
                                                job.staging().name(),
                                                url(use, FileServer.Operation.GET))),
                                isScratchSeen(job));
            }
            if (!use.isCheckpoint()
                    && integrity.covers(isLinked)
                    && (own == null
                            ? !places.isUnchecked(job.staging().name(), use.lfn())
                            : isKnown(use))) {
                checkVerifiable(use.lfn());
                verified.add(use.lfn());
                if (use.isImage()) {
                    verifiedImages.add(use.lfn());
                }
            }
        }

        /** The names go to pegasus-integrity in one text, in which these characters part them. */
        private void checkVerifiable(String lfn) {
            if (lfn.contains(";;;") || lfn.endsWith(";") || !lfn.equals(lfn.stripTrailing())) {
                defect(
                        "reads '%s', whose checksum pegasus-integrity could not compare: for it a name ends before ;;; and before blanks",
                        lfn);
            }
        }

        /** Whether a catalog tells the digest of a file that nobody else looks at on its way. */
        private boolean isKnown(FileUse use) {
            Map<String, String> metadata =
                    use.catalogued().isPresent()
                            ? use.catalogued().get().metadata()
                            : inputs.replicas().find(use.lfn()).metadata();
            return metadata.containsKey("checksum.value");
        }

        /** HTCondor lays all files side by side under the last parts of their names. */
        private void checkFlatName(FileUse use) {
            String other = flat.putIfAbsent(Urls.baseName(use.lfn()), use.lfn());
            if (other != null && !other.equals(use.lfn())) {
                defect(
                        "reads '%s' and '%s', which HTCondor brings under one name",
                        other, use.lfn());
            }
        }

        private void defect(String message, String... words) {
            inputs.defects()
                    .add(
                            new Defect(
                                    inputs.request().workflow().toString(),
                                    job.job().line(),
                                    "jobs",
                                    "the job "
                                            + job.job().id()
                                            + " "
                                            + message.formatted((Object[]) words)));
        }

        /** HTCondor lays all files side by side; those with directories in their names go there. */
        private void unflatten(FileUse use) {
            if (use.lfn().contains("/") && !use.isCheckpoint()) {
                data.add(
                        entry(
                                use,
                                TransferEntry.Linkage.INPUT,
                                List.of(
                                        StageIn.plain(
                                                job.site().name(),
                                                Urls.file(WORK + "/" + Urls.baseName(use.lfn())))),
                                new TransferEntry.Target(
                                        job.site().name(),
                                        "moveto://" + HERE + "/" + use.lfn(),
                                        Optional.empty()),
                                TransferEntry.Checks.NONE));
            }
        }

        /**
         * Adds the transfer of an input; says whether it is only linked.
         *
         * @param isSeenHere whether a URL of a file means one that the node sees
         */
        private boolean bring(FileUse use, List<TransferEntry.Source> sources, boolean isSeenHere) {
            String there = use.isImage() ? HERE : inside;
            TransferEntry.Source first = sources.getFirst();
            if (isOfCondor(first.url())) {
                bring(use, broughtByCondor(sources), "moveto://" + there);
                return false;
            }
            if (!isLinking
                    || !isSeenHere
                    || !areFiles(sources)
                    || use.isExecutable()
                    || use.isCheckpoint()) {
                bring(use, seenWhereCopied(use, sources), Urls.file(there));
                return false;
            }
            if (job.container().isEmpty() || use.isImage()) {
                bring(use, sources, Urls.symlink(there));
                return true;
            }
            if (seenInside(Urls.path(first.url())).isEmpty()) {
                bring(use, seenWhereCopied(use, sources), Urls.file(there));
                return false;
            }
            List<TransferEntry.Source> mounted =
                    sources.stream().map(source -> mounted(source).orElse(source)).toList();
            list(use)
                    .add(
                            entry(
                                    use,
                                    TransferEntry.Linkage.INPUT,
                                    mounted,
                                    target(use, Urls.symlink(there)),
                                    new TransferEntry.Checks(false, false, isOnHost)));
            return true;
        }

        /** A link cannot stand for what comes from a server; the reference looks at one of them. */
        private boolean areFiles(List<TransferEntry.Source> sources) {
            return inputs.isExact()
                    ? Urls.isFile(sources.getLast().url())
                    : sources.stream().allMatch(source -> Urls.isFile(source.url()));
        }

        /** HTCondor puts what it fetches where the job starts, under the last part of its name. */
        private List<TransferEntry.Source> broughtByCondor(List<TransferEntry.Source> sources) {
            return sources.stream()
                    .filter(source -> isOfCondor(source.url()))
                    .map(source ->
                            new TransferEntry.Source(
                                    job.site().name(),
                                    Urls.file(START + "/" + Urls.baseName(source.url())),
                                    source.priority()))
                    .toList();
        }

        /** Sources as the transfer sees them, which may run inside the container. */
        private List<TransferEntry.Source> seenWhereCopied(
                FileUse use, List<TransferEntry.Source> sources) {
            if (isOnHost || job.container().isEmpty() || use.isImage()) {
                return sources;
            }
            List<TransferEntry.Source> seen = new ArrayList<>();
            for (TransferEntry.Source source : sources) {
                Optional<TransferEntry.Source> mounted = mounted(source);
                if (mounted.isEmpty() && Urls.isFile(source.url())) {
                    defect(
                            "fetches '%s' inside its container, into which no mount brings %s",
                            use.lfn(), source.url());
                }
                seen.add(mounted.orElse(source));
            }
            return seen;
        }

        /** A file of the host as its container shows it; empty when it does not. */
        private Optional<TransferEntry.Source> mounted(TransferEntry.Source source) {
            if (!Urls.isFile(source.url())) {
                return Optional.empty();
            }
            return seenInside(Urls.path(source.url()))
                    .map(path ->
                            new TransferEntry.Source(
                                    source.site(), Urls.file(path), source.priority()));
        }

        private void bring(FileUse use, List<TransferEntry.Source> sources, String directory) {
            list(use)
                    .add(
                            entry(
                                    use,
                                    TransferEntry.Linkage.INPUT,
                                    sources,
                                    target(use, directory),
                                    TransferEntry.Checks.NONE));
        }

        private List<TransferEntry> list(FileUse use) {
            if (use.isImage()) {
                return images;
            }
            return use.isCheckpoint() ? checkpointsIn : data;
        }

        private TransferEntry.Target target(FileUse use, String directory) {
            Optional<String> type =
                    use.catalogued()
                            .flatMap(program ->
                                    switch (program.kind()) {
                                        case EXECUTABLE -> Optional.empty();
                                        case DOCKER_IMAGE -> Optional.of("docker");
                                        case SINGULARITY_IMAGE -> Optional.of("singularity");
                                    });
            return new TransferEntry.Target(job.site().name(), directory + "/" + use.lfn(), type);
        }

        /** The path under which a container shows a path of its host. */
        private Optional<String> seenInside(String path) {
            List<String> mounts = new ArrayList<>(job.container().orElseThrow().mounts());
            if (isScratchSeen(job)) {
                String scratch = job.staging().scratch().orElseThrow().path();
                mounts.add(scratch + ":" + scratch);
            }
            for (String mount : mounts) {
                String[] parts = mount.split(":");
                if (parts.length >= 2
                        && (path.equals(parts[0])
                                || path.startsWith(
                                        parts[0].endsWith("/") ? parts[0] : parts[0] + "/"))) {
                    return Optional.of(parts[1] + path.substring(parts[0].length()));
                }
            }
            return Optional.empty();
        }

        private String url(FileUse use, FileServer.Operation operation) {
            if (isScratchSeen(job)) {
                return Urls.file(directories.internal(job, job.staging(), use.lfn()));
            }
            return operation == FileServer.Operation.GET
                    ? directories.get(job, job.staging(), use.lfn())
                    : directories.put(job, job.staging(), use.lfn());
        }

        private void output(FileUse use) {
            if (isCondor) {
                return;
            }
            String url = url(use, FileServer.Operation.PUT);
            TransferEntry.Target target =
                    isOfCondor(url)
                            ? new TransferEntry.Target(
                                    job.site().name(),
                                    "moveto://" + START + "/" + Urls.baseName(use.lfn()),
                                    Optional.empty())
                            : new TransferEntry.Target(job.staging().name(), url, Optional.empty());
            TransferEntry entry =
                    entry(
                            use,
                            TransferEntry.Linkage.OUTPUT,
                            List.of(
                                    StageIn.plain(
                                            job.site().name(),
                                            Urls.file(inside + "/" + use.lfn()))),
                            target,
                            TransferEntry.Checks.NONE);
            (use.isCheckpoint() ? checkpointsOut : outputs).add(entry);
        }

        private TransferEntry entry(
                FileUse use,
                TransferEntry.Linkage linkage,
                List<TransferEntry.Source> sources,
                TransferEntry.Target target,
                TransferEntry.Checks checks) {
            return new TransferEntry(use.lfn(), linkage, sources, target, checks, Map.of());
        }
    }
}
