package transfer.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import transfer.engine.ListPosition;
import transfer.engine.WorkItem;
import transfer.engine.WorkList;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Inspector;
import transfer.protocol.LocalFailures;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Turns directories into items, one for each directory and file in them, so that files of a tree
 * move side by side like any others. Links are followed.
 */
final class TreeWalk {
    private static final FileStat A_FILE = FileStat.unknown();

    private final Lookup lookup;
    private final WorkList items = new WorkList();
    private final Map<TransferUrl, Taker> taken = new HashMap<>();

    /**
     * Something found, what is known of it already, and the directories above it, by which a loop
     * of links shows.
     */
    private record Step(Place from, Place to, Optional<FileStat> told, Set<String> above) {}

    /** Something in a directory, and what the list told of it. */
    private record Found(String name, Optional<FileStat> told) {}

    /** What goes to a target. */
    private record Taker(Place from, boolean directory) {}

    TreeWalk(Lookup lookup) {
        this.lookup = lookup;
    }

    /** All items; none can be added any more. */
    List<WorkItem> items() {
        return items.end();
    }

    /** Adds a file, or a directory with everything in it. */
    void add(Place from, Place to) throws TransferException, InterruptedException {
        Deque<Step> open =
                new ArrayDeque<>(List.of(new Step(from, to, Optional.empty(), Set.of())));
        while (!open.isEmpty()) {
            Step step = open.remove();
            FileStat stat =
                    step.told().isPresent()
                            ? step.told().get()
                            : lookup.ask(step.from(), TreeWalk::stat);
            if (stat.kind() != FileStat.Kind.DIRECTORY) {
                claim(step, false);
                items.add(Session.transfer(items.size() + 1, step.from(), step.to()));
                continue;
            }
            claim(step, true);
            Set<String> here = new HashSet<>(step.above());
            Optional<String> mark = mark(step.from().url(), stat);
            if (mark.isPresent() && !here.add(mark.get())) {
                throw new TransferException(
                        FailureKind.BAD_REQUEST,
                        step.from().url(),
                        step.from().url() + " leads back into itself through a link");
            }
            enter(step, here, open);
        }
    }

    /**
     * Two directories become one, as everywhere; but of two files only one would be left.
     *
     * @throws TransferException {@link FailureKind#BAD_REQUEST}
     */
    private void claim(Step step, boolean directory) throws TransferException {
        Taker taker = new Taker(step.from(), directory);
        Taker other = taken.putIfAbsent(step.to().url(), taker);
        if (other != null && !(directory && other.directory())) {
            throw new TransferException(
                    FailureKind.BAD_REQUEST,
                    step.from().url(),
                    other.from().url()
                            + " and "
                            + step.from().url()
                            + " would both become "
                            + step.to().url()
                            + "; copy them one at a time, to different places");
        }
    }

    /** What tells a directory from others, whatever the way that led to it. */
    static Optional<String> mark(TransferUrl url, FileStat stat) throws TransferException {
        if (!url.isLocal()) {
            return stat.identity().map(Identity::mark);
        }
        try {
            return Optional.of(url.toPath().toRealPath().toString());
        } catch (IOException e) {
            throw LocalFailures.of(e, url, "cannot enter " + url.path());
        }
    }

    static FileStat stat(transfer.protocol.Endpoint endpoint, TransferUrl url)
            throws TransferException, InterruptedException {
        if (!(endpoint instanceof Inspector inspector)) {
            throw Questioning.unable(url, "cannot say what is there");
        }
        return inspector.stat(url);
    }

    private void enter(Step step, Set<String> here, Deque<Step> open)
            throws TransferException, InterruptedException {
        if (lookup.ask(step.to(), (endpoint, _) -> endpoint instanceof Directories)) {
            items.add(new WorkItem.MakeDirectory(new ListPosition(items.size() + 1, 0), step.to()));
        }
        Map<TransferUrl, Found> children =
                lookup.ask(
                        step.from(),
                        (endpoint, url) -> {
                            if (!(endpoint instanceof Directories directories)) {
                                throw Questioning.unable(url, "cannot list directories");
                            }
                            Map<TransferUrl, Found> found = new LinkedHashMap<>();
                            for (Directories.Entry entry : directories.list(url)) {
                                found.put(entry.url(), found(entry, directories));
                            }
                            return found;
                        });
        Iterator<TransferUrl> targets =
                lookup.ask(
                                step.to(),
                                (endpoint, url) ->
                                        children.values().stream()
                                                .map(found -> endpoint.child(url, found.name()))
                                                .toList())
                        .iterator();
        for (var each : children.entrySet()) {
            TransferUrl target = targets.next();
            open.add(
                    new Step(
                            new Place(each.getKey(), step.from().site()),
                            new Place(target, step.to().site()),
                            each.getValue().told(),
                            here));
        }
    }

    /** What a server lists must not lead elsewhere. */
    private static Found found(Directories.Entry entry, Directories directories)
            throws TransferException {
        TransferUrl child = entry.url();
        String name = directories.name(child);
        if (!isPossible(name) || name.equals(".")) {
            throw new TransferException(
                    FailureKind.BAD_REQUEST,
                    child,
                    child + " is listed, but has no name that a file could have");
        }
        return new Found(name, entry.stat().map(TreeWalk::withoutNeedless));
    }

    /** Of millions of files only what makes a difference here is kept. */
    private static FileStat withoutNeedless(FileStat stat) {
        return stat.kind() == FileStat.Kind.DIRECTORY ? stat : A_FILE;
    }

    /** Whether it names something below a directory, or the directory itself. */
    static boolean isPossible(String name) {
        return !name.isEmpty()
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('\0') < 0;
    }

    /** The last part of a path; a slash at its end does not count. */
    static String lastName(String path) {
        String plain = path.replaceFirst("(?s)/+\\z", "");
        return plain.substring(plain.lastIndexOf('/') + 1);
    }
}
