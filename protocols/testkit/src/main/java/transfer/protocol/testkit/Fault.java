package transfer.protocol.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Something that a {@link FaultProxy} does to a connection. Positions count the bytes of the
 * server's answer on that connection from 0, protocol overhead (heads, TLS records) included; for
 * uploads, those of the client.
 */
public sealed interface Fault {
    /** Reset at once. */
    record Refuse() implements Fault {}

    /** Reset after so many bytes of the answer. */
    record CutAfter(long bytes) implements Fault {}

    /** Closed in an orderly way after so many bytes of the answer. */
    record CloseAfter(long bytes) implements Fault {}

    /** Nothing more comes after so many bytes of the answer, but the connection stays. */
    record StallAfter(long bytes) implements Fault {}

    /** The answer comes slowly. */
    record Rate(long bytesPerSecond) implements Fault {
        public Rate {
            if (bytesPerSecond <= 0) {
                throw new IllegalArgumentException("a rate of " + bytesPerSecond);
            }
        }
    }

    /** The first byte of the answer comes late. */
    record Delay(Duration beforeFirstByte) implements Fault {}

    /** All bits of the bytes at this position of the answer and the next are inverted. */
    record FlipPairAt(long position) implements Fault {}

    /** Reset after so many bytes of the client. */
    record CutUploadAfter(long bytes) implements Fault {}

    /** Nothing more is taken from the client after so many of its bytes. */
    record StallUploadAfter(long bytes) implements Fault {}

    /**
     * The server is not asked: once an HTTP request's head has come, these bytes are the answer and
     * the connection is closed in an orderly way.
     */
    record Answer(byte[] bytes) implements Fault {
        public Answer {
            bytes = bytes.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /**
     * An HTTP answer in place of the server's.
     *
     * @param headers lines such as {@code Retry-After: 1}; a {@code Content-Length} among them is
     *     sent as it is, true or not, and the right one is added where there is none
     */
    static Answer answer(int status, List<String> headers, byte[] body) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " On Purpose\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (headers.stream().noneMatch(h -> h.regionMatches(true, 0, "Content-Length:", 0, 15))) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return new Answer(bytes.toByteArray());
    }

    /** The server is busy and says when to come back. */
    static Answer busy(Duration retryAfter) {
        return answer(503, List.of("Retry-After: " + retryAfter.toSeconds()), new byte[0]);
    }

    /** A web page with status 200 where a file was asked for. */
    static Answer webPage() {
        byte[] page =
                "<!DOCTYPE html>\n<html><body>Please log in.</body></html>\n"
                        .getBytes(StandardCharsets.UTF_8);
        return answer(200, List.of("Content-Type: text/html; charset=utf-8"), page);
    }
}
