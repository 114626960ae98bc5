package transfer.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParseResult;
import transfer.engine.WorkItem;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** {@code transfer cp [-r] SRC... DST}. */
final class CopyCommand {
    private final Session session;
    private final ParseResult options;

    CopyCommand(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
    }

    ExitCode call() throws ProgramException {
        List<String> urls = options.matchedPositionalValue(0, List.of());
        List<String> sources = urls.subList(0, urls.size() - 1);
        Place destination = Session.place(urls.getLast());
        boolean into = sources.size() > 1 || isDirectory(destination.url());
        List<Pair> pairs = new ArrayList<>();
        for (String source : sources) {
            Place place = Session.place(source);
            pairs.add(new Pair(place, into ? child(destination, place.url()) : destination));
        }
        return session.run(
                options.matchedOptionValue("--recursive", false) ? trees(pairs) : files(pairs),
                options);
    }

    /** What goes where, before anybody knows whether it is a directory. */
    private record Pair(Place source, Place target) {}

    private static boolean isDirectory(TransferUrl url) {
        return url.path().endsWith("/") || url.isLocal() && Files.isDirectory(url.toPath());
    }

    private static Place child(Place directory, TransferUrl source) throws ProgramException {
        String name = name(source);
        if (name.isEmpty()) {
            throw ProgramException.usage(
                    Log.oneLine(source.toString())
                            + " names no file; give the destination a name of its own");
        }
        return new Place(TreeWalk.under(directory.url(), name), directory.site());
    }

    /** The last part of its path, without query and fragment where those exist. */
    static String name(TransferUrl url) {
        String path = url.isLocal() ? url.path() : url.path().replaceFirst("[?#].*", "");
        return TreeWalk.lastName(path);
    }

    private static List<WorkItem> files(List<Pair> pairs) throws ProgramException {
        List<WorkItem> items = new ArrayList<>();
        for (Pair pair : pairs) {
            TransferUrl source = pair.source().url();
            if (source.isLocal() && Files.isDirectory(source.toPath())) {
                throw ProgramException.usage(
                        Log.oneLine(source.path()) + " is a directory; -r copies directories");
            }
            items.add(Session.transfer(items.size() + 1, pair.source(), pair.target()));
        }
        return items;
    }

    private List<WorkItem> trees(List<Pair> pairs) throws ProgramException {
        try (Lookup lookup =
                new Lookup(
                        session,
                        EngineFlags.network(options, session.surroundings(), Log.silent()),
                        EngineFlags.retry(options))) {
            lookup.check(
                    pairs.stream().flatMap(p -> List.of(p.source(), p.target()).stream()).toList());
            TreeWalk walk = new TreeWalk(lookup);
            for (Pair pair : pairs) {
                walk.add(pair.source(), pair.target());
            }
            return walk.items();
        } catch (TransferException e) {
            throw new ProgramException(
                    e.kind().isPassing() ? ExitCode.FAILED_FOR_NOW : ExitCode.FAILED_FOR_GOOD,
                    Log.oneLine(e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            throw new ProgramException(
                    ExitCode.INTERRUPTED, "ended by a signal before anything was moved", e);
        }
    }
}
