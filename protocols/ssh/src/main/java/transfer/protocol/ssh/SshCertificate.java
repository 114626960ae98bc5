package transfer.protocol.ssh;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A certificate of OpenSSH (PROTOCOL.certkeys): a public key that an authority has signed.
 *
 * @param key the whole certificate, as the server sees it
 * @param fields those of the public key in it, without its type
 * @param from since when it holds, in seconds since 1970, unsigned
 * @param until when it ends, the same way
 */
record SshCertificate(Path file, SshPublicKey key, byte[] fields, long from, long until) {

    /** Empty when the text is no certificate. */
    static Optional<SshCertificate> parse(Path file, String text) {
        String[] words = text.strip().split("[ \t]+");
        if (words.length < 2 || !words[0].contains("-cert-v01@")) {
            return Optional.empty();
        }
        try {
            SshPublicKey key = new SshPublicKey(words[1]);
            ByteBuffer rest = ByteBuffer.wrap(key.blob());
            String type = new String(string(rest), StandardCharsets.US_ASCII);
            string(rest); // a random number
            int begin = rest.position();
            for (int i = 0; i < fields(type); i++) {
                string(rest);
            }
            byte[] fields = Arrays.copyOfRange(rest.array(), begin, rest.position());
            rest.getLong(); // serial number
            rest.getInt(); // of a user
            string(rest); // its name
            string(rest); // whom it is for
            return Optional.of(
                    new SshCertificate(file, key, fields, rest.getLong(), rest.getLong()));
        } catch (IllegalArgumentException | BufferUnderflowException _) {
            return Optional.empty();
        }
    }

    /** How many strings a public key of a type is made of. */
    private static int fields(String type) {
        if (type.startsWith("ssh-ed25519-")) {
            return 1;
        }
        if (type.startsWith("ssh-rsa-") || type.startsWith("ecdsa-sha2-")) {
            return 2;
        }
        throw new IllegalArgumentException("not used here");
    }

    private static byte[] string(ByteBuffer from) {
        int length = from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    /** Whether it certifies this key. */
    boolean isOf(SshPublicKey other) {
        ByteBuffer rest = ByteBuffer.wrap(other.blob());
        string(rest);
        return rest.equals(ByteBuffer.wrap(fields));
    }

    /** Why it cannot be used at this time; empty when it can. */
    Optional<String> objection(Instant now) {
        long second = now.getEpochSecond();
        if (Long.compareUnsigned(second, until) >= 0) {
            return Optional.of("certificate " + file + " expired at " + time(until));
        }
        return Long.compareUnsigned(second, from) < 0
                ? Optional.of("certificate " + file + " holds only from " + time(from))
                : Optional.empty();
    }

    private static String time(long seconds) {
        long latest = Instant.MAX.getEpochSecond();
        return Instant.ofEpochSecond(Long.compareUnsigned(seconds, latest) > 0 ? latest : seconds)
                .toString();
    }
}
