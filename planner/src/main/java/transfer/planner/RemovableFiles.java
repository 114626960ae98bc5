package transfer.planner;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says which files of a node may be removed from its staging site while the workflow runs, and
 * makes the jobs that do it.
 */
final class RemovableFiles {
    private final PlanInputs inputs;
    private final DataPlaces places;
    private final Set<String> kept = new HashSet<>();

    RemovableFiles(PlanInputs inputs, PlanGraph graph, DataPlaces places) {
        this.inputs = inputs;
        this.places = places;
        for (PlanNode node : graph.nodes()) {
            if (node.task() instanceof Task.Compute compute && !isStagedOut(node)) {
                for (FileUse use : compute.job().outputs()) {
                    if (use.stageOut()) {
                        kept.add(use.lfn());
                    }
                }
            }
        }
    }

    private static boolean isStagedOut(PlanNode maker) {
        for (PlanNode child : maker.children()) {
            if (child.is(Task.Transfer.Kind.STAGE_OUT)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a node works with files at its staging site that somebody else may remove. */
    static boolean isUser(PlanNode node) {
        return node.dataAt() != null
                && (node.isCompute()
                        || (!node.parents().isEmpty()
                                && (node.is(Task.Transfer.Kind.STAGE_OUT)
                                        || node.is(Task.Transfer.Kind.STAGE_INTER))));
    }

    /**
     * The sites whose files a node works with. A transfer between sites may read at several; in the
     * reference it counts only where it reads first, and the files elsewhere go too early.
     */
    Set<String> sites(PlanNode node) {
        return inputs.isExact() ? Set.of(node.dataAt()) : node.readsAt();
    }

    /** The logical names of the files a node works with at a site, each once. */
    Collection<String> of(PlanNode node, String site) {
        Set<String> lfns = new LinkedHashSet<>();
        switch (node.task()) {
            case Task.Compute compute -> {
                Set<String> bypassed = places.bypassed(compute.job()).keySet();
                for (FileUse use : compute.job().uses()) {
                    if (!bypassed.contains(use.lfn()) && isRemovable(site, use.lfn())) {
                        lfns.add(use.lfn());
                    }
                }
            }
            case Task.Transfer transfer -> {
                for (TransferEntry entry : transfer.entries()) {
                    if (isRemovable(site, entry.lfn())) {
                        lfns.add(entry.lfn());
                    }
                }
            }
            default -> {
                // uses no files of its own
            }
        }
        return lfns;
    }

    boolean isRemovable(String site, String lfn) {
        Optional<String> url = places.removalUrl(site, lfn);
        return url.isPresent()
                && !kept.contains(lfn)
                && !places.isKept(site, lfn)
                && !url.get().startsWith("osdf:")
                && !url.get().startsWith("stash:");
    }

    /** A node that removes files of a site. */
    PlanNode removal(String name, String site, Collection<String> lfns) {
        List<String> urls = new ArrayList<>();
        lfns.forEach(lfn -> urls.add(places.removalUrl(site, lfn).orElseThrow()));
        Site owner = inputs.sites().site(site).orElseThrow();
        boolean isRemote =
                !owner.isLocal()
                        && !owner.isSeenBySubmitHost()
                        && urls.stream()
                                .anyMatch(url -> Urls.isFile(url) || url.startsWith("symlink:"));
        if (isRemote) {
            urls.replaceAll(url -> url.startsWith("gsiftp:") ? Urls.file(Urls.path(url)) : url);
        }
        PlanNode node =
                new PlanNode(
                        name,
                        new Task.Remove(site, urls, false),
                        isRemote ? site : Site.LOCAL,
                        site);
        node.priority(DirectoryJobs.REMOVE_PRIORITY);
        return node;
    }
}
