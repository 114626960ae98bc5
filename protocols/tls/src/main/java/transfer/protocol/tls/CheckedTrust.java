package transfer.protocol.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts what the runtime trusts, and says of the rest which certificate is in the way and what is
 * wrong with it, where the runtime says no more than that it found no path.
 */
final class CheckedTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager runtime;

    CheckedTrust(X509ExtendedTrustManager runtime) {
        this.runtime = runtime;
    }

    /** One way of asking the runtime. */
    @FunctionalInterface
    private interface Check {
        void run() throws CertificateException;
    }

    private static void explain(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            throw chain == null || chain.length == 0 ? e : untrusted(chain, e);
        }
    }

    /**
     * The runtime compares names last, and says so only in words; whether it is that shows when the
     * same certificates are good without names.
     */
    private static void explain(X509Certificate[] chain, Check check, Check withoutNames)
            throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            explain(chain, withoutNames);
            throw e.getCause() == null && chain != null
                    ? because(TlsFault.WRONG_HOST, names(chain[0]) + ": " + e.getMessage(), e)
                    : e;
        }
    }

    private static String names(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            return shown(certificate);
        }
        return clean(
                alternatives.stream()
                        .map(List::getLast)
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .collect(Collectors.joining(", ")));
    }

    private static UntrustedChain untrusted(X509Certificate[] chain, CertificateException cause) {
        X509Certificate last = chain[chain.length - 1];
        TlsFault told = TlsFault.ofCertificate(cause).orElse(TlsFault.BAD_CERTIFICATE);
        if (told == TlsFault.UNKNOWN_ISSUER && chain.length == 1 && isSelfSigned(last)) {
            return because(TlsFault.SELF_SIGNED, shown(last), cause);
        }
        return switch (told) {
            case EXPIRED, NOT_YET_VALID -> because(told, validity(chain, told), cause);
            case UNKNOWN_ISSUER ->
                    because(told, clean(last.getIssuerX500Principal().getName()), cause);
            default -> because(told, shown(chain[0]) + ": " + cause.getMessage(), cause);
        };
    }

    private static UntrustedChain because(TlsFault fault, String what, CertificateException cause) {
        return new UntrustedChain(fault, fault.words() + " (" + what + ")", cause);
    }

    /** The certificate of the chain whose time is not now, with that time. */
    private static String validity(X509Certificate[] chain, TlsFault fault) {
        for (X509Certificate certificate : chain) {
            try {
                certificate.checkValidity();
            } catch (CertificateException _) {
                return shown(certificate)
                        + (fault == TlsFault.EXPIRED
                                ? ", until " + certificate.getNotAfter().toInstant()
                                : ", from " + certificate.getNotBefore().toInstant() + " on");
            }
        }
        return shown(chain[0]);
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /** Whose it is, for messages. */
    static String shown(X509Certificate certificate) {
        return clean(certificate.getSubjectX500Principal().getName());
    }

    /** Anybody may have written it. */
    private static String clean(String name) {
        String text = name.replaceAll("\\p{Cntrl}", " ");
        return text.length() > 200 ? text.substring(0, 200) : text;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        explain(chain, () -> runtime.checkServerTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        explain(
                chain,
                () -> runtime.checkServerTrusted(chain, type, socket),
                () -> runtime.checkServerTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        explain(
                chain,
                () -> runtime.checkServerTrusted(chain, type, engine),
                () -> runtime.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        runtime.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        runtime.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        runtime.checkClientTrusted(chain, type, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return runtime.getAcceptedIssuers();
    }
}
