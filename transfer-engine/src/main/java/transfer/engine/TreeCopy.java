package transfer.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.LocalFailures;
import transfer.protocol.Place;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Brings a directory with everything in it to a local one, links followed; what is there already
 * stays, files of the same name are replaced. Each file is staged, verified and published like any
 * other.
 */
final class TreeCopy {
    private final RunContext run;
    private final Source source;
    private final Directories directories;
    private final Deque<Step> open = new ArrayDeque<>();
    private long bytes;

    /** A directory to be copied, and the directories above it, by which a loop of links shows. */
    private record Step(TransferUrl from, TransferUrl to, Set<Object> above) {}

    TreeCopy(RunContext run, Source source, Directories directories) {
        this.run = run;
        this.source = source;
        this.directories = directories;
    }

    Moved copy(Place from, Place to, Meter meter) throws TransferException, InterruptedException {
        open.add(new Step(from.url(), to.url(), Set.of()));
        int number = 0;
        while (!open.isEmpty()) {
            Step step = open.remove();
            Set<Object> here = enter(step);
            makeDirectory(step.to());
            for (TransferUrl child : directories.list(step.from())) {
                TransferUrl target = step.to().withPath(under(step.to().path(), child.path()));
                if (source.stat(child).kind() == FileStat.Kind.DIRECTORY) {
                    open.add(new Step(child, target, here));
                } else {
                    copyFile(
                            new Candidate(new Place(child, from.site()), Optional.empty()),
                            target,
                            ++number,
                            meter);
                }
            }
        }
        Verdict verdict =
                run.options().verification() == Verification.OFF
                        ? new Verdict.Unchecked()
                        : new Verdict.Verified(
                                from.url().isLocal() ? Evidence.LOCAL_BYTES : Evidence.SIZE);
        return new Moved(verdict, bytes, Optional.empty(), OptionalInt.empty(), "");
    }

    private Set<Object> enter(Step step) throws TransferException, InterruptedException {
        Optional<?> mark = mark(step.from());
        if (mark.isEmpty()) {
            return step.above();
        }
        Set<Object> here = new HashSet<>(step.above());
        if (!here.add(mark.get())) {
            throw new TransferException(
                    FailureKind.BAD_REQUEST,
                    step.from(),
                    step.from() + " leads back into itself through a link");
        }
        return here;
    }

    /** What is the same for a directory whichever way one came to it. */
    private Optional<?> mark(TransferUrl directory) throws TransferException, InterruptedException {
        if (!directory.isLocal()) {
            return source.stat(directory).identity();
        }
        try {
            return Optional.of(directory.toPath().toRealPath());
        } catch (IOException e) {
            throw LocalFailures.of(e, directory, "cannot enter " + directory);
        }
    }

    private void copyFile(Candidate from, TransferUrl to, int number, Meter meter)
            throws TransferException, InterruptedException {
        try (Fetching fetching =
                new Fetching(run, to, run.name() + "-t" + number, OptionalInt.empty())) {
            bytes += fetching.attempt(from, source, meter).bytes();
        }
    }

    private static void makeDirectory(TransferUrl directory) throws TransferException {
        try {
            Files.createDirectories(directory.toPath());
        } catch (IOException e) {
            throw LocalFailures.of(e, directory, "cannot make the directory " + directory);
        }
    }

    private static String under(String directory, String child) {
        String name = child.substring(child.lastIndexOf('/') + 1);
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }
}
