package transfer.records;

import java.util.Locale;
import java.util.Optional;

/** What a line of receipts is about. */
enum ReceiptKind {
    /** The first line: the format, and a random number in place of the line before. */
    BEGIN,
    /** Another run goes on. */
    CONTINUE,
    /** A line that a crash tore was cut off before this one. */
    TORN,
    /** A file arrived. */
    FILE,
    /** A file or directory was removed. */
    REMOVED,
    /** A run ended, and so many files arrived so far. */
    END,
    /** Everything before this line is signed. */
    SIGNATURE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ReceiptKind> of(String word) {
        for (ReceiptKind kind : values()) {
            if (kind.word().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
