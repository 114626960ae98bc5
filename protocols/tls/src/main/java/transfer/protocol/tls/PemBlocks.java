package transfer.protocol.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM file (RFC 7468) in order; text between them is skipped. */
final class PemBlocks {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final Base64.Decoder BASE64 = Base64.getMimeDecoder();

    private PemBlocks() {}

    /**
     * @param label what stands after {@code BEGIN}
     * @param text what stands between the lines, as it stands there
     */
    record Block(String label, String text) {
        /**
         * @throws IllegalArgumentException when the text is no base 64
         */
        byte[] bytes() {
            return BASE64.decode(text);
        }

        boolean isCertificate() {
            return label.equals("CERTIFICATE")
                    || label.equals("X509 CERTIFICATE")
                    || label.equals("TRUSTED CERTIFICATE");
        }

        X509Certificate certificate(CertificateFactory factory) throws CertificateException {
            try {
                return (X509Certificate)
                        factory.generateCertificate(new ByteArrayInputStream(bytes()));
            } catch (IllegalArgumentException e) {
                throw new CertificateException("a block of the file is no base 64", e);
            }
        }
    }

    static List<Block> of(String pem) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(pem);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    static CertificateFactory certificates() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException("every Java runtime reads X.509", e);
        }
    }
}
