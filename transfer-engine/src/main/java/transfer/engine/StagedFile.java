package transfer.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
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
    /** As the reference makes them: nobody but the owner writes there, whatever the umask. */
    private static final FileAttribute<?> DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));

    private static final Set<OpenOption> CREATE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private static final String RESUMABLE = StagedPlace.RESUMABLE;

    private final TransferUrl target;
    private final StagedPlace place;
    private final String run;
    private Path part;
    private final Extents extents = new Extents();
    private final FileChannel channel;
    private BlockMap map;
    private boolean published;

    private StagedFile(
            TransferUrl target, StagedPlace place, String run, Path part, FileChannel channel) {
        this.target = target;
        this.place = place;
        this.run = run;
        this.part = part;
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
            Path part = place.part(run);
            return new StagedFile(target, place, run, part, create(part, place.mode(mode)));
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
            Path part = place.part(RESUMABLE);
            if (!SharedName.dropAbandoned(part)) {
                return beside(target, run, mode);
            }
            Optional<FileChannel> channel = lockedOrGone(create(part, place.mode(mode)), part);
            if (channel.isEmpty()) {
                return beside(target, run, mode);
            }
            StagedFile staged = new StagedFile(target, place, run, part, channel.get());
            if (!staged.beginMap(origin)) {
                staged.close();
                return beside(target, run, mode);
            }
            return staged;
        } catch (FileAlreadyExistsException | AccessDeniedException _) {
            return beside(
                    target, run, mode); // another process was quicker, or may do what we may not
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot create a file beside " + target);
        }
    }

    /** On a file system without locks nobody could find out whether the file is in use. */
    private static Optional<FileChannel> lockedOrGone(FileChannel channel, Path part)
            throws IOException {
        try {
            return SharedName.lock(channel, part);
        } catch (IOException _) {
            Files.deleteIfExists(part);
            return Optional.empty();
        }
    }

    private boolean beginMap(BlockMap.Origin origin) {
        try {
            map = BlockMap.create(place, origin);
            return true;
        } catch (IOException _) {
            return false; // somebody else's is in the way: it goes without
        }
    }

    /**
     * Takes over what an earlier process left of this source beside the target.
     *
     * @param digest takes in the bytes of the blocks that are whole
     * @return empty when nothing that helps is there; what is there is then written over in time
     */
    static Optional<StagedFile> leftOver(
            TransferUrl target, String run, TransferUrl source, RunningDigest digest)
            throws TransferException {
        if (!Files.exists(StagedPlace.hidden(target, RESUMABLE, "blocks"))) {
            return Optional.empty(); // the usual case, for the price of one look
        }
        try {
            StagedPlace place = StagedPlace.of(target);
            Path part = place.part(RESUMABLE);
            Optional<FileChannel> channel = SharedName.claim(part);
            if (channel.isEmpty()) {
                return Optional.empty();
            }
            StagedFile staged = new StagedFile(target, place, run, part, channel.get());
            if (staged.takeOver(source, digest)) {
                return Optional.of(staged);
            }
            channel.get().close();
            return Optional.empty();
        } catch (TransferException e) {
            throw e;
        } catch (IOException _) {
            return Optional.empty(); // gone, a link, or not ours to open: then it is fetched anew
        }
    }

    private boolean takeOver(TransferUrl source, RunningDigest digest) throws IOException {
        try {
            if (!SharedName.isOwn(part)) {
                return false;
            }
            Optional<BlockMap.Left> left = BlockMap.read(place.beside(RESUMABLE, "blocks"));
            if (left.isEmpty() || !left.get().origin().isOf(source)) {
                return false;
            }
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
            Files.createDirectories(part.getParent(), DIRECTORY);
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
            dropMap();
            leaveSharedName();
            channel.close();
            Files.move(part, place.destination(), StandardCopyOption.ATOMIC_MOVE);
            published = true;
            if (durable) {
                forceDirectory();
            }
        } catch (IOException e) {
            throw LocalFailures.of(
                    e, target, "cannot put the finished file under the name " + target);
        }
    }

    /**
     * Takes a name that nobody else knows while the file is still locked: closing the file, which
     * is when some file systems tell of failed writes, gives up the lock.
     */
    private void leaveSharedName() throws IOException {
        if (part.equals(place.part(RESUMABLE))) {
            Path own = place.part(run);
            Files.move(part, own, StandardCopyOption.ATOMIC_MOVE);
            part = own;
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
            try (channel) {
                if (!published) {
                    Files.deleteIfExists(part);
                    dropMap();
                }
            }
        } catch (IOException _) {
            // what made us give up was told already; the hidden name says what it is
        }
    }
}
