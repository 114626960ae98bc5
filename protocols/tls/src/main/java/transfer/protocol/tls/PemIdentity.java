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
 *
 * @param file where it is from, for messages
 */
record PemIdentity(Path file, PrivateKey key, List<X509Certificate> chain) {
    PemIdentity {
        chain = List.copyOf(chain);
    }

    /**
     * @throws CredentialException when the file cannot be read, or lacks a key or its certificate
     */
    static PemIdentity read(Credential.ClientCertificate certificate) throws CredentialException {
        String pem = new String(certificate.read(), StandardCharsets.ISO_8859_1);
        try {
            return parse(certificate.pem(), pem);
        } catch (GeneralSecurityException e) {
            throw new CredentialException(
                    "the client certificate "
                            + certificate.pem()
                            + " cannot be used: "
                            + e.getMessage());
        }
    }

    private static PemIdentity parse(Path file, String pem) throws GeneralSecurityException {
        CertificateFactory factory = PemBlocks.certificates();
        List<X509Certificate> certificates = new ArrayList<>();
        Optional<PrivateKey> key = Optional.empty();
        for (PemBlocks.Block block : PemBlocks.of(pem)) {
            if (block.isCertificate()) {
                certificates.add(block.certificate(factory));
            } else if (PrivateKeys.isKey(block) && key.isEmpty()) {
                key = Optional.of(PrivateKeys.read(block));
            }
        }
        if (certificates.isEmpty() || key.isEmpty()) {
            throw new GeneralSecurityException(
                    certificates.isEmpty() ? "it holds no certificate" : "it holds no private key");
        }
        return new PemIdentity(file, key.get(), chain(key.get(), certificates));
    }

    /**
     * The key's certificate and, one after the other, whose signature the one before bears, as far
     * as the file goes. An authority that signed itself is left out: servers have it already (RFC
     * 8446, 4.4.2), and count what they are sent against how long a chain may be.
     */
    private static List<X509Certificate> chain(PrivateKey key, List<X509Certificate> certificates)
            throws GeneralSecurityException {
        List<X509Certificate> others = new ArrayList<>(certificates);
        List<X509Certificate> chain = new ArrayList<>();
        Optional<X509Certificate> next =
                others.stream().filter(one -> PrivateKeys.belong(key, one)).findFirst();
        if (next.isEmpty()) {
            throw new GeneralSecurityException(
                    "its private key is that of none of its certificates");
        }
        while (next.isPresent()) {
            X509Certificate last = next.get();
            chain.add(last);
            others.remove(last);
            next = others.stream().filter(one -> isIssuer(one, last) && !isRoot(one)).findFirst();
        }
        return chain;
    }

    private static boolean isRoot(X509Certificate certificate) {
        return isIssuer(certificate, certificate);
    }

    private static boolean isIssuer(X509Certificate issuer, X509Certificate certificate) {
        return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /**
     * @throws CredentialException when one of the certificates has ended by this time
     */
    void requireValid(Instant now) throws CredentialException {
        for (X509Certificate certificate : chain) {
            if (certificate.getNotAfter().toInstant().isBefore(now)) {
                throw new CredentialException(
                        "the client certificate "
                                + file
                                + " expired at "
                                + certificate.getNotAfter().toInstant()
                                + " ("
                                + CheckedTrust.shown(certificate)
                                + "); renew it");
            }
        }
    }
}
