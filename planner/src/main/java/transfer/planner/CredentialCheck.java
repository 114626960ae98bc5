package transfer.planner;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks once for every file with secrets that the transfers of a plan need: those of a site and
 * scheme have it in common.
 */
final class CredentialCheck {
    private final Plan plan;
    private final CredentialNeeds needs;
    private final Set<String> asked = new HashSet<>();

    CredentialCheck(Plan plan) {
        this.plan = plan;
        this.needs = new CredentialNeeds(plan.inputs());
    }

    /** What is missing or seen by others is among the defects. */
    void check() {
        for (PlanNode node : plan.nodes()) {
            switch (node.task()) {
                case Task.Transfer transfer -> transfer.entries().forEach(this::entry);
                case Task.MakeDirectory directory -> url(directory.site(), directory.url());
                case Task.Remove remove -> remove.urls().forEach(each -> url(remove.site(), each));
                case Task.Compute compute -> staging(compute.job());
                case Task.Register _, Task.Chmod _, Task.Unpack _, Task.Join _ -> {
                    // needs none
                }
            }
        }
    }

    private void entry(TransferEntry entry) {
        sources(entry.sources());
        url(entry.target().site(), entry.target().url());
    }

    private void sources(List<TransferEntry.Source> sources) {
        sources.forEach(source -> url(source.site(), source.url()));
    }

    private void staging(PlacedJob job) {
        if (job.configuration() != Configuration.NONSHAREDFS) {
            return;
        }
        Site site = job.staging();
        for (FileServer.Operation operation :
                List.of(FileServer.Operation.GET, FileServer.Operation.PUT)) {
            url(site.name(), site.scratch().orElseThrow().servers(operation).getFirst().url());
        }
        plan.places().bypassed(job).values().forEach(this::sources);
    }

    private void url(String site, String url) {
        if (asked.add(site + "\0" + Urls.scheme(url))) {
            needs.look(site, url);
        }
    }
}
