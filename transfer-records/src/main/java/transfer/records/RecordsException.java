package transfer.records;

/**
 * A file of ours cannot be used as it is; the message names the file and says what can be done, and
 * fits after the program's name.
 */
public final class RecordsException extends Exception {
    private static final long serialVersionUID = 1;

    RecordsException(String message) {
        super(message);
    }

    RecordsException(String message, Throwable cause) {
        super(message, cause);
    }
}
