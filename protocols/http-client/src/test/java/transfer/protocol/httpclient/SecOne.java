package transfer.protocol.httpclient;

import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;

/** Writes keys on the curve P-256 the way {@code openssl ecparam -genkey} does (RFC 5915). */
final class SecOne {
    private static final byte[] HEAD = {0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20};
    private static final byte[] CURVE = {
        (byte) 0xA0, 0x0A, 0x06, 0x08, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x03, 0x01, 0x07
    };

    private SecOne() {}

    static String pem(PrivateKey key) {
        byte[] number = ((ECPrivateKey) key).getS().toByteArray();
        byte[] der = Arrays.copyOf(HEAD, HEAD.length + 32 + CURVE.length);
        int length = Math.min(32, number.length);
        System.arraycopy(number, number.length - length, der, HEAD.length + 32 - length, length);
        System.arraycopy(CURVE, 0, der, HEAD.length + 32, CURVE.length);
        return "-----BEGIN EC PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END EC PRIVATE KEY-----\n";
    }
}
