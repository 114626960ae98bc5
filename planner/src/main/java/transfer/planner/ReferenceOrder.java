package transfer.planner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;

/**
 * The orders in which the reference walks, which come from Java's hash tables: they decide which
 * file meets which transfer job. Only for plans that must be the same as its own; all others take
 * the order of the workflow's file.
 */
final class ReferenceOrder {
    private ReferenceOrder() {}

    /** Things as a hash table gives them that got them in the order they have. */
    static <T> List<T> of(Collection<T> things, Function<T, String> name) {
        Map<String, T> table = new HashMap<>();
        things.forEach(thing -> table.put(name.apply(thing), thing));
        return List.copyOf(table.values());
    }

    /** A job's inputs, and behind them its outputs, also those that are both. */
    static List<FileUse> ofUses(List<FileUse> uses) {
        List<FileUse> ordered =
                new ArrayList<>(of(uses.stream().filter(FileUse::isInput).toList(), FileUse::lfn));
        ordered.removeIf(FileUse::isOutput);
        ordered.addAll(of(uses.stream().filter(FileUse::isOutput).toList(), FileUse::lfn));
        return ordered;
    }

    /** All nodes, as a walk meets them that goes from each to its children. */
    static List<PlanNode> ofNodes(PlanGraph graph) {
        Set<PlanNode> met = new LinkedHashSet<>();
        Queue<PlanNode> ready = new ArrayDeque<>();
        of(graph.nodes(), PlanNode::name).stream()
                .filter(node -> node.parents().isEmpty() && met.add(node))
                .forEach(ready::add);
        for (PlanNode node = ready.poll(); node != null; node = ready.poll()) {
            of(node.children(), PlanNode::name).stream().filter(met::add).forEach(ready::add);
        }
        return List.copyOf(met);
    }

    /** The same levels, each in the order in which a walk through the whole workflow meets jobs. */
    static List<List<Job>> ofLevels(List<List<Job>> levels, Function<Job, String> name) {
        List<List<Job>> ordered = new ArrayList<>();
        levels.forEach(level -> ordered.add(new ArrayList<>(level.size())));
        List<Job> all = levels.stream().flatMap(List::stream).toList();
        Queue<Job> ready =
                new ArrayDeque<>(
                        of(all, name).stream().filter(job -> job.parents().isEmpty()).toList());
        Map<Job, Integer> seen = new HashMap<>();
        for (Job job = ready.poll(); job != null; job = ready.poll()) {
            ordered.get(job.level()).add(job);
            for (Job child : of(job.children(), name)) {
                if (seen.merge(child, 1, Integer::sum) == child.parents().size()) {
                    ready.add(child);
                }
            }
        }
        return ordered;
    }
}
