package transfer.protocol.gs;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32C;
import okhttp3.HttpUrl;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpRequest;
import transfer.protocol.httpclient.HttpUpload;

/**
 * An object being written. What is small is gathered and sent in one request with its digest. The
 * rest goes by a resumable upload: streamed, but for less than a unit at the end, which is held
 * back until the digest of the whole is known. It goes with the last bytes, and the store shows the
 * object only if it fits. So there is no name between the first byte and the final one.
 */
final class GsWriting implements Writing {
    /** Up to here one request is quicker than a session's three. */
    static final int SMALL = 4 << 20;

    /** How much of a file of unknown size is sent at once. */
    private static final int CHUNK = 8 << 20;

    private final GsApi api;
    private final GsLocation location;
    private final OptionalLong size;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final CRC32C crc = new CRC32C();
    private Optional<GsSession> session = Optional.empty();
    private Optional<HttpUpload> upload = Optional.empty();
    private Optional<GsObject> done = Optional.empty();
    private long offset;
    private long taken;
    private boolean broken;
    private boolean closed;

    GsWriting(GsApi api, GsLocation location, OptionalLong size) {
        this.api = api;
        this.location = location;
        this.size = size;
    }

    /** Opens an upload where the size is known to be large, so that the store can say no. */
    GsWriting begin() throws TransferException, InterruptedException {
        if (size.orElse(0) > SMALL) {
            openSession();
        }
        return this;
    }

    /** Goes on with an upload, or opens one that can be gone on with. */
    GsWriting resume(String mark) throws TransferException, InterruptedException {
        Optional<GsSession> known = GsSession.known(api, location, mark);
        Optional<GsSession.State> state =
                known.isPresent() ? known.get().state() : Optional.empty();
        if (state.isPresent()) {
            session = known;
            offset = state.get().kept();
            done = state.get().done();
            taken = offset;
        } else {
            openSession();
        }
        return this;
    }

    /** What is there now must be there in the end, so that of two writers one is told. */
    private void openSession() throws TransferException, InterruptedException {
        Optional<String> generation;
        try {
            generation = new GsObjects(api).find(location).generation();
        } catch (TransferException e) {
            generation =
                    switch (e.kind()) {
                        case NOT_FOUND -> Optional.of("0");
                        case ACCESS_DENIED -> Optional.empty(); // who may write need not see
                        default -> throw e;
                    };
        }
        session = Optional.of(GsSession.open(api, location, generation));
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public Set<DigestAlgorithm> compared() {
        return Set.of(DigestAlgorithm.CRC32C);
    }

    @Override
    public Optional<Secret> ticket() {
        return session.map(GsSession::ticket);
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
        crc.update(bytes.duplicate());
        try {
            take(bytes);
        } catch (TransferException e) {
            broken = true;
            throw GsSession.ofPart(e);
        }
    }

    private void take(ByteBuffer bytes) throws TransferException, InterruptedException {
        if (session.isPresent() && size.isPresent()) {
            stream(bytes);
            return;
        }
        hold(bytes, bytes.remaining());
        if (size.isEmpty() && held.size() > CHUNK) {
            if (session.isEmpty()) {
                openSession();
            }
            byte[] chunk = held.toByteArray();
            int whole = (chunk.length - 1) / GsSession.UNIT * GsSession.UNIT;
            session.get().send(taken - chunk.length, Arrays.copyOf(chunk, whole));
            held.reset();
            held.write(chunk, whole, chunk.length - whole);
        }
    }

    /** All but the last bytes go at once, in whole units from where we began. */
    private void stream(ByteBuffer bytes) throws TransferException, InterruptedException {
        long rest = size.getAsLong() - offset - 1;
        long streamed = offset + Math.max(0, rest) / GsSession.UNIT * GsSession.UNIT;
        while (bytes.hasRemaining() && taken < streamed) {
            if (upload.isEmpty()) {
                upload = Optional.of(session.get().stream(taken, streamed, size));
            }
            int count = (int) Math.min(bytes.remaining(), streamed - taken);
            upload.get().write(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            taken += count;
            if (taken == streamed) {
                endStream();
            }
        }
        hold(bytes, bytes.remaining());
    }

    private void endStream() throws TransferException, InterruptedException {
        try (HttpUpload ending = upload.get();
                HttpAnswer answer = ending.finish()) {
            upload = Optional.empty();
            session.get().confirm(answer, taken);
        }
    }

    private void hold(ByteBuffer bytes, int count) {
        byte[] piece = new byte[count];
        bytes.get(piece);
        held.writeBytes(piece);
        taken += count;
    }

    @Override
    public FileStat finish(List<Checksum> digests) throws TransferException, InterruptedException {
        if (size.isPresent() && taken < size.getAsLong()) {
            throw changed("only " + taken + " of " + size.getAsLong() + " bytes have come");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Optional<String> crc32c = crc32c(digests);
        broken = true; // until it is known to be whole
        try {
            FileStat stored =
                    session.isPresent() ? complete(crc32c) : putWhole(crc32c.orElseThrow());
            closed = true;
            return stored;
        } catch (TransferException e) {
            // the store has answered, and what it has will never be an object
            broken = e.kind() != FailureKind.CHECKSUM_MISMATCH && e.kind() != FailureKind.CHANGED;
            throw e;
        }
    }

    /** Of all bytes: as the caller has it, who may have begun before us, or else our own. */
    private Optional<String> crc32c(List<Checksum> digests) {
        Optional<Checksum> told =
                digests.stream()
                        .filter(digest -> digest.algorithm() == DigestAlgorithm.CRC32C)
                        .findFirst();
        if (told.isPresent() || offset > 0) {
            return told.map(Checksum::base64);
        }
        byte[] value = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
        return Optional.of(Checksum.of(DigestAlgorithm.CRC32C, value).base64());
    }

    private FileStat complete(Optional<String> crc32c)
            throws TransferException, InterruptedException {
        if (done.isPresent()) {
            return done.get().stat(Provenance.UNKNOWN);
        }
        byte[] last = held.toByteArray();
        try (HttpAnswer answer = session.get().complete(taken - last.length, last, crc32c)) {
            return stat(HttpRequest.of("PUT", location.url()), answer);
        }
    }

    private static FileStat stat(HttpRequest request, HttpAnswer answer)
            throws TransferException, InterruptedException {
        return GsObject.of(GsApi.json(request, answer)).stat(answer.provenance());
    }

    /** What it is and its bytes, in one request. */
    private FileStat putWhole(String crc32c) throws TransferException, InterruptedException {
        JsonObject what = new JsonObject();
        what.addProperty("name", location.name());
        what.addProperty("crc32c", crc32c);
        HttpUrl.Builder target =
                api.at("/upload/storage/v1/b/" + GsLocation.escaped(location.bucket()) + "/o")
                        .addQueryParameter("uploadType", "multipart")
                        .addEncodedQueryParameter("name", GsLocation.escaped(location.name()))
                        .addQueryParameter("fields", GsObject.FIELDS);
        HttpRequest request =
                api.request("POST", location.url(), location.bucket(), target)
                        .with(new GsWholeBody(what, held));
        try (HttpAnswer answer = api.send(request)) {
            if (!answer.isSuccess()) {
                throw api.failureOfUpload(request, answer);
            }
            return stat(request, answer);
        }
    }

    private TransferException changed(String how) {
        return new TransferException(
                        FailureKind.CHANGED,
                        location.url(),
                        "PUT " + location.url() + ": the source changed meanwhile: " + how)
                .during(Phase.BODY);
    }

    @Override
    public TransferUrl location() {
        return location.url();
    }

    /** Nothing is left to do: the store shows it. */
    @Override
    public void publish() {}

    @Override
    public void leave() {
        closed = true;
        upload.ifPresent(HttpUpload::close);
        upload = Optional.empty();
    }

    /**
     * Takes away what is unfinished, unless the connection or the store has failed: then the store
     * forgets it by itself, and nobody pays for it until then.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        leave();
        if (session.isEmpty() || broken || done.isPresent()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            session.get().cancel();
        } catch (TransferException _) {
            // it expires
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
