package transfer.protocol.gs;

import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpRequest;
import transfer.protocol.httpclient.HttpUpload;

/**
 * A resumable upload at the store. It is known by its URL, which alone lets write there, so that is
 * kept like a password. The store forgets it after a week.
 */
final class GsSession {
    /** Parts but the last are multiples of this. */
    static final int UNIT = 256 * 1024;

    private static final String TICKET = "gs:";
    private static final MediaType BYTES = MediaType.get("application/octet-stream");
    private static final Pattern KEPT = Pattern.compile("bytes=0-(\\d{1,18})");

    private final GsApi api;
    private final GsLocation location;
    private final HttpUrl at;

    /**
     * How far it is.
     *
     * @param kept how many bytes the store has
     * @param done the object, where all have come and it has been made
     */
    record State(long kept, Optional<GsObject> done) {}

    private GsSession(GsApi api, GsLocation location, HttpUrl at) {
        this.api = api;
        this.location = location;
        this.at = at;
    }

    /**
     * Opens one.
     *
     * @param generation what must be there until it is finished, zero for nothing; empty where that
     *     is not known
     */
    static GsSession open(GsApi api, GsLocation location, Optional<String> generation)
            throws TransferException, InterruptedException {
        HttpUrl.Builder target =
                api.at("/upload/storage/v1/b/" + GsLocation.escaped(location.bucket()) + "/o")
                        .addQueryParameter("uploadType", "resumable")
                        .addEncodedQueryParameter("name", GsLocation.escaped(location.name()));
        generation.ifPresent(number -> target.addQueryParameter("ifGenerationMatch", number));
        HttpRequest request =
                api.request("POST", location.url(), location.bucket(), target)
                        .with("X-Upload-Content-Type", BYTES.toString())
                        .with(GsApi.body(new JsonObject()));
        try (HttpAnswer answer = api.send(request)) {
            Optional<String> where = answer.header("Location");
            if (!answer.isSuccess() || where.isEmpty()) {
                throw api.failureOfUpload(request, answer);
            }
            HttpUrl told = HttpUrl.parse(where.get());
            Optional<GsSession> session =
                    told == null ? Optional.empty() : of(api, location, told.encodedPath(), told);
            return session.orElseThrow(() -> strange(request, answer));
        }
    }

    private static TransferException strange(HttpRequest request, HttpAnswer answer) {
        return new TransferException(
                        FailureKind.UNEXPECTED,
                        request.url(),
                        request + ": the server does not say where the bytes are to be sent")
                .withStatus(answer.status())
                .during(Phase.REQUEST)
                .cameBy(answer.provenance());
    }

    /** At the server that we talk to in any case, whatever name it gives itself. */
    private static Optional<GsSession> of(GsApi api, GsLocation location, String path, HttpUrl told)
            throws TransferException {
        boolean sound = path.startsWith("/upload/") && told.queryParameter("upload_id") != null;
        if (!sound) {
            return Optional.empty();
        }
        HttpUrl at = api.at(path).encodedQuery(told.encodedQuery()).build();
        return Optional.of(new GsSession(api, location, at));
    }

    /** The one that a ticket names; empty when it is no ticket, or that of another object. */
    static Optional<GsSession> known(GsApi api, GsLocation location, String ticket)
            throws TransferException {
        String own = ticketsFor(location);
        if (!ticket.startsWith(own)) {
            return Optional.empty();
        }
        HttpUrl told = HttpUrl.parse("http://ticket" + ticket.substring(own.length()));
        return told == null ? Optional.empty() : of(api, location, told.encodedPath(), told);
    }

    /** What {@link #known} finds it again by. */
    Secret ticket() {
        return new Secret(ticketsFor(location) + at.encodedPath() + "?" + at.encodedQuery());
    }

    /** The session's URL need not say what it is for. */
    private static String ticketsFor(GsLocation location) {
        return TICKET + GsLocation.escaped(location.name()) + " ";
    }

    private HttpRequest put(String range) {
        return HttpRequest.of("PUT", location.url()).at(at).with("Content-Range", "bytes " + range);
    }

    private static String text(OptionalLong size) {
        return size.isPresent() ? String.valueOf(size.getAsLong()) : "*";
    }

    /**
     * Asks how far it is. Not with the length of the whole: where so much is there the store would
     * take that for the end, and show the object with nothing compared.
     *
     * @return empty when the store knows it no more
     */
    Optional<State> state() throws TransferException, InterruptedException {
        HttpRequest request = put("*/*").with(GsApi.nothing());
        try (HttpAnswer answer = api.send(request)) {
            return switch (answer.status()) {
                case 308 -> Optional.of(new State(kept(answer), Optional.empty()));
                case 200, 201 -> {
                    GsObject done = GsObject.of(GsApi.json(request, answer));
                    yield Optional.of(new State(done.size().orElse(0), Optional.of(done)));
                }
                case 404, 410, 499 -> Optional.empty();
                default -> throw api.failureOfUpload(request, answer);
            };
        }
    }

    private static long kept(HttpAnswer answer) {
        Matcher range = KEPT.matcher(answer.header("Range").orElse(""));
        return range.matches() ? Long.parseLong(range.group(1)) + 1 : 0;
    }

    /** Begins to send the bytes from one place to before another, which are not the last ones. */
    HttpUpload stream(long from, long to, OptionalLong size)
            throws TransferException, InterruptedException {
        HttpRequest request = put(from + "-" + (to - 1) + "/" + text(size));
        return HttpUpload.begin(api.conversation(), request, to - from);
    }

    /** Sends some bytes that are not the last ones, all at once. */
    void send(long from, byte[] bytes) throws TransferException, InterruptedException {
        HttpRequest request =
                put(from + "-" + (from + bytes.length - 1) + "/*")
                        .with(RequestBody.create(bytes, BYTES));
        try (HttpAnswer answer = api.send(request)) {
            confirm(answer, from + bytes.length);
        }
    }

    /**
     * Looks whether the store has kept all that it was sent.
     *
     * @throws TransferException {@link FailureKind#TRUNCATED} when it has not
     */
    void confirm(HttpAnswer answer, long sent) throws TransferException, InterruptedException {
        HttpRequest request = put("").with(GsApi.nothing());
        if (answer.status() != 308) {
            throw gone(request, answer);
        }
        long kept = kept(answer);
        if (kept != sent) {
            throw new TransferException(
                            FailureKind.TRUNCATED,
                            location.url(),
                            request
                                    + ": the store kept "
                                    + kept
                                    + " bytes of the "
                                    + sent
                                    + " sent")
                    .withStatus(answer.status())
                    .during(Phase.BODY)
                    .cameBy(answer.provenance());
        }
    }

    private TransferException gone(HttpRequest request, HttpAnswer answer)
            throws TransferException, InterruptedException {
        TransferException failure = api.failureOfUpload(request, answer);
        return ofPart(failure);
    }

    /** A failure while a part is sent; an upload that has expired can be begun again. */
    static TransferException ofPart(TransferException failure) {
        int status = failure.status().orElse(0);
        return status == 404 || status == 410
                ? GsFailures.as(
                        FailureKind.UNAVAILABLE,
                        failure,
                        failure.getMessage() + "; the store has given the upload up")
                : failure;
    }

    /**
     * Sends the last bytes, upon which the store compares and shows the object, or does neither.
     *
     * @param crc32c of the whole object, in base 64, if it is known
     */
    HttpAnswer complete(long from, byte[] bytes, Optional<String> crc32c)
            throws TransferException, InterruptedException {
        long size = from + bytes.length;
        String range = bytes.length == 0 ? "*/" + size : from + "-" + (size - 1) + "/" + size;
        HttpRequest request = put(range).with(RequestBody.create(bytes, BYTES));
        HttpRequest checked =
                crc32c.isPresent()
                        ? request.with("X-Goog-Hash", "crc32c=" + crc32c.get())
                        : request;
        HttpAnswer answer = api.send(checked);
        if (answer.status() == 200 || answer.status() == 201) {
            return answer;
        }
        try (answer) {
            if (answer.status() == 308) {
                confirm(answer, size);
            }
            throw gone(checked, answer);
        }
    }

    /** Gives it up; the store does so by itself after a week. */
    void cancel() throws TransferException, InterruptedException {
        HttpRequest request = HttpRequest.of("DELETE", location.url()).at(at).with(GsApi.nothing());
        api.send(request).close();
    }
}
