package transfer.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParseResult;
import transfer.cli.CommandModel.Command;
import transfer.engine.ListPosition;
import transfer.engine.WorkItem;
import transfer.protocol.Place;

/** {@code transfer mkdir URL...} and {@code transfer rm [-r] URL...}. */
final class TargetCommand {
    private final Session session;
    private final Command command;
    private final ParseResult options;

    TargetCommand(Session session, Command command, ParseResult options) {
        this.session = session;
        this.command = command;
        this.options = options;
    }

    ExitCode call() throws ProgramException {
        List<String> urls = options.matchedPositionalValue(0, List.of());
        boolean recursive = options.matchedOptionValue("--recursive", false);
        List<WorkItem> items = new ArrayList<>();
        for (String url : urls) {
            Place place = Session.place(url);
            ListPosition position = new ListPosition(items.size() + 1, 0);
            items.add(
                    command == Command.MKDIR
                            ? new WorkItem.MakeDirectory(position, place)
                            : new WorkItem.Remove(position, place, recursive));
        }
        return session.run(items, options);
    }
}
