package transfer.protocol.httpclient;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import transfer.protocol.FailureKind;
import transfer.protocol.LocalFailures;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;
import transfer.protocol.tls.TlsFault;

/** Statuses and exceptions of HTTP as failures. */
public final class HttpFailures {
    /** All that the library says of a proxy's refusal to make a tunnel. */
    private static final Pattern REFUSED_TUNNEL =
            Pattern.compile("Unexpected response code for CONNECT: (\\d{3})");

    private HttpFailures() {}

    /** The failure that a status stands for; also for statuses of success where they are none. */
    public static FailureKind kind(int status) {
        return switch (status) {
            // tape systems answer it while the file is being brought from tape
            case 202 -> FailureKind.UNAVAILABLE;
            case 401, 407, 495, 496 -> FailureKind.BAD_CREDENTIALS;
            case 402, 403, 451 -> FailureKind.ACCESS_DENIED;
            case 404, 410 -> FailureKind.NOT_FOUND;
            case 405, 411, 426, 501, 505 -> FailureKind.UNSUPPORTED;
            case 408 -> FailureKind.TIMED_OUT;
            // the request conflicts with what is stored there, and will until somebody changes that
            case 409 -> FailureKind.ALREADY_EXISTS;
            case 412, 416 -> FailureKind.CHANGED;
            case 421, 423 -> FailureKind.UNAVAILABLE;
            case 425, 429, 509, 529 -> FailureKind.THROTTLED;
            case 507 -> FailureKind.NO_SPACE;
            default ->
                    switch (status / 100) {
                        case 4 -> FailureKind.BAD_REQUEST;
                        case 5 -> FailureKind.UNAVAILABLE;
                        default -> FailureKind.UNEXPECTED;
                    };
        };
    }

    /** The failure that an exception stands for which came before the answer's body. */
    static FailureKind kind(IOException failure) {
        return switch (failure) {
            case TransferException known -> known.kind();
            case IOException e when status(e).isPresent() -> kind(status(e).getAsInt());
            case UnknownHostException _ -> FailureKind.CONNECTION;
            case SocketTimeoutException _ -> FailureKind.TIMED_OUT;
            case SocketException _ -> FailureKind.CONNECTION;
            case SSLException e -> TlsFault.kind(e);
            case EOFException _ -> FailureKind.CONNECTION;
            case IOException e when e.getCause() instanceof EOFException -> FailureKind.CONNECTION;
            default -> FailureKind.UNEXPECTED;
        };
    }

    /** The failure that an exception stands for which came in the middle of a body. */
    static FailureKind kindInBody(IOException failure) {
        return switch (failure) {
            case EOFException _, ProtocolException _ -> FailureKind.TRUNCATED;
            default -> {
                // what the library throws for a stream that the server reset has no public name
                FailureKind kind = kind(failure);
                yield kind == FailureKind.UNEXPECTED ? FailureKind.CONNECTION : kind;
            }
        };
    }

    /** An answer that is no success, in words. */
    static TransferException of(HttpRequest request, HttpAnswer answer, String more, Instant now) {
        String from = answer.isRedirected() ? ", redirected to " + answer.wireUrl().shown() : "";
        TransferException failure =
                new TransferException(
                        kind(answer.status()),
                        request.url(),
                        request + ": the server answered " + answer.statusLine() + from + more);
        TransferException told =
                failure.withStatus(answer.status())
                        .during(isRefusedLogin(answer.status()) ? Phase.LOGIN : Phase.REQUEST)
                        .cameBy(answer.provenance());
        return answer.header("Retry-After")
                .flatMap(value -> pause(value, now))
                .map(told::notBefore)
                .orElse(told);
    }

    private static boolean isRefusedLogin(int status) {
        return status == 401 || status == 407;
    }

    /** The same failure as one of another kind and in other words. */
    static TransferException of(TransferException failure, FailureKind kind, String message) {
        TransferException other =
                new TransferException(kind, failure.url(), message, failure)
                        .cameBy(failure.provenance());
        return failure.status().isPresent() ? other.withStatus(failure.status().getAsInt()) : other;
    }

    /** A failure after an answer, with what that tells of it where nothing better is known. */
    static TransferException after(HttpAnswer answer, TransferException failure, Phase phase) {
        TransferException placed = failure.orDuring(phase);
        return placed.provenance().equals(Provenance.UNKNOWN)
                ? placed.cameBy(answer.provenance())
                : placed;
    }

    /**
     * An exception in the middle of a body, in words.
     *
     * @param how it broke off: {@code broke off after 3 of 7 bytes}
     */
    public static TransferException inBody(
            HttpRequest request, HttpAnswer answer, IOException failure, String how) {
        if (failure instanceof TransferException known) {
            return after(answer, known, Phase.BODY);
        }
        TransferException broken =
                new TransferException(
                        kindInBody(failure),
                        request.url(),
                        request + ": " + how + ": " + reason(failure),
                        failure);
        TransferException named =
                LocalFailures.errno(failure).map(broken::withErrno).orElse(broken);
        return after(answer, named, Phase.BODY);
    }

    /** An exception before the body, in words. */
    static TransferException of(
            HttpRequest request, IOException failure, String more, CallTrace trace) {
        if (failure instanceof TransferException known) {
            return known;
        }
        Phase phase = phase(failure, trace.phase());
        TransferException broken =
                new TransferException(
                                kind(failure),
                                request.url(),
                                request + ": " + reason(failure) + more,
                                failure)
                        .during(phase)
                        .cameBy(trace.provenance());
        TransferException named = errno(failure, phase).map(broken::withErrno).orElse(broken);
        OptionalInt status = status(failure);
        return status.isPresent() ? named.withStatus(status.getAsInt()) : named;
    }

    /**
     * Of several addresses that were tried the library throws what came of the first, so what an
     * exception says of itself counts for more than how far we came.
     */
    private static Phase phase(IOException failure, Phase reached) {
        return switch (failure) {
            case UnknownHostException _ -> Phase.RESOLVE;
            case ConnectException _, NoRouteToHostException _ -> Phase.CONNECT;
            case SSLHandshakeException _, SSLPeerUnverifiedException _ -> Phase.TLS;
            case ProxyRefusal _ -> Phase.LOGIN;
            default -> reached;
        };
    }

    private static Optional<String> errno(IOException failure, Phase phase) {
        return switch (failure) {
            case UnknownHostException e -> Optional.of(errnoOfLookup(e));
            case SocketTimeoutException _ when phase == Phase.CONNECT -> Optional.of("ETIMEDOUT");
            default ->
                    TlsFault.of(failure).map(TlsFault::code).or(() -> LocalFailures.errno(failure));
        };
    }

    /**
     * The names of {@code getaddrinfo} (RFC 3493, 6.1). The runtime adds the C library's text to
     * the host's name, but not when it remembers that a look-up has failed.
     */
    private static String errnoOfLookup(UnknownHostException failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage();
        if (text.endsWith("Temporary failure in name resolution")) {
            return "EAI_AGAIN";
        }
        return text.endsWith("No address associated with hostname") ? "EAI_NODATA" : "EAI_NONAME";
    }

    /** What a proxy answered that did not let us through. */
    private static OptionalInt status(IOException failure) {
        if (failure instanceof ProxyRefusal refusal) {
            return OptionalInt.of(refusal.status());
        }
        Matcher refused =
                REFUSED_TUNNEL.matcher(failure.getMessage() == null ? "" : failure.getMessage());
        return refused.matches()
                ? OptionalInt.of(Integer.parseInt(refused.group(1)))
                : OptionalInt.empty();
    }

    static String reason(IOException failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage();
        return switch (failure) {
            case UnknownHostException _ -> "no address is known for the host (" + text + ")";
            case SocketTimeoutException _ -> "no answer in time (" + text + ")";
            // the library says where to, and only its cause why not
            case ConnectException e when e.getCause() instanceof ConnectException why ->
                    text + ": " + why.getMessage();
            case SSLException e when TlsFault.of(e).isPresent() -> TlsFault.of(e).get().words(text);
            default -> text.isEmpty() ? failure.getClass().getSimpleName() : text;
        };
    }

    /** The pause that a {@code Retry-After} asks for (RFC 9110, 10.2.3): seconds, or a date. */
    static Optional<Duration> pause(String retryAfter, Instant now) {
        String text = retryAfter.trim();
        if (!text.isEmpty()
                && text.length() <= 9
                && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(Duration.ofSeconds(Integer.parseInt(text)));
        }
        try {
            Instant then =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration pause = Duration.between(now, then);
            return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /**
     * Whether the library was stopped because its thread was interrupted. If so, says it the way
     * Java does; the library's own ways are several.
     */
    public static void throwIfInterrupted(Throwable failure) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        boolean told =
                failure instanceof InterruptedException
                        || failure instanceof ClosedByInterruptException
                        || failure instanceof InterruptedIOException
                                && !(failure instanceof SocketTimeoutException);
        if (interrupted || told) {
            InterruptedException cancelled = new InterruptedException();
            cancelled.initCause(failure);
            throw cancelled;
        }
    }
}
