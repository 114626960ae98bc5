package transfer.planner;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Jobs that make the directory of the run at every staging site before it is needed, and that
 * remove it at the end.
 */
final class DirectoryJobs {
    private static final int CREATE_PRIORITY = 800;
    static final int REMOVE_PRIORITY = 1000;

    private final PlanInputs inputs;
    private final PlanGraph graph;
    private final WorkDirectories directories;
    private final String label;

    /**
     * @param label of the workflow, as it stands in the names of jobs
     */
    DirectoryJobs(PlanInputs inputs, PlanGraph graph, WorkDirectories directories, String label) {
        this.inputs = inputs;
        this.graph = graph;
        this.directories = directories;
        this.label = label;
    }

    /** Adds the jobs that make directories, and lets others wait for them. */
    void create(Collection<Site> stagingSites) {
        String strategy = inputs.properties().get("pegasus.dir.create.strategy", "Minimal");
        Map<String, PlanNode> creators = new LinkedHashMap<>();
        List<PlanNode> ordered = graph.inOrder();
        List<PlanNode> roots = graph.roots();
        for (Site site : stagingSites) {
            String url = directories.directory(site, FileServer.Operation.PUT);
            PlanNode node =
                    new PlanNode(
                            name("create_dir_", site),
                            new Task.MakeDirectory(site.name(), url),
                            runsAt(site, url),
                            site.name());
            node.priority(CREATE_PRIORITY);
            creators.put(site.name(), graph.add(node));
        }
        switch (strategy) {
            case "Minimal" -> minimal(ordered, creators);
            case "Tentacles" -> tentacles(ordered, creators);
            case "HourGlass" -> hourGlass(roots, creators);
            default ->
                    inputs.properties()
                            .defect(
                                    "pegasus.dir.create.strategy",
                                    "must be Minimal, Tentacles or HourGlass, not '"
                                            + strategy
                                            + "'");
        }
    }

    private String name(String kind, Site site) {
        return kind + inputs.request().names().prefix() + label + "_0_" + site.name();
    }

    private static String runsAt(Site site, String url) {
        return TransferPlace.isLocal(site, url) ? Site.LOCAL : site.name();
    }

    /** Only where no parent waits already. */
    private static void minimal(List<PlanNode> ordered, Map<String, PlanNode> creators) {
        Map<PlanNode, Set<String>> certain = new HashMap<>();
        for (PlanNode node : ordered) {
            Set<String> sites = union(node.parents(), certain);
            PlanNode creator = node.dataAt() == null ? null : creators.get(node.dataAt());
            if (creator != null && !sites.contains(node.dataAt()) && !isOfReused(node)) {
                creator.precede(node);
                sites = new HashSet<>(sites);
                sites.add(node.dataAt());
            }
            certain.put(node, sites);
        }
    }

    /** In the reference a transfer from several sites keeps the directory of the first alone. */
    private Set<String> usedBy(PlanNode node) {
        if (inputs.isExact()) {
            return node.dataAt() == null ? Set.of() : Set.of(node.dataAt());
        }
        return node.readsAt();
    }

    /** The copies of what exists already need no directory. */
    private static boolean isOfReused(PlanNode node) {
        return node.is(Task.Transfer.Kind.STAGE_OUT)
                && node.parents().stream()
                        .allMatch(parent -> parent.is(Task.Transfer.Kind.STAGE_WORKER));
    }

    /**
     * The sets of all neighbours together; one of them where they are equal, so that a long chain
     * shares one set.
     */
    private static Set<String> union(List<PlanNode> neighbours, Map<PlanNode, Set<String>> sets) {
        Set<String> union = Set.of();
        for (PlanNode neighbour : neighbours) {
            Set<String> more = sets.getOrDefault(neighbour, Set.of());
            if (union.isEmpty()) {
                union = more;
            } else if (more != union && !union.containsAll(more)) {
                union = new HashSet<>(union);
                union.addAll(more);
            }
        }
        return union;
    }

    private static void tentacles(List<PlanNode> ordered, Map<String, PlanNode> creators) {
        for (PlanNode node : ordered) {
            PlanNode creator = node.dataAt() == null ? null : creators.get(node.dataAt());
            boolean waits =
                    node.isCompute()
                            || node.is(Task.Transfer.Kind.STAGE_IN)
                            || node.is(Task.Transfer.Kind.STAGE_INTER)
                            || !node.runsAt().equals(Site.LOCAL);
            if (creator != null && waits) {
                creator.precede(node);
            }
        }
    }

    private void hourGlass(List<PlanNode> roots, Map<String, PlanNode> creators) {
        PlanNode join =
                new PlanNode(
                        "pegasus_concat_" + inputs.request().names().prefix() + label + "_0",
                        new Task.Join(),
                        Site.LOCAL,
                        null);
        join.priority(CREATE_PRIORITY);
        graph.add(join);
        creators.values().forEach(creator -> creator.precede(join));
        roots.forEach(join::precede);
    }

    /**
     * Adds the jobs that remove the directories, each behind the last ones that need it.
     *
     * @param submitDirectory that must not be removed
     */
    void remove(Collection<Site> stagingSites, String submitDirectory) {
        List<PlanNode> backwards = graph.inOrder().reversed();
        Map<String, PlanNode> removers = new LinkedHashMap<>();
        for (Site site : stagingSites) {
            if (site.isLocal()
                    && (Urls.normalized(submitDirectory) + "/")
                            .startsWith(Urls.normalized(directories.internal(site)) + "/")) {
                inputs.defects()
                        .add(
                                "--dir",
                                submitDirectory,
                                "is the scratch directory of the run too, or lies in it, and that is removed at its end");
            }
            String url = directories.directory(site, FileServer.Operation.PUT);
            PlanNode node =
                    new PlanNode(
                            name("cleanup_", site),
                            new Task.Remove(site.name(), List.of(Urls.normalized(url)), true),
                            runsAt(site, url),
                            site.name());
            node.priority(REMOVE_PRIORITY);
            removers.put(site.name(), graph.add(node));
        }
        Map<PlanNode, Set<String>> below = new HashMap<>();
        for (PlanNode node : backwards) {
            Set<String> sites =
                    union(
                            node.children().stream()
                                    .filter(child -> !removers.containsValue(child))
                                    .toList(),
                            below);
            for (String site : isOfReused(node) ? Set.<String>of() : usedBy(node)) {
                PlanNode remover = removers.get(site);
                if (remover != null && !sites.contains(site)) {
                    node.precede(remover);
                    sites = new HashSet<>(sites);
                    sites.add(site);
                }
            }
            below.put(node, sites);
        }
    }
}
