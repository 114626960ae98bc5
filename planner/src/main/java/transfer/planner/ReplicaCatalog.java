package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Where copies of files are, by logical name. */
final class ReplicaCatalog {
    private static final java.util.Set<String> FIELDS =
            java.util.Set.of("lfn", "pfns", "regex", "checksum", "metadata");
    private static final Pattern GROUP = Pattern.compile("\\[(\\d+)]");

    private final Map<String, Known> exact = new HashMap<>();
    private final List<Rule> rules = new ArrayList<>();

    /**
     * What is known of one file.
     *
     * @param replicas its copies, in the order of the catalog
     * @param metadata pairs, the checksum among them as {@code checksum.type} and {@code
     *     checksum.value}
     */
    record Known(List<Replica> replicas, Map<String, String> metadata) {
        static final Known NOTHING = new Known(List.of(), Map.of());

        Known and(Known other) {
            if (replicas.isEmpty() && metadata.isEmpty()) {
                return other;
            }
            if (other.replicas.isEmpty() && other.metadata.isEmpty()) {
                return this;
            }
            List<Replica> all = new ArrayList<>(replicas);
            other.replicas.stream().filter(replica -> !all.contains(replica)).forEach(all::add);
            Map<String, String> pairs = new LinkedHashMap<>(other.metadata);
            pairs.putAll(metadata);
            return new Known(List.copyOf(all), Map.copyOf(pairs));
        }
    }

    private record Rule(BoundedMatch lfn, String url, String site, Map<String, String> metadata) {}

    /** What is known of a file: its own entries, and the first rule that its whole name fits. */
    Known find(String lfn) {
        Known own = exact.getOrDefault(lfn, Known.NOTHING);
        for (Rule rule : rules) {
            Optional<Matcher> match = rule.lfn.of(lfn);
            if (match.isPresent()) {
                String url =
                        GROUP.matcher(rule.url)
                                .replaceAll(group ->
                                        Matcher.quoteReplacement(
                                                group(match.get(), group.group(1), group.group())));
                return own.and(new Known(List.of(new Replica(url, rule.site)), rule.metadata));
            }
        }
        return own;
    }

    private static String group(Matcher match, String number, String otherwise) {
        // no expression has a group of so many digits
        int group = number.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(number);
        return group > match.groupCount() || match.group(group) == null
                ? otherwise
                : match.group(group);
    }

    boolean knows(String lfn) {
        return !find(lfn).replicas().isEmpty();
    }

    void add(String lfn, Replica replica, Map<String, String> metadata) {
        exact.merge(lfn, new Known(List.of(replica), Map.copyOf(metadata)), Known::and);
    }

    /**
     * A rule for all files whose whole name fits; {@code [n]} in the URL stands for a group of it.
     */
    void addRule(BoundedMatch lfn, Replica replica, Map<String, String> metadata) {
        rules.add(new Rule(lfn, replica.url(), replica.site(), Map.copyOf(metadata)));
    }

    /** Adds an entry of a YAML catalog, schema {@code rc-5.0}. */
    void read(Section entry) {
        entry.only(FIELDS);
        String lfn = entry.required("lfn");
        Map<String, String> metadata = new LinkedHashMap<>(entry.pairs("metadata"));
        metadata.putAll(checksum(entry));
        boolean isRule = entry.flag("regex", false);
        List<Section> places = entry.sections("pfns");
        if (places.isEmpty()) {
            entry.defect("pfns", "is missing: at least one place of '" + lfn + "'");
        } else if (isRule && places.size() > 1) {
            entry.defect("pfns", "an entry with regex has one place, not " + places.size());
        }
        for (Section place : places) {
            place.only(java.util.Set.of("site", "pfn"));
            Replica replica =
                    new Replica(place.required("pfn"), place.text("site").orElse(Replica.NOWHERE));
            if (!isRule) {
                add(lfn, replica, metadata);
                continue;
            }
            try {
                addRule(
                        new BoundedMatch(
                                Pattern.compile(lfn), message -> entry.defect("lfn", message)),
                        replica,
                        metadata);
            } catch (PatternSyntaxException e) {
                entry.defect("lfn", "no regular expression: " + e.getDescription());
            }
        }
    }

    /** The field {@code checksum} as pairs of metadata. */
    static Map<String, String> checksum(Section entry) {
        Optional<Section> checksum = entry.section("checksum");
        if (checksum.isEmpty()) {
            return Map.of();
        }
        checksum.get().only(java.util.Set.of("sha256"));
        String value = checksum.get().required("sha256");
        if (!value.isEmpty() && !value.matches("[0-9a-fA-F]{64}")) {
            checksum.get().defect("sha256", "must be 64 hexadecimal digits");
        }
        return Map.of("checksum.type", "sha256", "checksum.value", value);
    }
}
