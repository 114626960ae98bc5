package transfer.protocol.ftp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import transfer.protocol.FailureKind;
import transfer.protocol.LocalFailures;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.tls.TlsFault;

/** Answers and exceptions of FTP as failures. */
final class FtpFailures {
    private FtpFailures() {}

    /**
     * The failure that an answer stands for (RFC 959, 4.2.2). 550 and 553 stand for several; who
     * can look more closely does.
     */
    static FailureKind kind(int code) {
        return switch (code) {
            // so many at once are too many; to those who were idle for too long it says the same
            case 421 -> FailureKind.THROTTLED;
            case 425, 426 -> FailureKind.CONNECTION;
            case 452, 552 -> FailureKind.NO_SPACE;
            case 430, 530, 331, 332 -> FailureKind.BAD_CREDENTIALS;
            case 500, 502, 504, 522, 534, 536 -> FailureKind.UNSUPPORTED;
            case 521 -> FailureKind.ALREADY_EXISTS;
            case 532, 533, 553 -> FailureKind.ACCESS_DENIED;
            case 550 -> FailureKind.NOT_FOUND;
            default ->
                    switch (code / 100) {
                        case 4 -> FailureKind.UNAVAILABLE;
                        case 5 -> FailureKind.BAD_REQUEST;
                        default -> FailureKind.UNEXPECTED;
                    };
        };
    }

    /** The failure that an exception stands for. */
    static FailureKind kind(IOException failure) {
        return switch (failure) {
            case TransferException known -> known.kind();
            case FtpRefusal refusal when refusal.isWithoutTls() -> FailureKind.UNSUPPORTED;
            case FtpRefusal refusal -> kind(refusal.code());
            case FtpExcess _ -> FailureKind.UNSUPPORTED;
            case IOException e when isTimeout(e) -> FailureKind.TIMED_OUT;
            case SSLException e -> TlsFault.kind(e);
            case EOFException _ -> FailureKind.TRUNCATED;
            case UnknownHostException _,
                    SocketException _,
                    ClosedChannelException _,
                    FTPConnectionClosedException _ ->
                    FailureKind.CONNECTION;
            case IOException e when LocalFailures.errno(e).isPresent() -> FailureKind.CONNECTION;
            default -> FailureKind.UNEXPECTED;
        };
    }

    /** The library wraps the one of a greeting that does not come. */
    private static boolean isTimeout(IOException failure) {
        return failure instanceof SocketTimeoutException
                || failure.getCause() instanceof SocketTimeoutException;
    }

    /**
     * An exception in words.
     *
     * @param doing what was attempted, in words that go before the URL: {@code cannot read}
     */
    static TransferException of(TransferUrl url, String doing, IOException failure, Phase phase) {
        if (failure instanceof TransferException known) {
            return known.orDuring(phase);
        }
        return as(kind(failure), url, doing, failure, phase);
    }

    /** An exception in words, and what may be behind it. */
    static TransferException withHint(
            TransferUrl url, String doing, IOException failure, Phase phase, String hint) {
        String text = doing + " " + url + ": " + reason(failure) + " (" + hint + ")";
        return worded(kind(failure), url, text, failure, phase);
    }

    /** An exception in words, of a kind that somebody found out by looking. */
    static TransferException as(
            FailureKind kind, TransferUrl url, String doing, IOException failure, Phase phase) {
        Phase where = phase(failure, phase);
        return worded(kind, url, doing + " " + url + ": " + reason(failure), failure, where);
    }

    private static TransferException worded(
            FailureKind kind, TransferUrl url, String text, IOException failure, Phase phase) {
        TransferException broken = new TransferException(kind, url, text, failure).during(phase);
        TransferException named = errno(failure, phase).map(broken::withErrno).orElse(broken);
        return failure instanceof FtpRefusal refusal ? named.withStatus(refusal.code()) : named;
    }

    private static Phase phase(IOException failure, Phase reached) {
        return switch (failure) {
            case UnknownHostException _ -> Phase.RESOLVE;
            case SSLHandshakeException _ -> Phase.TLS;
            default -> reached;
        };
    }

    /** The same failure, heard of over this connection. */
    static TransferException by(FtpConnection connection, TransferException failure) {
        return failure.provenance().equals(Provenance.UNKNOWN)
                ? failure.cameBy(connection.provenance())
                : failure;
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
     * The names of {@code getaddrinfo} (RFC 3493, 6.1), from the C library's text that the runtime
     * adds to the host's name.
     */
    private static String errnoOfLookup(UnknownHostException failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage();
        if (text.endsWith("Temporary failure in name resolution")) {
            return "EAI_AGAIN";
        }
        return text.endsWith("No address associated with hostname") ? "EAI_NODATA" : "EAI_NONAME";
    }

    private static String reason(IOException failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage();
        return switch (failure) {
            case UnknownHostException _ -> "no address is known for the host (" + text + ")";
            case IOException e when isTimeout(e) -> "no answer in time (" + text + ")";
            case SSLException e when TlsFault.of(e).isPresent() -> TlsFault.of(e).get().words(text);
            case FTPConnectionClosedException _ -> "the server closed the control connection";
            case ClosedChannelException _ -> "the data connection was closed";
            case MalformedServerReplyException _ ->
                    "the answer is not FTP: " + FtpReply.printable(text);
            default -> text.isEmpty() ? failure.getClass().getSimpleName() : text;
        };
    }

    /** Whether nobody listens there, so that another address may be tried. */
    static boolean isUnreachable(IOException failure) {
        return failure instanceof ConnectException
                || failure instanceof NoRouteToHostException
                || failure instanceof SocketTimeoutException;
    }

    /** An interrupt closes sockets; this says it the way Java does. */
    static void throwIfInterrupted(IOException failure) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        boolean told =
                failure instanceof ClosedByInterruptException
                        || failure instanceof InterruptedIOException
                                && !(failure instanceof SocketTimeoutException);
        if (interrupted || told) {
            InterruptedException cancelled = new InterruptedException();
            cancelled.initCause(failure);
            throw cancelled;
        }
    }
}
