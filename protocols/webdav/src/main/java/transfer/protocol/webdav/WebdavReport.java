package transfer.protocol.webdav;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okio.BufferedSource;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpFailures;
import transfer.protocol.httpclient.HttpRequest;

/**
 * What a server says of a copy between servers while it makes it, in the body of its answer to COPY
 * (WLCG HTTP-TPC): blocks of lines from {@code Perf Marker} to {@code End} that tell how far it is,
 * and a last line that begins with {@code success} or {@code failure}. The status was sent before
 * the copy began and tells nothing of it.
 *
 * @param end how it ended, as the last line has it
 * @param text the last line, if it said so
 */
record WebdavReport(End end, String text) {
    /** Longer lines are none that this protocol has. */
    private static final int LONGEST_LINE = 4096;

    private static final int LONGEST_TEXT = 300;

    private static final Pattern STATUS =
            Pattern.compile(
                    "(?:status|code|response|http/1\\.[01]|error)[ :=]+([1-5]\\d\\d)\\b",
                    Pattern.CASE_INSENSITIVE);

    /** How a copy ended. */
    enum End {
        SUCCESS,
        FAILURE,
        /** The report broke off: there were marks on the way and no last word. */
        UNKNOWN,
        /** It was no report; the status of the answer is what counts. */
        NO_REPORT
    }

    /**
     * What the answer to a COPY that never leaves its server says after a status of success: XRootD
     * copies by sending to itself, and reports that as any other copy.
     */
    static Optional<TransferException> failureOf(HttpRequest request, HttpAnswer answer)
            throws TransferException, InterruptedException {
        WebdavReport report = of(request, answer, _ -> {});
        return switch (report.end) {
            case SUCCESS, NO_REPORT -> Optional.empty();
            case FAILURE, UNKNOWN ->
                    Optional.of(
                            new TransferException(
                                            report.kind(),
                                            request.url(),
                                            request + ": the server reports " + report.shown())
                                    .during(Phase.BODY)
                                    .cameBy(answer.provenance()));
        };
    }

    static WebdavReport of(HttpRequest request, HttpAnswer answer, LongConsumer moved)
            throws TransferException, InterruptedException {
        try {
            return read(answer.body(), moved);
        } catch (IOException e) {
            HttpFailures.throwIfInterrupted(e);
            throw HttpFailures.inBody(request, answer, e, "the report of the copy broke off");
        }
    }

    /**
     * Reads to the end.
     *
     * @param moved told of each mark's progress
     */
    static WebdavReport read(BufferedSource body, LongConsumer moved) throws IOException {
        Map<String, Long> stripes = new HashMap<>();
        String stripe = "0";
        boolean marked = false;
        String last = "";
        while (!body.exhausted()) {
            String line = line(body).trim();
            String value = line.substring(line.indexOf(':') + 1).trim();
            if (line.equals("Perf Marker")) {
                marked = true;
            } else if (line.startsWith("Stripe Index:")) {
                stripe = value;
            } else if (line.startsWith("Stripe Bytes Transferred:")) {
                advance(stripes, stripe, value, moved);
            }
            last = line.isEmpty() ? last : line;
        }
        return of(last, marked);
    }

    private static WebdavReport of(String last, boolean marked) {
        String word = last.toLowerCase(Locale.ROOT);
        if (word.startsWith("success")) {
            return new WebdavReport(End.SUCCESS, last);
        }
        if (word.startsWith("fail") || word.startsWith("abort") || word.startsWith("error:")) {
            return new WebdavReport(End.FAILURE, last);
        }
        return new WebdavReport(marked ? End.UNKNOWN : End.NO_REPORT, "");
    }

    private static String line(BufferedSource body) throws IOException {
        long end = body.indexOf((byte) '\n', 0, LONGEST_LINE);
        if (end >= 0) {
            String line = body.readString(end, StandardCharsets.UTF_8);
            body.skip(1);
            return line;
        }
        body.request(LONGEST_LINE);
        long rest = Math.min(LONGEST_LINE, body.getBuffer().size());
        return body.readString(rest, StandardCharsets.UTF_8);
    }

    private static void advance(
            Map<String, Long> stripes, String stripe, String value, LongConsumer moved) {
        if (!value.matches("\\d{1,18}")) {
            return;
        }
        long now = Long.parseLong(value);
        long before = stripes.getOrDefault(stripe, 0L);
        if (now > before) {
            stripes.put(stripe, now);
            moved.accept(now - before);
        }
    }

    /** The status that the other server answered to the one that made the copy, if it is told. */
    Optional<Integer> status() {
        Matcher found = STATUS.matcher(text);
        return found.find() ? Optional.of(Integer.valueOf(found.group(1))) : Optional.empty();
    }

    private record Sign(FailureKind kind, List<String> words) {}

    /** There is no code for these anywhere: only words, which are curl's, XRootD's and dCache's. */
    private static final List<Sign> SIGNS =
            List.of(
                    new Sign(FailureKind.NO_SPACE, List.of("no space", "quota", "disk full")),
                    new Sign(FailureKind.CHECKSUM_MISMATCH, List.of("checksum")),
                    new Sign(FailureKind.TIMED_OUT, List.of("timeout", "timed out", "too slow")),
                    new Sign(FailureKind.UNTRUSTED, List.of("certificate", "ssl peer", "ssl ca")),
                    new Sign(
                            FailureKind.ACCESS_DENIED,
                            List.of("permission denied", "forbidden", "not authorized")),
                    new Sign(FailureKind.NOT_FOUND, List.of("no such file", "not found")),
                    new Sign(
                            FailureKind.CONNECTION,
                            List.of(
                                    "connect",
                                    "resolve host",
                                    "returned nothing",
                                    "partial file")));

    /** What a failure means. */
    FailureKind kind() {
        if (status().isPresent()) {
            return HttpFailures.kind(status().get());
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return SIGNS.stream()
                .filter(sign -> sign.words.stream().anyMatch(lower::contains))
                .map(Sign::kind)
                .findFirst()
                .orElse(FailureKind.UNEXPECTED);
    }

    /** The last line for people: without what queries of URLs hold, which may be secrets. */
    String shown() {
        String plain =
                text.replaceAll("\\?\\S+", "?...")
                        .replaceAll("(?i)(authz=|bearer(?:%20|\\s|:)+)\\S+", "$1...")
                        .replaceAll("\\p{Cntrl}+", " ");
        return plain.length() > LONGEST_TEXT ? plain.substring(0, LONGEST_TEXT) + "..." : plain;
    }
}
