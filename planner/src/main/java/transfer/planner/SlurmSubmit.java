package transfer.planner;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes the script that submits all jobs of a run with {@code sbatch}: each waits for its parents
 * ({@code --dependency=afterok}), and when one fails Slurm cancels those that wait for it, and no
 * others.
 */
final class SlurmSubmit {
    /** The name of the script. */
    static final String NAME = "submit.sh";

    private final SubmitPlan run;
    private final List<PlanNode> ordered;
    private final NodeCommands commands;
    private final Map<PlanNode, Integer> numbers = new HashMap<>();
    private final Map<String, Long> slots = new HashMap<>();

    /**
     * @param ordered all jobs, parents before children
     */
    SlurmSubmit(SubmitPlan run, List<PlanNode> ordered, NodeCommands commands) {
        this.run = run;
        this.ordered = ordered;
        this.commands = commands;
    }

    /** Whether a job is one for Slurm; those that only join others are not, their edges are. */
    static boolean isSubmitted(PlanNode node) {
        return !(node.task() instanceof Task.Join);
    }

    void write(Writer out) throws IOException {
        out.write(ShellText.read("slurm-submit.sh"));
        String exported =
                run.plan().inputs().properties().get("transfer.plan.slurm.export", "NONE");
        out.write("exported=" + ShellWord.of(exported) + "\n\n");
        Map<String, Long> limits = limits();
        NavigableSet<Integer> priorities = new TreeSet<>();
        ordered.forEach(node -> priorities.add(node.priority()));
        List<Integer> ranks = List.copyOf(priorities.descendingSet());
        Map<Integer, Integer> nice = new HashMap<>();
        for (int i = 0; i < ranks.size(); i++) {
            nice.put(ranks.get(i), i);
        }
        for (PlanNode node : ordered) {
            if (isSubmitted(node)) {
                writeJob(node, limits, nice.get(node.priority()), out);
            }
        }
        out.write("finish\n");
    }

    /** Only of categories that have more jobs than may run at once. */
    private Map<String, Long> limits() {
        Map<String, Long> sizes = new HashMap<>();
        for (PlanNode node : ordered) {
            DagFile.category(node).ifPresent(category -> sizes.merge(category, 1L, Long::sum));
        }
        Map<String, Long> limits = new HashMap<>(DagFile.limits(run.plan().inputs().properties()));
        limits.keySet()
                .removeIf(category -> sizes.getOrDefault(category, 0L) <= limits.get(category));
        return limits;
    }

    private void writeJob(PlanNode node, Map<String, Long> limits, int nice, Writer out)
            throws IOException {
        int number = numbers.size() + 1;
        numbers.put(node, number);
        NodeFiles files = run.layout().of(node);
        Optional<String> category = DagFile.category(node);
        Long limit = category.map(limits::get).orElse(null);
        List<String> words = new ArrayList<>();
        words.add("job");
        words.add(Integer.toString(number));
        words.add(limit == null ? "" : slot(category.get(), limit));
        words.add(files.name());
        words.add(files.file(""));
        StringBuilder parents = new StringBuilder();
        for (PlanNode parent : parents(node)) {
            parents.append(parents.isEmpty() ? "" : " ").append(numbers.get(parent));
        }
        words.add(parents.toString());
        if (nice > 0) {
            words.add("--nice=" + nice);
        }
        words.addAll(
                SlurmOptions.of(
                        commands.profiles(node), files.name(), run.plan().inputs().defects()));
        out.write(ShellWord.of(words) + "\n");
    }

    /** The jobs of a category take turns in having each of its names. */
    private String slot(String category, long limit) {
        return category + "-" + (slots.merge(category, 1L, Long::sum) - 1) % limit;
    }

    private static Set<PlanNode> parents(PlanNode node) {
        Set<PlanNode> found = new LinkedHashSet<>();
        for (PlanNode parent : node.parents()) {
            if (isSubmitted(parent)) {
                found.add(parent);
            } else {
                found.addAll(parents(parent));
            }
        }
        return found;
    }
}
