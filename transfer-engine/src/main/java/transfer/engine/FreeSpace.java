package transfer.engine;

import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import transfer.protocol.FailureKind;
import transfer.protocol.LocalFailures;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Room on the local disks, shared out among the items of a run: what the running ones have still to
 * write is spoken for. Nothing is allocated ahead, because what a kill leaves would then be as
 * large as the whole file, and not every file system can.
 *
 * <p>Safe for use by many threads.
 */
final class FreeSpace {
    /** Files below this are not looked after until a disk turns one away. */
    private static final long WORTH_A_LOOK = 1L << 20;

    private final Disks disks;
    private final Duration lookAgain;
    private final ConcurrentHashMap<Object, DiskAccount> accounts = new ConcurrentHashMap<>();
    private volatile boolean refusedBefore;

    /** Finds the disk that a directory is on. */
    @FunctionalInterface
    interface Disks {
        Disk at(Path directory) throws IOException;
    }

    /** What the system tells of a disk. */
    interface Disk {
        /** Equal for two directories on one disk. */
        Object key();

        /** Bytes that we could write now. */
        long usable() throws IOException;

        /** Bytes in all; 0 where the system tells nothing. */
        long total() throws IOException;
    }

    private record StoreDisk(Object key, FileStore store) implements Disk {
        static Disk at(Path directory) throws IOException {
            return new StoreDisk(
                    Files.getAttribute(directory, "unix:dev"), Files.getFileStore(directory));
        }

        @Override
        public long usable() throws IOException {
            return store.getUsableSpace();
        }

        @Override
        public long total() throws IOException {
            return store.getTotalSpace();
        }
    }

    /**
     * @param lookAgain how often those who wait look for room that came free without our doing
     */
    FreeSpace(Disks disks, Duration lookAgain) {
        this.disks = disks;
        this.lookAgain = lookAgain;
    }

    static FreeSpace ofSystem() {
        return new FreeSpace(StoreDisk::at, Duration.ofSeconds(5));
    }

    /**
     * Asks for room before the first byte is written.
     *
     * @return a claim that is granted, or one that {@link Claim#await} waits for, while others that
     *     are running may still make room
     * @throws TransferException {@link FailureKind#NO_SPACE} when they cannot make enough
     */
    Claim claim(Claim.Need need) throws TransferException {
        Claim claim = new Claim(this, need);
        if (need.bytes().orElse(0) >= WORTH_A_LOOK || refusedBefore) {
            claim.ask();
        }
        return claim;
    }

    /** Where the bytes go first: a link is followed, so that it may be on another disk. */
    private static Path directory(Path file) throws IOException {
        Path end = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
        return end.getParent() == null ? end : end.getParent();
    }

    DiskAccount account(Disk disk) {
        return accounts.computeIfAbsent(disk.key(), _ -> new DiskAccount(lookAgain));
    }

    Disk disk(Claim.Need need) throws IOException {
        return disks.at(existing(directory(need.file().toPath().toAbsolutePath())));
    }

    /** A disk turned something away: from now on small files are looked after, too. */
    void refused() {
        refusedBefore = true;
    }

    /** Something was removed somewhere: what we knew of full disks may be wrong now. */
    void changed() {
        accounts.values().forEach(DiskAccount::forgetRefusal);
    }

    /** Directories that are missing will be made, on the disk of the nearest one that is there. */
    private static Path existing(Path directory) {
        Path there = directory;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /**
     * Makes sure that files can be made beside a target, before anybody is asked for their bytes.
     *
     * @throws TransferException when the directory, or the nearest one above it that is there, may
     *     not be written to or is on a disk that is mounted read-only
     */
    static void requireWritable(TransferUrl target) throws TransferException {
        Path path = target.toPath().toAbsolutePath();
        Path directory = path.getParent();
        if (directory == null) {
            return; // the root, which is a directory and refused as such
        }
        try {
            requireWritable(directory);
        } catch (IOException e) {
            // a link may lead to another place, and a directory is not replaced but filled
            if (!Files.isSymbolicLink(path) && !Files.isDirectory(path)) {
                throw LocalFailures.of(e, target, "cannot create a file beside " + target);
            }
        }
    }

    private static void requireWritable(Path directory) throws IOException {
        try {
            directory.getFileSystem().provider().checkAccess(directory, AccessMode.WRITE);
        } catch (NoSuchFileException e) {
            Path above = existing(directory);
            if (!Files.isDirectory(above)) {
                throw new NotDirectoryException(above.toString());
            }
            above.getFileSystem().provider().checkAccess(above, AccessMode.WRITE);
        }
    }

    /** Size of the file that goes away when a new one takes its name. */
    static long replaced(TransferUrl file) throws IOException {
        Path path = file.toPath();
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.size(path) : 0;
    }
}
