package transfer.protocol.ssh;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import transfer.protocol.FailureKind;
import transfer.protocol.LocalFailures;
import transfer.protocol.Phase;
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

    private record Verdict(FailureKind kind, Phase phase, Optional<String> errno, String words) {
        static Verdict of(FailureKind kind, Phase phase, String words) {
            return new Verdict(kind, phase, Optional.empty(), words);
        }
    }

    private static Verdict verdict(Throwable failure) {
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
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
