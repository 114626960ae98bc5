package transfer.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParseResult;
import transfer.engine.WorkItem;
import transfer.protocol.Endpoint;
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
        List<Place> from = new ArrayList<>();
        for (String source : sources) {
            from.add(Session.place(source));
        }
        List<Pair> pairs =
                into ? into(destination, from) : List.of(new Pair(from.getFirst(), destination));
        return session.run(
                options.matchedOptionValue("--recursive", false) ? trees(pairs) : files(pairs),
                options);
    }

    /** What goes where, before anybody knows whether it is a directory. */
    private record Pair(Place source, Place target) {}

    private static boolean isDirectory(TransferUrl url) {
        return url.path().endsWith("/") || url.isLocal() && Files.isDirectory(url.toPath());
    }

    private List<Pair> into(Place directory, List<Place> sources) throws ProgramException {
        List<Pair> pairs = new ArrayList<>();
        try (Lookup lookup = lookup()) {
            for (Place source : sources) {
                String name = name(lookup, source);
                if (!TreeWalk.isPossible(name)) {
                    throw ProgramException.usage(
                            Log.oneLine(source.url().toString())
                                    + " names no file; give the destination a name of its own");
                }
                pairs.add(new Pair(source, child(lookup, directory, name)));
            }
        }
        return pairs;
    }

    /** As the protocol's URLs are read; nobody is asked for that. */
    private static String name(Lookup lookup, Place source) throws ProgramException {
        TransferUrl url = source.url();
        if (!lookup.knows(url)) {
            return lastOfPath(url); // refused soon, with what there is
        }
        try {
            return lookup.ask(source, Endpoint::name);
        } catch (TransferException e) {
            return lastOfPath(url); // what is wrong will show when it is moved
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Enough for what is refused soon. */
    private static String lastOfPath(TransferUrl url) {
        return TreeWalk.lastName(url.path());
    }

    /** As the protocol's URLs are written; nobody is asked for that. */
    private static Place child(Lookup lookup, Place directory, String name)
            throws ProgramException {
        if (!lookup.knows(directory.url())) {
            return directory; // refused soon, with what there is
        }
        try {
            TransferUrl url =
                    lookup.ask(directory, (endpoint, asked) -> endpoint.child(asked, name));
            return new Place(url, directory.site());
        } catch (TransferException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Lookup lookup() {
        return new Lookup(
                session,
                EngineFlags.network(options, session.surroundings(), Log.silent()),
                EngineFlags.retry(options));
    }

    private static List<WorkItem> files(List<Pair> pairs) throws ProgramException {
        List<WorkItem> items = new ArrayList<>();
        Map<TransferUrl, TransferUrl> taken = new HashMap<>();
        for (Pair pair : pairs) {
            TransferUrl source = pair.source().url();
            TransferUrl other = taken.putIfAbsent(pair.target().url(), source);
            if (other != null) {
                throw ProgramException.usage(
                        Log.oneLine(
                                other
                                        + " and "
                                        + source
                                        + " would both become "
                                        + pair.target().url()
                                        + "; copy them one at a time, to different places"));
            }
            if (source.isLocal() && Files.isDirectory(source.toPath())) {
                throw ProgramException.usage(
                        Log.oneLine(source.path()) + " is a directory; -r copies directories");
            }
            items.add(Session.transfer(items.size() + 1, pair.source(), pair.target()));
        }
        return items;
    }

    private List<WorkItem> trees(List<Pair> pairs) throws ProgramException {
        try (Lookup lookup = lookup()) {
            lookup.check(
                    pairs.stream().flatMap(p -> List.of(p.source(), p.target()).stream()).toList());
            TreeWalk walk = new TreeWalk(lookup);
            for (Pair pair : pairs) {
                walk.add(pair.source(), pair.target());
            }
            return walk.items();
        } catch (TransferException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static ProgramException failed(TransferException cause) {
        return new ProgramException(
                cause.kind().isPassing() ? ExitCode.FAILED_FOR_NOW : ExitCode.FAILED_FOR_GOOD,
                Log.oneLine(cause.getMessage()),
                cause);
    }

    private static ProgramException interrupted(InterruptedException cause) {
        return new ProgramException(
                ExitCode.INTERRUPTED, "ended by a signal before anything was moved", cause);
    }
}
