package transfer.planner;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A YAML file (1.2) with a mapping at its top, read piece by piece: a workflow of a million jobs is
 * never in memory as text or tree. Anchors and aliases work inside a piece. For one thread.
 */
final class YamlFile {
    private static final int DEEPEST = 64;

    /** With each piece the parser copies the rest of a word that it has not seen the end of. */
    private static final int LOOKED_AT_ONCE = 256 * 1024;

    private final String name;
    private final Defects defects;
    private final ExpandingReader expanded;
    private final Iterable<Event> text;
    private final Queue<Defect> unset = new ConcurrentLinkedQueue<>();
    private EventsAhead events;
    private final Map<Anchor, Yaml> anchored = new HashMap<>();
    private Event next;

    /**
     * @param name the file as the user named it
     */
    YamlFile(String name, Reader text, Map<String, String> environment, Defects defects) {
        this.name = name;
        this.defects = defects;
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(name)
                        .setCodePointLimit(Integer.MAX_VALUE)
                        .setBufferSize(LOOKED_AT_ONCE)
                        .setUseMarks(true)
                        .build();
        this.expanded =
                new ExpandingReader(
                        text,
                        environment,
                        (line, variable) ->
                                unset.add(
                                        new Defect(
                                                name,
                                                line,
                                                "",
                                                "the variable ${" + variable + "} is not set")));
        this.text = () -> new BlockEvents(expanded, new Parse(settings)::parseReader);
    }

    /** Takes the fields of the top in their order; the handler must take the whole value. */
    interface FieldHandler {
        void field(String key, int line) throws IOException;
    }

    /** Takes one item of a list. */
    interface ItemHandler {
        void item(Section item) throws IOException;
    }

    /**
     * Reads the whole file. A syntax error ends the reading and is among the defects, as what else
     * is wrong.
     *
     * @throws IOException when the file cannot be read on
     */
    void read(FieldHandler handler) throws IOException {
        try (EventsAhead ahead = new EventsAhead(text)) {
            events = ahead;
            take();
            take();
            Event top = take();
            if (top.getEventId() != Event.ID.MappingStart) {
                defects.add(
                        new Defect(
                                name,
                                line(top),
                                "",
                                "the file must hold a mapping, not " + kind(top)));
                return;
            }
            Map<String, Integer> seen = new HashMap<>();
            while (peek().getEventId() != Event.ID.MappingEnd) {
                Event key = take();
                if (!(key instanceof ScalarEvent scalar)) {
                    defects.add(new Defect(name, line(key), "", "a key must be a text"));
                    return;
                }
                Integer earlier = seen.putIfAbsent(scalar.getValue(), line(key));
                if (earlier == null) {
                    handler.field(scalar.getValue(), line(key));
                } else {
                    defects.add(
                            new Defect(
                                    name,
                                    line(key),
                                    scalar.getValue(),
                                    "stands here a second time, first in line " + earlier));
                    value();
                }
            }
            finish();
        } catch (ReaderException e) {
            String character = String.format("U+%04X", e.getCodePoint());
            defects.add(
                    new Defect(
                            name,
                            expanded.controlLine(),
                            "",
                            "no YAML: the character " + character + " cannot stand in it"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            defects.add(new Defect(name, line, "", "no YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            defects.add(new Defect(name, 0, "", "no YAML: " + e.getMessage()));
        } finally {
            unset.forEach(defects::add);
        }
    }

    /** What stands behind the mapping would not be read by anybody. */
    private void finish() {
        take();
        take();
        Event end = take();
        if (end.getEventId() != Event.ID.StreamEnd) {
            defects.add(
                    new Defect(name, line(end), "", "a second document begins here; one is read"));
        }
    }

    /** Takes the value that comes next, whole. */
    Yaml value() {
        return value(take(), 0);
    }

    /** Takes the value that comes next, which must be a list of mappings, an item at a time. */
    void items(String key, ItemHandler handler) throws IOException {
        Event first = take();
        if (first.getEventId() != Event.ID.SequenceStart) {
            Yaml other = value(first, 0);
            if (other instanceof Yaml.Items items) { // written elsewhere, and named here
                for (int i = 0; i < items.list().size(); i++) {
                    item(key + "[" + i + "]", items.list().get(i), handler);
                }
            } else if (!(other instanceof Yaml.Text text && text.isNothing())) {
                defects.add(
                        new Defect(name, other.line(), key, "must be a list, not " + other.kind()));
            }
            return;
        }
        int index = 0;
        while (peek().getEventId() != Event.ID.SequenceEnd) {
            String path = key + "[" + index++ + "]";
            item(path, value(), handler);
        }
        take();
    }

    private void item(String path, Yaml item, ItemHandler handler) throws IOException {
        if (item instanceof Yaml.Fields fields) {
            handler.item(new Section(name, fields, path, defects));
        } else {
            defects.add(
                    new Defect(name, item.line(), path, "must be a mapping, not " + item.kind()));
        }
    }

    private Yaml value(Event event, int depth) {
        int line = line(event);
        if (depth > DEEPEST) {
            throw new YamlEngineException(
                    "line " + line + ": nested more than " + DEEPEST + " deep");
        }
        Yaml value =
                switch (event.getEventId()) {
                    case Scalar -> {
                        ScalarEvent scalar = (ScalarEvent) event;
                        yield new Yaml.Text(
                                characters(scalar, line),
                                scalar.getScalarStyle() == ScalarStyle.PLAIN,
                                line);
                    }
                    case SequenceStart -> list(line, depth);
                    case MappingStart -> mapping(line, depth);
                    case Alias -> aliased((AliasEvent) event);
                    default -> throw new YamlEngineException("line " + line + ": unexpected end");
                };
        if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
            Optional<Anchor> anchor = node.getAnchor();
            anchor.ifPresent(known -> anchored.put(known, value));
        }
        return value;
    }

    /** Only in quotation marks characters can be escaped that no file and no program can take. */
    private String characters(ScalarEvent scalar, int line) {
        String text = scalar.getValue();
        if (scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
                && text.codePoints().anyMatch(c -> c == 0 || isHalf(c))) {
            defects.add(
                    new Defect(
                            name,
                            line,
                            "",
                            "a text holds NUL, or half of a character of UTF-16 (\\uD800 to"
                                    + " \\uDFFF)"));
            return "_";
        }
        return text;
    }

    private static boolean isHalf(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }

    private Yaml aliased(AliasEvent event) {
        Yaml known = anchored.get(event.getAlias());
        if (known == null) {
            throw new YamlEngineException(
                    "line "
                            + line(event)
                            + ": the alias *"
                            + event.getAlias()
                            + " names nothing before it");
        }
        return known;
    }

    private Yaml list(int line, int depth) {
        List<Yaml> items = new ArrayList<>();
        while (peek().getEventId() != Event.ID.SequenceEnd) {
            items.add(value(take(), depth + 1));
        }
        take();
        return new Yaml.Items(items, line);
    }

    private Yaml mapping(int line, int depth) {
        Map<String, Yaml> fields = new LinkedHashMap<>();
        while (peek().getEventId() != Event.ID.MappingEnd) {
            Event key = take();
            Yaml keyText = value(key, depth + 1);
            Yaml value = value(take(), depth + 1);
            if (!(keyText instanceof Yaml.Text text)) {
                defects.add(
                        new Defect(
                                name,
                                keyText.line(),
                                "",
                                "a key must be a text, not " + keyText.kind()));
            } else if (fields.putIfAbsent(text.value(), value) != null) {
                defects.add(
                        new Defect(name, text.line(), text.value(), "stands here a second time"));
            }
        }
        take();
        return new Yaml.Fields(fields, line);
    }

    private Event take() {
        Event event = peek();
        next = null;
        return event;
    }

    private Event peek() {
        if (next == null) {
            if (!events.hasNext()) {
                throw new YamlEngineException("the file ends too early");
            }
            next = events.next();
        }
        return next;
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static String kind(Event event) {
        return switch (event.getEventId()) {
            case Scalar -> "a text";
            case SequenceStart -> "a list";
            default -> "nothing";
        };
    }
}
