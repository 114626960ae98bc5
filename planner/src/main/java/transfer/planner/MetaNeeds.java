package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files with digests ({@code .meta}): who writes one, and who reads whose. A job on its own
 * node compares its inputs with what those say that made or staged them; a stage-out job compares
 * outputs.
 */
final class MetaNeeds {
    private final PlanInputs inputs;
    private final FileUsers users;
    private final boolean isOn;
    private final Map<PlanNode, Set<String>> outputs = new HashMap<>();

    MetaNeeds(PlanInputs inputs, FileUsers users) {
        this.inputs = inputs;
        this.users = users;
        this.isOn = Integrity.of(inputs.properties()) != Integrity.NONE;
    }

    /** Whether a job leaves digests behind of what it made or moved. */
    boolean isWritten(PlanNode node) {
        return switch (node.task()) {
            case Task.Compute compute ->
                    compute.job().configuration().isOnNode() || isReadOnNodes(node);
            case Task.Transfer transfer ->
                    switch (transfer.kind()) {
                        case STAGE_IN -> node.children().stream().anyMatch(MetaNeeds::isOnNode);
                        // nothing but this job looks at outputs in a shared directory
                        case STAGE_OUT ->
                                node.runsAt().equals(Site.LOCAL)
                                        && node.children().stream()
                                                .anyMatch(MetaNeeds::isRegistration);
                        case STAGE_INTER, STAGE_WORKER -> false;
                    };
            case Task.MakeDirectory directory -> false;
            case Task.Remove remove -> false;
            case Task.Register register -> false;
            case Task.Chmod chmod -> false;
            case Task.Unpack unpack -> false;
            case Task.Join join -> false;
        };
    }

    /**
     * What catalogs tell of a job's inputs, where a digest is among it: by the name of the file.
     */
    Map<String, Map<String, String>> catalogued(PlacedJob job) {
        Map<String, Map<String, String>> known = new TreeMap<>();
        if (!job.configuration().isOnNode()) {
            return known;
        }
        for (FileUse use : job.uses()) {
            if (!use.isInput()) {
                continue;
            }
            Map<String, String> metadata = new TreeMap<>();
            if (use.catalogued().isPresent()) {
                metadata.putAll(use.catalogued().get().metadata());
            } else {
                metadata.putAll(use.metadata());
                metadata.putAll(inputs.replicas().find(use.lfn()).metadata());
            }
            // what a parent makes need not be what a catalog remembers
            if (metadata.containsKey("checksum.value")
                    && !users.isMadeByParent(use.lfn(), job.job())) {
                known.put(use.lfn(), metadata);
            }
        }
        return known;
    }

    /** Nobody else looks at a file from a shared directory before a job on its own node does. */
    private boolean isReadOnNodes(PlanNode maker) {
        if (isOn) {
            for (PlanNode child : maker.children()) {
                if (isOnNode(child) && carries(maker, lfns(child))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isRegistration(PlanNode node) {
        return node.task() instanceof Task.Register;
    }

    private static boolean isOnNode(PlanNode node) {
        return node.task() instanceof Task.Compute compute
                && compute.job().configuration().isOnNode();
    }

    /** The jobs whose digests a job compares with. */
    List<PlanNode> read(PlanNode node) {
        List<PlanNode> found = new ArrayList<>();
        if (!isOn) {
            return found;
        }
        if (isOnNode(node) || node.is(Task.Transfer.Kind.STAGE_OUT)) {
            Set<String> lfns = lfns(node);
            for (PlanNode parent : node.parents()) {
                if (carries(parent, lfns) && isWritten(parent)) {
                    found.add(parent);
                }
            }
        }
        return found;
    }

    /** What a job reads, or moves. */
    private static Set<String> lfns(PlanNode node) {
        Set<String> lfns = new HashSet<>();
        if (node.task() instanceof Task.Compute compute) {
            for (FileUse use : compute.job().uses()) {
                if (use.isInput()) {
                    lfns.add(use.lfn());
                }
            }
        } else if (node.task() instanceof Task.Transfer transfer) {
            transfer.entries().forEach(entry -> lfns.add(entry.lfn()));
        }
        return lfns;
    }

    /**
     * A stage-in job is a parent only because of its files; other jobs may be for other reasons.
     */
    private boolean carries(PlanNode parent, Set<String> lfns) {
        if (!(parent.task() instanceof Task.Compute compute)) {
            return true;
        }
        // one job's outputs may have very many readers: each looks for its own few files
        Set<String> made =
                outputs.computeIfAbsent(
                        parent,
                        any -> {
                            Set<String> names = new HashSet<>();
                            compute.job().outputs().forEach(use -> names.add(use.lfn()));
                            return names;
                        });
        return made.size() < lfns.size()
                ? made.stream().anyMatch(lfns::contains)
                : lfns.stream().anyMatch(made::contains);
    }
}
