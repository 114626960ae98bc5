package transfer.protocol.ssh;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * A file being read, as long as it was when it was opened: what is appended later is left out, what
 * is cut off is a failure, and so is content that was written anew in place meanwhile. Several
 * requests are under way at once: as many as the way to the server seemed to hold when we met, and
 * one more whenever we had to wait.
 */
final class SftpReading implements Reading {
    /** In bytes a second: what is hoped for at first, and what there is at most. */
    private static final long USUAL_SPEED = 125_000_000;

    private static final long HIGHEST_SPEED = 1_250_000_000;

    /** How often a file is opened that is replaced in the same moment. */
    private static final int OPENINGS = 3;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SftpFiles files;
    private final Errand errand;
    private final byte[] handle;
    private final SftpAttributes opened;
    private final long offset;
    private final Deque<Piece> asked = new ArrayDeque<>();
    private FileStat stat;
    private long end;
    private Optional<SftpRequest> lastLook = Optional.empty();
    private ByteBuffer arrived = NOTHING;
    private boolean arrivedInRoom;
    private int pieceSize;
    private final int widest;
    private int window;
    private long askedTo;
    private long position;
    private boolean unchanged;
    private boolean closed;

    /**
     * A request and where its bytes belong.
     *
     * @param from where in the file the target's first byte is
     * @param inRoom whether the target is one of the connection's buffers
     */
    private record Piece(long from, ByteBuffer target, SftpRequest request, boolean inRoom) {}

    private SftpReading(
            SftpFiles files,
            Errand errand,
            byte[] handle,
            SftpAttributes opened,
            ReadRequest request) {
        this.files = files;
        this.errand = errand;
        this.handle = handle;
        this.opened = opened;
        this.stat = files.fileStat(opened);
        this.offset = request.offset();
        long follow = opened.size().orElse(Long.MAX_VALUE) - offset;
        this.end = offset + Math.min(follow, request.length().orElse(follow));
        this.askedTo = offset;
        this.position = offset;
        this.pieceSize = files.abilities().limits().read();
        this.window = files.abilities().requestsFor(pieceSize, USUAL_SPEED);
        this.widest = files.abilities().requestsFor(pieceSize, HIGHEST_SPEED);
        files.room().enter();
    }

    /** Opens a file; what cannot be read as one is not opened, since a pipe would never answer. */
    static SftpReading open(SftpFiles files, TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        Errand errand = Errand.request(url, "cannot read");
        SftpAttributes known = files.stat(errand, url.path());
        for (int i = 0; i < OPENINGS; i++) {
            requireReadable(files, errand, known, request);
            SftpPacket open =
                    SftpPacket.of(SftpPacket.OPEN)
                            .path(url.path())
                            .integer(SftpPacket.FOR_READING)
                            .noAttributes();
            byte[] handle = files.open(errand, open);
            SftpReading reading =
                    new SftpReading(files, Errand.body(url, "cannot read"), handle, known, request);
            try {
                SftpRequest look = files.begin(look(handle));
                reading.askMore();
                known = files.attributes(errand, files.answer(errand, look));
                if (known.equals(reading.opened)) {
                    reading.requireSize();
                    return reading;
                }
            } catch (TransferException | InterruptedException e) {
                reading.close();
                throw e;
            }
            reading.close();
        }
        throw failure(files, errand, FailureKind.CHANGED, "it was replaced while it was opened");
    }

    private static SftpRequest look(byte[] handle) {
        return SftpRequest.of(SftpPacket.of(SftpPacket.FSTAT).string(handle));
    }

    private static void requireReadable(
            SftpFiles files, Errand errand, SftpAttributes known, ReadRequest request)
            throws TransferException {
        if (!known.isRegular()) {
            String what = known.isDirectory() ? "it is a directory" : "it is no ordinary file";
            throw failure(files, errand, FailureKind.BAD_REQUEST, what);
        }
        FileStat now = files.fileStat(known);
        if (request.unchanged().isPresent() && !request.unchanged().equals(now.identity())) {
            throw failure(
                    files, errand, FailureKind.CHANGED, "it changed since it was last looked at");
        }
        long size = known.size().orElse(Long.MAX_VALUE);
        if (request.offset() > size) {
            throw failure(
                    files,
                    errand,
                    FailureKind.BAD_REQUEST,
                    "there is no byte " + request.offset() + ", it has only " + size);
        }
    }

    private static TransferException failure(
            SftpFiles files, Errand errand, FailureKind kind, String reason) {
        return new TransferException(kind, errand.url(), errand.failed(reason))
                .during(errand.phase())
                .cameBy(files.provenance());
    }

    /** Kernel file systems say 0 of files that have content when they are read. */
    private void requireSize() throws TransferException, InterruptedException {
        if (opened.size().orElse(0) > 0 || offset > 0) {
            return;
        }
        end = Long.MAX_VALUE;
        window = 1;
        if (next()) {
            stat = stat.withSize(OptionalLong.empty());
        } else {
            end = 0;
        }
    }

    /** Whether only its end tells how long it is. */
    private boolean isEndless() {
        return end == Long.MAX_VALUE;
    }

    @Override
    public FileStat stat() {
        return stat;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public int read(ByteBuffer into) throws TransferException, InterruptedException {
        if (closed) {
            throw new IllegalStateException("the reading is closed");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        int before = into.position();
        while (into.hasRemaining()
                && (arrived.hasRemaining() || isReady(into.position() == before))) {
            int count = Math.min(into.remaining(), arrived.remaining());
            into.put(into.position(), arrived, arrived.position(), count);
            into.position(into.position() + count);
            arrived.position(arrived.position() + count);
            position += count;
        }
        if (into.position() == before && into.hasRemaining()) {
            requireUnchanged();
            return -1;
        }
        return into.position() - before;
    }

    /** Whether there are bytes to take, waiting for them only if nothing was taken yet. */
    private boolean isReady(boolean patient) throws TransferException, InterruptedException {
        boolean there = !asked.isEmpty() && asked.peek().request.isAnswered();
        return (patient || there) && next();
    }

    /** Goes on to the next piece, if there is one. */
    private boolean next() throws TransferException, InterruptedException {
        giveBackArrived();
        askMore();
        if (asked.isEmpty()) {
            return false;
        }
        if (!asked.peek().request.isAnswered() && window < widest && !isEndless()) {
            window++;
        }
        fillFirst();
        Piece first = asked.remove();
        arrived = first.target.flip();
        arrivedInRoom = first.inRoom;
        askMore();
        return arrived.hasRemaining();
    }

    private void giveBackArrived() {
        if (arrivedInRoom) {
            files.room().give(arrived);
        }
        arrived = NOTHING;
        arrivedInRoom = false;
    }

    /** Waits for all bytes of the oldest request; a server may give fewer than it was asked for. */
    private void fillFirst() throws TransferException, InterruptedException {
        while (true) {
            Piece first = asked.peek();
            ByteBuffer target = first.target;
            int before = target.position();
            SftpReply reply = files.answer(errand, first.request);
            if (reply.isStatus(SftpStatus.END_OF_FILE) && isEndless()) {
                end = first.from + target.position();
                askedTo = end;
                return;
            }
            if (reply.type() != SftpPacket.DATA || target.position() == 0) {
                throw ended(reply, first.from + target.position());
            }
            if (!target.hasRemaining()) {
                return;
            }
            pieceSize = Math.min(pieceSize, Math.max(target.position(), 1024));
            asked.remove();
            asked.addFirst(
                    new Piece(
                            first.from,
                            target,
                            files.begin(
                                    SftpRequest.read(
                                            handle, first.from + target.position(), target)),
                            first.inRoom));
        }
    }

    private TransferException ended(SftpReply reply, long at) {
        if (reply.isStatus(SftpStatus.END_OF_FILE)) {
            return failure(
                    files,
                    errand,
                    FailureKind.TRUNCATED,
                    "it ended after " + at + " of " + opened.size().orElse(0) + " bytes");
        }
        return files.refused(errand, reply);
    }

    private void askMore() {
        while (askedTo < end && asked.size() < window) {
            int length = (int) Math.min(pieceSize, end - askedTo);
            Optional<ByteBuffer> inRoom = files.room().take(length, askedTo - position);
            if (inRoom.isEmpty() && !asked.isEmpty()) {
                break;
            }
            ByteBuffer target = inRoom.orElseGet(() -> ByteBuffer.allocate(length));
            SftpRequest request = files.begin(SftpRequest.read(handle, askedTo, target));
            asked.add(new Piece(askedTo, target, request, inRoom.isPresent()));
            askedTo += length;
        }
        if (askedTo == end && lastLook.isEmpty()) {
            lastLook = Optional.of(files.begin(look(handle)));
        }
    }

    private void requireUnchanged() throws TransferException, InterruptedException {
        if (lastLook.isEmpty() || unchanged) {
            return;
        }
        SftpAttributes now = files.attributes(errand, files.answer(errand, lastLook.get()));
        boolean grown = now.size().orElse(0) > opened.size().orElse(0);
        if (!grown
                && !(now.size().equals(opened.size())
                        && now.modified().equals(opened.modified()))) {
            throw failure(files, errand, FailureKind.CHANGED, "it changed while it was read");
        }
        unchanged = true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            files.letGo(handle);
            giveBackArrived();
            for (Piece piece : asked) {
                if (piece.inRoom && piece.request.hasReply()) {
                    files.room().give(piece.target);
                } else if (piece.inRoom) {
                    files.room().abandon(piece.target);
                }
            }
            asked.clear();
            files.room().leave();
        }
    }
}
