package transfer.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.spi.FileSystemProvider;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Where a finished file will be, links followed, and the hidden names beside it.
 *
 * @param url of the destination
 * @param destination its path
 * @param permissions of the file that is there now and will be replaced; empty when none is
 */
record StagedPlace(
        TransferUrl url, Path destination, Optional<Set<PosixFilePermission>> permissions) {
    /** In place of a run's name: a file that another process may go on with needs one it finds. */
    static final String RESUMABLE = "transfer";

    private static final int LONGEST_NAME = 255;

    /** Of a character in UTF-8. */
    private static final int MOST_BYTES = 3;

    /** Permission bits that a file is made with; the runtime's own copies them once more. */
    private record Mode(Set<PosixFilePermission> value)
            implements FileAttribute<Set<PosixFilePermission>> {
        @Override
        public String name() {
            return "posix:permissions";
        }
    }

    /** As the reference makes them: nobody but the owner writes there, whatever the umask. */
    private static final FileAttribute<?> DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));

    /** Needed to write it. */
    static final Set<PosixFilePermission> WORKABLE =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private static final Set<OpenOption> CREATE =
            Set.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);

    /**
     * Looks at what is there.
     *
     * @throws TransferException {@link FailureKind#ALREADY_EXISTS} for a directory, {@link
     *     FailureKind#BAD_REQUEST} for what is neither that nor a file
     */
    static StagedPlace of(TransferUrl target) throws IOException {
        Path path = target.toPath();
        BasicFileAttributes there = look(path);
        if (there == null) { // nothing, or a dangling link, which is replaced
            if (target.path().endsWith("/")) {
                throw new TransferException(
                        FailureKind.BAD_REQUEST,
                        target,
                        "cannot write " + target + ": it names a directory, which is not there");
            }
            return new StagedPlace(target, path, Optional.empty());
        }
        if (!there.isSymbolicLink()) {
            return new StagedPlace(target, path, replaced(path, there, target));
        }
        TransferUrl real = followed(target);
        BasicFileAttributes end =
                Files.readAttributes(
                        real.toPath(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new StagedPlace(real, real.toPath(), replaced(real.toPath(), end, target));
    }

    /**
     * What stands under a name, or {@code null} where nothing does, or a link that leads to
     * nothing. That is the usual case, for which the runtime makes no exception only where links
     * are followed.
     */
    static BasicFileAttributes look(Path path) throws IOException {
        FileSystemProvider files = path.getFileSystem().provider();
        return files.readAttributesIfExists(path, BasicFileAttributes.class) == null
                ? null
                : files.readAttributesIfExists(
                        path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static TransferUrl followed(TransferUrl target) throws IOException {
        try {
            return TransferUrl.ofPath(target.toPath().toRealPath());
        } catch (NoSuchFileException _) {
            return target; // a dangling link is replaced
        }
    }

    private static Optional<Set<PosixFilePermission>> replaced(
            Path path, BasicFileAttributes there, TransferUrl target) throws IOException {
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
        return there.isRegularFile()
                ? Optional.of(Files.getPosixFilePermissions(path))
                : Optional.empty();
    }

    /** Whether a file is there, whose permission bits the new one keeps. */
    boolean replaces() {
        return permissions.isPresent();
    }

    /** The permission bits to create a new file with; the umask narrows them still. */
    Optional<Set<PosixFilePermission>> mode(OptionalInt ofSource) {
        if (permissions.isPresent()) {
            return permissions;
        }
        return ofSource.isPresent()
                ? Optional.of(permissions(ofSource.getAsInt()))
                : Optional.empty();
    }

    /** Permission bits as the file system takes them. */
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

    /** Where the bytes are in the meantime: {@code .<name>.<run>.part}. */
    Path part(String run) {
        return hidden(url, run, "part");
    }

    /**
     * Creates a hidden file. Directories are made only when one turns out to be missing: mostly
     * they are there.
     *
     * @param ofSource permission bits, as for {@link #mode}
     */
    FileChannel create(Path part, OptionalInt ofSource) throws IOException {
        Optional<Set<PosixFilePermission>> mode = mode(ofSource);
        FileAttribute<?>[] attributes = new FileAttribute<?>[mode.isPresent() ? 1 : 0];
        if (mode.isPresent()) {
            attributes[0] = new Mode(workable(mode.get()));
        }
        try {
            return FileChannel.open(part, CREATE, attributes);
        } catch (NoSuchFileException _) {
            Files.createDirectories(part.getParent(), DIRECTORY);
            return FileChannel.open(part, CREATE, attributes);
        }
    }

    private static Set<PosixFilePermission> workable(Set<PosixFilePermission> mode) {
        if (mode.containsAll(WORKABLE)) {
            return mode;
        }
        Set<PosixFilePermission> workable = EnumSet.copyOf(WORKABLE);
        workable.addAll(mode);
        return workable;
    }

    /** Another hidden name, for what belongs to the part. */
    Path beside(String run, String kind) {
        return hidden(url, run, kind);
    }

    /** A hidden name beside a file, shortened where the file system would find it too long. */
    static Path hidden(TransferUrl url, String run, String kind) {
        String path = url.path();
        int slash = path.lastIndexOf('/') + 1;
        String end = "." + run + "." + kind;
        String name = path.substring(slash);
        int room = LONGEST_NAME - end.length() - 1;
        String kept = MOST_BYTES * name.length() <= room ? name : shortened(name, room);
        return url.sibling("." + kept + end).toPath();
    }

    private static String shortened(String name, int room) {
        byte[] bytes = ByteText.encode(name);
        return bytes.length <= room ? name : ByteText.decode(ByteBuffer.wrap(bytes, 0, room));
    }

    /** Has the disk remember the names in the destination's directory. */
    void forceDirectory() throws IOException {
        try (FileChannel directory =
                FileChannel.open(destination.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
