package transfer.protocol.httpclient;

import java.net.ProtocolException;
import java.util.Locale;

/**
 * How the end of a body is told (RFC 9112, 6.3).
 *
 * @param way by what
 * @param length in bytes where that tells it; else 0
 * @param kept whether the connection may carry another answer after this one's end
 */
record Framing(Way way, long length, boolean kept) {
    enum Way {
        LENGTH,
        CHUNKS,
        /** The end of the connection, which proves nothing. */
        CLOSE
    }

    /**
     * @param bodiless whether the request was one for the head only
     * @throws ProtocolException when it is told in two ways, or in none that we understand
     */
    static Framing of(AnswerHead head, boolean bodiless) throws ProtocolException {
        long length = length(head);
        boolean chunked = isChunked(head);
        // told twice, or by who should not know it: somebody on the way may have read it otherwise
        boolean kept = head.isKept() && !(chunked && (length >= 0 || head.isOld()));
        int status = head.status();
        if ((status == 204 || status == 205) && (length > 0 || chunked) && !bodiless) {
            throw new ProtocolException("HTTP " + status + " with a body");
        }
        if (bodiless || status == 204 || status == 205 || status == 304) {
            return new Framing(Way.LENGTH, 0, kept);
        }
        if (chunked) {
            return new Framing(Way.CHUNKS, 0, kept);
        }
        return length >= 0
                ? new Framing(Way.LENGTH, length, kept)
                : new Framing(Way.CLOSE, 0, false);
    }

    /** Told twice alike is told; a list of the same number is, too (RFC 9110, 8.6). */
    private static long length(AnswerHead head) throws ProtocolException {
        long length = -1;
        for (String field : head.all("Content-Length")) {
            for (String text : field.split(",", -1)) {
                long told = number(text.strip());
                if (length >= 0 && told != length) {
                    throw new ProtocolException("the answer tells two lengths");
                }
                length = told;
            }
        }
        return length;
    }

    private static long number(String text) throws ProtocolException {
        boolean digits = !text.isEmpty() && text.length() <= 18;
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw new ProtocolException("the answer tells a length that is none");
        }
        return Long.parseLong(text);
    }

    private static boolean isChunked(AnswerHead head) throws ProtocolException {
        String codings = String.join(",", head.all("Transfer-Encoding")).toLowerCase(Locale.ROOT);
        return switch (codings.strip()) {
            case "", "identity" -> false;
            case "chunked" -> true;
            default ->
                    throw new ProtocolException(
                            "the answer comes in a transfer coding that was not asked for");
        };
    }
}
