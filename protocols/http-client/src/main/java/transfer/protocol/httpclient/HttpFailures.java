package transfer.protocol.httpclient;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;

/** Statuses and exceptions of HTTP as failures. */
public final class HttpFailures {
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
            case ProxyRefusal refusal -> kind(refusal.status());
            case UnknownHostException _ -> FailureKind.CONNECTION;
            case SocketTimeoutException _ -> FailureKind.TIMED_OUT;
            case SocketException _ -> FailureKind.CONNECTION;
            case SSLPeerUnverifiedException _ -> FailureKind.UNTRUSTED;
            case SSLException e when isAboutCertificate(e) -> FailureKind.UNTRUSTED;
            case SSLException e when isBrokenOff(e) -> FailureKind.CONNECTION;
            case SSLHandshakeException _ -> FailureKind.UNTRUSTED;
            case SSLException _ -> FailureKind.CONNECTION;
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

    /**
     * Whether a failure can be how a server refuses a client for its certificate or for having
     * none.
     */
    static boolean mayBeRefusedCertificate(IOException failure) {
        boolean notReached = failure instanceof ConnectException;
        return !notReached
                && !isAboutCertificate(failure)
                && !(failure instanceof SSLPeerUnverifiedException)
                && (failure instanceof SSLException
                        || failure instanceof SocketException
                        || failure.getCause() instanceof EOFException);
    }

    /** Whether the server has ended the connection with words rather than by hanging up. */
    static boolean isAlert(IOException failure) {
        return failure instanceof SSLException e && !isBrokenOff(e);
    }

    private static boolean isAboutCertificate(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CertificateException || t instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    /** A peer that hangs up within a handshake says nothing of its certificate. */
    private static boolean isBrokenOff(IOException failure) {
        return failure.getCause() instanceof EOFException
                || failure.getCause() instanceof SocketException;
    }

    /** An answer that is no success, in words. */
    static TransferException of(HttpRequest request, HttpAnswer answer, String more, Instant now) {
        String from = answer.isRedirected() ? ", redirected to " + WireUrl.shown(answer.url()) : "";
        TransferException failure =
                new TransferException(
                        kind(answer.status()),
                        request.url(),
                        request + ": the server answered " + answer.statusLine() + from + more);
        return answer.header("Retry-After")
                .flatMap(value -> pause(value, now))
                .map(failure::notBefore)
                .orElse(failure);
    }

    /** An exception before the body, in words. */
    static TransferException of(HttpRequest request, IOException failure, String more) {
        return failure instanceof TransferException known
                ? known
                : new TransferException(
                        kind(failure),
                        request.url(),
                        request + ": " + reason(failure) + more,
                        failure);
    }

    static String reason(IOException failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage();
        return switch (failure) {
            case UnknownHostException _ -> "no address is known for the host (" + text + ")";
            case SocketTimeoutException _ -> "no answer in time (" + text + ")";
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
    static void throwIfInterrupted(Throwable failure) throws InterruptedException {
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
