package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds for the inputs of a job that no other job makes where they come from, and how they get to
 * the staging site.
 */
final class StageIn {
    private final PlanInputs inputs;
    private final FileUsers users;
    private final WorkDirectories directories;
    private final DataPlaces places;
    private final TransferPlace transferPlace;
    private final ReplicaSelector selector;
    private final Integrity integrity;
    private final boolean isBypassing;
    private final Map<String, ReplicaCatalog.Known> replicas = new HashMap<>();

    /**
     * What one job needs.
     *
     * @param local files whose transfers run on the submit host
     * @param remote files whose transfers run at the staging site
     */
    record Need(List<Staged> local, List<Staged> remote) {
        boolean isNothing() {
            return local.isEmpty() && remote.isEmpty();
        }
    }

    /** A file with its transfer. */
    record Staged(FileUse use, TransferEntry entry) {}

    StageIn(PlanInputs inputs, FileUsers users, WorkDirectories directories, DataPlaces places) {
        this.inputs = inputs;
        this.users = users;
        this.directories = directories;
        this.places = places;
        this.transferPlace = new TransferPlace(inputs.properties());
        this.selector = ReplicaSelector.of(inputs.properties());
        this.integrity = Integrity.of(inputs.properties());
        this.isBypassing = inputs.properties().says("pegasus.transfer.bypass.input.staging", false);
    }

    Need of(PlacedJob job) {
        Need need = new Need(new ArrayList<>(), new ArrayList<>());
        for (FileUse use : job.rawInputs(users)) {
            stage(job, use, need);
        }
        return need;
    }

    private void stage(PlacedJob job, FileUse use, Need need) {
        ReplicaCatalog.Known known = known(use);
        if (known.replicas().isEmpty()) {
            if (use.optional() && !use.isCheckpoint()) {
                places.leaveOut(job, use.lfn());
            } else if (!use.optional()) {
                inputs.defects()
                        .add(missing(inputs.request().workflow().toString(), job.job(), use.lfn()));
            }
            return;
        }
        Destination destination = new Destination(job, use);
        List<TransferEntry.Source> ordered =
                selector.order(known.replicas(), job.site(), destination.isLocal);
        if (ordered.isEmpty()) {
            defect(
                    job,
                    "reads '"
                            + use.lfn()
                            + "', whose replicas cannot be reached from the site '"
                            + (destination.isLocal ? Site.LOCAL : job.staging().name())
                            + "': "
                            + String.join(
                                    ", ",
                                    known.replicas().stream()
                                            .map(each -> each.url() + " at " + each.site())
                                            .toList()));
            return;
        }
        ordered.forEach(destination::consider);
        if (!destination.bypassed.isEmpty()) {
            places.bypass(job, use.lfn(), destination.bypassed);
            return;
        }
        Map<String, String> attributes = new LinkedHashMap<>(known.metadata());
        attributes.putAll(use.metadata());
        use.catalogued().ifPresent(program -> attributes.putAll(program.metadata()));
        if (destination.sources.isEmpty()) {
            if (!attributes.containsKey("checksum.value")) {
                places.takeUnchecked(job.staging().name(), use.lfn());
            }
            return;
        }
        destination.finish(attributes, need);
    }

    private ReplicaCatalog.Known known(FileUse use) {
        if (use.catalogued().isPresent()) {
            StagedProgram program = use.catalogued().get();
            return new ReplicaCatalog.Known(
                    List.of(new Replica(program.url(), program.site())), Map.of());
        }
        return replicas.computeIfAbsent(use.lfn(), lfn -> inputs.replicas().find(lfn));
    }

    /** A file that a job reads, and that cannot come from anywhere. */
    static Defect missing(String workflow, Job job, String lfn) {
        return new Defect(
                workflow,
                job.line(),
                "jobs",
                "the job "
                        + job.id()
                        + " reads '"
                        + lfn
                        + "', for which no catalog has a replica and which no job makes");
    }

    private void defect(PlacedJob job, String message) {
        inputs.defects()
                .add(
                        new Defect(
                                inputs.request().workflow().toString(),
                                job.job().line(),
                                "jobs",
                                "the job " + job.job().id() + " " + message));
    }

    /**
     * The place of one file at the staging site, as it takes shape while its sources are looked at.
     */
    private final class Destination {
        private final PlacedJob job;
        private final FileUse use;
        private final String putUrl;
        private final boolean isLocal;
        private final List<TransferEntry.Source> sources = new ArrayList<>();
        private final List<TransferEntry.Source> bypassed = new ArrayList<>();
        private String url;
        private boolean isLink;
        private int considered;

        Destination(PlacedJob job, FileUse use) {
            this.job = job;
            this.use = use;
            this.putUrl = directories.put(job, job.staging(), use.lfn());
            this.isLocal =
                    transferPlace.isLocal(job.staging(), putUrl, TransferPlace.Kind.STAGE_IN);
            this.url =
                    isLocal || use.catalogued().isEmpty() ? putUrl : Urls.file(Urls.path(putUrl));
        }

        void consider(TransferEntry.Source candidate) {
            TransferEntry.Source source = candidate;
            considered++;
            boolean isAtStaging = candidate.site().equals(job.staging().name());
            if (isAtStaging && !use.isExecutable() && job.isLinking(inputs.properties())) {
                source =
                        new TransferEntry.Source(
                                candidate.site(), linkable(candidate), candidate.priority());
                if (job.container().isEmpty() || use.isImage()) {
                    url = Urls.symlink(Urls.path(putUrl));
                    isLink = true;
                }
            }
            if (isThere(source, isAtStaging)) {
                return;
            }
            if (isBypassed(source)) {
                if (considered == 1) {
                    places.remember(use.lfn(), source.url(), source.site());
                }
                bypassed.add(source);
                return;
            }
            if (considered == 1) {
                places.remember(
                        use.lfn(),
                        directories.get(job, job.staging(), use.lfn()),
                        job.staging().name());
            }
            if (sources.isEmpty()) {
                places.put(job.staging().name(), use.lfn(), url);
            }
            sources.add(source);
        }

        private String linkable(TransferEntry.Source source) {
            String key = "pegasus.transfer.srm." + source.site();
            Optional<String> service = inputs.properties().get(key + ".service.url");
            Optional<String> mountPoint = inputs.properties().get(key + ".mountpoint");
            if (service.isPresent()
                    && mountPoint.isPresent()
                    && source.url().startsWith(service.get())) {
                return Urls.file(mountPoint.get() + source.url().substring(service.get().length()));
            }
            return Urls.file(Urls.path(source.url()));
        }

        /** Whether the source is the very place the file would be brought to. */
        private boolean isThere(TransferEntry.Source source, boolean isAtStaging) {
            if (source.url().equals(url)) {
                return true;
            }
            if (!isAtStaging) {
                return false;
            }
            String path = Urls.normalized(Urls.path(source.url()));
            return path.equals(Urls.normalized(Urls.path(putUrl)))
                    || path.equals(
                            Urls.normalized(directories.internal(job, job.staging(), use.lfn())));
        }

        private boolean isBypassed(TransferEntry.Source source) {
            if (!job.configuration().isOnNode() || !(isBypassing || use.bypass())) {
                return false;
            }
            if (!Urls.isFile(source.url()) && !source.url().startsWith("/")) {
                return true;
            }
            return source.site().equals(job.site().name())
                    || (source.site().equals(Site.LOCAL) && job.site().isSeenBySubmitHost());
        }

        void finish(Map<String, String> known, Need need) {
            boolean isRemote = isLink || !isLocal || isPulledRemotely();
            if (isRemote) {
                sources.removeIf(source ->
                        Urls.isFile(source.url()) && !source.site().equals(job.staging().name()));
                if (sources.isEmpty()) {
                    defect(
                            job,
                            "reads '"
                                    + use.lfn()
                                    + "', which lies on file systems that the site '"
                                    + job.staging().name()
                                    + "' does not see");
                    return;
                }
            }
            boolean isChecked = integrity.covers(isLink);
            if (!isChecked && !known.containsKey("checksum.value")) {
                places.takeUnchecked(job.staging().name(), use.lfn());
            }
            TransferEntry.Checks checks =
                    new TransferEntry.Checks(
                            isChecked
                                    && !known.containsKey("checksum.value")
                                    && !use.isCheckpoint(),
                            false,
                            false);
            TransferEntry entry =
                    new TransferEntry(
                            use.lfn(),
                            TransferEntry.Linkage.INPUT,
                            sources,
                            new TransferEntry.Target(job.staging().name(), url, imageType()),
                            checks,
                            known);
            (isRemote ? need.remote() : need.local()).add(new Staged(use, entry));
        }

        /**
         * Whether the last source on a file system, at the staging site or here, wants the transfer
         * to run at that site.
         */
        private boolean isPulledRemotely() {
            boolean isRemote = false;
            Site staging = job.staging();
            for (TransferEntry.Source source : sources) {
                if (!Urls.isFile(source.url())) {
                    continue;
                }
                if (source.site().equals(staging.name())) {
                    isRemote = !staging.isSeenBySubmitHost();
                } else if (source.site().equals(Site.LOCAL)) {
                    isRemote = false;
                }
            }
            return isRemote;
        }

        private Optional<String> imageType() {
            return use.catalogued()
                    .flatMap(program ->
                            switch (program.kind()) {
                                case EXECUTABLE -> Optional.empty();
                                case DOCKER_IMAGE -> Optional.of("docker");
                                case SINGULARITY_IMAGE -> Optional.of("singularity");
                            });
        }
    }

    /** The same source without a priority. */
    static TransferEntry.Source plain(String site, String url) {
        return new TransferEntry.Source(site, url, OptionalInt.empty());
    }
}
