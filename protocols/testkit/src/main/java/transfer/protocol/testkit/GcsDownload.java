package transfer.protocol.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Gives an object's bytes as {@link HandWrittenGcs} does, all or a range. */
final class GcsDownload {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final GcsRequest request;
    private final GcsObject object;
    private final Optional<GcsFault> fault;
    private final CountDownLatch closing;

    /**
     * @param closing what a stalled answer waits for
     */
    GcsDownload(
            GcsRequest request,
            GcsObject object,
            Optional<GcsFault> fault,
            CountDownLatch closing) {
        this.request = request;
        this.object = object;
        this.fault = fault;
        this.closing = closing;
    }

    void give() throws IOException {
        boolean coded = object.encoding().filter("gzip"::equals).isPresent();
        boolean raw = request.header("Accept-Encoding").orElse("").contains("gzip");
        byte[] content = object.content();
        request.set("X-Goog-Generation", String.valueOf(object.generation()));
        GcsObject.Digests digests = object.digests();
        request.set("X-Goog-Hash", "crc32c=" + digests.crc32c() + ",md5=" + digests.md5());
        request.set("X-Goog-Stored-Content-Length", String.valueOf(content.length));
        request.set("X-Goog-Stored-Content-Encoding", object.encoding().orElse("identity"));
        request.set("Content-Type", "application/octet-stream");
        if (coded && raw) {
            request.set("Content-Encoding", "gzip");
        }
        if (coded && !raw) {
            // as the real one does: decoded on the way, and ranges are ignored
            request.set("Warning", "214 UploadServer gunzipped");
            send(200, new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes());
            return;
        }
        Matcher range = RANGE.matcher(request.header("Range").orElse(""));
        if (!range.matches()) {
            send(200, content);
            return;
        }
        long first = Long.parseLong(range.group(1));
        if (first >= content.length) {
            request.set("Content-Range", "bytes */" + content.length);
            request.refuse(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
            return;
        }
        long last =
                range.group(2).isEmpty()
                        ? content.length - 1
                        : Math.min(content.length - 1, Long.parseLong(range.group(2)));
        request.set("Content-Range", "bytes " + first + "-" + last + "/" + content.length);
        send(206, Arrays.copyOfRange(content, (int) first, (int) last + 1));
    }

    private void send(int status, byte[] content) throws IOException {
        switch (fault.orElse(null)) {
            case GcsFault.BreakAfter(int bytes) -> begin(status, content, bytes).close();
            case GcsFault.StallAfter(int bytes) -> {
                try (OutputStream _ = begin(status, content, bytes)) {
                    closing.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            case GcsFault.Corrupt(int at) -> {
                byte[] damaged = content.clone();
                damaged[at] ^= 1;
                request.bytes(status, damaged);
            }
            case null, default -> request.bytes(status, content);
        }
    }

    private OutputStream begin(int status, byte[] content, int bytes) throws IOException {
        request.exchange().sendResponseHeaders(status, content.length);
        OutputStream body = request.exchange().getResponseBody();
        body.write(content, 0, Math.min(bytes, content.length));
        body.flush();
        return body;
    }
}
