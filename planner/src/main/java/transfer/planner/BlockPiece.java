package transfer.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Some lines of YAML (1.2, chapter 8) as programs write them: lists and mappings in block style,
 * plain keys, texts that end with their line. Where anything else stands in them, they are not
 * understood at all. For one thread.
 */
final class BlockPiece {
    private static final ImplicitTuple PLAIN = new ImplicitTuple(true, false);
    private static final ImplicitTuple QUOTED = new ImplicitTuple(false, true);

    /** What means something else at the beginning of a text. */
    private static final String INDICATORS = "?:,[]{}#&*!|>'\"%@`";

    /** What is further to the right may be nested so deep that methods cannot call each other. */
    private static final int WIDEST = 200;

    private final List<String> lines;
    private final int before;
    private Optional<Mark> mark = Optional.empty();
    private int marked = -1;
    private int at;
    private List<Event> events;

    /**
     * @param before the number of lines of the document before these
     */
    BlockPiece(List<String> lines, int before) {
        this.lines = lines;
        this.before = before;
    }

    /**
     * Adds the events of one item of a list.
     *
     * @return false where it is not understood, and what was added is of no use
     */
    boolean item(int indentation, List<Event> into) {
        events = into;
        return item(lines.getFirst(), indentation) && at == lines.size();
    }

    /** The same for one field of a mapping without indentation. */
    boolean field(List<Event> into) {
        events = into;
        return pair(0) && at == lines.size();
    }

    /** The events with which a list begins that is a field of a mapping without indentation. */
    static List<Event> opening(String line, int before) {
        BlockPiece piece = new BlockPiece(List.of(line), before);
        piece.events = new ArrayList<>();
        piece.scalar(line.substring(0, keyEnd(line, 0)), ScalarStyle.PLAIN);
        piece.at++;
        piece.begin(true);
        return piece.events;
    }

    /** Where the key ends that begins there: at its colon; -1 where there is none. */
    static int keyEnd(String line, int from) {
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (c == ':' && i > from) {
                return i + 1 == line.length() || line.charAt(i + 1) == ' ' ? i : -1;
            }
            if (!isLetter && (i == from || !((c >= '-' && c <= '9' && c != '/') || c == '_'))) {
                return -1;
            }
        }
        return -1;
    }

    /** The number of blanks in front; -1 where there is nothing else. */
    static int indent(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) != ' ') {
                return i;
            }
        }
        return -1;
    }

    /** Whether an item begins there. */
    static boolean isItem(String line, int indent) {
        return line.startsWith("- ", indent);
    }

    private boolean mapping(int column) {
        if (column > WIDEST) {
            return false;
        }
        begin(false);
        do {
            if (!pair(column)) {
                return false;
            }
        } while (at < lines.size() && indent(lines.get(at)) == column);
        events.add(new MappingEndEvent());
        return at == lines.size() || indent(lines.get(at)) < column;
    }

    private boolean pair(int column) {
        String line = lines.get(at);
        int colon = keyEnd(line, column);
        if (colon < 0) {
            return false;
        }
        scalar(line.substring(column, colon), ScalarStyle.PLAIN);
        if (colon + 1 < line.length()) {
            int start = colon + 1;
            while (start < line.length() && line.charAt(start) == ' ') {
                start++;
            }
            return text(line, start);
        }
        if (at + 1 < lines.size()) {
            String next = lines.get(at + 1);
            int indent = indent(next);
            if (indent >= column && isItem(next, indent)) {
                at++;
                return list(indent);
            }
            if (indent > column) {
                at++;
                return mapping(indent);
            }
        }
        scalar("", ScalarStyle.PLAIN);
        at++;
        return true;
    }

    private boolean list(int indent) {
        begin(true);
        do {
            if (!item(lines.get(at), indent)) {
                return false;
            }
        } while (at < lines.size()
                && indent(lines.get(at)) == indent
                && isItem(lines.get(at), indent));
        events.add(new SequenceEndEvent());
        return at == lines.size() || indent(lines.get(at)) <= indent;
    }

    private boolean item(String line, int indent) {
        int column = indent + 2;
        return keyEnd(line, column) < 0 ? text(line, column) : mapping(column);
    }

    /** A text that ends with its line, or an empty list or mapping. */
    private boolean text(String line, int from) {
        int last = line.length() - 1;
        if (from > last || line.charAt(from) == ' ' || line.charAt(last) == ' ') {
            return false;
        }
        char first = line.charAt(from);
        String value = line.substring(from);
        if (value.equals("[]") || value.equals("{}")) {
            begin(first == '[');
            events.add(first == '[' ? new SequenceEndEvent() : new MappingEndEvent());
        } else if (first == '\'' || first == '"') {
            if (from == last || line.indexOf(first, from + 1) != last || value.contains("\\")) {
                return false;
            }
            scalar(
                    line.substring(from + 1, last),
                    first == '"' ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.SINGLE_QUOTED);
        } else if (isPlain(value)) {
            scalar(value, ScalarStyle.PLAIN);
        } else {
            return false;
        }
        at++;
        return true;
    }

    private static boolean isPlain(String value) {
        return INDICATORS.indexOf(value.charAt(0)) < 0
                && !value.equals("-")
                && !value.startsWith("- ")
                && !value.endsWith(":")
                && !value.contains(": ")
                && !value.contains(" #");
    }

    private void scalar(String value, ScalarStyle style) {
        ImplicitTuple implicit = style == ScalarStyle.PLAIN ? PLAIN : QUOTED;
        events.add(
                new ScalarEvent(
                        Optional.empty(),
                        Optional.empty(),
                        implicit,
                        value,
                        style,
                        here(),
                        here()));
    }

    private void begin(boolean isList) {
        events.add(
                isList
                        ? new SequenceStartEvent(
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                FlowStyle.BLOCK,
                                here(),
                                here())
                        : new MappingStartEvent(
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                FlowStyle.BLOCK,
                                here(),
                                here()));
    }

    /** The line that is being looked at; nobody asks for more. */
    private Optional<Mark> here() {
        if (marked != at) {
            marked = at;
            mark = Optional.of(new Mark("", 0, before + at, 0, new int[0], 0));
        }
        return mark;
    }
}
