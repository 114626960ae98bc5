package transfer.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds where the outputs of jobs go, and what is noted of them. */
final class StageOut {
    private final PlanInputs inputs;
    private final WorkDirectories directories;
    private final TransferPlace transferPlace;
    private final OutputMapper mapper;
    private final Integrity integrity;
    private final List<Site> sites;
    private final boolean isRegistering;
    private final boolean isRegisteringDeep;

    /**
     * @param sites for outputs; none when nothing is staged out
     */
    StageOut(
            PlanInputs inputs, WorkDirectories directories, OutputMapper mapper, List<Site> sites) {
        this.inputs = inputs;
        this.directories = directories;
        this.mapper = mapper;
        this.sites = sites;
        this.transferPlace = new TransferPlace(inputs.properties());
        this.integrity = Integrity.of(inputs.properties());
        this.isRegistering = inputs.properties().says("pegasus.register", true);
        this.isRegisteringDeep = inputs.properties().says("pegasus.register.deep", true);
    }

    boolean isWanted() {
        return !sites.isEmpty();
    }

    /** Of a job that runs. */
    Refiner.Outs of(PlacedJob job, PlanNode node) {
        List<Refiner.Out> outs = new ArrayList<>();
        boolean isLocal = true;
        for (FileUse use : job.outputs()) {
            String getUrl = directories.get(job, job.staging(), use.lfn());
            isLocal = transferPlace.isLocal(job.staging(), getUrl, TransferPlace.Kind.STAGE_OUT);
            if (use.stageOut()) {
                String from =
                        isLocal
                                ? getUrl
                                : Urls.file(directories.internal(job, job.staging(), use.lfn()));
                for (Site site : sites) {
                    out(
                                    use,
                                    site,
                                    StageIn.plain(job.staging().name(), from),
                                    getUrl,
                                    isChecked(job, use))
                            .ifPresent(outs::add);
                }
            } else if (use.register() && isRegistering) {
                outs.add(
                        new Refiner.Out(
                                use.lfn(),
                                Optional.empty(),
                                Optional.of(registration(use, getUrl, job.staging().name()))));
            }
        }
        return new Refiner.Outs(node, job.name(), job.staging(), job.level(), isLocal, outs);
    }

    private boolean isChecked(PlacedJob job, FileUse use) {
        return integrity != Integrity.NONE && job.configuration().isOnNode() && !use.isCheckpoint();
    }

    private Optional<Refiner.Out> out(
            FileUse use, Site site, TransferEntry.Source source, String getUrl, boolean isChecked) {
        Optional<String> url = mapper.url(site, use.lfn(), FileServer.Operation.PUT);
        Optional<String> noted = mapper.url(site, use.lfn(), FileServer.Operation.GET);
        if (url.isEmpty() || noted.isEmpty()) {
            return Optional.empty();
        }
        boolean isThere = url.get().equals(source.url()) || url.get().equals(getUrl);
        Optional<TransferEntry> transfer =
                isThere
                        ? Optional.empty()
                        : Optional.of(
                                entry(
                                        use,
                                        List.of(source),
                                        new TransferEntry.Target(
                                                site.name(), url.get(), Optional.empty()),
                                        isChecked));
        Optional<Task.Registration> registration =
                use.register() && isRegistering
                        ? Optional.of(registration(use, noted.get(), site.name()))
                        : Optional.empty();
        return Optional.of(new Refiner.Out(use.lfn(), transfer, registration));
    }

    private static TransferEntry entry(
            FileUse use,
            List<TransferEntry.Source> sources,
            TransferEntry.Target target,
            boolean isChecked) {
        return new TransferEntry(
                use.lfn(),
                TransferEntry.Linkage.OUTPUT,
                sources,
                target,
                new TransferEntry.Checks(false, isChecked, false),
                use.metadata());
    }

    private Task.Registration registration(FileUse use, String url, String site) {
        String lfn = isRegisteringDeep ? use.lfn() : Urls.baseName(use.lfn());
        return new Task.Registration(lfn, url, site, use.metadata());
    }

    /**
     * Of a job that need not run, because its outputs exist: they are copied from where they are.
     */
    Refiner.Outs ofReused(Job job, ReplicaSelector selector) {
        Site local = inputs.sites().site(Site.LOCAL).orElseThrow();
        List<Refiner.Out> outs = new ArrayList<>();
        for (FileUse use : job.uses()) {
            if (!use.isOutput() || !use.stageOut()) {
                continue;
            }
            ReplicaCatalog.Known known = inputs.replicas().find(use.lfn());
            for (Site site : sites) {
                reused(use, known, site, selector).ifPresent(outs::add);
            }
        }
        return new Refiner.Outs(null, inputs.name(job), local, Capacities.REUSED_LEVEL, true, outs);
    }

    private Optional<Refiner.Out> reused(
            FileUse use, ReplicaCatalog.Known known, Site site, ReplicaSelector selector) {
        List<TransferEntry.Source> sources = selector.order(known.replicas(), site, true);
        Optional<String> url = mapper.url(site, use.lfn(), FileServer.Operation.PUT);
        Optional<String> noted = mapper.url(site, use.lfn(), FileServer.Operation.GET);
        boolean isThere =
                url.isEmpty()
                        || sources.isEmpty()
                        || sources.stream().anyMatch(source -> source.url().equals(url.get()));
        if (isThere) {
            return Optional.empty();
        }
        // the reference tries the last one only, and notes also what nobody asked to be noted
        TransferEntry.Source last = sources.getLast();
        List<TransferEntry.Source> tried =
                inputs.isExact() ? List.of(StageIn.plain(last.site(), last.url())) : sources;
        TransferEntry transfer =
                entry(
                        use,
                        tried,
                        new TransferEntry.Target(site.name(), url.get(), Optional.empty()),
                        false);
        return Optional.of(
                new Refiner.Out(
                        use.lfn(),
                        Optional.of(transfer),
                        isRegistering && (use.register() || inputs.isExact())
                                ? Optional.of(
                                        registration(use, noted.orElse(url.get()), site.name()))
                                : Optional.empty()));
    }
}
