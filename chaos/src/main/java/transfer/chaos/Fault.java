package transfer.chaos;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Something that a {@link FaultProxy} does to a connection, or to a request where it understands
 * HTTP.
 *
 * <p>Positions count bytes from 0: of the server's answers on a connection, protocol overhead
 * (heads, TLS records) included, or of the body of one answer where the proxy understands HTTP; for
 * uploads those of the client.
 */
public sealed interface Fault {
    /** What plans, logs and counts call it. */
    default String word() {
        return switch (this) {
            case Refuse _ -> "refuse";
            case EmptyReply _ -> "empty_reply";
            case Garbage _ -> "tls_failure";
            case CutAfter _, CutUploadAfter _ -> "reset";
            case CloseAfter _ -> "limit_data";
            case Silence _ -> "timeout";
            case StallAfter _, StallUploadAfter _ -> "stall";
            case SlowClose _ -> "slow_close";
            case Rate _ -> "bandwidth";
            case Delay _ -> "latency";
            case Slice _ -> "slicer";
            case SwapWords _ -> "swap16";
            case Corrupt _, FlipBits _ -> "corrupt";
            case WrongEtag _ -> "etag";
            case IgnoreRange _ -> "ignore_range";
            case Partial _ -> "partial";
            case Answer answer -> answer.name();
        };
    }

    /**
     * Where something happens.
     *
     * @param value bytes, or a part of the body's length from 0 to 1
     * @param isPart which of the two
     */
    record Position(double value, boolean isPart) {
        /** What a part is a part of where no length is known. */
        private static final long ASSUMED_LENGTH = 64 << 10;

        public Position {
            if (!(value >= 0) || isPart && value > 1) {
                throw new IllegalArgumentException("a position of " + value);
            }
        }

        static Position at(long bytes) {
            return new Position(bytes, false);
        }

        /** In bytes; a negative length is an unknown one. */
        long in(long length) {
            return isPart ? (long) (value * (length < 0 ? ASSUMED_LENGTH : length)) : (long) value;
        }
    }

    /** Reset at once. */
    record Refuse() implements Fault {}

    /** Closed in an orderly way once the client has asked, without an answer. */
    record EmptyReply() implements Fault {}

    /** Random bytes in place of the server's first answer, and then the end. */
    record Garbage(long seed) implements Fault {}

    /** Reset after so many bytes of the answer. */
    record CutAfter(Position at) implements Fault {
        public CutAfter(long bytes) {
            this(Position.at(bytes));
        }
    }

    /** Closed in an orderly way after so many bytes of the answer. */
    record CloseAfter(Position at) implements Fault {
        public CloseAfter(long bytes) {
            this(Position.at(bytes));
        }
    }

    /**
     * No answer; the server is not asked.
     *
     * @param thenClose when the connection is closed after all; zero for never
     */
    record Silence(Duration thenClose) implements Fault {}

    /**
     * Nothing more comes after so many bytes of the answer, but the connection stays.
     *
     * @param thenClose for how long it stays; zero for ever
     */
    record StallAfter(Position at, Duration thenClose) implements Fault {
        public StallAfter(long bytes) {
            this(Position.at(bytes), Duration.ZERO);
        }
    }

    /** The end of a connection is passed on late. */
    record SlowClose(Duration delay) implements Fault {}

    /** The answer comes slowly. */
    record Rate(long bytesPerSecond) implements Fault {
        public Rate {
            if (bytesPerSecond <= 0) {
                throw new IllegalArgumentException("a rate of " + bytesPerSecond);
            }
        }
    }

    /** The first byte of each answer comes late. */
    record Delay(Duration beforeFirstByte) implements Fault {}

    /**
     * The answer comes in small pieces.
     *
     * @param size bytes of a piece on average
     * @param variation how much smaller or larger a piece may be
     * @param delay between two pieces
     */
    record Slice(int size, int variation, Duration delay, long seed) implements Fault {
        public Slice {
            if (size < 1 || variation < 0 || variation >= size) {
                throw new IllegalArgumentException(
                        "pieces of " + size + " bytes, give or take " + variation);
            }
        }
    }

    /**
     * In every so many-th packet two 16-bit words change places, which leaves the checksum of TCP
     * (RFC 9293, 3.1: a sum of 16-bit words) as it was.
     */
    record SwapWords(int packets, long seed) implements Fault {
        /** What fits into a packet on Ethernet. */
        static final int PACKET_BYTES = 1460;

        public SwapWords {
            if (packets < 1) {
                throw new IllegalArgumentException("every " + packets + "-th packet");
            }
        }
    }

    /**
     * Bytes of the answer are damaged.
     *
     * @param at the first of them
     * @param bytes how many
     * @param mask the bits that are inverted in each, 1 to 255
     */
    record Corrupt(Position at, int bytes, int mask) implements Fault {
        /** All bits of so many bytes from this position. */
        public static Corrupt inverting(long position, int bytes) {
            return new Corrupt(Position.at(position), bytes, 0xff);
        }
    }

    /**
     * Each byte of the answer has one bit inverted with this probability.
     *
     * @param rate above 0, at most 1
     */
    record FlipBits(double rate, long seed) implements Fault {
        public FlipBits {
            if (!(rate > 0 && rate <= 1)) {
                throw new IllegalArgumentException("a rate of " + rate);
            }
        }
    }

    /** Reset after so many bytes of the client. */
    record CutUploadAfter(Position at) implements Fault {
        public CutUploadAfter(long bytes) {
            this(Position.at(bytes));
        }
    }

    /** Nothing more is taken from the client after so many of its bytes. */
    record StallUploadAfter(Position at) implements Fault {
        public StallUploadAfter(long bytes) {
            this(Position.at(bytes));
        }
    }

    /** HTTP: the answer has another entity tag than the server gave it. */
    record WrongEtag(String tag) implements Fault {}

    /** HTTP: the server does not see that a range was asked for, and answers with the whole. */
    record IgnoreRange() implements Fault {}

    /** HTTP: the answer is said to be shorter than it is, and is. */
    record Partial(Position end) implements Fault {}

    /**
     * The server is not asked: once an HTTP request's head has come, these bytes are the answer and
     * the connection is closed in an orderly way.
     */
    record Answer(String name, byte[] bytes) implements Fault {
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
        return named("status", status, headers, body);
    }

    private static Answer named(String name, int status, List<String> headers, byte[] body) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " On Purpose\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (headers.stream().noneMatch(h -> h.regionMatches(true, 0, "Content-Length:", 0, 15))) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return new Answer(name, bytes.toByteArray());
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
        return named("web_page", 200, List.of("Content-Type: text/html; charset=utf-8"), page);
    }
}
