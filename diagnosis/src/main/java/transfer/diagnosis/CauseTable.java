package transfer.diagnosis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The causes that are known, most specific first. The last row fits everything, so that no failure
 * is left without a word.
 *
 * <p>Format: a row begins with its name in square brackets; lines {@code when}, {@code at}, {@code
 * again}, {@code says} and {@code next} follow, each with a colon; {@code when} may be repeated and
 * then any of them is enough; an indented line goes on with the line above; {@code #} begins a
 * comment.
 */
final class CauseTable {
    private static final String RESOURCE = "causes.txt";

    private final List<Cause> rows;

    private CauseTable(List<Cause> rows) {
        this.rows = List.copyOf(rows);
    }

    /** The table of this build. */
    static CauseTable load() {
        try (InputStream input = CauseTable.class.getResourceAsStream(RESOURCE)) {
            if (input == null) {
                throw new IllegalStateException("the table of causes is missing");
            }
            return read(new InputStreamReader(input, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the table of causes cannot be read", e);
        }
    }

    /**
     * @throws IllegalArgumentException when a row is not what one must be
     */
    static CauseTable read(Reader text) throws IOException {
        List<Cause> rows = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Draft draft = null;
        BufferedReader lines = new BufferedReader(text);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                if (draft != null) {
                    rows.add(draft.made());
                }
                draft = new Draft(line.substring(1, line.length() - 1));
                if (!names.add(draft.id)) {
                    throw new IllegalArgumentException("two rows are named " + draft.id);
                }
            } else if (draft == null) {
                throw new IllegalArgumentException("before the first row: " + line);
            } else {
                draft.take(line);
            }
        }
        if (draft == null) {
            throw new IllegalArgumentException("a table without a row");
        }
        rows.add(draft.made());
        return new CauseTable(rows);
    }

    List<Cause> rows() {
        return rows;
    }

    /**
     * The first row that fits.
     *
     * @throws IllegalStateException when none does, which a table with a last row for everything
     *     does not let happen
     */
    Cause of(Symptom symptom) {
        return rows.stream()
                .filter(row -> row.fits(symptom))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("no cause for " + symptom.failure().kind()));
    }

    private enum Field {
        WHEN,
        AT,
        AGAIN,
        SAYS,
        NEXT
    }

    private static final class Draft {
        private final String id;
        private final List<String> when = new ArrayList<>();
        private final Map<Field, String> fields = new EnumMap<>(Field.class);
        private Field last = Field.WHEN;

        Draft(String id) {
            this.id = id;
        }

        void take(String line) {
            if (line.startsWith(" ")) {
                fields.merge(last, line.strip(), (above, more) -> above + " " + more);
                return;
            }
            int colon = line.indexOf(": ");
            if (colon < 0) {
                throw new IllegalArgumentException(id + ": no field: " + line);
            }
            last = Field.valueOf(line.substring(0, colon).toUpperCase(Locale.ROOT));
            String value = line.substring(colon + 2).strip();
            if (last == Field.WHEN) {
                when.add(value);
            } else if (fields.put(last, value) != null) {
                throw new IllegalArgumentException(id + ": twice: " + line);
            }
        }

        Cause made() {
            if (fields.size() != Field.values().length - 1) {
                throw new IllegalArgumentException(id + ": has only " + fields.keySet());
            }
            return new Cause(
                    id,
                    when.stream().map(Condition::parse).toList(),
                    Cause.Locus.valueOf(fields.get(Field.AT).toUpperCase(Locale.ROOT)),
                    Cause.Again.valueOf(fields.get(Field.AGAIN).toUpperCase(Locale.ROOT)),
                    new Sentence(fields.get(Field.SAYS)),
                    new Sentence(fields.get(Field.NEXT)));
        }
    }
}
