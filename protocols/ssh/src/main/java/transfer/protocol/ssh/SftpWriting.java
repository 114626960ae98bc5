package transfer.protocol.ssh;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import transfer.checksum.Checksum;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/**
 * A file being written under a hidden name beside its target. Many requests may be under way at
 * once; what keeps the way to the server full is not our memory but the window that the server
 * gives the channel, so only the few pieces are held that are not on their way yet.
 */
final class SftpWriting implements Writing {
    /** How many bytes wait to be sent. */
    private static final int WAITING = 1 << 20;

    private static final int MOST_UNANSWERED = 4096;

    private final SftpFiles files;
    private final SftpDraft draft;
    private final OptionalInt mode;
    private final boolean durable;
    private final Errand errand;
    private final byte[] handle;
    private final Deque<SftpRequest> unanswered = new ArrayDeque<>();
    private final Deque<Piece> waiting = new ArrayDeque<>();
    private final int mostWaiting;
    private final int pieceSize;
    private final long offset;
    private ByteBuffer gathered;
    private long position;
    private boolean handleIsOpen = true;
    private boolean published;
    private boolean closed;

    private record Piece(SftpRequest request, ByteBuffer content) {}

    private SftpWriting(
            SftpFiles files, SftpDraft draft, byte[] handle, long offset, WriteRequest request) {
        this.files = files;
        this.draft = draft;
        this.handle = handle;
        this.offset = offset;
        this.position = offset;
        this.mode = request.mode();
        this.durable = request.durable() && files.abilities().has(SftpAbilities.FSYNC);
        this.errand = Errand.body(draft.url(), "cannot write");
        this.pieceSize = files.abilities().limits().write();
        this.mostWaiting = Math.max(2, WAITING / pieceSize);
        this.gathered =
                ByteBuffer.allocate((int) Math.min(pieceSize, request.size().orElse(pieceSize)));
    }

    /** Makes what is missing above the target, and the hidden file. */
    static SftpWriting begin(SftpFiles files, TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        SftpDraft.Opened opened = SftpDraft.create(files, url, request.mode());
        return new SftpWriting(files, opened.draft(), opened.handle(), 0, request)
                .withRoomFor(request);
    }

    /** Goes on with the hidden file of this mark, or makes it. */
    static SftpWriting resume(SftpFiles files, TransferUrl url, WriteRequest request, String mark)
            throws TransferException, InterruptedException {
        SftpDraft draft = SftpDraft.beside(files, url, mark);
        byte[] handle = draft.goOn(request.mode());
        Errand errand = Errand.request(url, "cannot go on with");
        SftpReply reply = files.ask(errand, SftpPacket.of(SftpPacket.FSTAT).string(handle));
        long there = files.attributes(errand, reply).size().orElse(0);
        return new SftpWriting(files, draft, handle, there, request).withRoomFor(request);
    }

    private SftpWriting withRoomFor(WriteRequest request)
            throws TransferException, InterruptedException {
        boolean hasRoom = false;
        try {
            draft.requireRoom(request.size().orElse(0) - offset);
            hasRoom = true;
            return this;
        } finally {
            if (!hasRoom && offset > 0) {
                leave();
            } else if (!hasRoom) {
                close();
            }
        }
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException, InterruptedException {
        if (closed || !handleIsOpen) {
            throw new IllegalStateException("the writing is closed");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        while (bytes.hasRemaining()) {
            if (!gathered.hasRemaining()) {
                send();
                gathered = emptied();
            }
            int count = Math.min(bytes.remaining(), gathered.remaining());
            gathered.put(gathered.position(), bytes, bytes.position(), count);
            gathered.position(gathered.position() + count);
            bytes.position(bytes.position() + count);
        }
    }

    /** A piece that is on its way, or a new one while there are few. */
    private ByteBuffer emptied() throws TransferException, InterruptedException {
        if (waiting.size() < mostWaiting && !waiting.peek().request.isTaken()) {
            return ByteBuffer.allocate(pieceSize);
        }
        files.awaitTaking(errand, waiting.peek().request);
        ByteBuffer used = waiting.remove().content;
        return used.capacity() == pieceSize ? used.clear() : ByteBuffer.allocate(pieceSize);
    }

    /** Sends what was gathered. */
    private void send() throws TransferException, InterruptedException {
        ByteBuffer content = gathered.flip();
        if (!content.hasRemaining()) {
            return;
        }
        while (!unanswered.isEmpty()
                && (unanswered.peek().isAnswered() || unanswered.size() == MOST_UNANSWERED)) {
            takeAnswer();
        }
        SftpRequest request = files.begin(SftpRequest.write(handle, position, content.duplicate()));
        unanswered.add(request);
        waiting.add(new Piece(request, content));
        position += content.limit();
    }

    private void takeAnswer() throws TransferException, InterruptedException {
        SftpReply reply = files.answer(errand, unanswered.remove());
        if (!reply.isStatus(SftpStatus.OK)) {
            throw draft.refusedToWrite(errand, reply, pieceSize);
        }
    }

    @Override
    public FileStat finish(List<Checksum> digests) throws TransferException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        send();
        gathered = ByteBuffer.allocate(0);
        if ((mode.orElse(0200) & 0200) == 0) {
            // what is not whole has to stay writable, or nobody could go on with it
            takeAnswers();
        }
        Errand ending = new Errand(draft.url(), "cannot finish writing", Phase.BODY);
        // a server does in order what concerns one file (draft-ietf-secsh-filexfer-02, 6.1)
        Optional<SftpRequest> sync = durable ? Optional.of(order(sync())) : Optional.empty();
        SftpRequest narrowing = order(narrowing());
        SftpRequest look = order(SftpPacket.of(SftpPacket.FSTAT).string(handle));
        SftpRequest closing = order(SftpPacket.of(SftpPacket.CLOSE).string(handle));
        handleIsOpen = false;
        takeAnswers();
        if (sync.isPresent()) {
            files.requireDone(ending, files.answer(ending, sync.get()));
        }
        files.answer(ending, narrowing);
        SftpAttributes stored = files.attributes(ending, files.answer(ending, look));
        files.requireDone(ending, files.answer(ending, closing));
        requireNarrow(stored);
        return files.fileStat(stored);
    }

    private void takeAnswers() throws TransferException, InterruptedException {
        while (!unanswered.isEmpty()) {
            takeAnswer();
        }
    }

    private SftpRequest order(SftpPacket packet) {
        return files.begin(SftpRequest.of(packet));
    }

    private SftpPacket sync() {
        return SftpPacket.extended(SftpAbilities.FSYNC).string(handle);
    }

    private SftpPacket narrowing() {
        SftpPacket setting = SftpPacket.of(SftpPacket.FSETSTAT).string(handle);
        return mode.isPresent() ? setting.permissions(mode.getAsInt()) : setting.noAttributes();
    }

    /** Servers that keep no modes are fine, unless others may then do what they should not. */
    private void requireNarrow(SftpAttributes stored) throws TransferException {
        int more = stored.mode().orElse(0) & ~mode.orElse(0777);
        if (more != 0) {
            throw new TransferException(
                            FailureKind.ACCESS_DENIED,
                            draft.url(),
                            errand.failed(
                                    "the server gives it the mode %o where %o was asked for"
                                            .formatted(stored.mode().getAsInt(), mode.getAsInt())))
                    .during(Phase.REQUEST)
                    .cameBy(files.provenance());
        }
    }

    @Override
    public TransferUrl location() {
        return published ? draft.url() : draft.location();
    }

    @Override
    public void publish() throws TransferException, InterruptedException {
        draft.publish();
        published = true;
    }

    /** What is under way is waited for, so that whoever goes on finds it. */
    @Override
    public void leave() {
        try {
            while (!closed && !unanswered.isEmpty()) {
                takeAnswer();
            }
        } catch (TransferException _) {
            // what has arrived until then is there
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    @Override
    public void close() {
        if (!closed) {
            end();
            if (!published) {
                draft.discard();
            }
        }
    }

    private void end() {
        if (closed) {
            return;
        }
        closed = true;
        unanswered.clear();
        waiting.clear();
        if (handleIsOpen) {
            files.letGo(handle);
        }
    }
}
