package transfer.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.ByteText;
import transfer.protocol.Endpoint;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Inspector;
import transfer.protocol.Place;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * The file between two hops. Its name tells the same transfer again to a later run, which finds
 * there what a killed one had fetched, finished or not; a lock beside it keeps two runs apart.
 * Where that cannot be, the name is this run's alone. Belongs to one thread at a time.
 */
final class Halfway implements AutoCloseable {
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final int NAME = 32;

    private final TransferUrl file;
    private Optional<FileChannel> lock;
    private Optional<FileMark> resting = Optional.empty();

    private Halfway(TransferUrl file, Optional<FileChannel> lock) {
        this.file = file;
        this.lock = lock;
    }

    /**
     * @param directory where files rest between two hops
     * @param tag makes the name unlike any other run's where it has to be
     */
    static Halfway of(Path directory, WorkItem.Transfer item, String tag) {
        TransferUrl stable = named(directory, fingerprint(item));
        try {
            Files.createDirectories(directory);
            Optional<FileChannel> lock = locked(hidden(stable, "lock"));
            if (lock.isPresent() && isOwnOrNone(stable.toPath())) {
                return new Halfway(stable, lock);
            }
            new Halfway(stable, lock).leave();
        } catch (IOException _) {
            // a file system without locks, or somebody else's files: then it goes without
        }
        return new Halfway(named(directory, tag), Optional.empty());
    }

    private static TransferUrl named(Path directory, String name) {
        return TransferUrl.ofPath(directory.resolve("transfer-" + name + ".data"));
    }

    /** Tells a transfer; the URLs themselves may hold secrets. */
    static String fingerprint(WorkItem.Transfer item) {
        String places =
                Stream.concat(item.sources().stream(), Stream.of(item.target()))
                        .map(place -> place.site().label() + " " + place.url().text())
                        .collect(Collectors.joining("\n"));
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
        digest.update(ByteBuffer.wrap(ByteText.encode(places)));
        return digest.values().getFirst().hex().substring(0, NAME);
    }

    private static Path hidden(TransferUrl file, String kind) {
        return StagedPlace.hidden(file, StagedPlace.RESUMABLE, kind);
    }

    /** Makes and locks a file, or locks what is there; empty when somebody else has it. */
    static Optional<FileChannel> locked(Path path) throws IOException {
        try {
            FileChannel made =
                    FileChannel.open(
                            path,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PRIVATE);
            return SharedName.lock(made, path);
        } catch (FileAlreadyExistsException _) {
            return SharedName.claim(path);
        }
    }

    private static boolean isOwnOrNone(Path path) throws IOException {
        return !Files.exists(path, LinkOption.NOFOLLOW_LINKS) || SharedName.isOwn(path);
    }

    TransferUrl file() {
        return file;
    }

    /** Whether a later run would find it. */
    boolean isLasting() {
        return lock.isPresent();
    }

    /** Whether it is noted that the file is whole. */
    boolean isWhole() {
        return isLasting() && Files.exists(hidden(file, "done"));
    }

    /** Notes that the file is whole, for a later run. */
    void finished(TransferUrl source, Optional<Identity> identity, Moved moved) {
        if (!isLasting()
                || identity.isEmpty()
                || moved.sha256().isEmpty()
                || moved.bytes() <= BlockMap.BLOCK) {
            return;
        }
        String line =
                String.join(
                        " ",
                        BlockMap.header(BlockMap.Origin.of(source, moved.bytes(), identity.get())),
                        moved.sha256().get().hex(),
                        String.valueOf(moved.mode().orElse(-1)),
                        evidence(moved.verdict()));
        try {
            Path fresh = hidden(file, "done.new");
            Files.deleteIfExists(fresh);
            Files.writeString(fresh, BlockMap.line(line), StandardOpenOption.CREATE_NEW);
            Files.move(fresh, hidden(file, "done"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException _) {
            // a later run will fetch it again
        }
    }

    /**
     * What an earlier run had fetched of this source, if that is still so: the source is asked, and
     * every byte is read again.
     *
     * @param noted is told whether it is used, if there is something
     */
    Optional<Moved> left(RunContext run, Candidate from, Consumer<String> noted)
            throws InterruptedException {
        Path done = hidden(file, "done");
        if (!isWhole() || !Files.exists(file.toPath())) {
            return Optional.empty();
        }
        String why;
        try {
            Optional<String> line =
                    SharedName.isOwn(done)
                            ? BlockMap.checkedLine(
                                    Files.readString(done, StandardCharsets.ISO_8859_1))
                            : Optional.empty();
            Optional<BlockMap.Origin> origin = line.flatMap(BlockMap::parse);
            Optional<FileStat> now = asked(run, from.place());
            if (now.isEmpty()) {
                return Optional.empty(); // nobody can say whether it is good: perhaps later
            }
            if (origin.isEmpty() || !origin.get().isOf(from.place().url())) {
                why = "it is of another source";
            } else if (!now.get().identity().equals(Optional.of(origin.get().identity()))) {
                why = "the source has changed since, or does not say";
            } else {
                Moved moved = parsed(line.get(), origin.get());
                if (isIntact(run, from, moved)) {
                    Verdict verdict = verdict(run.options(), from, moved);
                    noted.accept("goes on with the whole file that an earlier run had fetched");
                    return Optional.of(moved.withVerdict(verdict));
                }
                why = "its bytes are not what they should be";
            }
        } catch (IOException e) {
            why = e.getMessage();
        }
        noted.accept("the file that an earlier run had fetched is not used: " + why);
        drop();
        return Optional.empty();
    }

    private static String evidence(Verdict verdict) {
        return verdict instanceof Verdict.Verified(var evidence) ? evidence.name() : "NONE";
    }

    /** What an earlier run could verify; one that did not want to leaves it open. */
    private static Verdict verdict(String evidence) {
        return Arrays.stream(Evidence.values())
                .filter(known -> known.name().equals(evidence))
                .findFirst()
                .<Verdict>map(Verdict.Verified::new)
                .orElse(new Verdict.Unverifiable("it was fetched by an earlier run"));
    }

    /** Of a file that is as the earlier run left it. */
    private static Verdict verdict(EngineOptions options, Candidate from, Moved left)
            throws TransferException {
        if (options.verification() == Verification.OFF) {
            return new Verdict.Unchecked();
        }
        Verdict verdict =
                from.expected().isPresent()
                        ? new Verdict.Verified(Evidence.EXPECTED_CHECKSUM)
                        : left.verdict();
        return Proof.demanded(options.verification(), verdict, from.place().url());
    }

    private static Moved parsed(String line, BlockMap.Origin origin) {
        String[] fields = line.split(" ", -1);
        int mode = Integer.parseInt(fields[fields.length - 2]);
        return new Moved(
                verdict(fields[fields.length - 1]),
                origin.size(),
                Optional.of(Checksum.sha256(fields[fields.length - 3])),
                mode < 0 ? OptionalInt.empty() : OptionalInt.of(mode),
                "");
    }

    private static Optional<FileStat> asked(RunContext run, Place source)
            throws InterruptedException {
        try (Endpoint endpoint = run.protocols().open(source)) {
            return Optional.of(((Inspector) endpoint).stat(source.url()));
        } catch (TransferException _) {
            return Optional.empty();
        }
    }

    private boolean isIntact(RunContext run, Candidate from, Moved moved)
            throws TransferException, InterruptedException {
        Set<DigestAlgorithm> algorithms = EnumSet.of(DigestAlgorithm.SHA_256);
        from.expected().ifPresent(expected -> algorithms.add(expected.algorithm()));
        Place here = new Place(file, from.place().site());
        try (Endpoint endpoint = run.protocols().open(here)) {
            List<Checksum> found = ReadBack.digests(run, (Source) endpoint, file, algorithms);
            return found.containsAll(moved.sha256().stream().toList())
                    && found.containsAll(from.expected().stream().toList());
        }
    }

    /** Removes the file and what is known of it; another may take its place. */
    void drop() {
        SharedFetch.delete(TransferUrl.ofPath(hidden(file, "done")));
        SharedFetch.delete(file);
    }

    /** Gives up the lock while the item waits; {@link #wake} goes on. */
    void rest() {
        if (isLasting() && resting.isEmpty()) {
            resting = Optional.of(mark());
            leave();
        }
    }

    private FileMark mark() {
        try {
            return FileMark.of(file.toPath());
        } catch (IOException _) {
            return FileMark.NONE;
        }
    }

    /**
     * Goes on after {@link #rest}.
     *
     * @return false when somebody else is or was at it; then it is not ours any more
     */
    boolean wake() {
        if (resting.isEmpty()) {
            return true;
        }
        try {
            Optional<FileChannel> again = locked(hidden(file, "lock"));
            if (again.isPresent()) {
                lock = again;
                if (mark().equals(resting.get())) {
                    resting = Optional.empty();
                    return true;
                }
                leave();
            }
        } catch (IOException _) {
            // as if somebody had it
        }
        return false;
    }

    /** Ends its use and leaves what is there to a later run. */
    void leave() {
        try {
            if (lock.isPresent() && lock.get().isOpen()) {
                Files.deleteIfExists(hidden(file, "lock")); // while nobody else can have it
                lock.get().close();
            }
        } catch (IOException _) {
            // the lock goes with the process at the latest
        }
    }

    /** Removes it; an unfinished part with whole blocks beside it stays for a later run. */
    @Override
    public void close() {
        if (wake() && (lock.isEmpty() || lock.get().isOpen())) {
            drop();
        }
        leave();
    }
}
