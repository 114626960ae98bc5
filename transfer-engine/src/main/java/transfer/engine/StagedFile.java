package transfer.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import transfer.protocol.FailureKind;
import transfer.protocol.LocalFailures;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * A hidden file beside the target: write, verify, publish under the final name in one step, or
 * vanish. Nothing is ever under the final name but a whole file. Belongs to one thread at a time.
 */
final class StagedFile implements AutoCloseable {
    /** {@link StagedPlace#WORKABLE} in bits. */
    private static final int OURS = 0600;

    private static final Set<OpenOption> REOPEN =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private static final String RESUMABLE = StagedPlace.RESUMABLE;

    private final TransferUrl target;
    private final StagedPlace place;
    private final String run;
    private Path part;
    private FileChannel channel;
    private BlockMap map;
    private Set<PosixFilePermission> withheld = Set.of();
    private Optional<Comparison> comparison = Optional.empty();
    private Optional<List<FileMark>> resting = Optional.empty();

    private long contiguous;
    private boolean settled;
    private Claim room;

    private StagedFile(
            TransferUrl target, StagedPlace place, String run, Path part, FileChannel channel) {
        this.target = target;
        this.place = place;
        this.run = run;
        this.part = part;
        this.channel = channel;
        this.room = Claim.none(target);
    }

    /** Writes into room that was claimed, and gives it back when the file is published or gone. */
    void takesRoomOf(Claim claim) {
        room = claim;
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
            StagedFile staged = new StagedFile(target, place, run, part, place.create(part, mode));
            staged.narrowTo(mode);
            return staged;
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
            Optional<FileChannel> channel = lockedOrGone(place.create(part, mode), part);
            if (channel.isEmpty()) {
                return beside(target, run, mode);
            }
            StagedFile staged = new StagedFile(target, place, run, part, channel.get());
            staged.narrowTo(mode);
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
     * Goes on with a file that an earlier process left, which is locked by this channel.
     *
     * @param target what people know it by, which may be a link to the place
     * @param found its map, which is written anew
     */
    static StagedFile goneOnWith(
            TransferUrl target,
            StagedPlace place,
            String run,
            FileChannel channel,
            BlockMap.Left found)
            throws IOException {
        if (channel.size() > found.origin().size()) {
            channel.truncate(found.origin().size());
        }
        StagedFile staged = new StagedFile(target, place, run, place.part(RESUMABLE), channel);
        staged.map = BlockMap.continued(place, found);
        return staged;
    }

    /** The finished file has no other permission bits than these; while it is made we need ours. */
    void narrowTo(OptionalInt mode) {
        if (mode.isPresent() && (mode.getAsInt() & OURS) != OURS) {
            withheld = EnumSet.copyOf(StagedPlace.WORKABLE);
            withheld.removeAll(StagedPlace.permissions(mode.getAsInt()));
        }
    }

    /** Whether other processes find it; no run's name is the word for that. */
    private boolean isShared() {
        return part.toString().endsWith("." + RESUMABLE + ".part");
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
        if (comparison.isPresent()) {
            compare(comparison.get(), bytes, offset);
        }
        try {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw room.refused(LocalFailures.of(e, target, "cannot write " + target), at);
        } finally {
            room.written(at - offset);
        }
    }

    private void compare(Comparison difference, ByteBuffer bytes, long offset)
            throws TransferException {
        ByteBuffer old = ByteBuffer.allocate(difference.available(offset, bytes.remaining()));
        if (readBack(old, offset)) {
            difference.compare(old.flip(), bytes, offset);
        }
    }

    /**
     * Begins to write over what is there, which is all wrong or in part, and to find out where.
     *
     * @param origin as for {@link #restart}
     */
    void rewrite(Optional<BlockMap.Origin> origin) throws TransferException {
        comparison = Optional.of(new Comparison(size()));
        begin(origin);
    }

    /** How what was there differs from what was written over it, if it does. */
    Optional<Attempt.Difference> difference(long newSize) {
        return comparison.flatMap(both -> both.result(newSize));
    }

    /** Whether something was there that has been written over. */
    boolean isRewritten() {
        return comparison.isPresent();
    }

    /** Cuts off what lies behind the end: more may have been there before it was written over. */
    void endAt(long size) throws TransferException {
        try {
            if (comparison.isPresent() && channel.size() > size) {
                channel.truncate(size);
            }
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot shorten the file beside " + target);
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

    /**
     * Forgets everything written.
     *
     * @param origin what will be written now; empty when nobody could go on with it
     */
    void restart(Optional<BlockMap.Origin> origin) throws TransferException {
        comparison = Optional.empty();
        try {
            channel.truncate(0);
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot empty the file beside " + target);
        }
        begin(origin);
    }

    /** Whoever comes later shall not think that anything of it is good. */
    void forgetBlocks() throws TransferException {
        try {
            dropMap();
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot remove the map of blocks beside " + target);
        }
    }

    private void begin(Optional<BlockMap.Origin> origin) throws TransferException {
        contiguous = 0;
        forgetBlocks();
        try {
            if (origin.isPresent() && isShared()) {
                map = BlockMap.create(place, origin.get());
            }
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot write the map of blocks beside " + target);
        }
    }

    /** Gives up what it keeps open while nobody writes; {@link #wake} goes on. */
    void rest() {
        try {
            channel.close();
            if (map != null) {
                map.close();
            }
            resting = Optional.of(marks());
        } catch (IOException _) {
            resting =
                    Optional.of(List.of()); // nothing is like that, so it will not be gone on with
        }
    }

    private List<FileMark> marks() throws IOException {
        return map == null
                ? List.of(FileMark.of(part))
                : List.of(FileMark.of(part), FileMark.of(place.beside(RESUMABLE, "blocks")));
    }

    /**
     * Goes on after {@link #rest}.
     *
     * @return false when somebody else was at the file meanwhile, or it cannot be opened again;
     *     then it is not ours any more
     */
    boolean wake() {
        if (resting.isEmpty()) {
            return true;
        }
        try {
            Optional<FileChannel> reopened =
                    isShared()
                            ? SharedName.claim(part)
                            : Optional.of(FileChannel.open(part, REOPEN));
            if (reopened.isPresent()) {
                channel = reopened.get();
                if (marks().equals(resting.get())) {
                    if (map != null) {
                        map.reopen(place);
                    }
                    resting = Optional.empty();
                    return true;
                }
                channel.close();
            }
        } catch (IOException _) {
            // as if somebody had taken it
        }
        return false;
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
            } else if (!withheld.isEmpty()) {
                Set<PosixFilePermission> bits = Files.getPosixFilePermissions(part);
                bits.removeAll(withheld);
                Files.setPosixFilePermissions(part, bits);
            }
            if (durable) {
                channel.force(true);
            }
            dropMap();
            leaveSharedName();
            channel.close();
            Files.move(part, place.destination(), StandardCopyOption.ATOMIC_MOVE);
            settled = true;
            room.published();
            if (durable) {
                place.forceDirectory();
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
        if (isShared()) {
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
        settled = true;
        try {
            map.close();
            channel.close();
        } catch (IOException _) {
            // what made us give up was told already; the map holds only what was written
        } finally {
            room.close();
        }
    }

    /** An interrupt closes the file, and with it goes the lock: then others may be at it. */
    private void vanish() throws IOException {
        boolean held = channel.isOpen() || !isShared();
        if (held) {
            Files.deleteIfExists(part);
        }
        if (held || SharedName.dropAbandoned(part)) {
            dropMap();
        } else if (map != null) {
            map.close();
        }
    }

    /** Removes the hidden file unless it was published, or is somebody else's by now. */
    @Override
    public void close() {
        try {
            boolean own = !settled && wake();
            try (FileChannel _ = channel) {
                if (own) {
                    vanish();
                }
            }
        } catch (IOException _) {
            // what made us give up was told already; the hidden name says what it is
        } finally {
            if (!settled) {
                room.close(); // not before the bytes are gone
            }
        }
    }
}
