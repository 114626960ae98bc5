package transfer.protocol.ssh;

import java.nio.file.FileSystemException;
import java.util.regex.Pattern;
import transfer.protocol.FailureKind;
import transfer.protocol.LocalFailures;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;

/**
 * What programs at the server complain of. They have no codes, only the C library's texts at the
 * end of a line; {@link LocalFailures} knows those.
 */
final class ShellFailures {
    private static final Pattern NO_PROGRAM =
            Pattern.compile("(?i).*(not found|no such command|unknown command|not recognized).*");

    private ShellFailures() {}

    /**
     * @param complaint such as {@code scp: /data/x: Permission denied}; may be empty
     */
    static TransferException of(Errand errand, String complaint, Provenance provenance) {
        String line = clean(complaint);
        String reason = capitalized(line.substring(line.lastIndexOf(": ") + 1).strip());
        TransferException known =
                LocalFailures.of(
                        new FileSystemException(errand.url().path(), null, reason),
                        errand.url(),
                        "");
        if (known.errno().isPresent()) {
            return failure(errand, known.kind(), reason, provenance).withErrno(known.errno().get());
        }
        if (reason.equals("Not a regular file")) {
            return failure(errand, FailureKind.BAD_REQUEST, "it is no ordinary file", provenance);
        }
        return failure(
                errand,
                FailureKind.UNEXPECTED,
                line.isEmpty() ? "the server gave no reason" : "the server says: " + line,
                provenance);
    }

    /** Not every server writes the texts as the C library does. */
    private static String capitalized(String reason) {
        return reason.isEmpty()
                ? reason
                : Character.toUpperCase(reason.charAt(0)) + reason.substring(1);
    }

    /** The shell has no such program, or is none. */
    static boolean isNoProgram(String complaint) {
        return NO_PROGRAM.matcher(clean(complaint)).matches();
    }

    static TransferException failure(
            Errand errand, FailureKind kind, String reason, Provenance provenance) {
        return new TransferException(kind, errand.url(), errand.failed(reason))
                .during(errand.phase())
                .cameBy(provenance);
    }

    /** The last line, fit to be shown. */
    private static String clean(String text) {
        String[] lines = text.strip().split("\\R");
        String last = lines[lines.length - 1].replaceAll("\\p{C}+", " ").strip();
        return last.substring(0, Math.min(last.length(), Provenance.LONGEST));
    }
}
