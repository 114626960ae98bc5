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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
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
            Set.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);

    private static final String RESUMABLE = StagedPlace.RESUMABLE;

    private final TransferUrl target;
    private final StagedPlace place;
    private final String run;
    private Path part;
    private final FileChannel channel;
    private BlockMap map;
    private long contiguous;
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
     * What an earlier process left beside a target.
     *
     * @param checks CRC-32C of each block that its map says is whole; whether it is, is for others
     *     to find out
     */
    record Left(StagedFile staged, BlockMap.Origin origin, Map<Integer, Integer> checks) {}

    /**
     * Takes over what an earlier process left of this source beside the target.
     *
     * @param discarded is told in words why what is there does not help; it is written over in time
     */
    static Optional<Left> leftOver(
            TransferUrl target, String run, TransferUrl source, Consumer<String> discarded)
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
            Optional<Left> left = staged.takeOver(source, discarded);
            if (left.isEmpty()) {
                channel.get().close();
            }
            return left;
        } catch (TransferException e) {
            throw e;
        } catch (IOException _) {
            return Optional.empty(); // gone, a link, or not ours to open: then it is fetched anew
        }
    }

    private Optional<Left> takeOver(TransferUrl source, Consumer<String> discarded)
            throws IOException {
        try {
            if (!SharedName.isOwn(part)) {
                discarded.accept("the file belongs to somebody else");
                return Optional.empty();
            }
            Optional<BlockMap.Left> left = BlockMap.read(place.beside(RESUMABLE, "blocks"));
            if (left.isEmpty()) {
                discarded.accept("its map of blocks cannot be read");
                return Optional.empty();
            }
            BlockMap.Origin origin = left.get().origin();
            if (!origin.isOf(source)) {
                discarded.accept("it is of another source");
                return Optional.empty();
            }
            if (channel.size() > origin.size()) {
                channel.truncate(origin.size());
            }
            map = BlockMap.continued(place, left.get());
            return Optional.of(new Left(this, origin, left.get().checks()));
        } catch (IOException e) {
            channel.close();
            throw e;
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
            Files.createDirectories(part.getParent(), DIRECTORY);
            return FileChannel.open(part, CREATE, attributes);
        }
    }

    /** Where the bytes are until they are published. */
    Path part() {
        return part;
    }

    /** How many bytes were written one after the other from the beginning on: where to go on. */
    long contiguous() {
        return contiguous;
    }

    /** Writes all remaining bytes, which follow those written before. */
    void write(ByteBuffer bytes, long offset) throws TransferException {
        int length = bytes.remaining();
        try {
            writeAt(bytes, offset);
        } finally {
            contiguous = offset + length - bytes.remaining();
        }
    }

    /** Writes all remaining bytes at this offset; many threads may at once. */
    void writeAt(ByteBuffer bytes, long offset) throws TransferException {
        long at = offset;
        try {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot write " + target);
        }
    }

    /** Takes notice that all bytes of a block were written; many threads may at once. */
    void whole(int block, int check) throws TransferException {
        try {
            if (map != null) {
                map.whole(block, check);
            }
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot write the map of blocks beside " + target);
        }
    }

    /** Fills the buffer with what was written at this offset; false when it is less. */
    boolean readBack(ByteBuffer into, long offset) throws TransferException {
        long at = offset;
        try {
            while (into.hasRemaining()) {
                int count = channel.read(into, at);
                if (count < 0) {
                    return false;
                }
                at += count;
            }
            return true;
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot read back what was written of " + target);
        }
    }

    /** Reads everything again for digests that were not computed on the way. */
    List<Checksum> digests(Set<DigestAlgorithm> algorithms, CopyBuffers buffers)
            throws TransferException {
        RunningDigest digest = new RunningDigest(algorithms);
        ByteBuffer buffer = buffers.take();
        try {
            long end = size();
            for (long at = 0; at < end; at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
                if (!readBack(buffer, at)) {
                    break;
                }
                digest.update(buffer.flip());
            }
        } finally {
            buffers.giveBack(buffer);
        }
        return digest.values();
    }

    /**
     * Forgets everything written.
     *
     * @param origin what will be written now; empty when nobody could go on with it
     */
    void restart(Optional<BlockMap.Origin> origin) throws TransferException {
        try {
            channel.truncate(0);
            contiguous = 0;
            dropMap();
            if (origin.isPresent() && part.equals(place.part(RESUMABLE))) {
                map = BlockMap.create(place, origin.get());
            }
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot empty the file beside " + target);
        }
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

    /** Ends the writing and leaves a file with whole blocks for another run; others vanish. */
    void leave() {
        if (map == null || map.isEmpty()) {
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
