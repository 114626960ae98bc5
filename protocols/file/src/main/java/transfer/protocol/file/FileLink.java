package transfer.protocol.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Symbolic links to a source. */
final class FileLink {
    /** As many links as the kernel follows on one path. */
    private static final int LONGEST_CHAIN = 40;

    private FileLink() {}

    /**
     * Makes a link that holds the source's absolute path. A place that already leads to the source
     * stays as it is.
     */
    static FileStat make(TransferUrl from, TransferUrl to, DirectCopy.CopyOptions options)
            throws TransferException, InterruptedException {
        Path target = to.toPath();
        Optional<FileState> source = source(from, options);
        try {
            Optional<FileState> there = FileState.ofDestination(target);
            if (source.isPresent() && there.filter(source.get()::isSameFile).isPresent()) {
                return source.get().stat();
            }
            FileCopy.requireReplaceable(there, to);
            requireNoLoop(from, to);
            try (FileDraft draft = FileDraft.beside(to)) {
                Files.createSymbolicLink(draft.path(), from.toPath());
                draft.publish();
            }
            if (options.durable()) {
                FileForce.name(target);
            }
            return source.map(FileState::stat).orElse(dangling());
        } catch (IOException e) {
            throw FileFailures.of(e, to, "cannot link " + to.path() + " to " + from.path());
        }
    }

    private static Optional<FileState> source(TransferUrl from, DirectCopy.CopyOptions options)
            throws TransferException, InterruptedException {
        String name = "Symlink source (" + from.path() + ")";
        try {
            Optional<FileState> source = FileState.ifPresent(from.toPath());
            if (options.sourceMustExist()) {
                if (source.isEmpty()) {
                    throw FileFailures.because(
                                    FailureKind.NOT_FOUND, from, name + " does not exist")
                            .withErrno("ENOENT");
                }
                requireReadable(from.toPath(), source.get());
            }
            return source;
        } catch (IOException e) {
            if (!options.sourceMustExist()) {
                return Optional.empty();
            }
            throw FileFailures.of(e, from, name + " cannot be read");
        }
    }

    /** Permission bits are not asked: on some file systems (CVMFS) only reading tells. */
    private static void requireReadable(Path path, FileState state) throws IOException {
        if (state.isRegular()) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.read(ByteBuffer.allocate(1));
            }
        } else if (state.isDirectory()) {
            Files.newDirectoryStream(path).close();
        } else if (!Files.isReadable(path)) {
            throw new AccessDeniedException(null);
        }
    }

    /** A source that exists cannot lead through the target any more; a missing one can. */
    private static void requireNoLoop(TransferUrl from, TransferUrl to)
            throws IOException, TransferException {
        Path target = FilePlace.of(to.toPath());
        Path step = from.toPath();
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            if (FilePlace.of(step).startsWith(target)) {
                throw FileFailures.because(
                        FailureKind.BAD_REQUEST,
                        to,
                        "cannot link "
                                + to.path()
                                + " to "
                                + from.path()
                                + ": it would lead to itself");
            }
            if (!Files.isSymbolicLink(step)) {
                return;
            }
            step = step.resolveSibling(Files.readSymbolicLink(step));
        }
    }

    private static FileStat dangling() {
        return new FileStat(
                FileStat.Kind.OTHER,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                OptionalInt.empty(),
                Provenance.UNKNOWN);
    }
}
