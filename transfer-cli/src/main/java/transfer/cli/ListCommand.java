package transfer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;
import transfer.engine.WorkItem;
import transfer.list.FailedItems;
import transfer.list.ListDialect;
import transfer.list.TransferList;

/** {@code transfer -f LIST}: runs a list of work. */
final class ListCommand {
    private static final Path STANDARD_INPUT = Path.of("-");

    private final Session session;
    private final ParseResult options;

    ListCommand(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
    }

    ExitCode call() throws ProgramException {
        List<WorkItem> items = onlyFailed(read());
        return session.run(
                ExpectedChecksums.added(items, session.surroundings(), session.log()),
                options,
                Optional.of(listName()));
    }

    private String listName() {
        Path file = options.matchedOptionValue("--file", null);
        return file == null || file.equals(STANDARD_INPUT) ? "standard input" : file.toString();
    }

    private List<WorkItem> read() throws ProgramException {
        Path file = options.matchedOptionValue("--file", null);
        ListDialect dialect = new ListDialect(session.surroundings().environment(), false);
        TransferList list;
        if (file == null || file.equals(STANDARD_INPUT)) {
            if (session.surroundings().inputIsTerminal()) {
                session.screen()
                        .line("transfer: reading the list from the terminal; end it with Ctrl-D");
            }
            list = parsed(session.surroundings().input(), dialect, "standard input");
        } else {
            try (InputStream input = Files.newInputStream(file)) {
                list = parsed(input, dialect, file.toString());
            } catch (IOException e) {
                throw unreadable("the list", file.toString(), e);
            }
        }
        if (!list.defects().isEmpty()) {
            throw ProgramException.usage(Session.sentence(session.defects(list, options)));
        }
        return list.items();
    }

    private static TransferList parsed(InputStream input, ListDialect dialect, String name)
            throws ProgramException {
        try {
            return TransferList.read(input, dialect);
        } catch (IOException e) {
            throw unreadable("the list", name, e);
        }
    }

    private static ProgramException unreadable(String what, String name, IOException cause) {
        return new ProgramException(
                ExitCode.BAD_USAGE,
                what + " cannot be read from " + name + ": " + IoReason.of(cause),
                cause);
    }

    private List<WorkItem> onlyFailed(List<WorkItem> items) throws ProgramException {
        Path file = options.matchedOptionValue("--retry-from", null);
        if (file == null) {
            return items;
        }
        FailedItems left;
        try (InputStream results = Files.newInputStream(file)) {
            left = FailedItems.read(results, items);
        } catch (IOException e) {
            throw unreadable("the earlier results", file.toString(), e);
        }
        if (!left.defects().isEmpty()) {
            throw ProgramException.usage(file + ": " + Session.sentence(left.defects()));
        }
        if (!left.changed().isEmpty()) {
            session.log()
                    .warning(
                            left.changed().size()
                                    + " items of "
                                    + file
                                    + " are not those of the list any more, the first is item "
                                    + left.changed().getFirst()
                                    + "; they are done again where the list has them");
        }
        session.log().say(left.again().size() + " of " + items.size() + " items are left to do");
        return left.again();
    }
}
