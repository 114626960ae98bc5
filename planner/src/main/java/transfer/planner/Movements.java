package transfer.planner;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Tells which files every node moves and how large they are: in lists of its own, and around a
 * program that works on its own node. A file with several sources counts from the first of them.
 * For one thread.
 */
final class Movements {
    private final Plan plan;
    private final FileSizes sizes;
    private final NodeSteps steps;
    private final long assumed;

    /**
     * @param assumed bytes of a file whose size is not known
     */
    Movements(Plan plan, FileSizes sizes, long assumed) {
        this.plan = plan;
        this.sizes = sizes;
        this.assumed = assumed;
        this.steps = new NodeSteps(plan.inputs(), plan.directories(), plan.places());
    }

    List<Movement> of(PlanNode node) {
        List<Movement> found = new ArrayList<>();
        switch (node.task()) {
            case Task.Transfer transfer ->
                    transfer.entries()
                            .forEach(entry -> add(entry.sources().getFirst(), entry, found));
            case Task.Compute compute -> around(compute.job(), found);
            default -> {
                // moves no files
            }
        }
        return found;
    }

    Amount size(String lfn) {
        return Amount.file(sizes.known(lfn), assumed);
    }

    private void add(TransferEntry.Source source, TransferEntry entry, List<Movement> found) {
        String scheme = Urls.scheme(entry.target().url());
        if (scheme.equals("moveto")) {
            return; // a name changes on the node itself
        }
        Movement.Link link =
                new Movement.Link(
                        source.site(), Urls.scheme(source.url()), entry.target().site(), scheme);
        found.add(
                new Movement(
                        link,
                        scheme.equals("symlink")
                                ? Amount.file(OptionalLong.of(0), 0)
                                : size(entry.lfn())));
    }

    private void around(PlacedJob job, List<Movement> found) {
        for (NodeStep step : steps.of(job)) {
            if (step instanceof NodeStep.Transfers transfers) {
                transfers.entries().forEach(entry -> add(source(job, entry), entry, found));
            }
        }
        if (job.configuration() == Configuration.CONDORIO) {
            byCondor(job, found);
        }
    }

    /** Lists call it a source of the node's own site also where a file comes from elsewhere. */
    private TransferEntry.Source source(PlacedJob job, TransferEntry entry) {
        TransferEntry.Source listed = entry.sources().getFirst();
        return plan.places().bypassed(job).getOrDefault(entry.lfn(), List.of()).stream()
                .filter(source -> source.url().equals(listed.url()))
                .findFirst()
                .orElse(listed);
    }

    private void byCondor(PlacedJob job, List<Movement> found) {
        String submit = job.staging().name();
        String node = job.site().name();
        Set<String> bypassed = plan.places().bypassed(job).keySet();
        Set<String> seen = new HashSet<>();
        for (FileUse use : job.uses()) {
            if (use.isInput()
                    && !bypassed.contains(use.lfn())
                    && !plan.places().isLeftOut(job, use.lfn())
                    && seen.add(use.lfn())) {
                found.add(carried(submit, node, use));
            }
            if (use.isOutput()) {
                found.add(carried(node, submit, use));
            }
        }
    }

    private Movement carried(String from, String to, FileUse use) {
        return new Movement(
                new Movement.Link(from, Movement.CONDOR, to, Movement.CONDOR), size(use.lfn()));
    }
}
