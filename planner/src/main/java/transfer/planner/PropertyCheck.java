package transfer.planner;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds properties that nothing knows, which are most often known ones in other letters. */
final class PropertyCheck {
    private static final String MAXJOBS = ".maxjobs";

    private final Properties properties;
    private final Workflow workflow;

    PropertyCheck(Properties properties, Workflow workflow) {
        this.properties = properties;
        this.workflow = workflow;
    }

    void warn(Defects warnings) {
        Set<String> known = new TreeSet<>(KnownProperties.WHOLE);
        categories().forEach(category -> known.add("dagman." + category + MAXJOBS));
        for (String key : properties.keys()) {
            boolean isOurs =
                    key.startsWith("pegasus.")
                            || key.startsWith("dagman.")
                            || key.startsWith("transfer.");
            if (isOurs && !isKnown(key, known)) {
                warnings.add(properties.at(key, "unknown property" + suggestion(key, known)));
            }
        }
    }

    private static boolean isKnown(String key, Set<String> known) {
        return known.contains(key)
                || KnownProperties.BEGINNINGS.stream().anyMatch(key::startsWith)
                || KnownProperties.isOfCredentials(key);
    }

    /** Those that have limits of their own, and those that jobs are put into. */
    private Set<String> categories() {
        Set<String> categories =
                new HashSet<>(
                        List.of("cleanup", "registration", "stagein", "stageinter", "stageout"));
        for (Job job : workflow.jobs()) {
            job.profiles().get(Namespace.DAGMAN, "category").ifPresent(categories::add);
        }
        return categories;
    }

    private static String suggestion(String key, Set<String> known) {
        int most = Math.max(2, key.length() / 6);
        Optional<String> nearest = Optional.empty();
        int least = most + 1;
        for (String candidate : known) {
            int distance = distance(key, candidate, least);
            if (distance < least) {
                least = distance;
                nearest = Optional.of(candidate);
            }
        }
        return nearest.map(name -> "; did you mean " + name + "?").orElse("");
    }

    /**
     * The number of letters to be put in, taken out or changed (Levenshtein).
     *
     * @param most what is farther away counts as that far
     */
    static int distance(String one, String other, int most) {
        if (Math.abs(one.length() - other.length()) >= most) {
            return most;
        }
        int[] before = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[other.length() + 1];
            now[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return Math.min(most, before[other.length()]);
    }
}
