package transfer.protocol.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@link HandWrittenGcs} does with requests that bring an object's bytes. */
final class GcsUploadRequest {
    private static final Pattern RANGE =
            Pattern.compile("bytes (?:\\*|(\\d+)-(\\d+))/(?:\\*|(\\d+))");

    private final GcsStore store;
    private final GcsUploads uploads;
    private final GcsRequest request;
    private final Optional<GcsFault> fault;

    GcsUploadRequest(
            GcsStore store, GcsUploads uploads, GcsRequest request, Optional<GcsFault> fault) {
        this.store = store;
        this.uploads = uploads;
        this.request = request;
        this.fault = fault;
    }

    void serve(String bucket) throws IOException, GcsRefusal {
        String id = request.query().get("upload_id");
        if (id != null && request.method().equals("DELETE")) {
            uploads.session(id);
            uploads.forget(id);
            request.empty(499);
        } else if (id != null) {
            part(uploads.session(id));
        } else if ("multipart".equals(request.query().get("uploadType"))) {
            whole(bucket);
        } else {
            begin(bucket);
        }
    }

    private void begin(String bucket) throws IOException, GcsRefusal {
        GcsStore.Condition condition = GcsStore.Condition.of(request.query());
        String name = request.query().get("name");
        store.check(bucket, name, condition);
        Optional<String> encoding = GcsText.member(request.text(), "contentEncoding");
        String id = uploads.open(new GcsUploads.Session(bucket, name, condition, encoding));
        request.set(
                "Location",
                request.home()
                        + request.exchange().getRequestURI().getRawPath()
                        + "?uploadType=resumable&name="
                        + "x&upload_id="
                        + id);
        request.empty(200);
    }

    private void part(GcsUploads.Session session) throws IOException, GcsRefusal {
        Matcher range = RANGE.matcher(request.header("Content-Range").orElse(""));
        if (!range.matches()) {
            throw new GcsRefusal(400, "invalid", "Failed to parse Content-Range header.");
        }
        session.settle();
        if (session.done().isPresent()) {
            request.json(200, session.done().get().json(request.home()));
            return;
        }
        if (range.group(1) != null) {
            long first = Long.parseLong(range.group(1));
            if (first > session.size()) {
                throw new GcsRefusal(
                        400, "invalid", "Invalid request. The bytes do not follow what is there.");
            }
            long length = Long.parseLong(range.group(2)) - first + 1;
            boolean last = String.valueOf(first + length).equals(range.group(3));
            if (!last && length % GcsUploads.UNIT != 0) {
                throw new GcsRefusal(
                        400, "badRequest", "Only the last part may be no multiple of 262144.");
            }
            take(session, first, length);
        }
        boolean last = range.group(3) != null && Long.parseLong(range.group(3)) == session.size();
        if (last) {
            complete(session);
        } else {
            if (session.size() > 0) {
                request.set("Range", "bytes=0-" + (session.size() - 1));
            }
            incomplete();
        }
    }

    /** Some of Google's own libraries cannot be told so by a status that is that of a redirect. */
    private void incomplete() throws IOException {
        if (request.header("X-GUploader-No-308").isPresent()) {
            request.set("X-HTTP-Status-Code-Override", "308");
            request.bytes(200, new byte[0]);
        } else {
            request.empty(308);
        }
    }

    private void take(GcsUploads.Session session, long first, long length)
            throws IOException, GcsRefusal {
        InputStream body = request.exchange().getRequestBody();
        int damaged = fault.orElse(null) instanceof GcsFault.CorruptUpload(int at) ? at : -1;
        if (fault.orElse(null) instanceof GcsFault.UnavailableAfter(int bytes)) {
            session.take(
                    body, first, Math.min(bytes, length) / GcsUploads.UNIT * GcsUploads.UNIT, -1);
            // an answer to who is still sending is often not seen
            body.transferTo(OutputStream.nullOutputStream());
            throw new GcsRefusal(503, "backendError", "Backend Error");
        }
        int before = session.size();
        session.take(body, first, length, damaged);
        if (fault.orElse(null) instanceof GcsFault.KeepLess(int bytes)) {
            session.keepOnly(before + bytes);
        }
    }

    private void complete(GcsUploads.Session session) throws IOException, GcsRefusal {
        byte[] content = session.content();
        compare(request.header("X-Goog-Hash").orElse(""), content);
        GcsObject made =
                GcsObject.of(session.bucket(), session.name(), content, 0, session.encoding());
        session.done(store.put(made, session.condition()));
        answer(session.done().get());
    }

    /** The real one refuses what was not what it should be, and nothing is stored. */
    private static void compare(String told, byte[] content) throws GcsRefusal {
        for (String digest : told.split(",")) {
            String own =
                    digest.startsWith("md5=")
                            ? "md5=" + GcsObject.md5(content)
                            : "crc32c=" + GcsObject.crc32c(content);
            if (!digest.isBlank() && !digest.strip().equals(own)) {
                throw new GcsRefusal(
                        400,
                        "invalid",
                        "Provided hash \""
                                + digest.strip()
                                + "\" doesn't match calculated \""
                                + own
                                + "\".");
            }
        }
    }

    private void answer(GcsObject object) throws IOException {
        if (fault.orElse(null) instanceof GcsFault.LoseAnswer) {
            throw new IOException("the answer is lost, as was asked for");
        }
        request.json(200, object.json(request.home()));
    }

    /** A body of two parts (RFC 2387): what the object is, and its bytes. */
    private void whole(String bucket) throws IOException, GcsRefusal {
        byte[] body = request.exchange().getRequestBody().readAllBytes();
        if (fault.orElse(null) instanceof GcsFault.UnavailableAfter) {
            throw new GcsRefusal(503, "backendError", "Backend Error");
        }
        String type = request.header("Content-Type").orElse("");
        String boundary =
                "--" + type.replaceFirst(".*boundary=\"?", "").replaceFirst("[\";].*", "");
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int json = text.indexOf("\r\n\r\n") + 4;
        int second = text.indexOf("\r\n" + boundary, json);
        int begin = text.indexOf("\r\n\r\n", second) + 4;
        int end = text.lastIndexOf("\r\n" + boundary + "--");
        if (!text.startsWith(boundary) || second < 0 || end < begin) {
            throw new GcsRefusal(400, "badContent", "Malformed multipart body.");
        }
        String metadata = text.substring(json, second);
        byte[] content = Arrays.copyOfRange(body, begin, end);
        if (fault.orElse(null) instanceof GcsFault.CorruptUpload(int at)) {
            content[at] ^= 1;
        }
        if (GcsText.member(metadata, "crc32c").isPresent()) {
            compare("crc32c=" + GcsText.member(metadata, "crc32c").get(), content);
        }
        if (GcsText.member(metadata, "md5Hash").isPresent()) {
            compare("md5=" + GcsText.member(metadata, "md5Hash").get(), content);
        }
        GcsObject made =
                GcsObject.of(
                        bucket,
                        request.query().get("name"),
                        content,
                        0,
                        GcsText.member(metadata, "contentEncoding"));
        answer(store.put(made, GcsStore.Condition.of(request.query())));
    }
}
