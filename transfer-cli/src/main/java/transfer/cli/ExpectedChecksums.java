package transfer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import transfer.engine.TransferTerms;
import transfer.engine.WorkItem;
import transfer.engine.WorkList;
import transfer.list.MetaFiles;

/** Completes items with the digests that {@code .meta} files know for their logical names. */
final class ExpectedChecksums {
    private ExpectedChecksums() {}

    /**
     * The items, where those that ask for proof of the stored file and name no digest get the one
     * that is known. The directory is only looked at when there is such an item.
     */
    static List<WorkItem> added(List<WorkItem> items, Path directory, Log log) {
        if (items.stream().noneMatch(ExpectedChecksums::asks)) {
            return items;
        }
        try {
            MetaFiles known = MetaFiles.read(directory);
            known.warnings().forEach(warning -> log.error(Log.oneLine(warning)));
            WorkList completed = new WorkList();
            for (WorkItem item : items) {
                completed.add(completed(item, known));
            }
            return completed.end();
        } catch (IOException e) {
            log.error("Error parsing the meta data: " + Log.oneLine(IoReason.of(e)));
            return items;
        }
    }

    private static boolean asks(WorkItem item) {
        return item instanceof WorkItem.Transfer transfer
                && transfer.terms().verifyStored()
                && transfer.terms().expected().isEmpty()
                && !transfer.terms().lfn().isEmpty();
    }

    private static WorkItem completed(WorkItem item, MetaFiles known) {
        if (!asks(item)) {
            return item;
        }
        WorkItem.Transfer transfer = (WorkItem.Transfer) item;
        TransferTerms terms = transfer.terms();
        return new WorkItem.Transfer(
                transfer.position(),
                transfer.sources(),
                transfer.target(),
                terms.withExpected(Optional.ofNullable(known.checksums().get(terms.lfn()))));
    }
}
