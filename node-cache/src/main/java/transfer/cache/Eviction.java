package transfer.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import transfer.checksum.Checksum;

/**
 * Removes what was not used for longest, as far as the limit or a disk asks for it, and what killed
 * processes left. One process at a time does so; who reads a file that is removed reads on. Safe
 * for use by many threads.
 */
final class Eviction {
    private static final long STANDARD_LIMIT = 10L << 30;

    /** How long the blocks of an unfinished file are kept for somebody to go on with them. */
    private static final Duration UNFINISHED = Duration.ofDays(1);

    private static final Pattern KEY = Pattern.compile("^\\.?([0-9a-f]{64})");

    /** How old what we know of other processes' files may be. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private static final Duration TIDY_AGAIN = Duration.ofMinutes(1);

    private final Layout layout;
    private final FileStore disk;
    private final Turns turns;
    private final OptionalLong limit;
    private final Clock clock;
    private Optional<Look> last = Optional.empty();
    private Instant tidied = Instant.MIN;

    /**
     * What was found.
     *
     * @param at when
     * @param taken bytes of all files that are kept
     */
    private record Look(Instant at, long taken) {}

    Eviction(Layout layout, Turns turns, OptionalLong limit, Clock clock) throws IOException {
        this.disk = Files.getFileStore(layout.root());
        this.layout = layout;
        this.turns = turns;
        this.limit = limit;
        this.clock = clock;
    }

    private record Found(Path path, long size, Instant used) {}

    Instant now() {
        return clock.instant();
    }

    long limit() {
        return limit.orElseGet(() -> limit(looked().taken()));
    }

    private long limit(long taken) {
        return limit.orElse(Math.min(STANDARD_LIMIT, (usable() + taken) / 2));
    }

    /** Bytes that can be written; none where nobody can say. */
    private long usable() {
        try {
            return disk.getUsableSpace();
        } catch (IOException _) {
            return 0;
        }
    }

    /** What there is: as it was a moment ago, and what we have added since. */
    private synchronized Look looked() {
        if (last.isEmpty() || last.get().at().plus(LOOK_AGAIN).isBefore(now())) {
            try {
                last = Optional.of(new Look(now(), total(objects())));
            } catch (IOException _) {
                last = Optional.of(new Look(now(), Long.MAX_VALUE / 2)); // no room for anything
            }
        }
        return last.get();
    }

    /** Notes that a file has come. */
    synchronized void added(long bytes) {
        last = last.map(look -> new Look(look.at(), look.taken() + bytes));
    }

    private synchronized void forget() {
        last = Optional.empty();
    }

    /** What is being fetched for a key, as text that changes with it. */
    String incoming(String key) {
        StringBuilder text = new StringBuilder();
        try {
            for (Found file : files(layout.incoming())) {
                if (key.equals(key(file))) {
                    text.append(file).append('\n');
                }
            }
        } catch (IOException _) {
            // nobody gets on where nobody can look
        }
        return text.toString();
    }

    private static String key(Found file) {
        Matcher matcher = KEY.matcher(file.path().getFileName().toString());
        return matcher.find() ? matcher.group(1) : "";
    }

    boolean makeRoom(long bytes, Path destination) {
        try {
            return makeRoom(bytes, isOnOurDisk(destination) ? 2 * bytes : bytes);
        } catch (IOException _) {
            return false;
        }
    }

    /**
     * @param onDisk bytes that the disk has to have room for
     */
    boolean makeRoom(long bytes, long onDisk) {
        long taken = looked().taken();
        long limited = limit(taken);
        if (bytes > limited) {
            return false;
        }
        try {
            if (taken + bytes > limited || usable() < onDisk) {
                sweepTo(bytes, onDisk);
            }
            return usable() >= onDisk;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean isOnOurDisk(Path destination) throws IOException {
        Path there = destination.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return Files.getAttribute(there, "unix:dev")
                .equals(Files.getAttribute(layout.root(), "unix:dev"));
    }

    /** Looks only where there could be something to do: with many files it takes a while. */
    void sweep() {
        Look look = looked();
        if (look.taken() <= limit(look.taken()) && !isTimeToTidy()) {
            return;
        }
        try {
            sweepTo(0, 0);
        } catch (IOException _) {
            // the next one that keeps something tries again
        }
    }

    private synchronized boolean isTimeToTidy() {
        boolean isTime = tidied.plus(TIDY_AGAIN).isBefore(now());
        tidied = isTime ? now() : tidied;
        return isTime;
    }

    /** Leaves room for so many bytes more, within the limit and on the disk. */
    private void sweepTo(long wanted, long onDisk) throws IOException {
        Optional<FileLock> lock = turns.take(Turns.SWEEPING);
        if (lock.isEmpty()) {
            return; // somebody else is at it
        }
        try {
            long unfinished = removeLeavings();
            List<Found> objects = objects();
            objects.sort(Comparator.comparing(Found::used));
            long taken = total(objects) + unfinished;
            long limited = limit(taken);
            boolean removed = false;
            for (Found object : objects) {
                boolean fits = taken + wanted <= limited && usable() >= onDisk;
                if (fits) {
                    break;
                }
                removed |= Files.deleteIfExists(object.path());
                taken -= object.size();
            }
            if (removed) {
                removeDangling();
            }
        } finally {
            lock.ifPresent(Turns::release);
            forget();
        }
    }

    /** Whoever has the turn for a key is alive; where nobody has it, nobody is at its files. */
    private long removeLeavings() throws IOException {
        long kept = 0;
        for (Found file : files(layout.incoming())) {
            String key = key(file);
            Optional<FileLock> lock =
                    key.isEmpty() ? Optional.empty() : turns.take(Turns.place(key));
            if (lock.isEmpty() && !key.isEmpty()) {
                continue;
            }
            try {
                if (mayBeOfUse(file, key)) {
                    kept += file.size();
                } else {
                    Files.deleteIfExists(file.path());
                }
            } finally {
                lock.ifPresent(Turns::release);
            }
        }
        return kept;
    }

    /**
     * As long as they are fresh: a part with a map of its blocks, that map, and what is nobody's,
     * by which somebody finds out just now who he is.
     */
    private boolean mayBeOfUse(Found file, String key) {
        String name = file.path().getFileName().toString();
        boolean isOne =
                key.isEmpty()
                        || name.endsWith(".transfer.part")
                        || name.endsWith(".transfer.blocks");
        return isOne && file.used().isAfter(now().minus(UNFINISHED));
    }

    /** A line that leads nowhere does no harm, but would stay for ever. */
    private void removeDangling() throws IOException {
        for (Found line : inFolders(layout.index())) {
            Optional<NodeCache.Kept> kept =
                    IndexLine.parse(Files.readString(line.path(), StandardCharsets.ISO_8859_1));
            if (kept.map(NodeCache.Kept::sha256).map(this::isGone).orElse(true)) {
                Files.deleteIfExists(line.path());
            }
        }
    }

    private boolean isGone(Checksum sha256) {
        return !Files.exists(layout.object(sha256.hex()), LinkOption.NOFOLLOW_LINKS);
    }

    private List<Found> objects() throws IOException {
        return inFolders(layout.objects());
    }

    private static long total(List<Found> files) {
        return files.stream().mapToLong(Found::size).sum();
    }

    private static List<Found> inFolders(Path directory) throws IOException {
        List<Found> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory)) {
            for (Path folder : folders) {
                found.addAll(files(folder));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    private static List<Found> files(Path directory) throws IOException {
        List<Found> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                found(file).ifPresent(found::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return found;
    }

    /** The later of the two times: when it was written, when it was used. */
    private static Optional<Found> found(Path file) {
        try {
            BasicFileAttributes there =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Instant written = there.lastModifiedTime().toInstant();
            Instant read = there.lastAccessTime().toInstant();
            return Optional.of(
                    new Found(file, there.size(), written.isAfter(read) ? written : read));
        } catch (IOException _) {
            return Optional.empty(); // gone just now
        }
    }
}
