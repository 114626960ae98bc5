package transfer.planner;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Looks over the URLs of a plan: files that two jobs would write are defects, schemes by which our
 * own program moves nothing are doubts, since a site may have another. For one plan.
 */
final class UrlCheck {
    private final PlanInputs inputs;
    private final DataPlaces places;
    private final Set<String> unspoken = new HashSet<>();
    private final Map<String, String> written = new HashMap<>();
    private final Map<String, String> read = new HashMap<>();

    UrlCheck(PlanInputs inputs, DataPlaces places) {
        this.inputs = inputs;
        this.places = places;
    }

    /** What is found is among the defects. After all transfers are planned. */
    void check(PlanGraph graph) {
        for (PlanNode node : graph.nodes()) {
            if (node.is(Task.Transfer.Kind.STAGE_IN)) {
                entries(node).forEach(this::source);
            }
        }
        for (PlanNode node : graph.nodes()) {
            switch (node.task()) {
                case Task.Transfer transfer -> transfer.entries().forEach(this::target);
                case Task.Compute compute -> staging(compute.job());
                default -> {
                    // works where one of those does
                }
            }
            if (node.is(Task.Transfer.Kind.STAGE_OUT)) {
                entries(node).forEach(this::output);
            }
        }
    }

    private static List<TransferEntry> entries(PlanNode node) {
        return ((Task.Transfer) node.task()).entries();
    }

    private boolean speaks(String url) {
        return inputs.surroundings().schemes().test(Urls.scheme(url).toLowerCase(Locale.ROOT));
    }

    private void source(TransferEntry entry) {
        if (entry.sources().size() == 1) {
            read.putIfAbsent(Urls.normalized(entry.sources().getFirst().url()), entry.lfn());
        }
        fetched(entry.lfn(), entry.sources());
        entry.sources().forEach(source -> user(source.site(), source.url()));
    }

    private void fetched(String lfn, List<TransferEntry.Source> sources) {
        if (sources.stream().anyMatch(source -> speaks(source.url()))) {
            return;
        }
        TransferEntry.Source first = sources.getFirst();
        String scheme = Urls.scheme(first.url());
        if (unspoken.add("from " + first.site() + " " + scheme)) {
            inputs.defects()
                    .doubt(
                            new Defect(
                                    inputs.properties()
                                            .get("pegasus.catalog.replica.file", "replica catalog"),
                                    0,
                                    lfn,
                                    "cannot be fetched from the site '"
                                            + first.site()
                                            + "': transfer does not speak "
                                            + scheme
                                            + ", the scheme of "
                                            + first.url()));
        }
    }

    private void target(TransferEntry entry) {
        site(entry.target().site(), entry.target().url());
    }

    /** Whom scp logs in as must be told by the URL. */
    private void user(String site, String url) {
        boolean needsUser = url.startsWith("scp://") || url.startsWith("gsiscp://");
        if (needsUser && Urls.authority(url).indexOf('@') < 1 && unspoken.add("user at " + site)) {
            inputs.defects()
                    .add("URLs", site, "needs the name of a user before the host, user@: " + url);
        }
    }

    private void site(String name, String url) {
        user(name, url);
        if (speaks(url) || !unspoken.add("at " + name + " " + Urls.scheme(url))) {
            return;
        }
        int line = inputs.sites().site(name).map(Site::line).orElse(0);
        inputs.defects()
                .doubt(
                        new Defect(
                                inputs.siteFile(),
                                line,
                                "sites",
                                "files of the site '"
                                        + name
                                        + "' cannot be moved: transfer does not speak "
                                        + Urls.scheme(url)
                                        + ", the scheme of "
                                        + url));
    }

    /** What a job on its own node fetches and brings itself. */
    private void staging(PlacedJob job) {
        if (job.configuration() != Configuration.NONSHAREDFS) {
            return;
        }
        Site site = job.staging();
        for (FileServer.Operation operation :
                List.of(FileServer.Operation.GET, FileServer.Operation.PUT)) {
            String url = site.scratch().orElseThrow().servers(operation).getFirst().url();
            if (!NodeSteps.isOfCondor(url)) {
                site(site.name(), url);
            }
        }
        places.bypassed(job)
                .forEach((lfn, sources) -> {
                    if (!NodeSteps.isOfCondor(sources.getFirst().url())) {
                        fetched(lfn, sources);
                    }
                });
    }

    private void output(TransferEntry entry) {
        String url = Urls.normalized(entry.target().url());
        String other = written.putIfAbsent(url, entry.lfn());
        if (other != null && !other.equals(entry.lfn())) {
            outputs(entry.lfn(), "goes to " + url + ", where the output '" + other + "' goes too");
        }
        String input = read.get(url);
        if (input != null && !input.equals(entry.lfn())) {
            outputs(entry.lfn(), "goes to " + url + ", where the input '" + input + "' lies");
        }
    }

    private void outputs(String lfn, String message) {
        inputs.defects().add("outputs", lfn, message);
    }
}
