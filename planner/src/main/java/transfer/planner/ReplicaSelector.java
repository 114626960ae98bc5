package transfer.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Brings the copies of a file into the order in which a transfer tries them, and leaves out what it
 * cannot use.
 */
sealed interface ReplicaSelector {
    /**
     * @param site that is preferred
     * @param isLocal whether the transfer runs on the submit host
     * @return none when nothing can be used
     */
    List<TransferEntry.Source> order(List<Replica> replicas, Site site, boolean isLocal);

    static ReplicaSelector of(Properties properties) {
        String name = properties.get("pegasus.selector.replica", "Default");
        return switch (name) {
            case "Default" -> new Nearest();
            case "Local" -> new SameSite();
            // the reference narrows nothing down where several sources are possible, which is
            // everywhere
            case "Restricted" ->
                    PlanInputs.isExact(properties) ? new Nearest() : new Restricted(properties);
            case "Regex" -> Ranked.of(properties);
            default -> {
                properties.defect(
                        "pegasus.selector.replica",
                        "must be Default, Local, Regex or Restricted, not '" + name + "'");
                yield new Nearest();
            }
        };
    }

    private static boolean isUsable(Replica replica, Site site, boolean isLocal) {
        return !replica.isFile()
                || replica.site().equals(site.name())
                || (isLocal && replica.site().equals(Site.LOCAL));
    }

    private static TransferEntry.Source source(Replica replica, OptionalInt priority) {
        return new TransferEntry.Source(replica.site(), replica.url(), priority);
    }

    /** Files at hand first, then what is at the site, then the rest. */
    record Nearest() implements ReplicaSelector {
        private static final int FILE = 100;
        private static final int SAME_SITE = 50;
        private static final int ELSEWHERE = 10;

        @Override
        public List<TransferEntry.Source> order(
                List<Replica> replicas, Site site, boolean isLocal) {
            return replicas.stream()
                    .filter(replica -> isUsable(replica, site, isLocal))
                    .map(replica -> source(replica, OptionalInt.of(priority(replica, site))))
                    .sorted(Comparator.comparingInt(source -> -source.priority().getAsInt()))
                    .toList();
        }

        private static int priority(Replica replica, Site site) {
            if (replica.isFile()) {
                return FILE;
            }
            return replica.site().equals(site.name()) ? SAME_SITE : ELSEWHERE;
        }
    }

    /**
     * As {@link Nearest}, but sites that are to be ignored are left out and preferred ones come
     * first.
     */
    record Restricted(Properties properties) implements ReplicaSelector {
        @Override
        public List<TransferEntry.Source> order(
                List<Replica> replicas, Site site, boolean isLocal) {
            Set<String> ignored = sites(site, "ignore");
            Set<String> preferred = sites(site, "prefer");
            List<Replica> left =
                    replicas.stream().filter(replica -> !ignored.contains(replica.site())).toList();
            List<TransferEntry.Source> ordered =
                    new ArrayList<>(new Nearest().order(left, site, isLocal));
            ordered.sort(Comparator.comparing(source -> !preferred.contains(source.site())));
            return ordered;
        }

        private Set<String> sites(Site site, String what) {
            String key = "pegasus.selector.replica.%s." + what + ".stagein.sites";
            return Words.set(
                    properties
                            .get(key.formatted(site.name()))
                            .orElseGet(() -> properties.get(key.formatted("*"), "")));
        }
    }

    /**
     * Those at the site; where there is none, the first of all. For transfers of the submit host
     * only.
     */
    record SameSite() implements ReplicaSelector {
        @Override
        public List<TransferEntry.Source> order(
                List<Replica> replicas, Site site, boolean isLocal) {
            if (!isLocal) {
                return List.of();
            }
            List<TransferEntry.Source> near =
                    replicas.stream()
                            .filter(replica -> replica.site().equals(site.name()))
                            .map(replica -> source(replica, OptionalInt.empty()))
                            .toList();
            if (!near.isEmpty()) {
                return near;
            }
            return replicas.stream()
                    .filter(replica -> isUsable(replica, site, true))
                    .map(replica -> source(replica, OptionalInt.empty()))
                    .limit(1)
                    .toList();
        }
    }

    /** By the first pattern that a URL fits; the others are left out. */
    record Ranked(TreeMap<Integer, Pattern> ranks) implements ReplicaSelector {
        private static final int STEP = 100;

        static Ranked of(Properties properties) {
            String prefix = "pegasus.selector.replica.regex.rank.";
            TreeMap<Integer, Pattern> ranks = new TreeMap<>();
            for (Map.Entry<String, String> rank : properties.under(prefix).entrySet()) {
                try {
                    ranks.put(Integer.valueOf(rank.getKey()), Pattern.compile(rank.getValue()));
                } catch (NumberFormatException e) {
                    properties.defect(prefix + rank.getKey(), "the key must end in a whole number");
                } catch (PatternSyntaxException e) {
                    properties.defect(
                            prefix + rank.getKey(), "no regular expression: " + e.getDescription());
                }
            }
            return new Ranked(ranks);
        }

        @Override
        public List<TransferEntry.Source> order(
                List<Replica> replicas, Site site, boolean isLocal) {
            List<TransferEntry.Source> ordered = new ArrayList<>();
            for (Replica replica : replicas) {
                if (!isUsable(replica, site, isLocal)) {
                    continue;
                }
                for (Map.Entry<Integer, Pattern> rank : ranks.entrySet()) {
                    if (rank.getValue().matcher(replica.url()).matches()) {
                        ordered.add(
                                source(
                                        replica,
                                        OptionalInt.of((ranks.lastKey() - rank.getKey()) * STEP)));
                        break;
                    }
                }
            }
            ordered.sort(Comparator.comparingInt(source -> -source.priority().getAsInt()));
            return ordered;
        }
    }
}
