package transfer.planner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A replica catalog in YAML, schema {@code rc-5.0}. Comments are not kept. */
final class YamlEntries implements CatalogEntries {
    private static final String TYPE = "checksum.type";
    private static final String VALUE = "checksum.value";

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, List<Entry>> exact = new HashMap<>();
    private boolean isChanged;

    private record Entry(
            String lfn, boolean isRule, List<Replica> replicas, Map<String, String> facts) {}

    static YamlEntries read(Path file, Surroundings surroundings, Defects defects)
            throws IOException {
        YamlEntries all = new YamlEntries();
        if (Files.exists(file) && Files.size(file) > 0) {
            ReplicaCatalog strict = new ReplicaCatalog();
            new CatalogFiles(surroundings, null, defects)
                    .replicas(
                            file,
                            section -> {
                                strict.read(section);
                                all.read(section);
                            });
        }
        return all;
    }

    private void read(Section section) {
        Map<String, String> facts = new TreeMap<>(section.pairs("metadata"));
        facts.putAll(ReplicaCatalog.checksum(section));
        List<Replica> replicas = new ArrayList<>();
        for (Section place : section.sections("pfns")) {
            replicas.add(
                    new Replica(
                            place.text("pfn").orElse(""),
                            place.text("site").orElse(Replica.NOWHERE)));
        }
        add(
                new Entry(
                        section.text("lfn").orElse(""),
                        section.flag("regex", false),
                        replicas,
                        facts));
    }

    private void add(Entry entry) {
        entries.add(entry);
        if (!entry.isRule()) {
            exact.computeIfAbsent(entry.lfn(), any -> new ArrayList<>(1)).add(entry);
        }
    }

    @Override
    public boolean note(OutputNote note) {
        if (!exact.containsKey(note.lfn())) {
            add(new Entry(note.lfn(), false, new ArrayList<>(1), new TreeMap<>()));
        }
        List<Entry> known = exact.get(note.lfn()); // a catalog may have several for a file
        Entry entry = known.getFirst();
        boolean isNew = known.stream().noneMatch(each -> each.replicas().contains(note.replica()));
        if (isNew) {
            entry.replicas().add(note.replica());
        }
        Map<String, String> before = new TreeMap<>(entry.facts());
        entry.facts().putAll(note.facts());
        isChanged |= isNew || !before.equals(entry.facts());
        return isNew;
    }

    @Override
    public boolean isChanged() {
        return isChanged;
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder("pegasus: \"5.0\"\nreplicas:\n");
        for (Entry entry : entries) {
            text.append("  - lfn: ").append(quoted(entry.lfn())).append('\n');
            if (entry.isRule()) {
                text.append("    regex: true\n");
            }
            text.append("    pfns:\n");
            for (Replica replica : entry.replicas()) {
                text.append("      - {");
                if (!replica.site().equals(Replica.NOWHERE)) {
                    text.append("site: ").append(quoted(replica.site())).append(", ");
                }
                text.append("pfn: ").append(quoted(replica.url())).append("}\n");
            }
            appendFacts(entry.facts(), text);
        }
        return text.toString();
    }

    private static void appendFacts(Map<String, String> facts, StringBuilder text) {
        Map<String, String> rest = new TreeMap<>(facts);
        if ("sha256".equals(rest.get(TYPE))
                && rest.getOrDefault(VALUE, "").matches("[0-9a-fA-F]{64}")) {
            rest.remove(TYPE);
            text.append("    checksum: {sha256: ").append(quoted(rest.remove(VALUE))).append("}\n");
        }
        if (!rest.isEmpty()) {
            text.append("    metadata:\n");
            rest.forEach((key, value) ->
                    text.append("      ")
                            .append(quoted(key))
                            .append(": ")
                            .append(quoted(value))
                            .append('\n'));
        }
    }

    /**
     * In quotation marks (YAML 1.2, 7.3.1). What is not plain ASCII text is escaped, and so are
     * dollar signs, which else would begin variables.
     */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~' || c == '$') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
