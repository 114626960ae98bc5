package transfer.list;

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

    /** How many lines were read before the present tokens began. */
    private int linesBefore;

    /** How much of its first line the present tokens do not count. */
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
        JsonTokens tokens = new JsonTokens(reader);
        try {
            tokens.next();
            while (tokens.next() != JsonToken.END_ARRAY) {
                readEntry(tokens);
            }
            if (tokens.next() != null) {
                draft.defect(
                        new ListPosition(0, linesBefore + tokens.line()),
                        "",
                        "there is more after the array's end");
            }
        } catch (JsonFault e) {
            defectsOfUnfinished.forEach(draft::add);
            draft.add(notJson(e));
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
        JsonTokens tokens = new JsonTokens(reader);
        try {
            while (tokens.next() != null) {
                keep(reader, charactersBefore + tokens.offset(), tokens.line());
                readEntry(tokens);
                keep(reader, charactersBefore + tokens.offsetReached(), tokens.lineReached());
            }
            return true;
        } catch (JsonFault e) {
            fault = notJson(e);
            return false;
        }
    }

    private void keep(RewindableReader reader, long from, int line) {
        keptLine = linesBefore + line;
        reader.keepFrom(from);
    }

    private void readEntry(JsonTokens tokens) throws IOException {
        JsonCursor at = new JsonCursor(tokens, ++item, linesBefore);
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

    private Defect notJson(JsonFault e) {
        int column = e.column() + (e.line() == 1 ? columnsBefore : 0);
        String begun = itemLine == 0 ? "" : ", in the item that begins on line " + itemLine;
        ListPosition position = new ListPosition(itemLine == 0 ? 0 : item, linesBefore + e.line());
        itemLine = 0;
        return new Defect(
                position, "", "not JSON at column " + column + begun + ": " + e.getMessage());
    }
}
