package transfer.protocol.httpclient;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.Challenge;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;

/**
 * What a server answered, whatever the status: headers at hand, the body still to be read. Belongs
 * to one thread at a time, and is closed by whoever asked.
 */
public final class HttpAnswer implements AutoCloseable {
    private final Received received;
    private final boolean redirected;
    private final Provenance provenance;

    /**
     * @param trace knows of the server what its answer does not tell
     */
    HttpAnswer(Received received, boolean redirected, CallTrace trace) {
        Provenance way = trace.provenance();
        this.received = received;
        this.redirected = redirected;
        this.provenance =
                new Provenance(
                        way.address(),
                        way.host(),
                        way.proxy(),
                        joined("Via"),
                        age(),
                        joined("X-Cache")
                                .filter(told -> !told.isEmpty())
                                .or(() -> joined("Cache-Status")),
                        header("Server"));
    }

    private Optional<String> joined(String name) {
        return Optional.of(String.join(", ", headers(name)));
    }

    private OptionalLong age() {
        Optional<String> seconds = header("Age").map(String::trim);
        return seconds.isPresent() && isNumber(seconds.get())
                ? OptionalLong.of(Long.parseLong(seconds.get()))
                : OptionalLong.empty();
    }

    public int status() {
        return received.status();
    }

    /** Whether the status is one of success, 200 to 299. */
    public boolean isSuccess() {
        return status() >= 200 && status() < 300;
    }

    /** The status with its name, as in {@code 404 Not Found}. */
    String statusLine() {
        String name = received.reason();
        return name.isBlank() ? String.valueOf(status()) : status() + " " + name;
    }

    /** The last header of this name. */
    public Optional<String> header(String name) {
        return received.header(name);
    }

    /** All headers of this name, in order. */
    public List<String> headers(String name) {
        return received.headers(name);
    }

    /** A header that holds a date; one that holds something else is as none. */
    public Optional<Instant> date(String name) {
        return header(name).flatMap(HttpDate::parse);
    }

    /**
     * What marks the state of a file that this answer's body describes, by the rules by which a
     * reading's state is marked.
     *
     * @param tag the file's entity tag, with its quotes
     * @param modified its date, written as in {@code Last-Modified}
     */
    public Optional<Identity> identity(
            Optional<String> tag, Optional<String> modified, OptionalLong size) {
        return HttpIdentity.of(this, tag, modified, size);
    }

    /**
     * How many bytes the whole file has that this answer is of: also in one with a part of it, and
     * in one that there is no such part.
     */
    public OptionalLong totalSize() {
        return status() == 206 || status() == 416
                ? ContentRange.of(this).map(ContentRange::total).orElse(OptionalLong.empty())
                : Representation.length(this);
    }

    /**
     * The bytes of this answer, 200 or 206, as they come: nothing is decoded and nothing guessed.
     * The reading closes the answer.
     *
     * @param request what was asked
     * @param stat what is known of the whole file
     * @param wanted which bytes were asked for
     * @throws TransferException {@link FailureKind#UNEXPECTED} when it holds another part
     */
    public Reading reading(HttpRequest request, FileStat stat, ReadRequest wanted)
            throws TransferException {
        if (status() != 206) {
            long length = Representation.length(this).orElse(-1);
            return new HttpReading(
                    request, this, content(), stat, new HttpReading.Span(0, length, -1));
        }
        Optional<ContentRange> told = ContentRange.of(this);
        if (told.isEmpty() || told.get().first().orElse(-1) != wanted.offset()) {
            throw new TransferException(
                            FailureKind.UNEXPECTED,
                            request.url(),
                            request
                                    + ": the server sent another part of the file than it was asked"
                                    + " for ("
                                    + header("Content-Range").orElse("it does not say which")
                                    + ")")
                    .withStatus(status())
                    .during(Phase.REQUEST)
                    .cameBy(provenance);
        }
        long announced = told.get().last().getAsLong() - wanted.offset() + 1;
        long rest = told.get().total().orElse(-1) - wanted.offset();
        long most = wanted.length().orElse(Long.MAX_VALUE);
        return new HttpReading(
                request,
                this,
                content(),
                stat,
                new HttpReading.Span(wanted.offset(), announced, Math.min(rest, most)));
    }

    /** A reading of no bytes where there are none at that place; it closes the answer. */
    public Reading readingOfNothing(HttpRequest request, FileStat stat, long offset) {
        return new HttpReading(
                request, this, Content.NOTHING, stat, new HttpReading.Span(offset, 0, -1));
    }

    /** The URL that answered, which after redirects is not the one that was asked. */
    public HttpUrl url() {
        return received.url().library();
    }

    /** The same as we have it. */
    WireUrl wireUrl() {
        return received.url();
    }

    public boolean isRedirected() {
        return redirected;
    }

    /** Which way it came. */
    public Provenance provenance() {
        return provenance;
    }

    public BufferedSource body() {
        return received.content().source();
    }

    Content content() {
        return received.content();
    }

    /** What the server wants to see, where it refused us for that (RFC 9110, 11.6.1). */
    List<Challenge> challenges() {
        Headers.Builder told = new Headers.Builder();
        headers("WWW-Authenticate")
                .forEach(value -> told.addUnsafeNonAscii("WWW-Authenticate", value));
        return new Response.Builder()
                .request(new Request.Builder().url(url()).build())
                .protocol(Protocol.HTTP_1_1)
                .code(401)
                .message("")
                .headers(told.build())
                .build()
                .challenges();
    }

    /** Whether a text is a number of bytes or seconds, and one that we can hold. */
    static boolean isNumber(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 18;
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return digits;
    }

    /** Gives up what was not read; the connection is used again if that is cheap. */
    @Override
    public void close() {
        received.close();
    }
}
