package transfer.protocol.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;

/**
 * A private key with its certificate and those that vouch for it, the key's own first. For a proxy
 * certificate (RFC 3820) these are the proxy, perhaps further proxies, and the user's certificate.
 */
record PemIdentity(PrivateKey key, List<X509Certificate> chain) {
    PemIdentity {
        chain = List.copyOf(chain);
    }

    /**
     * @throws CredentialException when the file cannot be read, lacks a key or a certificate, or
     *     the certificate is not valid at this time
     */
    static PemIdentity read(Credential.ClientCertificate certificate, Instant now)
            throws CredentialException {
        String pem = new String(certificate.read(), StandardCharsets.ISO_8859_1);
        try {
            return parse(pem).validAt(now, certificate.pem());
        } catch (GeneralSecurityException e) {
            throw new CredentialException(
                    "the client certificate "
                            + certificate.pem()
                            + " cannot be used: "
                            + e.getMessage());
        }
    }

    private static PemIdentity parse(String pem) throws GeneralSecurityException {
        CertificateFactory factory = PemBlocks.certificates();
        List<X509Certificate> chain = new ArrayList<>();
        Optional<PrivateKey> key = Optional.empty();
        for (PemBlocks.Block block : PemBlocks.of(pem)) {
            if (block.isCertificate()) {
                chain.add(block.certificate(factory));
            } else if (PrivateKeys.isKey(block) && key.isEmpty()) {
                key = Optional.of(PrivateKeys.read(block));
            }
        }
        if (chain.isEmpty() || key.isEmpty()) {
            throw new GeneralSecurityException(
                    chain.isEmpty() ? "it holds no certificate" : "it holds no private key");
        }
        return new PemIdentity(key.get(), chain);
    }

    private PemIdentity validAt(Instant now, Path file) throws CredentialException {
        for (X509Certificate certificate : chain) {
            if (certificate.getNotAfter().toInstant().isBefore(now)) {
                throw new CredentialException(
                        "the client certificate "
                                + file
                                + " expired at "
                                + certificate.getNotAfter().toInstant());
            }
        }
        return this;
    }
}
