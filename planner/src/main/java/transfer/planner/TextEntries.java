package transfer.planner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A replica catalog in the text format: a line for every place of a file. Lines about other files,
 * comments among them, stay as they are.
 */
final class TextEntries implements CatalogEntries {
    private final List<String> lines;
    private final Map<Place, Known> known = new HashMap<>();
    private boolean isChanged;

    private record Place(String lfn, Replica replica) {}

    /**
     * @param index of its line, counted from 0
     */
    private record Known(int index, Map<String, String> facts) {}

    private TextEntries(List<String> lines) {
        this.lines = lines;
    }

    static TextEntries read(Path file, Defects defects) throws IOException {
        List<String> lines =
                Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        TextEntries all = new TextEntries(new ArrayList<>(lines));
        new TextReplicas(file.toString(), all::add, defects).read(lines);
        return all;
    }

    private void add(TextReplicas.Line line) {
        if (!line.isRule()) {
            known.put(
                    new Place(line.lfn(), line.replica()),
                    new Known(line.number() - 1, line.pairs()));
        }
    }

    @Override
    public boolean note(OutputNote note) {
        Place place = new Place(note.lfn(), note.replica());
        Known before = known.get(place);
        Map<String, String> facts = new TreeMap<>(before == null ? Map.of() : before.facts());
        facts.putAll(note.facts());
        if (before == null) {
            known.put(place, new Known(lines.size(), facts));
            lines.add(line(note, facts));
        } else if (!facts.equals(before.facts())) {
            known.put(place, new Known(before.index(), facts));
            lines.set(before.index(), line(note, facts));
        } else {
            return false;
        }
        isChanged = true;
        return before == null;
    }

    private static String line(OutputNote note, Map<String, String> facts) {
        StringBuilder line = new StringBuilder();
        line.append(ListFile.quoted(note.lfn()))
                .append(' ')
                .append(ListFile.quoted(note.replica().url()));
        if (!note.replica().site().equals(Replica.NOWHERE)) {
            line.append(" site=\"").append(ListFile.escaped(note.replica().site())).append('"');
        }
        facts.forEach((key, value) -> line.append(ListFile.pair(key, value)));
        return line.toString();
    }

    @Override
    public boolean isChanged() {
        return isChanged;
    }

    @Override
    public String text() {
        return String.join("\n", lines) + "\n";
    }
}
