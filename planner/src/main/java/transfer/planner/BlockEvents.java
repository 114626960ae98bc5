package transfer.planner;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The events of a YAML document whose top is a mapping. As long as it is written the way programs
 * write (see {@link BlockPiece}), which workflows of a hundred thousand jobs are, a field and an
 * item of a field's list at a time is read several times faster than a parser for all of YAML can.
 * With the first piece that is not understood, that parser goes on. For one thread.
 */
final class BlockEvents implements Iterator<Event> {
    /** Events in front of those of what the other parser is to read, which were given already. */
    private static final int GIVEN = 5;

    private final BlockLines lines;
    private final Function<Reader, Iterable<Event>> parser;
    private Iterator<Event> ready = Collections.emptyIterator();
    private boolean hasBegun;
    private boolean isLast;

    /** The first line of the next piece; null where no line is left that could be one. */
    private String ahead;

    /** The field whose list is being read; null outside of lists. */
    private String list;

    private int indent;

    /**
     * @param parser of all that YAML has
     */
    BlockEvents(Reader text, Function<Reader, Iterable<Event>> parser) {
        this.lines = new BlockLines(text);
        this.parser = parser;
    }

    @Override
    public boolean hasNext() {
        while (!ready.hasNext() && !isLast) {
            try {
                ready = piece();
            } catch (IOException e) {
                throw new YamlEngineException(e);
            }
        }
        return ready.hasNext();
    }

    @Override
    public Event next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.next();
    }

    private Iterator<Event> piece() throws IOException {
        if (!hasBegun) {
            ahead = lines.next();
        }
        if (ahead == null) {
            return hasBegun ? end() : rest(List.of(), 0);
        }
        int before = lines.taken() - 1;
        List<String> piece = new ArrayList<>();
        take(piece);
        if (list == null && !isField(piece.getFirst())) {
            return rest(piece, before);
        }
        List<Event> events = new ArrayList<>();
        int head = 0;
        if (list == null && opensList(piece.getFirst())) {
            head = 1;
            begin(events);
            events.addAll(BlockPiece.opening(piece.getFirst(), before));
            list = piece.getFirst().substring(0, piece.getFirst().length() - 1);
            indent = BlockPiece.indent(ahead);
            take(piece);
        } else {
            begin(events);
        }
        while (ahead != null && !isField(ahead) && !isNextItem()) {
            take(piece);
        }
        BlockPiece block = new BlockPiece(piece.subList(head, piece.size()), before + head);
        boolean isWhole = ahead != null || lines.isOver();
        if (!isWhole || !(list == null ? block.field(events) : block.item(indent, events))) {
            if (head == 1) {
                list = null;
            }
            return rest(piece, before);
        }
        hasBegun = true;
        if (list != null && (ahead == null || isField(ahead))) {
            events.add(new SequenceEndEvent());
            list = null;
        }
        return events.iterator();
    }

    private void take(List<String> piece) throws IOException {
        piece.add(ahead);
        ahead = lines.next();
    }

    private static boolean isField(String line) {
        return BlockPiece.keyEnd(line, 0) > 0;
    }

    private boolean opensList(String line) {
        return BlockPiece.keyEnd(line, 0) == line.length() - 1
                && ahead != null
                && BlockPiece.indent(ahead) >= 0
                && BlockPiece.isItem(ahead, BlockPiece.indent(ahead));
    }

    private boolean isNextItem() {
        return list != null
                && BlockPiece.indent(ahead) == indent
                && BlockPiece.isItem(ahead, indent);
    }

    private void begin(List<Event> events) {
        if (!hasBegun) {
            events.add(new StreamStartEvent());
            events.add(new DocumentStartEvent(false, Optional.empty(), Map.of()));
            events.add(
                    new MappingStartEvent(
                            Optional.empty(), Optional.empty(), true, FlowStyle.BLOCK));
        }
    }

    private Iterator<Event> end() {
        isLast = true;
        return List.<Event>of(
                        new MappingEndEvent(), new DocumentEndEvent(false), new StreamEndEvent())
                .iterator();
    }

    /**
     * What the other parser makes of some lines and all behind them. In front of them it gets as
     * many line ends as there were lines before, and a field, so that it reads on in a mapping, or
     * in the list of that field.
     *
     * @param before the number of lines before
     */
    private Iterator<Event> rest(List<String> piece, int before) {
        isLast = true;
        StringBuilder text = new StringBuilder();
        if (hasBegun) {
            text.repeat('\n', before - 1).append(list == null ? "x: y" : list + ":").append('\n');
        }
        piece.forEach(line -> text.append(line).append('\n'));
        if (ahead != null) {
            text.append(ahead).append('\n');
        }
        Iterator<Event> events = parser.apply(lines.rest(text.toString())).iterator();
        for (int i = 0; hasBegun && i < GIVEN; i++) {
            events.next();
        }
        return events;
    }
}
