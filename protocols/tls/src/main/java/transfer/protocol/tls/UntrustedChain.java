package transfer.protocol.tls;

import java.security.cert.CertificateException;

/** A server's certificates do not lead to an authority that is trusted, and why. */
final class UntrustedChain extends CertificateException {
    private static final long serialVersionUID = 1;

    private final TlsFault fault;

    UntrustedChain(TlsFault fault, String message, CertificateException cause) {
        super(message, cause);
        this.fault = fault;
    }

    TlsFault fault() {
        return fault;
    }
}
