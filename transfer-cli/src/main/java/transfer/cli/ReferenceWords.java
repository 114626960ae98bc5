package transfer.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Collectors;
import transfer.engine.Defect;
import transfer.engine.WorkItem;
import transfer.list.TransferList;

/**
 * Messages about bad input that begin with what the reference says, because its tests and its users
 * look for that, and go on with every defect, which it does not name.
 */
final class ReferenceWords {
    private ReferenceWords() {}

    /**
     * For a list that has defects.
     *
     * @param all those of the list, and what else is wrong with it
     */
    static String of(TransferList list, List<Defect> all) {
        String first = list.defects().getFirst().message();
        return prefix(list.format(), first) + Log.oneLine(first) + all(all);
    }

    private static String prefix(TransferList.Format format, String message) {
        if (message.startsWith("Unknown JSON entry")) {
            return "";
        }
        return switch (format) {
            case JSON -> "Error parsing the transfer specification JSON: ";
            case BLOCKS -> "Error reading url list: ";
            case PAIRS -> "Error reading transfer list: ";
        };
    }

    /** For items that no protocol can do. */
    static String ofImpossible(List<Defect> defects, List<WorkItem> items) {
        WorkItem item =
                items.stream()
                        .filter(each -> each.position().equals(defects.getFirst().position()))
                        .findFirst()
                        .orElseThrow();
        String target = item.target().url().scheme();
        String words =
                item instanceof WorkItem.Transfer transfer
                        ? "'%s' to '%s' transfers"
                                .formatted(transfer.sources().getFirst().url().scheme(), target)
                        : "target '%s'".formatted(target);
        return "Unable to find handlers for " + words + all(defects);
    }

    private static String all(List<Defect> defects) {
        return defects.stream()
                .map(defect -> "\n  " + Log.oneLine(defect.toString()))
                .collect(Collectors.joining());
    }

    /** For a list that cannot be opened, as Python words it. */
    static String of(IOException failure, String file) {
        String quoted = ": '" + Log.oneLine(file) + "'";
        return switch (failure) {
            case NoSuchFileException _ -> "[Errno 2] No such file or directory" + quoted;
            case AccessDeniedException _ -> "[Errno 13] Permission denied" + quoted;
            case FileSystemException known -> IoReason.words(known) + quoted;
            default -> IoReason.of(failure) + quoted;
        };
    }
}
