package transfer.protocol.s3;

import static transfer.checksum.DigestAlgorithm.CRC64NVME;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpUpload;

/**
 * An object that is put in parts. It appears when it is published, or in {@link #finish} where the
 * store does not prove its parts.
 *
 * <p>Each part travels with its CRC-64/NVME where the store can compare that, of the parts and then
 * of the whole; else with its MD5. So the store refuses it damaged, and it is held to be proved
 * when the store tells that it has it, an MD5 by the part's tag. Parts are gathered, and several
 * are sent at once; those of an object too large for that are sent one after another as they come.
 */
final class S3PartsWriting implements Writing {
    /** So long what is under way has, to arrive where it is to stay. */
    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private final S3Multipart upload;
    private final S3Room room;
    private final OptionalLong size;
    private final S3PartSize cut;
    private final long offset;
    private final S3Couriers couriers = new S3Couriers();
    private final List<S3Multipart.Held> streamed = new ArrayList<>();
    private Optional<S3Part> filling = Optional.empty();
    private Optional<Streaming> streaming = Optional.empty();
    private final Optional<S3KeptParts> comparing;
    private List<S3Multipart.Held> parts = List.of();
    private long taken;
    private int begun;
    private boolean closed;

    /** A part that is sent as it comes. */
    private static final class Streaming {
        final S3Requests.Ready ready;
        final HttpUpload upload;
        final long size;
        final RunningDigest md5 = new RunningDigest(Set.of(DigestAlgorithm.MD5));
        long sent;

        Streaming(S3Requests.Ready ready, HttpUpload upload, long size) {
            this.ready = ready;
            this.upload = upload;
            this.size = size;
        }
    }

    private S3PartsWriting(
            S3Multipart upload,
            S3Room room,
            OptionalLong size,
            S3PartSize cut,
            List<S3Multipart.Held> kept) {
        this.upload = upload;
        this.room = room;
        this.size = size;
        this.cut = cut;
        this.offset = kept.stream().mapToLong(S3Multipart.Held::size).sum();
        this.taken = offset;
        this.begun = kept.size();
        this.comparing =
                kept.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new S3KeptParts(kept, upload.checked()));
    }

    /**
     * @throws TransferException {@link FailureKind#UNSUPPORTED} when no store takes so much, or
     *     this one no parts, and others
     */
    static S3PartsWriting begin(
            S3Requests requests, S3Room room, S3Location where, OptionalLong size)
            throws TransferException, InterruptedException {
        S3PartSize cut = S3PartSize.of(size);
        // a part's check goes before it, and of what is sent as it comes it is not known then
        S3Multipart upload = S3Multipart.begin(requests, where, cut.units() > 0);
        return new S3PartsWriting(upload, room, size, cut, List.of());
    }

    /** Takes what was gathered already for the first part, which is cut as ours are. */
    void beginWith(S3Part part) throws TransferException, InterruptedException {
        filling = Optional.of(part);
        nextNumber();
        taken = part.size();
        if (part.isFull()) {
            sendGathered();
        }
    }

    /** Goes on with what the store holds of an upload. */
    static S3PartsWriting goOn(
            S3Multipart upload, S3Room room, long size, List<S3Multipart.Held> kept) {
        OptionalLong known = OptionalLong.of(size);
        return new S3PartsWriting(upload, room, known, S3PartSize.of(known), kept);
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public Optional<Secret> ticket() {
        return Optional.of(S3Ticket.of(upload, cut));
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException, InterruptedException {
        if (closed) {
            throw new IllegalStateException("the writing is closed");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (size.isPresent() && taken + bytes.remaining() > size.getAsLong()) {
            throw changed("more than the " + size.getAsLong() + " bytes announced have come");
        }
        while (bytes.hasRemaining()) {
            int before = bytes.remaining();
            if (cut.units() == 0) {
                stream(bytes);
            } else {
                gather(bytes);
            }
            taken += before - bytes.remaining();
        }
    }

    // ---- parts that are gathered

    private void gather(ByteBuffer bytes) throws TransferException, InterruptedException {
        couriers.check();
        if (filling.isEmpty()) {
            nextNumber();
            filling = Optional.of(room.take(cut.units()));
        }
        filling.get().take(bytes);
        if (filling.get().isFull()) {
            sendGathered();
        }
    }

    private void sendGathered() throws TransferException, InterruptedException {
        S3Part part = filling.orElseThrow();
        int number = begun;
        filling = Optional.empty();
        couriers.send(() -> bring(part, number), () -> room.give(part));
    }

    private S3Multipart.Held bring(S3Part part, int number)
            throws TransferException, InterruptedException {
        DigestAlgorithm by = upload.checked() ? CRC64NVME : DigestAlgorithm.MD5;
        Checksum sent = part.digest(by);
        S3Request request =
                upload.bringing(number)
                        .with(upload.checked() ? S3Multipart.CHECK : "Content-MD5", sent.base64())
                        .with(part.body(), S3Signer.UNSIGNED);
        try (S3Answer answer = upload.requests().send(request)) {
            return held(
                    answer,
                    number,
                    part.size(),
                    algorithm -> algorithm == by ? sent : part.digest(algorithm));
        }
    }

    /**
     * A part as the store says that it holds it.
     *
     * @param sent digests of what was sent
     */
    private S3Multipart.Held held(
            S3Answer answer, int number, long length, Function<DigestAlgorithm, Checksum> sent)
            throws TransferException, InterruptedException {
        if (!answer.isSuccess()) {
            throw upload.failure(answer);
        }
        S3State state = new S3State(answer.http());
        Optional<Checksum> told = upload.checked() ? state.checksum(CRC64NVME) : Optional.empty();
        told = told.or(state::md5);
        if (told.isPresent() && !told.get().equals(sent.apply(told.get().algorithm()))) {
            throw partFailure(
                    FailureKind.CHECKSUM_MISMATCH,
                    Phase.VERIFY,
                    answer,
                    "of part "
                            + number
                            + " the store has "
                            + told.get()
                            + ", sent was "
                            + sent.apply(told.get().algorithm()));
        }
        String tag = S3Multipart.tag(answer);
        if (tag.isEmpty()) {
            throw partFailure(
                    FailureKind.UNEXPECTED,
                    Phase.REQUEST,
                    answer,
                    "the store names no tag for part " + number);
        }
        return new S3Multipart.Held(
                number,
                length,
                tag,
                state.md5().isPresent(),
                upload.checked() ? Optional.of(sent.apply(CRC64NVME)) : Optional.empty(),
                told.isPresent());
    }

    private TransferException partFailure(
            FailureKind kind, Phase phase, S3Answer answer, String why) {
        return new TransferException(kind, location(), answer.sent() + ": " + why)
                .withStatus(answer.status())
                .during(phase)
                .cameBy(answer.http().provenance());
    }

    // ---- parts that are sent as they come

    private void stream(ByteBuffer bytes) throws TransferException, InterruptedException {
        if (streaming.isEmpty()) {
            nextNumber();
            long length = Math.min(cut.bytes(), size.orElseThrow() - taken);
            S3Requests.Sending sending = upload.requests().begin(upload.bringing(begun), length);
            streaming = Optional.of(new Streaming(sending.ready(), sending.upload(), length));
        }
        Streaming part = streaming.get();
        try {
            stream(part, bytes);
        } catch (TransferException e) {
            throw upload.requests().withOtherKeys(e, part.ready);
        }
    }

    private void stream(Streaming part, ByteBuffer bytes)
            throws TransferException, InterruptedException {
        int count = (int) Math.min(bytes.remaining(), part.size - part.sent);
        ByteBuffer piece = bytes.slice(bytes.position(), count);
        part.md5.update(piece);
        part.upload.write(piece);
        bytes.position(bytes.position() + count);
        part.sent += count;
        if (part.sent == part.size) {
            endStreamed(part);
        }
    }

    private void endStreamed(Streaming part) throws TransferException, InterruptedException {
        try (HttpUpload ending = part.upload;
                HttpAnswer http = ending.finish();
                S3Answer answer = S3Requests.answer(part.ready, http)) {
            streaming = Optional.empty();
            streamed.add(held(answer, begun, part.size, _ -> part.md5.values().getFirst()));
        }
    }

    private void nextNumber() throws TransferException {
        if (begun == S3PartSize.MOST_PARTS) {
            throw new TransferException(
                            FailureKind.UNSUPPORTED,
                            location(),
                            "PUT "
                                    + location()
                                    + ": of a source that does not tell its size no more than "
                                    + begun * cut.bytes()
                                    + " bytes can be put there, since an object has no more than "
                                    + begun
                                    + " parts")
                    .during(Phase.BODY);
        }
        begun++;
    }

    // ---- what was there already

    @Override
    public boolean compares() {
        return comparing.isPresent();
    }

    @Override
    public void compare(ByteBuffer bytes) throws TransferException {
        comparing.orElseThrow().compare(location(), bytes);
    }

    // ---- the end

    @Override
    public FileStat finish(List<Checksum> digests) throws TransferException, InterruptedException {
        if (size.isPresent() && taken < size.getAsLong()) {
            throw changed("only " + taken + " of " + size.getAsLong() + " bytes have come");
        }
        if (filling.isPresent()) {
            sendGathered();
        }
        List<S3Multipart.Held> all =
                new ArrayList<>(comparing.map(S3KeptParts::parts).orElse(List.of()));
        all.addAll(couriers.finish());
        all.addAll(streamed);
        parts = List.copyOf(all);
        if (parts.stream().mapToLong(S3Multipart.Held::size).sum() != taken) {
            throw new IllegalStateException("of " + taken + " bytes not all are in a part");
        }
        if (!isProvedInParts()) {
            complete(); // what the store says of the whole may tell
            return FileStat.unknown();
        }
        return FileStat.ofSize(taken);
    }

    @Override
    public boolean isProvedInParts() {
        return !parts.isEmpty() && parts.stream().allMatch(S3Multipart.Held::proved);
    }

    @Override
    public void publish() throws TransferException, InterruptedException {
        if (!closed) {
            complete();
        }
    }

    private void complete() throws TransferException, InterruptedException {
        new S3Completion(upload, parts).run();
        closed = true;
    }

    private TransferException changed(String how) {
        return new TransferException(
                        FailureKind.CHANGED,
                        location(),
                        "PUT " + location() + ": the source changed meanwhile: " + how)
                .during(Phase.BODY);
    }

    @Override
    public TransferUrl location() {
        return upload.where().url();
    }

    @Override
    public void leave() {
        if (!closed) {
            closed = true;
            couriers.end(A_MOMENT);
            letGo();
        }
    }

    private void letGo() {
        couriers.end(Duration.ZERO);
        streaming.ifPresent(part -> part.upload.close());
        streaming = Optional.empty();
        filling.ifPresent(room::give);
        filling = Optional.empty();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        letGo();
        upload.abortSilently();
    }
}
