package transfer.protocol.httpclient;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import transfer.protocol.Identity;

/**
 * What marks one state of a file: its strong entity tag, else its date and size where the date can
 * be relied on. A weak tag marks nothing, since two states may share it.
 */
final class HttpIdentity {
    private static final String TAG = "etag ";
    private static final String DATE = "modified ";

    /**
     * RFC 9110, 8.8.2.2: by how much a file must be older than the answer, so that it cannot have
     * changed again within the second that its date names.
     */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private HttpIdentity() {}

    static Optional<Identity> of(HttpAnswer answer, OptionalLong size) {
        return of(answer, answer.header("ETag"), answer.header("Last-Modified"), size);
    }

    /**
     * @param tag as in {@code ETag}
     * @param modified as in {@code Last-Modified}
     */
    static Optional<Identity> of(
            HttpAnswer answer, Optional<String> tag, Optional<String> modified, OptionalLong size) {
        return byTag(tag).or(() -> modified.flatMap(date -> byDate(answer, date, size)));
    }

    private static Optional<Identity> byTag(Optional<String> told) {
        // what is not ASCII may not have come as it was sent, and would not be known again
        return told.map(String::trim)
                .filter(HttpIdentity::isPrintable)
                .filter(tag -> tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\""))
                .map(tag -> new Identity(TAG + tag));
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    private static Optional<Identity> byDate(HttpAnswer answer, String date, OptionalLong size) {
        if (!isPrintable(date)) {
            return Optional.empty();
        }
        Optional<Instant> modified = HttpDate.parse(date);
        Optional<Instant> answered = answer.date("Date");
        boolean settled =
                modified.isPresent()
                        && answered.isPresent()
                        && Duration.between(modified.get(), answered.get()).compareTo(SETTLED) >= 0;
        return settled && size.isPresent()
                ? Optional.of(new Identity(DATE + date + " size " + size.getAsLong()))
                : Optional.empty();
    }

    /** Asks for the whole file or its beginning in this state only; else the server answers 412. */
    static HttpRequest onlyIf(HttpRequest request, Identity unchanged) {
        return isTag(unchanged)
                ? request.with("If-Match", value(unchanged))
                : request.with("If-Unmodified-Since", value(unchanged));
    }

    /** Asks for a range in this state only; else the server sends the whole new file. */
    static HttpRequest rangeIf(HttpRequest request, Identity unchanged) {
        return request.with("If-Range", value(unchanged));
    }

    private static boolean isTag(Identity identity) {
        return identity.mark().startsWith(TAG);
    }

    private static String value(Identity identity) {
        String mark = identity.mark();
        return isTag(identity)
                ? mark.substring(TAG.length())
                : mark.substring(DATE.length(), mark.lastIndexOf(" size "));
    }

    /**
     * Whether an answer is about this state of the file.
     *
     * @param size of the whole file as the answer tells it
     * @param conditional whether the server has been asked for this state and could have refused,
     *     so that it need not repeat what marks it; a tag it must repeat (RFC 9110, 15.3.7)
     */
    static boolean confirms(
            HttpAnswer answer, OptionalLong size, Identity wanted, boolean conditional) {
        if (isTag(wanted)) {
            return byTag(answer.header("ETag")).map(wanted::equals).orElse(false);
        }
        long wantedSize =
                Long.parseLong(wanted.mark().substring(wanted.mark().lastIndexOf(' ') + 1));
        boolean sameSize = size.isEmpty() || size.getAsLong() == wantedSize;
        Optional<String> date = answer.header("Last-Modified");
        return sameSize && date.map(value(wanted)::equals).orElse(conditional);
    }
}
