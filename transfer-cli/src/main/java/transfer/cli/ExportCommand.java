package transfer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ParseResult;
import transfer.protocol.MalformedUrlException;
import transfer.records.Bag;
import transfer.records.PlacedReceipt;
import transfer.records.Receipt;
import transfer.records.Receipts;
import transfer.records.RecordsException;
import transfer.records.RoCrate;

/** {@code transfer export RECEIPTS...}: what receipts say, in the forms that archives take. */
final class ExportCommand {
    private final Session session;
    private final ParseResult options;

    ExportCommand(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
    }

    ExitCode call() throws ProgramException {
        Optional<Path> bag = Optional.ofNullable(options.matchedOptionValue("--bagit", null));
        Optional<Path> crate = Optional.ofNullable(options.matchedOptionValue("--ro-crate", null));
        if (bag.isEmpty() && crate.isEmpty()) {
            throw ProgramException.usage(
                    "nothing to export to; give --bagit DIR or --ro-crate FILE");
        }
        if (crate.isPresent() && !crate.get().toString().endsWith(RoCrate.NAME)) {
            throw ProgramException.usage(
                    "the file of an RO-Crate is called "
                            + RoCrate.NAME
                            + ", or -"
                            + RoCrate.NAME
                            + " after a prefix, not "
                            + Log.oneLine(crate.get().toString()));
        }
        List<PlacedReceipt> files = files();
        try {
            if (bag.isPresent()) {
                write(bag.get(), files);
            }
            if (crate.isPresent()) {
                writeCrate(crate.get(), files);
            }
        } catch (RecordsException e) {
            throw new ProgramException(ExitCode.FAILED_FOR_GOOD, Log.oneLine(e.getMessage()), e);
        } catch (IOException e) {
            throw new ProgramException(
                    ExitCode.FAILED_FOR_GOOD, "nothing was exported: " + IoReason.of(e), e);
        }
        return ExitCode.DONE;
    }

    private List<PlacedReceipt> files() throws ProgramException {
        PlaceMap map = RecordFlags.map(options);
        List<PlacedReceipt> files = new ArrayList<>();
        List<String> names = options.matchedPositionalValue(0, List.of());
        int others = 0;
        for (String name : names) {
            Receipts receipts = RecordFlags.read(session, name, RecordFlags.keys(session, options));
            if (!receipts.findings().isEmpty()) {
                throw new ProgramException(
                        ExitCode.FAILED_FOR_GOOD,
                        Log.oneLine(name)
                                + " is not as it was written; 'transfer verify' says what is wrong");
            }
            for (Receipt receipt : receipts.files()) {
                if (receipt.form() == Receipt.Form.FILE) {
                    files.add(placed(receipt, map));
                } else {
                    others++;
                }
            }
        }
        if (others > 0) {
            session.log().warning(others + " links and directories are left out");
        }
        return files;
    }

    private static PlacedReceipt placed(Receipt receipt, PlaceMap map) throws ProgramException {
        try {
            return new PlacedReceipt(receipt, map.place(receipt.destination()));
        } catch (MalformedUrlException e) {
            throw new ProgramException(
                    ExitCode.FAILED_FOR_GOOD,
                    Log.oneLine(receipt.destination()) + " is no place: " + e.getMessage(),
                    e);
        }
    }

    private void write(Path directory, List<PlacedReceipt> files)
            throws IOException, RecordsException {
        String how = options.matchedOptionValue("--payload", "link");
        Bag.Content content =
                Bag.write(
                        directory,
                        files,
                        Bag.How.valueOf(how.toUpperCase(Locale.ROOT)),
                        CommandModel.PROGRAM + " " + Program.version(),
                        LocalDate.now(session.surroundings().clock()));
        session.log()
                .say(
                        Log.oneLine(
                                directory
                                        + " is a bag of "
                                        + files.size()
                                        + " files, "
                                        + ByteCount.words(content.bytes())
                                        + ": "
                                        + content.linked()
                                        + " linked, "
                                        + content.copied()
                                        + " copied, "
                                        + content.fetched()
                                        + " to be fetched"));
    }

    private void writeCrate(Path file, List<PlacedReceipt> files) throws IOException {
        List<String> names = options.matchedPositionalValue(0, List.of());
        String name =
                options.matchedOptionValue(
                        "--name", "Files that arrived as " + String.join(", ", names) + " tell");
        int outside =
                RoCrate.write(
                        file,
                        files,
                        new RoCrate.Terms(
                                name,
                                Optional.ofNullable(options.matchedOptionValue("--license", null)),
                                session.surroundings().clock().instant()));
        if (outside > 0) {
            session.log()
                    .warning(
                            outside
                                    + " files are not below the directory of "
                                    + Log.oneLine(file.toString())
                                    + "; nobody finds them in another place");
        }
        session.log().say(Log.oneLine(file + " describes " + files.size() + " files"));
    }
}
