package transfer.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import transfer.checksum.RunningDigest;
import transfer.protocol.FailureKind;
import transfer.protocol.LocalFailures;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * A hidden file beside the target: write, verify, publish under the final name in one step, or
 * vanish. Nothing is ever under the final name but a whole file. Belongs to one thread at a time.
 */
final class StagedFile implements AutoCloseable {
    private static final Set<OpenOption> CREATE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final Set<OpenOption> READ_AND_WRITE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private static final String RESUMABLE = StagedPlace.RESUMABLE;

    private final TransferUrl target;
    private final StagedPlace place;
    private final Path part;
    private final Extents extents = new Extents();
    private final FileChannel channel;
    private BlockMap map;
    private boolean published;

    private StagedFile(TransferUrl target, StagedPlace place, String run, FileChannel channel) {
        this.target = target;
        this.place = place;
        this.part = place.part(run);
        this.channel = channel;
    }

    /**
     * Creates the hidden file. A target that is a link is followed, as {@code cp} does, so the link
     * stays.
     *
     * @param target a local file; directories missing above it are made
     * @param run makes the hidden name unlike any other's: {@code .<name>.<run>.part}
     * @param mode permission bits of the source, which the umask still narrows; empty for an
     *     ordinary file
     * @throws TransferException {@link FailureKind#ALREADY_EXISTS} when the target is a directory,
     *     and others
     */
    static StagedFile beside(TransferUrl target, String run, OptionalInt mode)
            throws TransferException {
        try {
            StagedPlace place = StagedPlace.of(target);
            FileChannel channel = create(place.part(run), place.mode(mode));
            return new StagedFile(target, place, run, channel);
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot create a file beside " + target);
        }
    }

    /**
     * Creates a hidden file that another process can go on with when this one is killed; what an
     * earlier one left is written over. Where another process is at it just now, it is an ordinary
     * one, as {@link #beside} makes it.
     */
    static StagedFile resumable(
            TransferUrl target, String run, OptionalInt mode, BlockMap.Origin origin)
            throws TransferException {
        try {
            StagedPlace place = StagedPlace.of(target);
            if (!dropAbandoned(place.part(RESUMABLE))) {
                return beside(target, run, mode);
            }
            FileChannel channel = create(place.part(RESUMABLE), place.mode(mode));
            if (!isLocked(channel)) {
                channel.close();
                return beside(target, run, mode);
            }
            StagedFile staged = new StagedFile(target, place, RESUMABLE, channel);
            staged.map = BlockMap.create(place, origin);
            return staged;
        } catch (FileAlreadyExistsException | AccessDeniedException _) {
            return beside(
                    target, run, mode); // another process was quicker, or may do what we may not
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot create a file beside " + target);
        }
    }

    /**
     * Takes over what an earlier process left of this source beside the target.
     *
     * @param digest takes in the bytes of the blocks that are whole
     * @return empty when nothing that helps is there; what is there is then written over in time
     */
    static Optional<StagedFile> leftOver(
            TransferUrl target, TransferUrl source, RunningDigest digest) throws TransferException {
        if (!Files.exists(StagedPlace.hidden(target, RESUMABLE, "blocks"))) {
            return Optional.empty(); // the usual case, for the price of one look
        }
        try {
            StagedPlace place = StagedPlace.of(target);
            FileChannel channel = FileChannel.open(place.part(RESUMABLE), READ_AND_WRITE);
            StagedFile staged = new StagedFile(target, place, RESUMABLE, channel);
            if (staged.takeOver(source, digest)) {
                return Optional.of(staged);
            }
            channel.close();
            return Optional.empty();
        } catch (TransferException e) {
            throw e;
        } catch (IOException _) {
            return Optional.empty(); // gone, a link, or not ours to open: then it is fetched anew
        }
    }

    private boolean takeOver(TransferUrl source, RunningDigest digest) throws IOException {
        if (!isLocked(channel) || !isOwn(part)) {
            return false;
        }
        Optional<BlockMap.Left> left = BlockMap.read(place.beside(RESUMABLE, "blocks"));
        if (left.isEmpty() || !left.get().origin().isOf(source)) {
            return false;
        }
        try {
            goOn(left.get(), digest);
            return true;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Keeps the blocks from the first one on whose bytes are what the map says. */
    private void goOn(BlockMap.Left left, RunningDigest digest) throws IOException {
        int whole = 0;
        ByteBuffer block = ByteBuffer.allocateDirect(BlockMap.BLOCK);
        for (int check : left.checks()) {
            block.clear();
            while (block.hasRemaining()) {
                long at = (long) whole * BlockMap.BLOCK + block.position();
                if (channel.read(block, at) < 0) {
                    break;
                }
            }
            block.flip();
            if (block.limit() < BlockMap.BLOCK || BlockMap.check(block) != check) {
                break;
            }
            digest.update(block);
            whole++;
        }
        long end = (long) whole * BlockMap.BLOCK;
        channel.truncate(end);
        extents.add(0, end);
        map = BlockMap.continued(place, left, whole);
    }

    /**
     * Makes room for a new file where a killed process left one.
     *
     * @return false when somebody is at it just now, or when it is not ours to remove
     */
    private static boolean dropAbandoned(Path part) throws IOException {
        if (!Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(part, READ_AND_WRITE)) {
            if (!isLocked(channel)) {
                return false;
            }
            Files.delete(part);
            return true;
        } catch (IOException _) {
            return false; // a link, or somebody else's
        }
    }

    /**
     * Whether a file belongs to us: in a directory that all may write to, somebody else could put
     * bytes there that we would take for those of the source.
     */
    private static boolean isOwn(Path part) throws IOException {
        Path probe = Files.createTempFile(part.getParent(), ".transfer", ".probe");
        try {
            return Files.getOwner(probe).equals(Files.getOwner(part, LinkOption.NOFOLLOW_LINKS));
        } finally {
            Files.delete(probe);
        }
    }

    /** Whether no other process, and nobody else in this one, writes to it; we do from now on. */
    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException | IOException _) {
            return false; // an IOException: a file system without locks, where nobody can be sure
        }
    }

    /** Directories are made only when one turns out to be missing: mostly they are there. */
    private static FileChannel create(Path part, Optional<Set<PosixFilePermission>> mode)
            throws IOException {
        FileAttribute<?>[] attributes =
                mode.stream()
                        .map(PosixFilePermissions::asFileAttribute)
                        .toArray(FileAttribute<?>[]::new);
        try {
            return FileChannel.open(part, CREATE, attributes);
        } catch (NoSuchFileException _) {
            Files.createDirectories(part.getParent());
            return FileChannel.open(part, CREATE, attributes);
        }
    }

    /** Where the bytes are until they are published. */
    Path part() {
        return part;
    }

    /** How many bytes from the beginning on are there without a gap: where to go on. */
    long contiguous() {
        return extents.firstGap();
    }

    /** Writes all remaining bytes at this offset. */
    void write(ByteBuffer bytes, long offset) throws TransferException {
        long at = offset;
        try {
            ByteBuffer all = bytes.duplicate();
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            if (map != null) {
                map.written(all);
            }
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot write " + target);
        } finally {
            extents.add(offset, at);
        }
    }

    /**
     * Forgets everything written.
     *
     * @param origin what will be written now; empty when nobody could go on with it
     */
    void restart(Optional<BlockMap.Origin> origin) throws TransferException {
        try {
            channel.truncate(0);
            extents.clear();
            if (map != null) {
                map.close();
                map = null;
                Files.deleteIfExists(place.beside(RESUMABLE, "blocks"));
            }
            if (origin.isPresent() && part.equals(place.part(RESUMABLE))) {
                map = BlockMap.create(place, origin.get());
            }
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot empty the file beside " + target);
        }
    }

    /** What the map says that the bytes are of; empty when there is no map. */
    Optional<BlockMap.Origin> origin() {
        return Optional.ofNullable(map).map(BlockMap::origin);
    }

    /** Size on the disk, as the file system tells it. */
    long size() throws TransferException {
        try {
            return channel.size();
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot look at the file beside " + target);
        }
    }

    /**
     * Puts the file under its final name. An existing file's permission bits are kept, as an
     * overwriting copy would.
     *
     * @param durable whether the file, and then its directory, are forced to the disk
     */
    void publish(boolean durable) throws TransferException {
        try {
            if (place.replaces()) {
                keepPermissions();
            }
            if (durable) {
                channel.force(true);
            }
            channel.close();
            Files.move(part, place.destination(), StandardCopyOption.ATOMIC_MOVE);
            published = true;
            dropMap();
            if (durable) {
                forceDirectory();
            }
        } catch (IOException e) {
            throw LocalFailures.of(
                    e, target, "cannot put the finished file under the name " + target);
        }
    }

    private void keepPermissions() throws IOException {
        try {
            Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(place.destination()));
        } catch (NoSuchFileException _) {
            // taken away since we looked: then it is a new file after all
        }
    }

    private void forceDirectory() throws IOException {
        try (FileChannel directory =
                FileChannel.open(place.destination().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private void dropMap() throws IOException {
        if (map != null) {
            map.close();
            map = null;
            Files.deleteIfExists(place.beside(RESUMABLE, "blocks"));
        }
    }

    /** Ends the writing and leaves a file with a map for another run; others vanish. */
    void leave() {
        if (map == null || extents.firstGap() < BlockMap.BLOCK) {
            close();
            return;
        }
        try {
            map.close();
            channel.close();
        } catch (IOException _) {
            // what made us give up was told already; the map holds only what was written
        }
    }

    /** Removes the hidden file unless it was published. */
    @Override
    public void close() {
        try {
            if (!published) {
                dropMap();
                Files.deleteIfExists(part);
            }
            channel.close();
        } catch (IOException _) {
            // what made us give up was told already; the hidden name says what it is
        }
    }
}
