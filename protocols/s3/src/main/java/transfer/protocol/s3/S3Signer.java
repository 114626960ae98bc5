package transfer.protocol.s3;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpRequest;
import transfer.protocol.httpclient.HttpSigner;

/**
 * Signs requests by AWS Signature Version 4 with an {@code Authorization} header, as S3 wants it:
 * the path escaped once and not made normal (Amazon S3 API Reference, "Authenticating Requests:
 * Using the Authorization Header").
 *
 * <p>What the body's hash is, the request says by its header {@code x-amz-content-sha256}.
 *
 * @param keys empty to send requests in nobody's name
 * @param clock the store's time
 */
record S3Signer(Optional<S3Keys> keys, String region, InstantSource clock) implements HttpSigner {
    static final String PAYLOAD = "x-amz-content-sha256";

    /** Says that the signature is not over the body. */
    static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    /** SHA-256 of no bytes. */
    static final String NOTHING =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    @Override
    public void sign(HttpRequest request, HttpUrl target, Headers.Builder headers) {
        if (keys.isEmpty()) {
            headers.removeAll(PAYLOAD);
            return;
        }
        String time = TIME.format(Instant.from(clock.instant()));
        headers.set("x-amz-date", time);
        keys.get()
                .sessionToken()
                .ifPresent(token -> headers.set("x-amz-security-token", token.reveal()));
        Headers all = headers.build();
        TreeMap<String, String> signed = new TreeMap<>();
        signed.put("host", host(target));
        for (String name : all.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (isSigned(lower)) {
                signed.put(lower, String.join(",", all.values(name)).trim().replaceAll(" +", " "));
            }
        }
        String names = String.join(";", signed.keySet());
        String canonical =
                String.join(
                        "\n",
                        request.method(),
                        target.encodedPath(),
                        query(target),
                        lines(signed),
                        names,
                        Optional.ofNullable(all.get(PAYLOAD)).orElse(UNSIGNED));
        String day = time.substring(0, 8);
        String scope = day + "/" + region + "/s3/aws4_request";
        String text = String.join("\n", ALGORITHM, time, scope, sha256(canonical));
        String signature = HexFormat.of().formatHex(S3Hmac.of(key(keys.get(), day), text));
        headers.set(
                "Authorization",
                ALGORITHM
                        + " Credential="
                        + keys.get().accessKey()
                        + "/"
                        + scope
                        + ", SignedHeaders="
                        + names
                        + ", Signature="
                        + signature);
    }

    /** Whose keys requests are signed with, in words that follow others. */
    String who() {
        return keys.map(found -> "; signed with the keys of " + found.origin())
                .orElse("; sent without a signature");
    }

    @Override
    public TransferException failure(TransferException plain, HttpAnswer answer) {
        return S3Failures.of(plain, S3Error.of(answer), who());
    }

    private static boolean isSigned(String name) {
        return name.startsWith("x-amz-")
                || name.equals("content-md5")
                || name.equals("content-type");
    }

    /** As the library writes it: without the port that the scheme stands for. */
    private static String host(HttpUrl target) {
        String host = target.host().indexOf(':') >= 0 ? "[" + target.host() + "]" : target.host();
        boolean usual = target.port() == HttpUrl.defaultPort(target.scheme());
        return usual ? host : host + ":" + target.port();
    }

    private static String query(HttpUrl target) {
        String query = target.encodedQuery();
        if (query == null) {
            return "";
        }
        return Arrays.stream(query.split("&"))
                .map(entry -> entry.indexOf('=') < 0 ? entry + "=" : entry)
                // by name, and only then by value: "=" is not the least of characters
                .sorted(
                        Comparator.comparing(
                                        (String entry) -> entry.substring(0, entry.indexOf('=')))
                                .thenComparing(Comparator.naturalOrder()))
                .collect(Collectors.joining("&"));
    }

    private static String lines(Map<String, String> headers) {
        StringBuilder lines = new StringBuilder();
        headers.forEach((name, value) -> lines.append(name + ":" + value + "\n"));
        return lines.toString();
    }

    private byte[] key(S3Keys secret, String day) {
        byte[] start = ("AWS4" + secret.secretKey().reveal()).getBytes(StandardCharsets.UTF_8);
        return S3Hmac.of(S3Hmac.of(S3Hmac.of(S3Hmac.of(start, day), region), "s3"), "aws4_request");
    }

    private static String sha256(String text) {
        byte[] digest = S3Hmac.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
