package transfer.protocol.ssh;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A line of a file of known hosts: which hosts have which key (sshd(8), SSH_KNOWN_HOSTS FILE
 * FORMAT).
 *
 * @param number of the line, from 1
 * @param hosts patterns between commas, or one name as its hash
 */
record SshKnownHost(Path file, int number, Marker marker, String hosts, SshPublicKey key) {
    private static final String HASHED = "|1|";

    /** What a line says of its key. */
    enum Marker {
        /** It is the hosts' own. */
        OWN,
        /** Whatever it has signed is the hosts'. */
        AUTHORITY,
        /** Nobody who shows it is believed. */
        REVOKED
    }

    /**
     * Empty for comments, and for lines that are not understood, which OpenSSH ignores too: keys of
     * protocol 1, kinds of keys that come later.
     */
    static Optional<SshKnownHost> parse(Path file, int number, String line) {
        String[] words = line.strip().split("[ \t]+");
        int first = words[0].startsWith("@") ? 1 : 0;
        Optional<Marker> marker = first == 0 ? Optional.of(Marker.OWN) : marker(words[0]);
        if (words[0].startsWith("#") || marker.isEmpty() || words.length < first + 3) {
            return Optional.empty();
        }
        try {
            SshPublicKey key = new SshPublicKey(words[first + 2]);
            return key.type().equals(words[first + 1])
                    ? Optional.of(new SshKnownHost(file, number, marker.get(), words[first], key))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Marker> marker(String word) {
        return switch (word) {
            case "@cert-authority" -> Optional.of(Marker.AUTHORITY);
            case "@revoked" -> Optional.of(Marker.REVOKED);
            default -> Optional.empty();
        };
    }

    /**
     * Whether it speaks of a host.
     *
     * @param name in lower case, as {@code host} or {@code [host]:port}
     */
    boolean covers(String name) {
        if (!hosts.startsWith("|")) {
            return SshPatterns.match(List.of(hosts.toLowerCase(Locale.ROOT).split(",")), name);
        }
        String[] parts = hosts.split("\\|");
        return hosts.startsWith(HASHED)
                && parts.length == 4
                && hash(parts[2], name).map(parts[3]::equals).orElse(false);
    }

    /** The line that remembers a key. */
    static String line(String name, SshPublicKey key, boolean hashed) {
        return (hashed ? hashed(name) : name) + " " + key.type() + " " + key.base64() + "\n";
    }

    private static String hashed(String name) {
        byte[] salt = new byte[20];
        new SecureRandom().nextBytes(salt);
        String text = Base64.getEncoder().encodeToString(salt);
        return HASHED + text + "|" + hash(text, name).orElseThrow();
    }

    /** The name's HMAC-SHA1, the only one there is; empty when the salt is none. */
    private static Optional<String> hash(String salt, String name) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(salt), "HmacSHA1"));
            return Optional.of(
                    Base64.getEncoder()
                            .encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8))));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // a line that says nothing
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every runtime has it
        }
    }

    /** How to make this line go away, in words. */
    String removal(String name) {
        return SshPatterns.isGeneral(hosts) || marker != Marker.OWN
                ? "take line " + number + " out of " + file
                : "ssh-keygen -R '" + name + "' -f '" + file + "'";
    }

    /** Where it stands. */
    String place() {
        return file + " line " + number;
    }
}
