package transfer.list;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import transfer.engine.Defect;
import transfer.engine.ListPosition;
import transfer.engine.WorkItem;
import transfer.engine.WorkList;

/**
 * What a list says.
 *
 * @param items the items that are sound, in the order of the list
 * @param defects everything that is wrong; the list must not be run unless it is empty
 * @param format how the list was written
 */
public record TransferList(List<WorkItem> items, List<Defect> defects, Format format) {
    private static final Pattern BLOCK_START = Pattern.compile("#[ \\t]*src\\s.*", Pattern.DOTALL);
    private static final int BLOCK_START_LENGTH = 64;

    public TransferList {
        items = WorkList.copyOf(items);
        defects = List.copyOf(defects);
    }

    /** How a list is written. */
    public enum Format {
        /**
         * An array of objects, one object, or objects one after the other, as workflow systems
         * write them: {@code type} is {@code transfer}, {@code mkdir}, {@code remove}, or {@code
         * symlink}, which is a transfer whose {@code file:} destination becomes a link.
         *
         * <p>Sources are tried by falling {@code priority}, equal ones in the order of the list. A
         * source without one counts as 0 and comes after an explicit 0: what somebody took the
         * trouble to rank goes before what nobody ranked, and two runs of one list do the same. Of
         * several destinations the one with the highest priority is used.
         */
        JSON,
        /**
         * Blocks of four lines: {@code # src 1 SITE}, URL, {@code # dst 1 SITE}, URL. A comment may
         * be left out; then the last label of its side holds on.
         */
        BLOCKS,
        /**
         * {@code SRC DST} on each line, optionally followed by the expected digest as {@code
         * sha256:HEX}; {@code mkdir URL}, {@code rm [-r] URL} and {@code ln SRC DST} on lines of
         * their own; {@code #} at the beginning of a word makes the rest a comment.
         *
         * <p>Names that hold blanks stand in quotes, or with a backslash before the blank. Between
         * single quotes nothing is special. Between double quotes a backslash goes before {@code "}
         * {@code \} {@code $}, {@code n} (line feed) and {@code t} (tab). A dollar sign in single
         * quotes or behind a backslash is one, and no variable.
         */
        PAIRS
    }

    /**
     * Reads a whole list, telling the format by its first character that is not blank: {@code [}
     * and <code>{</code> begin JSON, a line {@code # src …} begins blocks, everything else is
     * pairs. Never throws for what the list says; that becomes defects, each as far as the list can
     * be understood. In local paths {@code $NAME} is expanded, and only pairs have a way to write
     * such a text that is meant as it stands; nothing else is looked up, so a list that is fine
     * here may still name files that do not exist.
     *
     * <p>Bytes that are not UTF-8 stay what they are, see {@link transfer.protocol.ByteText}. The
     * stream is read to its end and left open.
     *
     * @throws IOException when the input cannot be read
     */
    public static TransferList read(InputStream input, ListDialect dialect) throws IOException {
        ByteTextReader reader = new ByteTextReader(input);
        ListDraft draft = new ListDraft(dialect);
        int line = 1;
        int column = 1;
        while (isBlank(reader.peek())) {
            boolean lineEnds = reader.read() == '\n';
            line += lineEnds ? 1 : 0;
            column = lineEnds ? 1 : column + 1;
        }
        switch (reader.peek()) {
            case -1 -> {
                draft.defect(
                        new ListPosition(0, line),
                        "",
                        "the list is empty; one that asks for nothing is [] in JSON, or a comment");
                return draft.finish(Format.JSON);
            }
            case '[' -> {
                new JsonList(draft, line, column).readArray(reader);
                return draft.finish(Format.JSON);
            }
            case '{' -> {
                new JsonList(draft, line, column).readObjects(reader);
                return draft.finish(Format.JSON);
            }
            default -> {
                return readText(reader, draft, line);
            }
        }
    }

    private static TransferList readText(ByteTextReader reader, ListDraft draft, int line)
            throws IOException {
        String start = reader.peek(BLOCK_START_LENGTH);
        if (start.startsWith("\uDCFF\uDCFE") || start.startsWith("\uDCFE\uDCFF")) {
            draft.defect(new ListPosition(0, line), "", "the list is UTF-16; write it as UTF-8");
            return draft.finish(Format.PAIRS);
        }
        Lines lines = new Lines(reader, line);
        if (BLOCK_START.matcher(start).matches()) {
            new BlockList(lines, draft).read();
            return draft.finish(Format.BLOCKS);
        }
        new PairList(lines, draft).read();
        return draft.finish(Format.PAIRS);
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
