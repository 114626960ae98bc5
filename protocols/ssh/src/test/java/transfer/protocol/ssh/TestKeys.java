package transfer.protocol.ssh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Public keys that look like keys, which is all that files of known hosts need. */
final class TestKeys {
    private TestKeys() {}

    /** Another one for each number. */
    static SshPublicKey ed25519(int number) {
        return key("ssh-ed25519", number, 32);
    }

    static SshPublicKey rsa() {
        return key("ssh-rsa", 7, 256);
    }

    private static SshPublicKey key(String type, int number, int length) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer blob = ByteBuffer.allocate(2 * Integer.BYTES + name.length + length);
        blob.putInt(name.length).put(name).putInt(length).put((byte) number);
        return SshPublicKey.of(blob.array());
    }
}
