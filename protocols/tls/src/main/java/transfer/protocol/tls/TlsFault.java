package transfer.protocol.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import transfer.protocol.FailureKind;

/**
 * What two ends did not agree upon in TLS. The runtime tells alerts (RFC 8446, 6) by their names
 * within its messages only, so this is the one place that looks at those.
 */
public enum TlsFault {
    EXPIRED("the server's certificate has expired"),
    NOT_YET_VALID("the server's certificate is not valid yet"),
    REVOKED("the server's certificate was revoked"),
    SELF_SIGNED("the server's certificate is signed by nobody but itself, and it is not trusted"),
    UNKNOWN_ISSUER("the server's certificate comes from an authority that is not trusted"),
    WRONG_HOST("the server's certificate is for other names"),
    BAD_CERTIFICATE("the server's certificate cannot be accepted"),
    CLIENT_CERTIFICATE_REQUIRED("the server wants a client certificate"),
    CLIENT_CERTIFICATE_UNUSABLE("the client certificate cannot be used"),
    CLIENT_CERTIFICATE_REFUSED("the server refuses the client certificate"),
    PROTOCOL_VERSION("the server speaks no version of TLS that is accepted here"),
    HANDSHAKE_REFUSED("the server refuses the TLS handshake"),
    NOT_TLS("the server does not speak TLS on this port");

    /** An alert that came, or in brackets one that we sent. */
    private static final Pattern ALERT =
            Pattern.compile("(Received fatal alert: |^\\()([a-z_]+)\\b");

    private final String words;

    TlsFault(String words) {
        this.words = words;
    }

    /** What it is, for people. */
    public String words() {
        return words;
    }

    /** The same with the words of whoever noticed it, unless those say it already. */
    public String words(String noticed) {
        // they may run over several lines
        String line = noticed.strip().replaceAll("\\s*\\R\\s*", ", ");
        return line.contains(words) ? line : words + " (" + line + ")";
    }

    /** Its name among those of other reasons, as {@code TLS_EXPIRED}. */
    public String code() {
        return "TLS_" + name();
    }

    /** The fault that an exception stands for; empty where it is none of TLS. */
    public static Optional<TlsFault> of(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof UntrustedChain chain) {
                return Optional.of(chain.fault());
            }
        }
        return switch (failure) {
            case SSLPeerUnverifiedException _ -> Optional.of(WRONG_HOST);
            case SSLException e -> ofCertificate(e).or(() -> ofText(e.getMessage()));
            default -> Optional.empty();
        };
    }

    /** The failure that an exception of TLS stands for. */
    public static FailureKind kind(SSLException failure) {
        boolean untrusted =
                isAboutCertificate(failure)
                        || failure instanceof SSLHandshakeException && !isBrokenOff(failure);
        return untrusted ? FailureKind.UNTRUSTED : FailureKind.CONNECTION;
    }

    /**
     * Whether a failure can be how a server refuses a client for its certificate or for having
     * none.
     */
    public static boolean mayBeRefusedCertificate(IOException failure) {
        boolean notReached = failure instanceof ConnectException;
        return !notReached
                && !isAboutCertificate(failure)
                && (failure instanceof SSLException
                        || failure instanceof SocketException
                        || failure.getCause() instanceof EOFException);
    }

    /** Whether the server has ended the connection with words rather than by hanging up. */
    public static boolean isAlert(IOException failure) {
        return failure instanceof SSLException e && !isBrokenOff(e);
    }

    private static boolean isAboutCertificate(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CertificateException
                    || t instanceof CertPathValidatorException
                    || t instanceof SSLPeerUnverifiedException) {
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

    /** What is wrong with a certificate, as far as the checker says it. */
    static Optional<TlsFault> ofCertificate(Throwable failure) {
        Optional<TlsFault> vague = Optional.empty();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            switch (t) {
                case CertificateExpiredException _ -> {
                    return Optional.of(EXPIRED);
                }
                case CertificateNotYetValidException _ -> {
                    return Optional.of(NOT_YET_VALID);
                }
                case CertPathValidatorException e when e.getReason() == BasicReason.REVOKED -> {
                    return Optional.of(REVOKED);
                }
                case CertPathBuilderException _ -> vague = Optional.of(UNKNOWN_ISSUER);
                case CertPathValidatorException _, CertificateException _ ->
                        vague = vague.or(() -> Optional.of(BAD_CERTIFICATE));
                default -> {}
            }
        }
        return vague;
    }

    private static Optional<TlsFault> ofText(String message) {
        String text = message == null ? "" : message;
        if (text.contains("Unsupported or unrecognized SSL message")) {
            return Optional.of(NOT_TLS);
        }
        if (text.contains("No appropriate protocol")) {
            return Optional.of(PROTOCOL_VERSION);
        }
        Matcher alert = ALERT.matcher(text);
        return alert.find()
                ? ofAlert(alert.group(2), !alert.group(1).equals("("))
                : Optional.empty();
    }

    private static Optional<TlsFault> ofAlert(String name, boolean received) {
        return switch (name) {
            case "protocol_version", "inappropriate_fallback" -> Optional.of(PROTOCOL_VERSION);
            case "certificate_required" -> Optional.of(CLIENT_CERTIFICATE_REQUIRED);
            case "bad_certificate",
                    "unsupported_certificate",
                    "certificate_revoked",
                    "certificate_expired",
                    "certificate_unknown",
                    "unknown_ca",
                    "access_denied" ->
                    Optional.of(received ? CLIENT_CERTIFICATE_REFUSED : BAD_CERTIFICATE);
            case "handshake_failure",
                    "insufficient_security",
                    "illegal_parameter",
                    "unrecognized_name",
                    "no_application_protocol" ->
                    Optional.of(HANDSHAKE_REFUSED);
            default -> Optional.empty();
        };
    }
}
