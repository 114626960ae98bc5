package transfer.protocol.httpclient;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import okio.Okio;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/**
 * Files of one server, by GET, HEAD and PUT. Belongs to one thread at a time; readings and writings
 * of it are independent of each other.
 *
 * <p>Names that end in a slash are what the server makes of them, which may be a page. A name that
 * the server redirects to itself with a slash is a directory and cannot be read.
 */
public final class HttpFiles {
    private static final Set<DigestAlgorithm> DIGESTS = EnumSet.allOf(DigestAlgorithm.class);

    /** From this size on a connection's set-up matters less than what it carries. */
    private static final long BULKY = 4 << 20;

    private final HttpConversation conversation;

    public HttpFiles(HttpConversation conversation) {
        this.conversation = conversation;
    }

    /** See {@link transfer.protocol.Inspector#stat}; by HEAD, or by GET where that is refused. */
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        return stat(url, DIGESTS, false);
    }

    /** See {@link transfer.protocol.Digester#digest}. */
    public Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        FileStat stat = stat(url, wanted, true);
        return wanted.stream().flatMap(algorithm -> stat.digest(algorithm).stream()).findFirst();
    }

    /** What the server says of a file that it has just taken, if we may ask. */
    FileStat statAfterWrite(TransferUrl url) throws TransferException, InterruptedException {
        try {
            return stat(url, DIGESTS, true);
        } catch (TransferException e) {
            return switch (e.kind()) {
                case ACCESS_DENIED, BAD_CREDENTIALS, UNSUPPORTED, NOT_FOUND -> FileStat.unknown();
                default -> throw e;
            };
        }
    }

    private FileStat stat(TransferUrl url, Set<DigestAlgorithm> digests, boolean pastCaches)
            throws TransferException, InterruptedException {
        HttpRequest head =
                DigestFields.wanted(HttpRequest.of("HEAD", url), digests)
                        .byIf(pastCaches, HttpRequest.Traffic.PAST_CACHES);
        try (HttpAnswer answer = conversation.send(head)) {
            switch (answer.status()) {
                case 200, 203, 204 -> {
                    Representation found = Representation.of(answer, conversation.wire(url));
                    if (!found.lacksLength()) {
                        return found.stat();
                    }
                }
                // also what a URL says that was signed for GET
                case 403, 405, 501 -> {}
                default -> throw conversation.failure(head, answer);
            }
        }
        return statByGet(url, digests, pastCaches);
    }

    private FileStat statByGet(TransferUrl url, Set<DigestAlgorithm> digests, boolean pastCaches)
            throws TransferException, InterruptedException {
        HttpRequest get =
                DigestFields.wanted(HttpRequest.of("GET", url), digests)
                        .with("Range", "bytes=0-0")
                        .byIf(pastCaches, HttpRequest.Traffic.PAST_CACHES);
        try (HttpAnswer answer = conversation.send(get)) {
            Representation found = Representation.of(answer, conversation.wire(url));
            boolean empty = found.size().isPresent() && found.size().getAsLong() == 0;
            return switch (answer.status()) {
                case 200, 203, 204, 206 -> found.stat();
                case 416 -> {
                    if (!empty) {
                        throw conversation.failure(get, answer);
                    }
                    yield found.stat();
                }
                default -> throw conversation.failure(get, answer);
            };
        }
    }

    /** See {@link transfer.protocol.Source#read}. */
    public Reading read(TransferUrl url, ReadRequest wanted)
            throws TransferException, InterruptedException {
        HttpRequest request = request(url, wanted);
        HttpAnswer answer = conversation.send(request);
        if (DigestFields.isFailureOf(request, answer)) {
            answer.close();
            request = request.without("Want-Digest");
            answer = conversation.send(request);
        }
        Optional<Reading> reading = Optional.empty();
        try {
            reading = reading(request, answer, wanted);
        } catch (IOException e) {
            HttpFailures.throwIfInterrupted(e);
            throw HttpFailures.inBody(request, answer, e, "broke off");
        } finally {
            if (reading.isEmpty()) {
                answer.close();
            }
        }
        // a part of coded bytes is a part of nothing that we could use
        return reading.isPresent()
                ? reading.get()
                : read(
                        url,
                        new ReadRequest(
                                0, OptionalLong.empty(), Optional.empty(), wanted.pastCaches()));
    }

    private static HttpRequest request(TransferUrl url, ReadRequest wanted) {
        HttpRequest request =
                HttpRequest.of("GET", url)
                        .by(HttpRequest.Traffic.CACHEABLE)
                        .byIf(wanted.pastCaches(), HttpRequest.Traffic.PAST_CACHES)
                        .byIf(
                                wanted.length().orElse(Long.MAX_VALUE) >= BULKY,
                                HttpRequest.Traffic.BULK);
        boolean part = wanted.offset() > 0 || wanted.length().isPresent();
        if (part) {
            // of nothing no range can be asked: then of one byte, which is not passed on
            long count = Math.max(1, wanted.length().orElse(0));
            String last =
                    wanted.length().isPresent() ? String.valueOf(wanted.offset() + count - 1) : "";
            request = request.with("Range", "bytes=" + wanted.offset() + "-" + last);
        } else {
            request = DigestFields.wanted(request, DIGESTS);
        }
        if (wanted.unchanged().isPresent()) {
            Identity unchanged = wanted.unchanged().get();
            request =
                    wanted.offset() > 0
                            ? HttpIdentity.rangeIf(request, unchanged)
                            : HttpIdentity.onlyIf(request, unchanged);
        }
        return request;
    }

    /** Empty when the answer is a part of something coded. */
    private Optional<Reading> reading(HttpRequest request, HttpAnswer answer, ReadRequest wanted)
            throws IOException, InterruptedException {
        Representation found = Representation.of(answer, conversation.wire(request.url()));
        switch (answer.status()) {
            case 200, 203, 204 -> {
                return Optional.of(whole(request, found, wanted));
            }
            case 206 -> {
                return found.coding() == ContentCoding.GZIP
                        ? Optional.empty()
                        : Optional.of(part(request, found, wanted));
            }
            case 416 -> {
                return Optional.of(beyond(request, found, wanted));
            }
            default -> throw conversation.failure(request, answer);
        }
    }

    private Reading whole(HttpRequest request, Representation told, ReadRequest wanted)
            throws IOException {
        if (told.isDirectory()) {
            throw failure(
                    FailureKind.BAD_REQUEST,
                    request,
                    "is a directory on that server (its page has the same name with a slash)");
        }
        Representation found = told;
        Content content = told.answer().content();
        if (told.coding() == ContentCoding.GZIP) {
            if (GzipCoding.begins(content)) {
                content =
                        new LibraryContent(
                                Okio.buffer(Okio.source(GzipCoding.decode(content.source()))));
            } else {
                found = told.asItComes();
            }
        }
        refuseForeign(request, found);
        Optional<Identity> unchanged = wanted.unchanged();
        // behind an offset the new file is what RFC 9110 has the server send; the caller sees it
        if (unchanged.isPresent()
                && wanted.offset() == 0
                && !HttpIdentity.confirms(found.answer(), found.size(), unchanged.get(), true)) {
            throw failure(FailureKind.CHANGED, request, "is another file now");
        }
        refusePage(request, found, content);
        long length = found.size().orElse(-1);
        return new HttpReading(
                request,
                found.answer(),
                content,
                found.stat(),
                new HttpReading.Span(0, length, -1));
    }

    private Reading part(HttpRequest request, Representation found, ReadRequest wanted)
            throws IOException {
        HttpAnswer answer = found.answer();
        Optional<ContentRange> told = ContentRange.of(answer);
        if (request.fields().get("Range").isEmpty()
                || told.isEmpty()
                || told.get().first().orElse(-1) != wanted.offset()) {
            throw failure(
                    FailureKind.UNEXPECTED,
                    request,
                    "the server sent another part of the file than it was asked for ("
                            + answer.header("Content-Range").orElse("it does not say which")
                            + ")");
        }
        refuseForeign(request, found);
        Optional<Identity> unchanged = wanted.unchanged();
        if (unchanged.isPresent()
                && !HttpIdentity.confirms(answer, found.size(), unchanged.get(), true)) {
            throw failure(FailureKind.CHANGED, request, "is another file now");
        }
        if (wanted.offset() == 0) {
            refusePage(request, found, answer.content());
        }
        FileStat stat = unchanged.map(found::stat).orElseGet(found::stat);
        if (wanted.length().orElse(1) == 0) {
            return nothing(request, answer, stat, wanted.offset());
        }
        long announced = told.get().last().getAsLong() - wanted.offset() + 1;
        long rest = found.size().isPresent() ? found.size().getAsLong() - wanted.offset() : -1;
        long most = wanted.length().orElse(Long.MAX_VALUE);
        return new HttpReading(
                request,
                answer,
                answer.content(),
                stat,
                new HttpReading.Span(wanted.offset(), announced, Math.min(rest, most)));
    }

    /** The range lies behind the end, which is right where the file ends just there. */
    private Reading beyond(HttpRequest request, Representation found, ReadRequest wanted)
            throws TransferException, InterruptedException {
        Optional<Identity> unchanged = wanted.unchanged();
        FileStat now = found.stat();
        // Apache 2.4 does not tell the size with this status, nginx 1.22 not the tag
        if (now.size().isEmpty() || unchanged.isPresent() && now.identity().isEmpty()) {
            now = stat(request.url(), DIGESTS, true);
        }
        boolean same = unchanged.isEmpty() || unchanged.equals(now.identity());
        if (now.size().orElse(-1) != wanted.offset() || !same) {
            throw failure(
                    FailureKind.CHANGED,
                    request,
                    "has no bytes from " + wanted.offset() + " on, or is another file now");
        }
        return nothing(request, found.answer(), now, wanted.offset());
    }

    private static Reading nothing(
            HttpRequest request, HttpAnswer answer, FileStat stat, long offset) {
        return answer.readingOfNothing(request, stat, offset);
    }

    private static void refuseForeign(HttpRequest request, Representation found)
            throws TransferException {
        if (found.coding() == ContentCoding.FOREIGN) {
            throw failure(
                    FailureKind.WRONG_CONTENT,
                    request,
                    "the server sent it coded as "
                            + String.join(", ", found.answer().headers("Content-Encoding"))
                            + ", although the file itself was asked for");
        }
    }

    private void refusePage(HttpRequest request, Representation found, Content content)
            throws IOException {
        if (conversation.network().allowHtml() || found.nameEnds().isEmpty()) {
            return;
        }
        byte[] beginning = content.beginning(ExpectedContent.ENOUGH);
        if (ExpectedContent.isPageInstead(found.nameEnds(), found.contentType(), beginning)) {
            throw failure(
                    FailureKind.WRONG_CONTENT,
                    request,
                    "the server sent a web page, and the name promises something else; a log-in or"
                            + " an error, as a rule");
        }
    }

    private static TransferException failure(FailureKind kind, HttpRequest request, String why) {
        return new TransferException(kind, request.url(), request + ": " + why);
    }

    /** See {@link transfer.protocol.Sink#write}. */
    public Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        return new HttpWriting(this, conversation, url, request.size()).begin();
    }
}
