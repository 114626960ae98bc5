package transfer.engine;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.credentials.Secret;
import transfer.protocol.Digester;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Remover;
import transfer.protocol.ResumableSink;
import transfer.protocol.Sink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/**
 * One attempt's writing to a server: behind what an earlier one brought there where that can be
 * proved to be of the source as it is now, else from the first byte. A large file that breaks off
 * is left at the server for the next attempt, or run; everything else is taken away again. Belongs
 * to one thread.
 */
final class Upload implements AutoCloseable {
    private static final String UNPROVABLE =
            "the server does not tell whether its bytes are the right ones";

    private final RunContext run;
    private final WorkItem.Transfer item;
    private final Candidate from;
    private final TransferUrl to;
    private final Source source;
    private final Sink sink;
    private Optional<UploadNote> note = Optional.empty();
    private Writing writing;
    private RunningDigest digest;

    /**
     * @param source the local file, open for nothing else
     */
    Upload(RunContext run, WorkItem.Transfer item, Candidate from, Source source, Sink sink) {
        this.run = run;
        this.item = item;
        this.from = from;
        this.to = item.target().url();
        this.source = source;
        this.sink = sink;
    }

    /**
     * Begins or goes on.
     *
     * @param stat of the source
     * @return what to write to, from {@link Writing#offset} on
     */
    Writing begin(FileStat stat, WriteRequest request)
            throws TransferException, InterruptedException {
        Optional<BlockMap.Origin> origin = origin(stat);
        if (origin.isPresent()) {
            note = UploadNote.of(run.options().stagingDirectory(), item);
        }
        if (note.isPresent()) {
            removeUseless(request, origin.get());
            if (isProvable() && sink instanceof ResumableSink resumable) {
                begin(resumable, stat, request, origin.get());
            }
        }
        if (writing == null) {
            writing = sink.write(to, request);
            digest = fresh();
            if (note.isPresent() && !writing.location().equals(to)) {
                note.get().write(new UploadNote.Left(origin.get(), writing.location().path()));
            }
        }
        return writing;
    }

    /** Digests of all that is at the server so far; more is to follow. */
    RunningDigest digest() {
        return digest;
    }

    /** With what the store compares. */
    private RunningDigest fresh() {
        Set<DigestAlgorithm> algorithms =
                EnumSet.copyOf(Proof.algorithms(from.expected(), List.of()));
        algorithms.addAll(writing.compared());
        return new RunningDigest(algorithms);
    }

    /**
     * Of a file that is worth it. A copy that this run made is known by its digest: who fetched it
     * again has the same bytes in another file.
     */
    private Optional<BlockMap.Origin> origin(FileStat stat) {
        Optional<Identity> identity =
                from.isOurs()
                        ? from.expected().map(sum -> new Identity(sum.toString()))
                        : stat.identity();
        if (stat.size().orElse(0) <= BlockMap.BLOCK
                || identity.isEmpty()
                || stat.identity().isEmpty()) {
            return Optional.empty();
        }
        TransferUrl url = from.isOurs() ? to : from.place().url();
        return Optional.of(BlockMap.Origin.of(url, stat.size().getAsLong(), identity.get()));
    }

    private void begin(
            ResumableSink resumable, FileStat stat, WriteRequest request, BlockMap.Origin origin)
            throws TransferException, InterruptedException {
        String mark = note.get().left().map(UploadNote.Left::hidden).orElse(run.fileTag(item));
        UploadNote.Left begun = new UploadNote.Left(origin, mark);
        if (resume(resumable, request, begun) && writing.offset() > 0 && !isProved(stat)) {
            giveUp();
            if (!isProvable()) {
                return;
            }
            if (resume(resumable, request, begun) && writing.offset() > 0) {
                giveUp(); // it could not be taken away
            }
        }
    }

    /**
     * Makes the hidden file only once it is noted: whoever is killed then is not the only one who
     * knows of it.
     *
     * @return false when it cannot be noted
     */
    private boolean resume(ResumableSink resumable, WriteRequest request, UploadNote.Left begun)
            throws TransferException, InterruptedException {
        boolean known = note.get().left().isPresent();
        if (!known && !note.get().write(begun)) {
            note.get().drop();
            return false;
        }
        try {
            writing = resumable.resume(to, request, begun.hidden());
        } catch (TransferException e) {
            if (!known && isNothingMade(e)) {
                note.get().drop();
            }
            throw e;
        }
        digest = fresh();
        Optional<Secret> ticket = writing.ticket();
        if (ticket.isPresent()
                && !note.get().write(new UploadNote.Left(begun.origin(), ticket.get().reveal()))) {
            giveUp(); // nobody would find it again
            return false;
        }
        return true;
    }

    /** After a refusal there is no hidden file; after an answer that never came there may be. */
    private static boolean isNothingMade(TransferException e) {
        boolean answered =
                switch (e.kind()) {
                    case CONNECTION, TIMED_OUT, UNEXPECTED -> false;
                    default -> true;
                };
        return answered
                || e.phase().filter(phase -> phase.compareTo(Phase.REQUEST) < 0).isPresent();
    }

    private void giveUp() {
        writing.close();
        writing = null;
        note.get().drop();
    }

    /** What nobody will go on with should not stay; the upload does not depend on it. */
    private void removeUseless(WriteRequest request, BlockMap.Origin origin)
            throws InterruptedException {
        if (note.get().left().isEmpty()) {
            return;
        }
        UploadNote.Left left = note.get().left().get();
        try {
            if (left.isPath()) {
                if (sink instanceof Remover remover && isHiddenBeside(left.hidden())) {
                    remover.remove(to.withPath(left.hidden()), false);
                }
            } else if (!left.origin().equals(origin) || !isProvable()) {
                notUsed(isProvable() ? "the source has changed since" : UNPROVABLE);
                if (sink instanceof ResumableSink resumable) {
                    resumable.resume(to, request, left.hidden()).close();
                }
            } else {
                return;
            }
        } catch (TransferException _) {
            // the attempt itself will tell what is wrong with the server
        }
        note.get().drop();
    }

    private boolean isHiddenBeside(String path) {
        int name = to.path().lastIndexOf('/') + 1;
        return path.startsWith(to.path().substring(0, name) + ".")
                && path.indexOf('/', name) < 0
                && !path.equals(to.path());
    }

    /**
     * Whether what is at the server is what the source begins with: by the server's digest, or, if
     * everything is compared by the store or read back in the end anyway, by that.
     */
    private boolean isProved(FileStat stat) throws TransferException, InterruptedException {
        long there = writing.offset();
        if (there > stat.size().orElse(0)) {
            notUsed("it is longer than the source");
            return false;
        }
        boolean compared = writing.compares() || !writing.compared().isEmpty();
        List<Checksum> told = compared ? List.of() : told();
        if (told.isEmpty() && !compared && !comesBack()) {
            run.servers().tellsNoDigests(to.server());
            notUsed(UNPROVABLE);
            return false;
        }
        if (!isReadAsFar(stat) || !digest.values().containsAll(told)) {
            notUsed("its bytes are not those of the source");
            return false;
        }
        run.progress()
                .noted(item, "goes on behind the " + there + " bytes that had arrived before");
        return true;
    }

    /**
     * Reads as much of the source as is there, for the digest, and for the writing if that compares
     * it; false when it found other bytes.
     */
    private boolean isReadAsFar(FileStat stat) throws TransferException, InterruptedException {
        OptionalLong there = OptionalLong.of(writing.offset());
        ReadRequest first = new ReadRequest(0, there, stat.identity(), false);
        CopyLoop.Output comparing =
                writing.compares() ? (bytes, _) -> writing.compare(bytes) : (_, _) -> {};
        try (Reading reading = source.read(from.place().url(), first)) {
            new CopyLoop(run.buffers(), Optional.empty(), Progress.SILENT)
                    .run(reading, 0, digest, new Meter(), comparing);
            return true;
        } catch (TransferException e) {
            if (e.kind() == FailureKind.CHECKSUM_MISMATCH) {
                return false;
            }
            throw e;
        }
    }

    /** Whether everything is read again in the end, if need be. */
    private boolean comesBack() {
        return sink instanceof Source
                && (item.terms().verifyStored()
                        || run.options().verification() == Verification.REQUIRE);
    }

    private boolean isProvable() {
        return comesBack() || sink instanceof Digester && run.servers().mayTellDigests(to.server());
    }

    private List<Checksum> told() throws TransferException, InterruptedException {
        if (!(sink instanceof Digester digester)) {
            return List.of();
        }
        Set<DigestAlgorithm> algorithms =
                digest.values().stream().map(Checksum::algorithm).collect(Collectors.toSet());
        try {
            return digester.digest(writing.location(), algorithms).stream().toList();
        } catch (TransferException e) {
            if (e.kind().isPassing()) {
                throw e;
            }
            return List.of();
        }
    }

    private void notUsed(String why) {
        run.progress()
                .noted(item, "what an earlier attempt left of " + to + " is not used: " + why);
    }

    /** The file has its final name. */
    void published() {
        note.ifPresent(UploadNote::drop);
    }

    /** The attempt failed; what has arrived may stay for the next one. */
    void failed(TransferException failure) {
        boolean worthKeeping =
                switch (failure.kind()) {
                    case CONNECTION, TIMED_OUT, THROTTLED, UNAVAILABLE, UNEXPECTED, TRUNCATED ->
                            true;
                    // a credential that has expired half-way says nothing against the bytes
                    case BAD_CREDENTIALS, ACCESS_DENIED, UNTRUSTED -> true;
                    default -> false;
                };
        boolean isWrong = failure.phase().filter(Phase.VERIFY::equals).isPresent();
        if (worthKeeping && !isWrong) {
            interrupted();
        } else if (writing != null) {
            writing.close();
            note.ifPresent(UploadNote::drop);
        }
    }

    /**
     * The run is ended; a later one may go on, or take away what could not be taken away for a
     * broken connection.
     */
    void interrupted() {
        boolean goesOn = note.flatMap(UploadNote::left).filter(left -> !left.isPath()).isPresent();
        if (writing != null && goesOn && isProvable()) {
            writing.leave();
        }
    }

    @Override
    public void close() {
        if (writing != null) {
            writing.close();
        }
        note.ifPresent(UploadNote::close);
    }
}
