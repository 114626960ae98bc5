package transfer.list;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import transfer.engine.Defect;
import transfer.engine.ListPosition;

/**
 * A list in JSON: an array of objects, or objects one after the other, usually one a line.
 *
 * <p>Where the text is not JSON an array cannot be read any further. Among objects on lines of
 * their own the next line that begins with one is as good a start as the first.
 */
final class JsonList {
    private final ListDraft draft;
    private final JsonFactory factory =
            JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

    /** How many lines were read before the present parser began. */
    private int linesBefore;

    /** How much of its first line the present parser has never seen. */
    private int columnsBefore;

    private int item;

    /** Where the item at hand begins; 0 between items. */
    private int itemLine;

    /** What is wrong with the item at hand so far. */
    private List<Defect> defectsOfUnfinished = List.of();

    /** The line of the place from which a stream may be read again. */
    private int keptLine;

    /** Why a stream could not be read on. */
    private Defect fault;

    /**
     * @param line where in its file the list begins, from 1
     * @param column where in that line, from 1
     */
    JsonList(ListDraft draft, int line, int column) {
        this.draft = draft;
        this.linesBefore = line - 1;
        this.columnsBefore = column - 1;
    }

    /** Reads an array and whatever comes after it, of which there should be nothing. */
    void readArray(Reader reader) throws IOException {
        try (JsonParser parser = factory.createParser(reader)) {
            try {
                parser.nextToken();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    readEntry(parser);
                }
                if (parser.nextToken() != null) {
                    draft.defect(
                            new ListPosition(0, line(parser.currentTokenLocation())),
                            "",
                            "there is more after the array's end");
                }
            } catch (JsonProcessingException e) {
                defectsOfUnfinished.forEach(draft::add);
                draft.add(notJson(e, parser));
            }
        }
    }

    /** Reads objects up to the end of the input. */
    void readObjects(Reader input) throws IOException {
        RewindableReader reader = new RewindableReader(input);
        while (!readObjectsUntilFault(reader)) {
            int linesSkipped = reader.rewindToLineWith('{');
            int resumedLine = linesSkipped == 0 ? Integer.MAX_VALUE : keptLine + linesSkipped;
            for (Defect defect : defectsOfUnfinished) {
                // What was found further on was found in lines that are about to be read again.
                if (defect.position().line() < resumedLine) {
                    draft.add(defect);
                }
            }
            draft.add(fault);
            if (linesSkipped == 0) {
                return;
            }
            linesBefore = resumedLine - 1;
            columnsBefore = 0;
        }
    }

    /** Reads on, keeping what may have to be read again; true at the end. */
    private boolean readObjectsUntilFault(RewindableReader reader) throws IOException {
        long charactersBefore = reader.position();
        keptLine = linesBefore + 1;
        defectsOfUnfinished = List.of();
        try (JsonParser parser = factory.createParser(reader)) {
            try {
                while (parser.nextToken() != null) {
                    keep(reader, charactersBefore, parser.currentTokenLocation());
                    readEntry(parser);
                    keep(reader, charactersBefore, parser.currentLocation());
                }
                return true;
            } catch (JsonProcessingException e) {
                fault = notJson(e, parser);
                return false;
            }
        }
    }

    private void keep(RewindableReader reader, long charactersBefore, JsonLocation from) {
        keptLine = line(from);
        reader.keepFrom(charactersBefore + from.getCharOffset());
    }

    private void readEntry(JsonParser parser) throws IOException {
        JsonCursor at = new JsonCursor(parser, ++item, linesBefore);
        itemLine = at.line();
        defectsOfUnfinished = at.defects();
        if (at.token() == JsonToken.START_OBJECT) {
            new JsonItem(at, draft).read();
        } else {
            at.defect("", "Unknown JSON entry: it is " + at.kind() + ", not an object");
            at.skip();
            at.defects().forEach(draft::add);
        }
        itemLine = 0;
        defectsOfUnfinished = List.of();
    }

    private Defect notJson(JsonProcessingException e, JsonParser parser) {
        // An exceeded limit is thrown without its place.
        JsonLocation where = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
        int column = where.getColumnNr() + (where.getLineNr() == 1 ? columnsBefore : 0);
        String begun = itemLine == 0 ? "" : ", in the item that begins on line " + itemLine;
        String problem =
                e instanceof JsonEOFException
                        ? "the list ends where more must follow"
                        : e.getOriginalMessage();
        ListPosition position = new ListPosition(itemLine == 0 ? 0 : item, line(where));
        itemLine = 0;
        return new Defect(position, "", "not JSON at column " + column + begun + ": " + problem);
    }

    private int line(JsonLocation location) {
        return linesBefore + location.getLineNr();
    }
}
