package transfer.protocol.ssh;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import transfer.protocol.FailureKind;
import transfer.protocol.LocalFailures;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Exceptions of JSch and statuses of SFTP as failures. */
final class SshFailures {
    private SshFailures() {}

    /** What came of trying to connect and to log in. */
    static TransferException ofConnecting(Throwable failure, TransferUrl url) {
        if (failure instanceof TransferException known) {
            return known;
        }
        Verdict verdict = verdict(failure);
        TransferException told =
                new TransferException(
                                verdict.kind,
                                url,
                                "cannot connect to " + url + ": " + verdict.words,
                                failure)
                        .during(verdict.phase);
        Optional<String> errno = verdict.errno.or(() -> LocalFailures.errno(failure));
        return errno.map(told::withErrno).orElse(told);
    }

    /** What came of trying to begin a conversation in SFTP over a connection that was there. */
    static TransferException ofOpening(
            Throwable failure, TransferUrl url, SshConnection connection) {
        Errand errand = Errand.request(url, "cannot begin to work on");
        if (failure instanceof TimeoutException) {
            return silent(errand, connection);
        }
        if (!connection.isAlive()) {
            return lost(errand, connection, new IOException(failure.getMessage(), failure));
        }
        return new TransferException(
                        FailureKind.UNSUPPORTED,
                        url,
                        errand.failed("the server offers no SFTP (" + words(failure) + ")"),
                        failure)
                .during(Phase.REQUEST)
                .cameBy(connection.provenance());
    }

    /** The server said nothing for too long. */
    static TransferException silent(Errand errand, SshConnection connection) {
        return new TransferException(
                        FailureKind.TIMED_OUT, errand.url(), errand.failed("no answer in time"))
                .during(errand.phase())
                .cameBy(connection.provenance());
    }

    /** The connection, or only the channel, ended while an answer was awaited. */
    static TransferException lost(Errand errand, SshConnection connection, IOException how) {
        Throwable reason = connection.end().orElse(how);
        boolean silent = reason instanceof InterruptedIOException;
        TransferException failure =
                new TransferException(
                                silent ? FailureKind.TIMED_OUT : FailureKind.CONNECTION,
                                errand.url(),
                                errand.failed(
                                        silent
                                                ? "no sign of life in time"
                                                : "the connection broke: " + words(reason)),
                                reason)
                        .during(errand.phase())
                        .cameBy(connection.provenance());
        return LocalFailures.errno(reason).map(failure::withErrno).orElse(failure);
    }

    private static String words(Throwable failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    }

    /** A status that is no success. */
    static TransferException refused(Errand errand, SftpReply reply) {
        int code = reply.status();
        String more = clean(reply.words());
        return new TransferException(
                        SftpStatus.kind(code),
                        errand.url(),
                        errand.failed(
                                SftpStatus.words(code)
                                        + (isTelling(more) ? " (" + more + ")" : "")))
                .during(errand.phase())
                .withStatus(code);
    }

    /** Most servers only repeat the code in words. */
    private static boolean isTelling(String words) {
        return !words.isEmpty()
                && !words.matches(
                        "(?i)failure|no such file|permission denied|bad message|end of file");
    }

    private static String clean(String words) {
        String line = words.replaceAll("\\p{C}+", " ").strip();
        return line.substring(0, Math.min(line.length(), Provenance.LONGEST));
    }

    private record Verdict(FailureKind kind, Phase phase, Optional<String> errno, String words) {
        static Verdict of(FailureKind kind, Phase phase, String words) {
            return new Verdict(kind, phase, Optional.empty(), words);
        }
    }

    private static Verdict verdict(Throwable failure) {
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (failure instanceof SshHopException hop) {
            Verdict there = verdict(hop.getCause());
            return new Verdict(there.kind, there.phase, there.errno, text + ": " + there.words);
        }
        if (failure instanceof SshRefusal refusal) {
            return new Verdict(refusal.kind(), refusal.phase(), refusal.errno(), text);
        }
        if (failure instanceof JSchHostKeyException) {
            return Verdict.of(FailureKind.UNTRUSTED, Phase.CONNECT, text);
        }
        if (failure instanceof JSchSessionDisconnectException) {
            return Verdict.of(FailureKind.CONNECTION, Phase.LOGIN, text);
        }
        if (failure instanceof JSchException && text.startsWith("Auth ")) {
            return Verdict.of(FailureKind.BAD_CREDENTIALS, Phase.LOGIN, "the log-in was refused");
        }
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof UnknownHostException e) {
                return new Verdict(
                        FailureKind.CONNECTION,
                        Phase.RESOLVE,
                        Optional.of("EAI_NONAME"),
                        "no address is known for the host (" + e.getMessage() + ")");
            }
            if (t instanceof InterruptedIOException) {
                return new Verdict(
                        FailureKind.TIMED_OUT,
                        Phase.CONNECT,
                        Optional.of("ETIMEDOUT"),
                        "no answer in time");
            }
            if (t instanceof SocketException e) {
                return Verdict.of(FailureKind.CONNECTION, Phase.CONNECT, e.getMessage());
            }
        }
        return Verdict.of(FailureKind.CONNECTION, Phase.CONNECT, text);
    }
}
