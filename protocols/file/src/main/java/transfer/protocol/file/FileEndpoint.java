package transfer.protocol.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Digester;
import transfer.protocol.DirectCopy;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Remover;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * The local file systems. Files are written by the engine itself, so this is no {@link
 * transfer.protocol.Sink}.
 */
final class FileEndpoint implements Source, Digester, Directories, Remover, DirectCopy {
    private final FileProtection protection;

    FileEndpoint(FileProtection protection) {
        this.protection = protection;
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        try {
            return FileState.of(url.toPath()).stat();
        } catch (IOException e) {
            throw FileFailures.of(e, url, "cannot look at " + url.path());
        }
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        return FileReading.open(url, request);
    }

    @Override
    public Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        try (FileReading reading = FileReading.open(url, ReadRequest.WHOLE)) {
            return wanted.isEmpty()
                    ? Optional.empty()
                    : Optional.of(FileCopy.digest(reading, Collections.min(wanted)));
        }
    }

    @Override
    public void makeDirectory(TransferUrl url) throws TransferException, InterruptedException {
        try {
            Files.createDirectories(url.toPath());
        } catch (IOException e) {
            throw FileFailures.of(e, url, "cannot make the directory " + url.path());
        }
    }

    @Override
    public Page list(TransferUrl url, String prefix, Optional<String> after)
            throws TransferException, InterruptedException {
        List<Entry> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(url.toPath())) {
            for (Path path : entries) {
                TransferUrl child = TransferUrl.ofPath(path).withScheme(url.scheme());
                if (name(child).startsWith(prefix)) {
                    children.add(new Entry(child, statIfPossible(path)));
                }
            }
            return Page.of(children);
        } catch (DirectoryIteratorException e) {
            throw FileFailures.of(e.getCause(), url, "cannot list " + url.path());
        } catch (IOException e) {
            throw FileFailures.of(e, url, "cannot list " + url.path());
        }
    }

    /** Whoever needs to know why it cannot be told asks for it alone. */
    private static Optional<FileStat> statIfPossible(Path path) {
        try {
            return Optional.of(FileState.of(path).stat());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException {
        Path path = url.toPath();
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            protection.check(url, attributes);
            if (!attributes.isDirectory()) {
                return Files.deleteIfExists(path);
            }
            if (!recursive) {
                throw FileFailures.because(
                        FailureKind.BAD_REQUEST,
                        url,
                        "cannot remove " + url.path() + ": is a directory");
            }
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw FileFailures.of(e, url, "cannot remove " + url.path());
        }
        removeTree(url, new FileRemoval(protection.keys(), (_, _) -> {}));
        return true;
    }

    private static void removeTree(TransferUrl url, FileRemoval removal)
            throws TransferException, InterruptedException {
        try {
            removal.tree(url.toPath());
        } catch (IOException e) {
            Path first = url.toPath().resolve(removal.firstFailure());
            int more = removal.failures() - 1;
            throw FileFailures.of(
                    e,
                    url,
                    "cannot remove "
                            + (more > 0 ? more + 1 + " entries of " + url.path() + ", first " : "")
                            + TransferUrl.ofPath(first).path());
        }
    }

    @Override
    public boolean canCopy(TransferUrl from, TransferUrl to) {
        return switch (to.scheme()) {
            case "symlink" -> from.scheme().equals("file") || from.scheme().equals("symlink");
            case "moveto", "file" -> from.scheme().equals("file");
            default -> false;
        };
    }

    @Override
    public Manner manner(TransferUrl from, TransferUrl to) {
        return switch (to.scheme()) {
            case "symlink" -> Manner.LINK;
            case "moveto" -> Manner.MOVE;
            default -> Manner.COPY;
        };
    }

    @Override
    public Made copy(Place source, Place destination, CopyOptions options)
            throws TransferException, InterruptedException {
        TransferUrl from = source.url();
        TransferUrl to = destination.url();
        FileStat stat =
                switch (manner(from, to)) {
                    case LINK -> FileLink.make(from, to, options);
                    case MOVE -> new FileMove(from, to, options).run();
                    case COPY -> FileCopy.copy(from, to);
                };
        return Made.inOneStep(to, stat);
    }
}
