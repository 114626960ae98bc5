package transfer.protocol.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Moves a file, a link or a directory: by a rename, and to another file system by a copy, after
 * which the source is removed.
 */
final class FileMove {
    private final TransferUrl from;
    private final TransferUrl to;
    private final Path source;
    private final Path target;
    private final boolean durable;

    FileMove(TransferUrl from, TransferUrl to, DirectCopy.CopyOptions options) {
        this.from = from;
        this.to = to;
        this.source = from.toPath();
        this.target = to.toPath();
        this.durable = options.durable();
    }

    FileStat run() throws TransferException, InterruptedException {
        FileState content = content();
        try {
            FileState entry = FileState.ofEntry(source);
            Optional<FileState> there = FileState.ofDestination(target);
            if (there.filter(content::isSameFile).isPresent() && isSettled(entry)) {
                return content.stat();
            }
            requireFree(entry, there);
            if (entry.isLink()) {
                moveLink();
                return content.stat();
            }
            return moveContent();
        } catch (IOException e) {
            throw FileFailures.of(e, to, "cannot move " + from.path() + " to " + to.path());
        }
    }

    private FileState content() throws TransferException, InterruptedException {
        String name = "Moveto source (" + from.path() + ")";
        try {
            FileState content = FileState.of(source);
            if (content.isRegular() || content.isDirectory()) {
                return content;
            }
            throw FileFailures.because(
                    FailureKind.BAD_REQUEST, from, name + " is neither a file nor a directory");
        } catch (NoSuchFileException e) {
            throw FileFailures.because(FailureKind.NOT_FOUND, from, name + " does not exist", e);
        } catch (IOException e) {
            throw FileFailures.of(e, from, name + " cannot be moved");
        }
    }

    /**
     * Source and target lead to one file. When that is because the target is a link, the move goes
     * on. Otherwise the source is one more name, or a link, and goes away: a rename would do
     * nothing, or put the link in the place of the only file. When both are one and the same name
     * (through a mount, or in other letters) nothing is done; that shows when the source is set
     * aside.
     *
     * @return whether nothing is left to do
     */
    private boolean isSettled(FileState entry) throws IOException {
        if (FilePlace.of(source).equals(FilePlace.of(target))) {
            return true;
        }
        if (FileState.ofEntry(target).isLink() && !entry.isLink()) {
            return false;
        }
        if (entry.isDirectory()) {
            return true;
        }
        Path aside = FileDraft.hiddenBeside(from);
        Files.move(source, aside, StandardCopyOption.ATOMIC_MOVE);
        if (FileState.ofDestination(target).isPresent()) {
            Files.delete(aside);
            return true;
        }
        boolean leadsThroughSource = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        Files.move(aside, source, StandardCopyOption.ATOMIC_MOVE);
        return !leadsThroughSource;
    }

    private void requireFree(FileState entry, Optional<FileState> there) throws IOException {
        FileCopy.requireReplaceable(there, to);
        if (!entry.isDirectory()) {
            return;
        }
        if (there.isPresent()) {
            throw FileFailures.because(
                    FailureKind.ALREADY_EXISTS,
                    to,
                    "cannot move the directory " + from.path() + " to the file " + to.path());
        }
        Path step = target.getParent();
        while (FileState.ifPresent(step).isEmpty()) {
            step = step.getParent();
        }
        for (step = step.toRealPath(); step != null; step = step.getParent()) {
            if (FileState.of(step).isSameFile(entry)) {
                throw FileFailures.because(
                        FailureKind.BAD_REQUEST,
                        to,
                        "cannot move " + from.path() + " into itself, to " + to.path());
            }
        }
    }

    /** A link's relative text would lead elsewhere from another directory. */
    private void moveLink() throws IOException, InterruptedException {
        Path text = source.resolveSibling(Files.readSymbolicLink(source));
        try (FileDraft draft = FileDraft.beside(to)) {
            Files.createSymbolicLink(draft.path(), text);
            draft.publish();
        }
        forceName();
        Files.delete(source);
    }

    private FileStat moveContent() throws IOException, InterruptedException {
        try (FileDraft draft = FileDraft.beside(to)) {
            forceContent(source);
            try {
                Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
                forceName();
                return FileState.of(target).stat();
            } catch (AtomicMoveNotSupportedException _) {
                return moveAcross(draft);
            }
        }
    }

    /** Copies, publishes the copy and only then removes the source. */
    FileStat moveAcross(FileDraft draft) throws IOException, InterruptedException {
        FileState entry = FileState.ofEntry(source);
        FileStat stat = new FileTree(from).copyTo(draft.path());
        forceContent(draft.path());
        draft.publish();
        forceName();
        if (entry.isDirectory()) {
            new FileRemoval(Set.of(), FileTree.sameAt(to)).tree(source);
        } else if (FileState.ofEntry(source).isSameContent(entry)) {
            Files.delete(source);
        } else {
            throw FileFailures.because(
                    FailureKind.CHANGED,
                    from,
                    "cannot move " + from.path() + ": it changed after it was copied");
        }
        return stat;
    }

    private void forceContent(Path path) throws IOException {
        if (durable) {
            FileForce.content(path);
        }
    }

    private void forceName() throws IOException {
        if (durable) {
            FileForce.name(target);
        }
    }
}
