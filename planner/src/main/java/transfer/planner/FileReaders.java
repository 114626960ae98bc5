package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who reads the files that compute jobs make, and who of them has not run yet, while a workflow is
 * played through one job after the other. For one thread.
 */
final class FileReaders {
    private final String site;
    private final boolean isAnywhere;
    private final Map<String, List<PlanNode>> makers = new HashMap<>();
    private final Map<String, List<PlanNode>> readers = new HashMap<>();
    private final Map<Made, Left> known = new HashMap<>();
    private final Set<PlanNode> executed = new HashSet<>();

    private record Made(PlanNode maker, String lfn) {}

    /** The readers of one file, and the number of those that did not run yet. */
    private static final class Left {
        private final Set<PlanNode> readers;
        private int count;

        Left(Set<PlanNode> readers, Set<PlanNode> executed) {
            this.readers = readers;
            this.count =
                    (int) readers.stream().filter(reader -> !executed.contains(reader)).count();
        }
    }

    /**
     * @param site whose jobs count as readers of what lies there
     * @param isAnywhere jobs of all sites count, and no transfers, as in the reference
     */
    FileReaders(PlanGraph graph, String site, boolean isAnywhere) {
        this.site = site;
        this.isAnywhere = isAnywhere;
        for (PlanNode node : graph.nodes()) {
            if (node.task() instanceof Task.Compute compute) {
                for (FileUse use : compute.job().uses()) {
                    if (use.isOutput()) {
                        makers.computeIfAbsent(use.lfn(), any -> new ArrayList<>(1)).add(node);
                    }
                }
            }
            read(node)
                    .forEach(lfn ->
                            readers.computeIfAbsent(lfn, any -> new ArrayList<>(1)).add(node));
        }
    }

    /**
     * The names of files that a job reads: those of compute jobs, and of transfers to other sites
     * and to where outputs are kept.
     */
    private Set<String> read(PlanNode node) {
        Set<String> lfns = new LinkedHashSet<>();
        if (node.task() instanceof Task.Compute compute) {
            compute.job().uses().stream()
                    .filter(FileUse::isInput)
                    .forEach(use -> lfns.add(use.lfn()));
        } else if (!isAnywhere
                && (node.is(Task.Transfer.Kind.STAGE_INTER)
                        || node.is(Task.Transfer.Kind.STAGE_OUT))) {
            ((Task.Transfer) node.task()).entries().forEach(entry -> lfns.add(entry.lfn()));
        }
        return lfns;
    }

    /** The parents of a job that make a file. */
    List<PlanNode> makers(PlanNode node, String lfn) {
        return makers.getOrDefault(lfn, List.of()).stream()
                .filter(maker -> maker.precedes(node))
                .toList();
    }

    /** Jobs that read a file here, and where its maker left it here, transfers that read it. */
    Set<PlanNode> readers(PlanNode maker, String lfn) {
        return left(maker, lfn).readers;
    }

    private Left left(PlanNode maker, String lfn) {
        return known.computeIfAbsent(
                new Made(maker, lfn),
                made -> {
                    Set<PlanNode> found = new LinkedHashSet<>();
                    for (PlanNode reader : readers.getOrDefault(lfn, List.of())) {
                        if (isHere(maker, reader) && maker.precedes(reader)) {
                            found.add(reader);
                        }
                    }
                    return new Left(found, executed);
                });
    }

    private boolean isHere(PlanNode maker, PlanNode reader) {
        return reader.isCompute()
                ? isAnywhere || site.equals(reader.dataAt())
                : !isAnywhere && site.equals(maker.dataAt());
    }

    /** Whether nobody but this job, if at all, has still to read the file. */
    boolean isLast(PlanNode node, PlanNode maker, String lfn) {
        Left left = left(maker, lfn);
        boolean isWaiting = left.readers.contains(node) && !executed.contains(node);
        return left.count == (isWaiting ? 1 : 0);
    }

    /** Notes that a job has run. */
    void execute(PlanNode node) {
        for (String lfn : read(node)) {
            for (PlanNode maker : makers(node, lfn)) {
                Left left = left(maker, lfn);
                if (left.readers.contains(node) && !executed.contains(node)) {
                    left.count--;
                }
            }
        }
        executed.add(node);
    }

    /** Those that are now the only ones that have still to read a file which this job read, too. */
    Set<PlanNode> lastBeside(PlanNode node) {
        Set<PlanNode> last = new LinkedHashSet<>();
        for (String lfn : read(node)) {
            for (PlanNode maker : makers(node, lfn)) {
                Left left = left(maker, lfn);
                if (left.count == 1) {
                    left.readers.stream()
                            .filter(reader -> !executed.contains(reader))
                            .forEach(last::add);
                }
            }
        }
        return last;
    }
}
