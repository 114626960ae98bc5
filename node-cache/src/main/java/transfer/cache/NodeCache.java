package transfer.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;

/**
 * Files that processes on this node have fetched and verified, for others to use. Nothing in it is
 * needed: whoever cannot find, keep or read something goes without. Safe for use by many threads
 * and many processes.
 */
public final class NodeCache implements AutoCloseable {
    private final Layout layout;
    private final Turns turns;
    private final Eviction eviction;
    private final Duration patience;

    /**
     * How a cache is to be used.
     *
     * @param limit bytes that it may take, at least 1; empty for 10 GiB, or half of the disk's room
     *     where that is less
     * @param patience how long others are waited for who have a turn and get no further
     */
    public record Settings(OptionalLong limit, Duration patience) {}

    /**
     * What the index tells of a file.
     *
     * @param size in bytes
     * @param mode permission bits of the source, where known
     * @param proof a word without blanks for how the file was verified, which means nothing here
     */
    public record Kept(Checksum sha256, long size, OptionalInt mode, String proof) {
        /**
         * @throws IllegalArgumentException when the proof is no word
         */
        public Kept {
            if (!proof.matches("\\S+")) {
                throw new IllegalArgumentException("'" + proof + "' is no word");
            }
        }
    }

    /**
     * Something that files come from, whatever state it is in.
     *
     * @param key 64 hexadecimal digits
     */
    public record Source(String key) {
        /**
         * @param name tells it from every other; may be any text
         */
        public static Source named(String name) {
            return new Source(digest(name));
        }

        private String in(String state) {
            return digest(key + "\n" + state);
        }

        private static String digest(String text) {
            RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
            digest.update(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_16BE)));
            return digest.values().getFirst().hex();
        }
    }

    private NodeCache(Layout layout, Turns turns, Settings settings, Clock clock)
            throws IOException {
        this.layout = layout;
        this.turns = turns;
        this.patience = settings.patience();
        this.eviction = new Eviction(layout, turns, settings.limit(), clock);
    }

    /**
     * Opens the cache in a directory, which is made if it is missing.
     *
     * @throws IOException when it cannot be used, with a message for people that names the place
     *     and the reason: it may not be written to, or others may
     */
    public static NodeCache open(Path directory, Settings settings) throws IOException {
        return open(directory, settings, Clock.systemUTC());
    }

    static NodeCache open(Path directory, Settings settings, Clock clock) throws IOException {
        try {
            Layout layout = Layout.prepare(directory);
            return new NodeCache(layout, Turns.open(layout.locks()), settings, clock);
        } catch (IOException e) {
            throw new IOException(Layout.reason(e), e);
        } catch (UnsupportedOperationException e) {
            throw new IOException(directory + " is on a file system without owners", e);
        }
    }

    public Duration patience() {
        return patience;
    }

    /** The most that it may take, in bytes, as things are. */
    public long limit() {
        return eviction.limit();
    }

    /** Whether a file is inside. */
    public boolean holds(Path file) {
        return file.startsWith(layout.root());
    }

    /** Where a kept file is; it may be gone at any time. */
    public Path object(Kept kept) {
        return layout.object(kept.sha256().hex());
    }

    /**
     * What is kept of a source in this state.
     *
     * @param state whatever changes when the source does
     */
    public Optional<Kept> find(Source source, String state) {
        try {
            Path line = layout.index(source.in(state));
            return Files.exists(line, LinkOption.NOFOLLOW_LINKS)
                    ? IndexLine.parse(Files.readString(line, StandardCharsets.ISO_8859_1))
                            .filter(kept -> isThere(object(kept), kept.size()))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // removed just now, or the disk fails: it is fetched
        }
    }

    /** What is kept under a digest, wherever it came from; its mode and its proof are not known. */
    public Optional<Kept> find(Checksum sha256) {
        try {
            Path object = layout.object(sha256.hex());
            return Files.isRegularFile(object, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(new Kept(sha256, Files.size(object), OptionalInt.empty(), "NONE"))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // removed just now
        }
    }

    private static boolean isThere(Path object, long size) {
        try {
            BasicFileAttributes there =
                    Files.readAttributes(
                            object, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return there.isRegularFile() && there.size() == size;
        } catch (IOException _) {
            return false;
        }
    }

    /** Notes that a file was of use, so that others go before it. */
    public void used(Kept kept) {
        try {
            Files.getFileAttributeView(object(kept), BasicFileAttributeView.class)
                    .setTimes(null, FileTime.from(eviction.now()), null);
        } catch (IOException _) {
            // gone already, or it will go sooner than it should
        }
    }

    /**
     * Looks at a file that somebody found wrong, and throws it away if it is.
     *
     * @return whether it is as it should be
     */
    public boolean isIntact(Kept kept) {
        Path object = object(kept);
        try {
            if (digest(object).equals(kept.sha256())) {
                return true;
            }
        } catch (IOException _) {
            // what cannot be read is of no use either
        }
        drop(kept);
        return false;
    }

    static Checksum digest(Path file) throws IOException {
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
        try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return digest.values().getFirst();
    }

    /** Throws a file away; whoever reads it may go on. */
    public void drop(Kept kept) {
        try {
            Files.deleteIfExists(object(kept));
        } catch (IOException _) {
            // whoever uses it finds out what is wrong with it
        }
    }

    /** The turn to bring a source into the cache; empty while another one has it. */
    public Optional<Turn> turn(Source source) throws IOException {
        return turns.take(Turns.place(source.key())).map(lock -> new Turn(source, lock));
    }

    /** Changes as long as who has the turn for a source gets on. */
    public String life(Source source) {
        return eviction.incoming(source.key());
    }

    /**
     * Sees to it that a file can be kept and copied to its destination, and removes what was not
     * used for long if need be.
     *
     * @param bytes its size
     * @return false when there is no room for it within the limit, or on the disk
     */
    public boolean makeRoom(long bytes, Path destination) {
        return eviction.makeRoom(bytes, destination);
    }

    /**
     * Sees to it that a file can be kept.
     *
     * @return as {@link #makeRoom(long, Path)}
     */
    public boolean makeRoom(long bytes) {
        return eviction.makeRoom(bytes, bytes);
    }

    /** Removes what is too much, and what killed processes left. */
    public void sweep() {
        eviction.sweep();
    }

    @Override
    public void close() {
        turns.close();
    }

    /** The right to bring one source into the cache. Belongs to one thread at a time. */
    public final class Turn implements AutoCloseable {
        private final Source source;
        private final FileLock lock;

        private Turn(Source source, FileLock lock) {
            this.source = source;
            this.lock = lock;
        }

        /**
         * Where to bring it. What is there, and what is beside it under names that contain this
         * one, belongs to this turn too: it was left by an earlier one.
         */
        public Path incoming() {
            return layout.incoming().resolve(source.key());
        }

        /**
         * Keeps what was brought to {@link #incoming}.
         *
         * @param kept what it was proved to be
         * @param states of the source, each of which leads to it from now on
         */
        public void keep(Kept kept, Iterable<String> states) throws IOException {
            Path file = incoming();
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
            Layout.publish(file, object(kept));
            eviction.added(kept.size());
            used(kept);
            Path line = layout.incoming().resolve(source.key() + ".line");
            for (String state : states) {
                Files.writeString(line, IndexLine.of(kept), StandardCharsets.ISO_8859_1);
                Layout.publish(line, layout.index(source.in(state)));
            }
        }

        /** Removes what was brought and is not to be kept. */
        public void discard() {
            try {
                Files.deleteIfExists(incoming());
            } catch (IOException _) {
                // the next sweep tries again
            }
        }

        @Override
        public void close() {
            Turns.release(lock);
        }
    }
}
