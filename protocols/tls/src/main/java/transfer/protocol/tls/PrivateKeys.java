package transfer.protocol.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * Private keys from PEM blocks. Java reads PKCS#8 only (RFC 5958), so the older forms, which proxy
 * certificates usually have, are put into that wrapping: PKCS#1 for RSA (RFC 8017) and SEC 1 for
 * elliptic curves (RFC 5915).
 */
final class PrivateKeys {
    private static final byte[] RSA_ENCRYPTION = {
        0x30,
        0x0D,
        0x06,
        0x09,
        0x2A,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xF7,
        0x0D,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };
    private static final byte[] EC_PUBLIC_KEY = {
        0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01
    };
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int CURVE = 0xA0;

    private PrivateKeys() {}

    static boolean isKey(PemBlocks.Block block) {
        return block.label().endsWith("PRIVATE KEY");
    }

    /**
     * @throws GeneralSecurityException when the key is encrypted, malformed or of a kind that Java
     *     does not know
     */
    static PrivateKey read(PemBlocks.Block block) throws GeneralSecurityException {
        if (block.label().startsWith("ENCRYPTED") || block.text().contains("ENCRYPTED")) {
            throw new InvalidKeySpecException("the private key is protected by a password");
        }
        try {
            byte[] der = block.bytes();
            return switch (block.label()) {
                case "PRIVATE KEY" -> ofPkcs8(der);
                case "RSA PRIVATE KEY" -> ofPkcs8(wrapped(RSA_ENCRYPTION, der));
                case "EC PRIVATE KEY" ->
                        ofPkcs8(wrapped(element(SEQUENCE, EC_PUBLIC_KEY, curve(der)), der));
                default -> throw new InvalidKeySpecException("cannot use a " + block.label());
            };
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new InvalidKeySpecException("the private key is malformed", e);
        }
    }

    /** Whether a certificate is for the public half of a key: whether it confirms a signature. */
    static boolean belong(PrivateKey key, X509Certificate certificate) {
        PublicKey half = certificate.getPublicKey();
        try {
            Signature signature = Signature.getInstance(signatureWith(key));
            byte[] text = {1, 2, 3};
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(half);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false; // a key of another algorithm, or of another length
        }
    }

    private static String signatureWith(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    private static PrivateKey ofPkcs8(byte[] der) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException _) {
                // of another algorithm, which the next turn tries
            }
        }
        throw new InvalidKeySpecException("the private key is neither RSA, EC nor EdDSA");
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, key));
    }

    /** The named curve in an ECPrivateKey: SEQUENCE of version, key, [0] curve, [1] public key. */
    private static byte[] curve(byte[] der) throws InvalidKeySpecException {
        int at = contentStart(der, 0);
        while (at < der.length) {
            int start = contentStart(der, at);
            int end = start + contentLength(der, at);
            if ((der[at] & 0xFF) == CURVE) {
                return java.util.Arrays.copyOfRange(der, start, end);
            }
            at = end;
        }
        throw new InvalidKeySpecException("the private key does not name its curve");
    }

    private static int contentStart(byte[] der, int element) {
        int length = der[element + 1] & 0xFF;
        return element + 2 + (length < 0x80 ? 0 : length & 0x7F);
    }

    private static int contentLength(byte[] der, int element) {
        int length = der[element + 1] & 0xFF;
        if (length < 0x80) {
            return length;
        }
        int value = 0;
        for (int i = 0; i < (length & 0x7F); i++) {
            value = value << 8 | der[element + 2 + i] & 0xFF;
        }
        return value;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length >= 0x80) {
            int bytes = length > 0xFFFF ? 3 : length > 0xFF ? 2 : 1;
            element.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                element.write(length >> 8 * i);
            }
        } else {
            element.write(length);
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
