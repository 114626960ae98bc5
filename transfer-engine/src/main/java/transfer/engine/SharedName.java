package transfer.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A hidden file whose name other processes know too. Who holds the lock of the file that is under
 * the name, as long as its channel is open, may change, rename or remove it, and nobody else may.
 */
final class SharedName {
    private static final Set<OpenOption> READ_AND_WRITE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /** As many sizes as make a wrong one unlikely, none of them worth mention. */
    private static final long TELLING = 1L << 20;

    private SharedName() {}

    /** Opens and locks what is there; empty when there is nothing, or somebody is at it. */
    static Optional<FileChannel> claim(Path file) throws IOException {
        Optional<Object> there = key(file);
        return there.isEmpty()
                ? Optional.empty()
                : locked(FileChannel.open(file, READ_AND_WRITE), file, there);
    }

    /** Locks a file that was made just now and is empty; empty when somebody was quicker. */
    static Optional<FileChannel> lock(FileChannel channel, Path file) throws IOException {
        Optional<FileChannel> locked = locked(channel, file, key(file));
        boolean ours = false;
        try {
            ours = locked.isPresent() && isUnder(channel, file);
            return ours ? locked : Optional.empty();
        } finally {
            if (!ours) {
                channel.close();
            }
        }
    }

    /**
     * Whether the open file is the one under the name. Between making and locking, somebody may
     * have taken it for abandoned, removed it and made another; the lock of what he removed would
     * let us rename his. No open file tells its key, but a size by chance shows which one it is.
     */
    private static boolean isUnder(FileChannel channel, Path file) throws IOException {
        long size = ThreadLocalRandom.current().nextLong(1, TELLING);
        channel.write(ByteBuffer.allocate(1), size - 1);
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .size()
                    == size;
        } catch (NoSuchFileException _) {
            return false;
        } finally {
            channel.truncate(0);
        }
    }

    /**
     * Makes room for a new file where a killed process left one.
     *
     * @return false when somebody is at it just now, or when it is not ours to remove
     */
    static boolean dropAbandoned(Path part) throws IOException {
        if (!Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try {
            Optional<FileChannel> claimed = claim(part);
            if (claimed.isEmpty()) {
                return false;
            }
            try (FileChannel _ = claimed.get()) {
                Files.delete(part);
            }
            return true;
        } catch (IOException _) {
            return false; // a link, or somebody else's
        }
    }

    /**
     * Whether a file belongs to us: in a directory that all may write to, somebody else could put
     * bytes there that we would take for those of the source.
     */
    static boolean isOwn(Path part) throws IOException {
        Path probe = Files.createTempFile(part.getParent(), ".transfer", ".probe");
        try {
            return Files.getOwner(probe).equals(Files.getOwner(part, LinkOption.NOFOLLOW_LINKS));
        } finally {
            Files.delete(probe);
        }
    }

    /**
     * Between opening and locking, who held the lock may have given the file its final name. It
     * must not be touched then, so the name is looked at again.
     */
    private static Optional<FileChannel> locked(
            FileChannel channel, Path file, Optional<Object> there) throws IOException {
        boolean ours = false;
        try {
            ours = channel.tryLock() != null && there.isPresent() && there.equals(key(file));
            return ours ? Optional.of(channel) : Optional.empty();
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        } finally {
            if (!ours) {
                channel.close();
            }
        }
    }

    /** What is the same for a file as long as it exists, whatever its name. */
    private static Optional<Object> key(Path file) throws IOException {
        try {
            return Optional.of(
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .fileKey());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }
}
