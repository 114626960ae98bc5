package transfer.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
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
    private static final int OWNER = 0700;

    private final RunContext run;
    private final Source source;
    private final Directories directories;
    private final HopRunner.Waiting waiting;
    private final Deque<Step> open = new ArrayDeque<>();
    private final Deque<Step> locked = new ArrayDeque<>();
    private Optional<Verdict> weakest = Optional.empty();
    private long bytes;

    /** A directory to be copied, and the directories above it, by which a loop of links shows. */
    private record Step(TransferUrl from, TransferUrl to, FileStat stat, Set<Object> above) {
        OptionalInt mode() {
            return stat.mode();
        }
    }

    TreeCopy(RunContext run, Source source, Directories directories, HopRunner.Waiting waiting) {
        this.run = run;
        this.waiting = waiting;
        this.source = source;
        this.directories = directories;
    }

    Moved copy(Place from, Place to, Meter meter) throws TransferException, InterruptedException {
        refuseInside(from.url(), to.url());
        open.add(new Step(from.url(), to.url(), source.stat(from.url()), Set.of()));
        int number = 0;
        while (!open.isEmpty()) {
            Step step = open.remove();
            Set<Object> here = enter(step);
            Map<TransferUrl, Directories.Entry> children = children(step);
            makeDirectory(step);
            for (var each : children.entrySet()) {
                TransferUrl target = each.getKey();
                TransferUrl child = each.getValue().url();
                FileStat stat = stat(each.getValue());
                if (stat.kind() == FileStat.Kind.DIRECTORY) {
                    open.add(new Step(child, target, stat, here));
                } else {
                    copyFile(
                            Candidate.listed(new Place(child, from.site()), Optional.empty()),
                            target,
                            ++number,
                            meter);
                }
            }
        }
        for (Step step : locked) {
            narrow(step);
        }
        return new Moved(verdict(from), bytes, Optional.empty(), OptionalInt.empty(), "");
    }

    private FileStat stat(Directories.Entry entry) throws TransferException, InterruptedException {
        return entry.stat().isPresent() ? entry.stat().get() : source.stat(entry.url());
    }

    /**
     * What is to go where.
     *
     * @throws TransferException {@link FailureKind#BAD_REQUEST} when two would be one
     */
    private Map<TransferUrl, Directories.Entry> children(Step step)
            throws TransferException, InterruptedException {
        Map<TransferUrl, Directories.Entry> children = new LinkedHashMap<>();
        for (Directories.Entry entry : directories.list(step.from())) {
            TransferUrl child = entry.url();
            TransferUrl target = under(step.to(), child, directories.name(child));
            Directories.Entry other = children.putIfAbsent(target, entry);
            if (other != null && !other.url().equals(child)) {
                throw new TransferException(
                        FailureKind.BAD_REQUEST,
                        child,
                        other.url() + " and " + child + " would both become " + target);
            }
        }
        return children;
    }

    private Verdict verdict(Place from) {
        Verdict usual =
                run.options().verification() == Verification.OFF
                        ? new Verdict.Unchecked()
                        : new Verdict.Verified(
                                from.url().isLocal() ? Evidence.LOCAL_BYTES : Evidence.SIZE);
        return weakest.orElse(usual);
    }

    /** Whatever is copied would be found again further down, and so on without end. */
    private static void refuseInside(TransferUrl from, TransferUrl to) throws TransferException {
        if (!from.isLocal()) {
            return;
        }
        try {
            Path there = to.toPath();
            while (!Files.exists(there)) {
                there = there.getParent();
            }
            if (there.toRealPath().startsWith(from.toPath().toRealPath())) {
                throw new TransferException(
                        FailureKind.BAD_REQUEST, from, from + " cannot be copied into itself");
            }
        } catch (IOException e) {
            throw LocalFailures.of(e, from, "cannot enter " + from);
        }
    }

    private static Set<Object> enter(Step step) throws TransferException {
        Optional<?> mark = mark(step);
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
    private static Optional<?> mark(Step step) throws TransferException {
        TransferUrl directory = step.from();
        if (!directory.isLocal()) {
            return step.stat().identity();
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
                new Fetching(
                        run,
                        new Fetching.Into(
                                to, run.name() + "-t" + number, OptionalInt.empty(), true, false),
                        _ -> {})) {
            Moved moved = moved(fetching, from, meter);
            bytes += moved.bytes();
            if (moved.verdict() instanceof Verdict.Unverifiable) {
                weakest = Optional.of(moved.verdict());
            }
        }
    }

    private Moved moved(Fetching fetching, Candidate from, Meter meter)
            throws TransferException, InterruptedException {
        while (true) {
            try {
                return fetching.attempt(from, source, meter);
            } catch (NoRoomYet e) {
                waiting.await(e.claim());
            }
        }
    }

    /**
     * A new directory is as private as its source. One that its owner may not write to can still be
     * filled; that is taken back in the end.
     */
    private void makeDirectory(Step step) throws TransferException {
        Path path = step.to().toPath();
        try {
            if (Files.isDirectory(path)) {
                return;
            }
            if (step.mode().isEmpty()) {
                Files.createDirectories(path);
                return;
            }
            Files.createDirectories(path.getParent());
            int mode = step.mode().getAsInt();
            Files.createDirectory(
                    path,
                    PosixFilePermissions.asFileAttribute(StagedPlace.permissions(mode | OWNER)));
            if ((mode & OWNER) != OWNER) {
                locked.push(step);
            }
        } catch (IOException e) {
            throw LocalFailures.of(e, step.to(), "cannot make the directory " + step.to());
        }
    }

    private static void narrow(Step step) throws TransferException {
        Path path = step.to().toPath();
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            permissions.retainAll(StagedPlace.permissions(step.mode().getAsInt()));
            Files.setPosixFilePermissions(path, permissions);
        } catch (IOException e) {
            throw LocalFailures.of(e, step.to(), "cannot set the permissions of " + step.to());
        }
    }

    /** Where a child goes. What a server lists must not lead elsewhere. */
    private static TransferUrl under(TransferUrl directory, TransferUrl child, String name)
            throws TransferException {
        boolean possible =
                !name.isEmpty()
                        && !name.equals(".")
                        && !name.equals("..")
                        && name.indexOf('/') < 0
                        && name.indexOf('\0') < 0;
        if (!possible) {
            throw new TransferException(
                    FailureKind.BAD_REQUEST,
                    child,
                    child + " is listed, but has no name that a file could have");
        }
        // it is a local path, in which nothing is escaped
        String above = directory.path();
        return directory.withPath(above.endsWith("/") ? above + name : above + "/" + name);
    }
}
