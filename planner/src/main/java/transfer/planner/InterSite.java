package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings what parents made at one staging site to the staging site of their children. */
final class InterSite {
    private final PlanGraph graph;
    private final WorkDirectories directories;
    private final DataPlaces places;
    private final TransferPlace transferPlace;
    private final Map<String, PlanNode> brought = new HashMap<>();

    InterSite(PlanInputs inputs, PlanGraph graph, WorkDirectories directories, DataPlaces places) {
        this.graph = graph;
        this.directories = directories;
        this.places = places;
        this.transferPlace = new TransferPlace(inputs.properties());
    }

    /**
     * @param placed the parents of the job, all of them
     */
    void bring(PlacedJob job, PlanNode node, List<PlacedJob> placed) {
        if (isAllHere(job, placed)) {
            return;
        }
        Map<Boolean, PlanNode> inters = new HashMap<>();
        Set<String> inputs =
                job.uses().stream()
                        .filter(FileUse::isInput)
                        .map(FileUse::lfn)
                        .collect(Collectors.toSet());
        for (PlacedJob parent : placed) {
            if (parent.staging().name().equals(job.staging().name())) {
                continue;
            }
            for (FileUse use : parent.outputs()) {
                if (!inputs.contains(use.lfn())) {
                    continue;
                }
                String key = use.lfn() + ":" + job.site().name();
                PlanNode earlier = brought.get(key);
                if (earlier != null) {
                    earlier.precede(node);
                    continue;
                }
                PlanNode inter = bring(job, parent, use, inters);
                brought.put(key, inter);
                graph.node(parent.name()).precede(inter);
                inter.precede(node);
            }
        }
    }

    private static boolean isAllHere(PlacedJob job, List<PlacedJob> parents) {
        for (PlacedJob parent : parents) {
            if (!parent.staging().name().equals(job.staging().name())) {
                return false;
            }
        }
        return true;
    }

    private PlanNode bring(
            PlacedJob job, PlacedJob parent, FileUse use, Map<Boolean, PlanNode> inters) {
        String below = directories.below(parent.staging(), use.lfn());
        List<TransferEntry.Source> sources = new ArrayList<>();
        for (String directory : directories.readable(parent.staging())) {
            sources.add(StageIn.plain(parent.staging().name(), directory + below));
        }
        String putUrl = directories.put(job, job.staging(), use.lfn());
        boolean isLocal = transferPlace.isLocal(job.staging(), putUrl, TransferPlace.Kind.INTER);
        String url =
                isLocal ? putUrl : Urls.file(directories.internal(job, job.staging(), use.lfn()));
        places.put(job.staging().name(), use.lfn(), putUrl);
        places.remember(
                use.lfn(), directories.get(job, job.staging(), use.lfn()), job.staging().name());
        PlanNode inter =
                inters.computeIfAbsent(
                        isLocal,
                        any -> {
                            PlanNode made =
                                    new PlanNode(
                                            "stage_inter_"
                                                    + TransferNodes.side(isLocal)
                                                    + "_"
                                                    + job.name()
                                                    + "_0",
                                            new Task.Transfer(
                                                    Task.Transfer.Kind.STAGE_INTER,
                                                    new ArrayList<>()),
                                            isLocal ? Site.LOCAL : job.site().name(),
                                            parent.staging().name());
                            made.priority(Refiner.STAGE_IN_PRIORITY);
                            return graph.add(made);
                        });
        TransferNodes.add(
                inter,
                new TransferEntry(
                        use.lfn(),
                        TransferEntry.Linkage.OUTPUT,
                        sources,
                        new TransferEntry.Target(job.staging().name(), url, Optional.empty()),
                        TransferEntry.Checks.NONE,
                        Map.of()));
        return inter;
    }
}
