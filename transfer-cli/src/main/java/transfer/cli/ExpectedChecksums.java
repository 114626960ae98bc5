package transfer.cli;

import java.io.IOException;
import java.nio.file.Files;
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
     * that is known in the working directory, or in the files that the environment names. Nothing
     * is looked at unless there is such an item.
     *
     * @throws ProgramException when the environment names files, but nobody can tell which
     */
    static List<WorkItem> added(List<WorkItem> items, Surroundings surroundings, Log log)
            throws ProgramException {
        if (!WorkList.copyOf(items).verifiesStored()
                || items.stream().noneMatch(ExpectedChecksums::asks)) {
            return items;
        }
        List<Path> others = others(surroundings);
        try {
            MetaFiles known = MetaFiles.read(surroundings.directory(), others);
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

    private static List<Path> others(Surroundings surroundings) throws ProgramException {
        Optional<Path> list = new JobEnvironment(surroundings.environment()).metaList();
        if (list.isEmpty()) {
            return List.of();
        }
        try {
            return Files.readAllLines(surroundings.directory().resolve(list.get())).stream()
                    .filter(line -> !line.isEmpty())
                    .map(surroundings.directory()::resolve)
                    .toList();
        } catch (IOException e) {
            throw new ProgramException(
                    ExitCode.BAD_CONFIGURATION,
                    "TRANSFER_META_LIST cannot be read: " + Log.oneLine(IoReason.of(e)),
                    e);
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
