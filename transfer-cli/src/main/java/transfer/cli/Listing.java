package transfer.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.protocol.Directories;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Goes through one tree, page by page and directory by directory, and shows what it finds. Links
 * are followed, but not in circles. Of the servers that tell a directory in one go, names come in
 * order, of others as they tell them.
 */
final class Listing {
    private final Lookup lookup;
    private final PathPattern pattern;
    private final Place base;
    private final Viewer viewer;
    private final Deque<Level> levels = new ArrayDeque<>();
    private boolean any;

    /**
     * Something that is there.
     *
     * @param path below the directory at which the listing began, without a slash at its end
     * @param stat empty where it is not known, as of a link to what is missing
     */
    record Item(TransferUrl url, String path, Optional<FileStat> stat) {
        boolean isDirectory() {
            return stat.filter(s -> s.kind() == FileStat.Kind.DIRECTORY).isPresent();
        }
    }

    /** Who is shown what is found. */
    interface Viewer {
        /** False when nobody looks any more. */
        boolean shows(Item item);

        /** Where the listing goes on without a directory. */
        void misses(TransferUrl directory, TransferException failure);
    }

    /** A name in a directory, as the family reads its URL. */
    private record Found(Directories.Entry entry, String name) {}

    private record Page(List<Found> found, Optional<String> next) {}

    /** A directory on the way down. */
    private static final class Level {
        final Place place;
        final String path;
        final BitSet position;
        final Set<String> above;
        Iterator<Found> found = List.<Found>of().iterator();
        Optional<String> next = Optional.empty();

        Level(Place place, String path, BitSet position, Set<String> above) {
            this.place = place;
            this.path = path;
            this.position = position;
            this.above = above;
        }
    }

    Listing(Lookup lookup, Place place, PathPattern pattern, Viewer viewer) {
        this.lookup = lookup;
        this.pattern = pattern;
        this.base = new Place(pattern.base(), place.site());
        this.viewer = viewer;
    }

    /**
     * Shows everything that fits the pattern; a file, where that names one.
     *
     * @throws TransferException {@link FailureKind#NOT_FOUND} where nothing does
     */
    void run() throws TransferException, InterruptedException {
        try {
            enter(new Level(base, "", pattern.start(), Set.of()), Optional.empty());
        } catch (TransferException e) {
            if (e.kind() != FailureKind.BAD_REQUEST || pattern.written()) {
                throw e;
            }
            showFile(e);
            return;
        }
        boolean watched = true;
        while (watched && !levels.isEmpty()) {
            watched = step();
        }
        if (watched && !any && pattern.written()) {
            throw new TransferException(
                    FailureKind.NOT_FOUND,
                    base.url(),
                    "nothing in "
                            + base.url()
                            + " matches the wildcards; --no-wildcards takes them for names");
        }
    }

    /** What cannot be listed may be a file. */
    private void showFile(TransferException failure)
            throws TransferException, InterruptedException {
        FileStat stat = lookup.ask(base, TreeWalk::stat);
        if (stat.kind() == FileStat.Kind.DIRECTORY) {
            throw failure;
        }
        String name = lookup.ask(base, Endpoint::name);
        viewer.shows(new Item(base.url(), name, Optional.of(stat)));
    }

    private boolean step() throws TransferException, InterruptedException {
        Level level = levels.peek();
        if (level.found.hasNext()) {
            return visit(level, level.found.next());
        }
        if (level.next.isEmpty()) {
            levels.pop();
            return true;
        }
        try {
            load(level);
        } catch (TransferException e) {
            levels.pop();
            if (levels.isEmpty()) {
                throw e;
            }
            viewer.misses(level.place.url(), e);
        }
        return true;
    }

    private boolean visit(Level level, Found found) throws TransferException, InterruptedException {
        TransferUrl url = found.entry().url();
        BitSet next = pattern.after(level.position, found.name(), TreeWalk.lastName(url.path()));
        boolean whole = pattern.isWhole(next);
        if (!whole && !pattern.goesOn(next)) {
            return true;
        }
        Optional<FileStat> stat =
                found.entry().stat().isPresent()
                        ? found.entry().stat()
                        : asked(new Place(url, base.site()));
        Item item = new Item(url, level.path + found.name(), stat);
        any |= whole;
        if (whole && !viewer.shows(item)) {
            return false;
        }
        if (item.isDirectory() && pattern.goesOn(next)) {
            descend(level, item, next);
        }
        return true;
    }

    /**
     * A link may lead nowhere, and is there all the same. Of what does not answer nobody knows
     * whether it is a directory, with things in it that are not listed then.
     */
    private Optional<FileStat> asked(Place place) throws InterruptedException {
        try {
            return Optional.of(lookup.ask(place, TreeWalk::stat));
        } catch (TransferException e) {
            if (e.kind() != FailureKind.NOT_FOUND) {
                viewer.misses(place.url(), e);
            }
            return Optional.empty();
        }
    }

    private void descend(Level level, Item item, BitSet position) throws InterruptedException {
        Place place = new Place(item.url(), base.site());
        try {
            enter(new Level(place, item.path() + "/", position, level.above), item.stat());
        } catch (TransferException e) {
            viewer.misses(item.url(), e);
        }
    }

    private void enter(Level level, Optional<FileStat> stat)
            throws TransferException, InterruptedException {
        TransferUrl url = level.place.url();
        Set<String> here = new HashSet<>(level.above);
        Optional<String> mark =
                url.isLocal() || stat.isPresent()
                        ? TreeWalk.mark(url, stat.orElseGet(FileStat::unknown))
                        : Optional.empty();
        if (mark.isPresent() && !here.add(mark.get())) {
            throw new TransferException(
                    FailureKind.BAD_REQUEST, url, url + " leads back into itself through a link");
        }
        Level entered = new Level(level.place, level.path, level.position, here);
        load(entered);
        levels.push(entered);
    }

    private void load(Level level) throws TransferException, InterruptedException {
        String beginning = pattern.beginning(level.position);
        Optional<String> after = level.next;
        Page page =
                lookup.ask(level.place, (endpoint, url) -> page(endpoint, url, beginning, after));
        level.found = page.found().iterator();
        level.next = page.next();
    }

    private static Page page(
            Endpoint endpoint, TransferUrl url, String beginning, Optional<String> after)
            throws TransferException, InterruptedException {
        if (!(endpoint instanceof Directories directories)) {
            throw Questioning.unable(url, "cannot list directories");
        }
        Directories.Page page = directories.list(url, beginning, after);
        List<Found> found = new ArrayList<>(page.entries().size());
        for (Directories.Entry entry : page.entries()) {
            found.add(new Found(entry, directories.name(entry.url())));
        }
        if (after.isEmpty() && page.next().isEmpty()) {
            found.sort(Comparator.comparing(Found::name));
        }
        return new Page(found, page.next());
    }
}
