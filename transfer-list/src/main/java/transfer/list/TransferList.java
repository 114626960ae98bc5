package transfer.list;

import java.io.InputStream;
import java.util.List;
import transfer.engine.Defect;
import transfer.engine.WorkItem;

/**
 * What a list says.
 *
 * @param items the items that are sound, in the order of the list
 * @param defects everything that is wrong; the list must not be run unless it is empty
 * @param format how the list was written
 */
public record TransferList(List<WorkItem> items, List<Defect> defects, Format format) {

    /** How a list is written. */
    public enum Format {
        /** An array of objects, or objects one after the other. */
        JSON,
        /** Blocks of four lines: {@code # src}, URL, {@code # dst}, URL. */
        BLOCKS,
        /** {@code SRC DST} on each line. */
        PAIRS
    }

    /**
     * Reads a whole list. Never throws for what the list says; that becomes defects.
     *
     * @throws java.io.IOException when the input cannot be read
     */
    public static TransferList read(InputStream input, ListDialect dialect)
            throws java.io.IOException {
        throw new UnsupportedOperationException();
    }
}
