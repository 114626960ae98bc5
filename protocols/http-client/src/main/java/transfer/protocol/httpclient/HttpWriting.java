package transfer.protocol.httpclient;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import transfer.checksum.Checksum;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;

/**
 * A PUT. Plain HTTP has neither hidden names nor renaming: the server replaces the file when the
 * request is complete, and closing before that cuts the connection, upon which a server drops what
 * it has. Nothing is then removed by DELETE: that would be another request with another right, and
 * what it removes might be the file that stood there before or one that somebody else has just put.
 *
 * <p>What is small is gathered and sent in one request that can be repeated; the rest streams.
 */
final class HttpWriting implements Writing {
    static final int SMALL = 1 << 20;

    private final HttpFiles files;
    private final HttpConversation conversation;
    private final TransferUrl url;
    private final OptionalLong size;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private Optional<HttpUpload> upload = Optional.empty();
    private long taken;
    private boolean closed;

    HttpWriting(
            HttpFiles files, HttpConversation conversation, TransferUrl url, OptionalLong size) {
        this.files = files;
        this.conversation = conversation;
        this.url = url;
        this.size = size;
    }

    /** Asks the server for leave where the size is known to be large, so that it can say no. */
    HttpWriting begin() throws TransferException, InterruptedException {
        if (size.isPresent() && size.getAsLong() > SMALL) {
            upload = Optional.of(HttpUpload.begin(conversation, put(), size.getAsLong()));
        }
        return this;
    }

    private HttpRequest put() {
        return HttpRequest.of("PUT", url);
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException, InterruptedException {
        if (closed) {
            throw new IllegalStateException("the writing is closed");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        taken += bytes.remaining();
        if (size.isPresent() && taken > size.getAsLong()) {
            throw changed("more than the " + size.getAsLong() + " bytes announced have come");
        }
        if (upload.isEmpty() && taken > SMALL) {
            HttpUpload begun = HttpUpload.begin(conversation, put(), size.orElse(-1));
            upload = Optional.of(begun);
            begun.write(ByteBuffer.wrap(gathered.toByteArray()));
            gathered.reset();
        }
        if (upload.isPresent()) {
            upload.get().write(bytes);
        } else {
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            gathered.writeBytes(piece);
        }
    }

    /** The digests are not sent: as a header they would have to stand before the bytes. */
    @Override
    public FileStat finish(List<Checksum> digests) throws TransferException, InterruptedException {
        if (size.isPresent() && taken < size.getAsLong()) {
            throw changed("only " + taken + " of " + size.getAsLong() + " bytes have come");
        }
        Provenance taker = upload.isPresent() ? endUpload(upload.get()) : putGathered();
        FileStat stored = files.statAfterWrite(url);
        return stored.provenance().equals(Provenance.UNKNOWN)
                ? stored.withProvenance(taker)
                : stored;
    }

    private static Provenance endUpload(HttpUpload upload)
            throws TransferException, InterruptedException {
        try (HttpAnswer answer = upload.finish()) {
            if (!isStored(answer)) {
                throw upload.failure(answer);
            }
            return answer.provenance();
        }
    }

    private Provenance putGathered() throws TransferException, InterruptedException {
        HttpRequest request =
                put().with(
                                RequestBody.create(
                                        gathered.toByteArray(),
                                        MediaType.get("application/octet-stream")));
        try (HttpAnswer answer = conversation.send(request)) {
            if (!isStored(answer)) {
                throw conversation.failure(request, answer);
            }
            return answer.provenance();
        }
    }

    /** 202 would be a promise to look into it. */
    private static boolean isStored(HttpAnswer answer) {
        return switch (answer.status()) {
            case 200, 201, 204 -> true;
            default -> false;
        };
    }

    private TransferException changed(String how) {
        return new TransferException(
                        FailureKind.CHANGED,
                        url,
                        "PUT " + url + ": the source changed meanwhile: " + how)
                .during(Phase.BODY);
    }

    @Override
    public TransferUrl location() {
        return url;
    }

    /** Nothing is left to do: the server has replaced the file. */
    @Override
    public void publish() {}

    @Override
    public void close() {
        closed = true;
        upload.ifPresent(HttpUpload::close);
    }
}
