package transfer.list;

import java.io.IOException;

/** A text is not JSON. The message says why, without the place. */
final class JsonFault extends IOException {
    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    /** Both count from 1. */
    JsonFault(int line, int column, String message) {
        super(message);
        this.line = line;
        this.column = column;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }
}
