package transfer.planner;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What can be compared of two plans of one workflow: all but the names of clean-up jobs that are
 * made when space runs out. Those are taken as one, and their numbers of entries are compared.
 */
final class PlanFacts {
    private static final Pattern RANDOM = Pattern.compile("clean_up_(\\d+|.*_constraint_\\d+)");

    private final Map<String, String> groups = new HashMap<>();
    private final Map<String, List<String>> jobs = new TreeMap<>();
    private final Map<String, Set<String>> parents = new TreeMap<>();
    private final Map<String, Set<String>> entries = new TreeMap<>();
    private final Map<String, List<Integer>> sizes = new TreeMap<>();
    private final Set<String> cache = new TreeSet<>();

    PlanFacts(Collection<String> names) {
        names.forEach(
                name -> groups.put(name, RANDOM.matcher(name).matches() ? "clean_up_*" : name));
    }

    void job(String name, String facts) {
        jobs.computeIfAbsent(groups.get(name), any -> new ArrayList<>()).add(facts);
        jobs.get(groups.get(name)).sort(null);
    }

    void edge(String parent, String child) {
        parents.computeIfAbsent(groups.get(child), any -> new TreeSet<>()).add(groups.get(parent));
    }

    void entries(String name, Collection<String> list) {
        entries.computeIfAbsent(groups.get(name), any -> new TreeSet<>()).addAll(list);
        sizes.computeIfAbsent(groups.get(name), any -> new ArrayList<>()).add(list.size());
        sizes.get(groups.get(name)).sort(null);
    }

    void cache(String line) {
        cache.add(line);
    }

    Map<String, List<String>> jobs() {
        return jobs;
    }

    Map<String, Set<String>> entries() {
        return entries;
    }

    Map<String, List<Integer>> sizes() {
        return sizes;
    }

    Set<String> cache() {
        return cache;
    }

    /** Without those that follow from others. */
    Set<String> edges() {
        Map<String, Set<String>> ancestors = new HashMap<>();
        Set<String> edges = new TreeSet<>();
        for (Map.Entry<String, Set<String>> child : parents.entrySet()) {
            for (String parent : child.getValue()) {
                boolean isImplied =
                        child.getValue().stream()
                                .anyMatch(other ->
                                        !other.equals(parent)
                                                && ancestors(other, ancestors).contains(parent));
                if (!isImplied) {
                    edges.add(parent + " -> " + child.getKey());
                }
            }
        }
        return edges;
    }

    private Set<String> ancestors(String name, Map<String, Set<String>> known) {
        Set<String> found = known.get(name);
        if (found == null) {
            found = new TreeSet<>();
            known.put(name, found);
            for (String parent : parents.getOrDefault(name, Set.of())) {
                found.add(parent);
                found.addAll(ancestors(parent, known));
            }
        }
        return found;
    }
}
