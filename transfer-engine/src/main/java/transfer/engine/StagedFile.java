package transfer.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import transfer.protocol.ByteText;
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
    private static final int LONGEST_NAME = 255;

    private final TransferUrl target;
    private final Path destination;
    private final Path part;
    private final Extents extents = new Extents();
    private final boolean replaces;
    private final FileChannel channel;
    private boolean published;

    private StagedFile(
            TransferUrl target,
            Path destination,
            Path part,
            boolean replaces,
            FileChannel channel) {
        this.target = target;
        this.destination = destination;
        this.part = part;
        this.replaces = replaces;
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
            TransferUrl real = target;
            boolean replaces = Files.exists(target.toPath(), LinkOption.NOFOLLOW_LINKS);
            if (replaces) {
                real = followed(target);
                replaces = isReplaceable(real.toPath(), target);
            }
            Path part = hiddenName(real, run).toPath();
            FileChannel channel = create(part, mode);
            return new StagedFile(target, real.toPath(), part, replaces, channel);
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot create a file beside " + target);
        }
    }

    private static TransferUrl followed(TransferUrl target) throws IOException {
        Path path = target.toPath();
        if (!Files.isSymbolicLink(path)) {
            return target;
        }
        try {
            return TransferUrl.ofPath(path.toRealPath());
        } catch (NoSuchFileException _) {
            return target; // a dangling link is replaced
        }
    }

    /**
     * Whether a file is there whose permission bits stay; a device or a directory must not be
     * renamed over.
     */
    private static boolean isReplaceable(Path destination, TransferUrl target) throws IOException {
        BasicFileAttributes there =
                Files.readAttributes(
                        destination, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (there.isDirectory()) {
            throw new TransferException(
                    FailureKind.ALREADY_EXISTS,
                    target,
                    "cannot write " + target + ": it is a directory");
        }
        if (there.isOther()) {
            throw new TransferException(
                    FailureKind.BAD_REQUEST,
                    target,
                    "cannot write " + target + ": it is a device, a pipe or a socket");
        }
        return there.isRegularFile();
    }

    /** Directories are made only when one turns out to be missing: mostly they are there. */
    private static FileChannel create(Path part, OptionalInt mode) throws IOException {
        try {
            return createIn(part, mode);
        } catch (NoSuchFileException _) {
            Files.createDirectories(part.getParent());
            return createIn(part, mode);
        }
    }

    private static FileChannel createIn(Path part, OptionalInt mode) throws IOException {
        if (mode.isEmpty()) {
            return FileChannel.open(part, CREATE);
        }
        Set<PosixFilePermission> wanted = permissions(mode.getAsInt());
        FileAttribute<?> attribute = PosixFilePermissions.asFileAttribute(wanted);
        return FileChannel.open(part, CREATE, attribute);
    }

    /** The hidden name, shortened where the file system would find it too long. */
    private static TransferUrl hiddenName(TransferUrl url, String run) {
        String path = url.path();
        int slash = path.lastIndexOf('/') + 1;
        String end = "." + run + ".part";
        byte[] name = ByteText.encode(path.substring(slash));
        int room = LONGEST_NAME - end.length() - 1;
        String kept =
                name.length <= room
                        ? path.substring(slash)
                        : ByteText.decode(ByteBuffer.wrap(name, 0, room));
        return url.withPath(path.substring(0, slash) + "." + kept + end);
    }

    static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((mode & 0400 >> i) != 0) {
                permissions.add(all[i]);
            }
        }
        return permissions;
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
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw LocalFailures.of(e, target, "cannot write " + target);
        } finally {
            extents.add(offset, at);
        }
    }

    /** Forgets everything written. */
    void restart() throws TransferException {
        try {
            channel.truncate(0);
            extents.clear();
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
            if (replaces) {
                keepPermissions();
            }
            if (durable) {
                channel.force(true);
            }
            channel.close();
            Files.move(part, destination, StandardCopyOption.ATOMIC_MOVE);
            published = true;
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
            Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(destination));
        } catch (NoSuchFileException _) {
            // taken away since we looked: then it is a new file after all
        }
    }

    private void forceDirectory() throws IOException {
        try (FileChannel directory =
                FileChannel.open(destination.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Removes the hidden file unless it was published. */
    @Override
    public void close() {
        try {
            channel.close();
            if (!published) {
                Files.deleteIfExists(part);
            }
        } catch (IOException _) {
            // what made us give up was told already; the hidden name says what it is
        }
    }
}
