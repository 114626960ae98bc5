package transfer.protocol.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** One file's bytes into another file. */
final class FileCopy {
    private static final int BUFFER_BYTES = 256 << 10;

    private FileCopy() {}

    /**
     * Copies in the kernel, which shares the blocks instead where the file system can. A new file
     * gets the source's permissions as far as the process's mask allows, one that was there keeps
     * its own, and a link that leads to a file stays.
     */
    static FileStat copy(TransferUrl from, TransferUrl to)
            throws TransferException, InterruptedException {
        try (FileReading reading = FileReading.open(from, ReadRequest.WHOLE)) {
            FileState source = FileState.of(from.toPath());
            Optional<FileState> there = FileState.ofDestination(to.toPath());
            if (there.filter(source::isSameFile).isPresent()) {
                return source.stat();
            }
            requireReplaceable(there, to);
            boolean followed = there.isPresent() && Files.isSymbolicLink(to.toPath());
            TransferUrl end = followed ? TransferUrl.ofPath(to.toPath().toRealPath()) : to;
            try (FileDraft draft = FileDraft.beside(end)) {
                fillInKernel(reading, draft.path(), source.permissions());
                if (there.filter(FileState::isRegular).isPresent()) {
                    Files.setPosixFilePermissions(draft.path(), there.get().permissions());
                }
                FileStat stat = FileState.of(draft.path()).stat();
                draft.publish();
                return stat;
            }
        } catch (IOException e) {
            throw FileFailures.of(e, to, "cannot copy " + from.path() + " to " + to.path());
        }
    }

    /** Directories, devices and pipes are in the way; files, and links to them, can be replaced. */
    static void requireReplaceable(Optional<FileState> there, TransferUrl to)
            throws TransferException {
        if (there.isPresent() && !there.get().isRegular()) {
            throw FileFailures.because(
                    FailureKind.ALREADY_EXISTS,
                    to,
                    "cannot write "
                            + to.path()
                            + (there.get().isDirectory()
                                    ? ": a directory has that name"
                                    : ": what has that name is no file"));
        }
    }

    private static void fillInKernel(
            FileReading reading, Path path, Set<PosixFilePermission> permissions)
            throws IOException, InterruptedException {
        if (reading.stat().size().isEmpty()) {
            fill(reading, path, permissions, Set.of());
            return;
        }
        try (FileChannel channel = create(path, permissions)) {
            while (reading.transferTo(channel) >= 0) {
                FileFailures.stopWhenInterrupted();
            }
            requireWhole(reading, channel);
        }
    }

    /**
     * Copies through memory.
     *
     * @return the digests of what passed
     */
    static List<Checksum> fill(
            FileReading reading,
            Path path,
            Set<PosixFilePermission> permissions,
            Set<DigestAlgorithm> algorithms)
            throws IOException, InterruptedException {
        RunningDigest digest = new RunningDigest(algorithms);
        ByteBuffer buffer = buffer(reading);
        try (FileChannel channel = create(path, permissions)) {
            while (reading.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
            requireWhole(reading, channel);
        }
        return digest.values();
    }

    private static void requireWhole(FileReading reading, FileChannel copy) throws IOException {
        if (copy.size() != reading.position()) {
            throw new IOException(
                    "the file system kept " + copy.size() + " of " + reading.position() + " bytes");
        }
    }

    /** The digest of what there is to read. */
    static Checksum digest(FileReading reading, DigestAlgorithm algorithm)
            throws TransferException, InterruptedException {
        RunningDigest digest = new RunningDigest(Set.of(algorithm));
        ByteBuffer buffer = buffer(reading);
        while (reading.read(buffer.clear()) >= 0) {
            digest.update(buffer.flip());
        }
        return digest.values().getFirst();
    }

    private static ByteBuffer buffer(FileReading reading) {
        long size = reading.stat().size().orElse(BUFFER_BYTES);
        return ByteBuffer.allocate(Math.clamp(size, 1, BUFFER_BYTES));
    }

    private static FileChannel create(Path path, Set<PosixFilePermission> permissions)
            throws IOException {
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(permissions);
        return FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode);
    }
}
