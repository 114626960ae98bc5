package transfer.protocol.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferUrl;

/**
 * A file, or a directory with all that is in it, to be copied as it is: permissions and times kept,
 * links as links.
 */
final class FileTree {
    private static final Set<PosixFilePermission> OURS_ALONE =
            PosixFilePermissions.fromString("rwx------");

    private final TransferUrl url;

    FileTree(TransferUrl url) {
        this.url = url;
    }

    /**
     * Copies to a path that does not exist.
     *
     * @return what is there now, for a file with the digest of the bytes that passed
     */
    FileStat copyTo(Path target) throws IOException, InterruptedException {
        Path source = url.toPath();
        FileState state = FileState.ofEntry(source);
        if (!state.isDirectory()) {
            List<Checksum> digests = copyFile(url, state, target);
            return FileState.of(target).stat().withDigests(digests);
        }
        copyDirectory(source, state, target);
        return FileState.of(target).stat();
    }

    private void copy(Path source, Path target) throws IOException, InterruptedException {
        FileFailures.stopWhenInterrupted();
        FileState state = FileState.ofEntry(source);
        if (state.isDirectory()) {
            copyDirectory(source, state, target);
        } else if (state.isLink()) {
            Files.createSymbolicLink(target, Files.readSymbolicLink(source));
        } else if (state.isRegular()) {
            copyFile(TransferUrl.ofPath(source), state, target);
        } else {
            TransferUrl odd = TransferUrl.ofPath(source);
            throw FileFailures.because(
                    FailureKind.BAD_REQUEST,
                    odd,
                    "cannot copy " + odd.path() + ": is neither file, directory nor link");
        }
    }

    private static List<Checksum> copyFile(TransferUrl from, FileState state, Path target)
            throws IOException, InterruptedException {
        try (FileReading reading = FileReading.open(from, ReadRequest.WHOLE)) {
            List<Checksum> digests =
                    FileCopy.fill(reading, target, OURS_ALONE, Set.of(DigestAlgorithm.SHA_256));
            keep(state, target);
            return digests;
        }
    }

    private void copyDirectory(Path source, FileState state, Path target)
            throws IOException, InterruptedException {
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(OURS_ALONE);
        Files.createDirectory(target, mode);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
            for (Path entry : entries) {
                copy(entry, target.resolve(entry.getFileName()));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        keep(state, target);
    }

    private static void keep(FileState state, Path target) throws IOException {
        Files.setPosixFilePermissions(target, state.permissions());
        Files.setLastModifiedTime(target, state.modified());
    }

    /**
     * Lets an entry of the copied tree be removed only while its copy is of the same size and time:
     * what came or changed after the copy stays.
     */
    static FileRemoval.Condition sameAt(TransferUrl copied) {
        return (below, attributes) -> {
            if (!isSame(copied.toPath().resolve(below), attributes)) {
                throw FileFailures.because(
                        FailureKind.BAD_REQUEST,
                        copied,
                        "the source came to differ from the copy, which is at " + copied.path());
            }
        };
    }

    private static boolean isSame(Path copied, BasicFileAttributes original) throws IOException {
        FileState copy;
        try {
            copy = FileState.ofEntry(copied);
        } catch (NoSuchFileException _) {
            return false;
        }
        if (original.isDirectory() || original.isSymbolicLink()) {
            return original.isDirectory() ? copy.isDirectory() : copy.isLink();
        }
        return copy.isRegular()
                && copy.size() == original.size()
                && isSameTime(copy.modified(), original.lastModifiedTime());
    }

    /** File systems cut times down to what they can keep, FAT to two seconds. */
    private static boolean isSameTime(FileTime copy, FileTime original) {
        long kept = copy.to(TimeUnit.NANOSECONDS);
        long given = original.to(TimeUnit.NANOSECONDS);
        return LongStream.of(1, 100, 1_000, 1_000_000, 1_000_000_000, 2_000_000_000)
                .anyMatch(unit -> given - Math.floorMod(given, unit) == kept);
    }
}
