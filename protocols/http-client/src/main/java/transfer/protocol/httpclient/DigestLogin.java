package transfer.protocol.httpclient;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.Challenge;
import transfer.credentials.Credential;

/**
 * Answers to one challenge of digest access authentication (RFC 7616), which proves a password
 * without sending it. Belongs to one thread at a time.
 */
final class DigestLogin {
    private static final List<String> ALGORITHMS = List.of("SHA-256", "MD5");

    private final Credential.Password password;
    private final Map<String, String> challenge;
    private final String algorithm;
    private final String clientNonce;
    private int count;

    private DigestLogin(
            Credential.Password password,
            Map<String, String> challenge,
            String algorithm,
            String clientNonce) {
        this.password = password;
        this.challenge = challenge;
        this.algorithm = algorithm;
        this.clientNonce = clientNonce;
    }

    /** The best of the challenges that can be answered, if any. */
    static Optional<DigestLogin> to(List<Challenge> challenges, Credential.Password password) {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return to(challenges, password, HexFormat.of().formatHex(random));
    }

    static Optional<DigestLogin> to(
            List<Challenge> challenges, Credential.Password password, String clientNonce) {
        for (String algorithm : ALGORITHMS) {
            for (Challenge challenge : challenges) {
                Map<String, String> parameters = challenge.authParams();
                String asked = parameters.getOrDefault("algorithm", "MD5");
                if (challenge.scheme().equalsIgnoreCase("Digest")
                        && asked.equalsIgnoreCase(algorithm)
                        && parameters.containsKey("nonce")
                        && hasUsualQuality(parameters)) {
                    return Optional.of(
                            new DigestLogin(password, parameters, algorithm, clientNonce));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean hasUsualQuality(Map<String, String> parameters) {
        String quality = parameters.getOrDefault("qop", "auth");
        return List.of(quality.toLowerCase(Locale.ROOT).split("[,\\s]+")).contains("auth");
    }

    /** The value of {@code Authorization} for the next request. */
    String authorization(String method, WireUrl url) {
        count++;
        String uri = url.target();
        String realm = challenge.getOrDefault("realm", "");
        String nonce = challenge.get("nonce");
        String number = String.format(Locale.ROOT, "%08x", count);
        String secret = hash(password.user() + ":" + realm + ":" + password.password().reveal());
        String request = hash(method + ":" + uri);
        boolean counted = challenge.containsKey("qop");
        String response =
                counted
                        ? hash(
                                String.join(
                                        ":", secret, nonce, number, clientNonce, "auth", request))
                        : hash(secret + ":" + nonce + ":" + request);
        StringBuilder header = new StringBuilder("Digest ");
        header.append("username=").append(quoted(password.user()));
        header.append(", realm=").append(quoted(realm));
        header.append(", nonce=").append(quoted(nonce));
        header.append(", uri=").append(quoted(uri));
        header.append(", algorithm=").append(algorithm);
        header.append(", response=\"").append(response).append('"');
        if (challenge.containsKey("opaque")) {
            header.append(", opaque=").append(quoted(challenge.get("opaque")));
        }
        if (counted) {
            header.append(", qop=auth, nc=").append(number);
            header.append(", cnonce=\"").append(clientNonce).append('"');
        }
        return header.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
