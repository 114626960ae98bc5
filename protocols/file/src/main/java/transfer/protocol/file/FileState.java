package transfer.protocol.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Provenance;

/**
 * What one {@code stat} call told.
 *
 * @param key the file, whatever its names: device and inode
 * @param bits type and permissions, {@code st_mode}; of the types only those below are told apart
 * @param size in bytes
 * @param modified when the content last changed, as finely as the file system keeps it
 */
record FileState(Object key, int bits, long size, FileTime modified) {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;

    /** Of what the path leads to. */
    static FileState of(Path path) throws IOException {
        return read(path);
    }

    /** Of what stands under the path itself, which may be a link. */
    static FileState ofEntry(Path path) throws IOException {
        return read(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Of what the path leads to; empty when that is nothing. */
    static Optional<FileState> ifPresent(Path path) throws IOException {
        try {
            return Optional.of(of(path));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /**
     * Of what a destination leads to; empty when nothing is there, or a link that leads nowhere, in
     * a circle or where we may not look: all these can be replaced.
     */
    static Optional<FileState> ofDestination(Path path) throws IOException {
        try {
            return ifPresent(path);
        } catch (IOException e) {
            if (Files.isSymbolicLink(path)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Of what the path leads to now, but for the type and the permissions, which it does not ask
     * for again; empty when that is nothing. To be compared with this one.
     */
    Optional<FileState> later(Path path) throws IOException {
        BasicFileAttributes values =
                path.getFileSystem()
                        .provider()
                        .readAttributesIfExists(path, BasicFileAttributes.class);
        return values == null
                ? Optional.empty()
                : Optional.of(
                        new FileState(
                                values.fileKey(), bits, values.size(), values.lastModifiedTime()));
    }

    private static FileState read(Path path, LinkOption... options) throws IOException {
        PosixFileAttributes values = Files.readAttributes(path, PosixFileAttributes.class, options);
        return new FileState(
                values.fileKey(), bits(values), values.size(), values.lastModifiedTime());
    }

    private static int bits(PosixFileAttributes values) {
        int bits = 0;
        if (values.isRegularFile()) {
            bits = REGULAR;
        } else if (values.isDirectory()) {
            bits = DIRECTORY;
        } else if (values.isSymbolicLink()) {
            bits = LINK;
        }
        for (PosixFilePermission permission : values.permissions()) {
            bits |= 0400 >> permission.ordinal();
        }
        return bits;
    }

    FileState withSize(long newSize) {
        return new FileState(key, bits, newSize, modified);
    }

    boolean isRegular() {
        return (bits & TYPE) == REGULAR;
    }

    boolean isDirectory() {
        return (bits & TYPE) == DIRECTORY;
    }

    boolean isLink() {
        return (bits & TYPE) == LINK;
    }

    boolean isSameFile(FileState other) {
        return key.equals(other.key);
    }

    /** Whether the content is also unchanged, as far as size and time tell. */
    boolean isSameContent(FileState other) {
        return isSameFile(other) && size == other.size && modified.equals(other.modified);
    }

    /** Whether the same file got other bytes in place of those that it had, and not only more. */
    boolean isRewrittenBy(FileState later) {
        return isSameFile(later) && size == later.size && !modified.equals(later.modified);
    }

    Set<PosixFilePermission> permissions() {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((bits & 0400 >> permission.ordinal()) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }

    FileStat stat() {
        return new FileStat(
                kind(),
                isRegular() ? OptionalLong.of(size) : OptionalLong.empty(),
                Optional.of(modified.toInstant()),
                isRegular() || isDirectory() ? Optional.of(identity()) : Optional.empty(),
                List.of(),
                OptionalInt.of(bits & 0777),
                Provenance.UNKNOWN);
    }

    /**
     * The state of a file whose size says nothing, as under {@code /proc}: nor do its other marks.
     */
    FileStat statOfGenerated() {
        return new FileStat(
                kind(),
                OptionalLong.empty(),
                Optional.of(modified.toInstant()),
                Optional.empty(),
                List.of(),
                OptionalInt.of(bits & 0777),
                Provenance.UNKNOWN);
    }

    private FileStat.Kind kind() {
        return switch (bits & TYPE) {
            case REGULAR -> FileStat.Kind.FILE;
            case DIRECTORY -> FileStat.Kind.DIRECTORY;
            default -> FileStat.Kind.OTHER;
        };
    }

    /**
     * A directory's is that of the directory alone, whatever is in it: loops of links show by it.
     */
    Identity identity() {
        String file = key.toString();
        return new Identity(
                isDirectory() ? file : file + ":" + size + ":" + modified.to(TimeUnit.NANOSECONDS));
    }
}
