package transfer.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import transfer.protocol.testkit.ContainerServer;

/**
 * Ceph's object gateway: what lies there, seen from behind by a client of its own that signs as S3
 * did at first (Amazon S3 Developer Guide of 2006, "REST Authentication"). The accounts {@code lab}
 * and {@code other} have the buckets {@code bucket} and {@code others}; neither may write to the
 * other's. Names in tests are plain, so that nothing is escaped.
 */
record CephStore(ContainerServer container, HttpClient client) implements AutoCloseable {
    private static final Map<String, String> OWNERS = Map.of("bucket", "lab", "others", "other");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    /** An upload in parts that was begun and neither completed nor aborted. */
    record Upload(String key, String id) {}

    static CephStore start() {
        return new CephStore(
                ContainerServer.start(
                        "ceph", List.of("HTTP_PORT", "HTTPS_PORT", "MON_PORT"), Map.of()),
                HttpClient.newHttpClient());
    }

    int port() {
        return container.port("HTTP_PORT");
    }

    /** The sections that a credentials file needs for one of the accounts. */
    String section(String user, String site) {
        return section(user, site, port());
    }

    /** The same by way of something that listens elsewhere. */
    static String section(String user, String site, int port) {
        return "[%s]\nendpoint = http://127.0.0.1:%d\n[%s@%s]\naccess_key = %skey\nsecret_key = %ssecret\n"
                .formatted(site, port, user, site, user, user);
    }

    List<String> keys(String bucket) {
        return values("Key", ask("GET", bucket, "", ""));
    }

    byte[] get(String bucket, String key) {
        return send("GET", bucket, key, "", new byte[0]);
    }

    void put(String bucket, String key, byte[] content) {
        send("PUT", bucket, key, "", content);
    }

    void clear(String bucket) {
        keys(bucket).forEach(key -> ask("DELETE", bucket, key, ""));
        uploads(bucket)
                .forEach(upload -> ask("DELETE", bucket, upload.key, "uploadId=" + upload.id));
    }

    List<Upload> uploads(String bucket) {
        String told = ask("GET", bucket, "", "uploads");
        List<String> keys = values("Key", told);
        List<String> ids = values("UploadId", told);
        return IntStream.range(0, keys.size())
                .mapToObj(i -> new Upload(keys.get(i), ids.get(i)))
                .toList();
    }

    /** Bytes of the parts of uploads that are not complete. */
    long unfinishedBytes(String bucket) {
        return uploads(bucket).stream()
                .map(upload -> ask("GET", bucket, upload.key, "uploadId=" + upload.id))
                .flatMap(told -> values("Size", told).stream())
                .mapToLong(Long::parseLong)
                .sum();
    }

    /** Requests for parts that the gateway's own log tells of, as {@code PUT}s of a key. */
    long partsTaken(String bucket, String key) throws IOException {
        Path log = container.data().resolve("log/client.rgw.log");
        Pattern line =
                Pattern.compile("\"PUT /" + bucket + "/" + key + "\\?partNumber=\\d+.*\" 200 ");
        return Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                .filter(text -> line.matcher(text).find())
                .count();
    }

    private String ask(String method, String bucket, String key, String query) {
        return new String(send(method, bucket, key, query, new byte[0]), StandardCharsets.UTF_8);
    }

    private byte[] send(String method, String bucket, String key, String query, byte[] body) {
        String date = DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
        String resource = "/" + bucket + "/" + key + (query.isEmpty() ? "" : "?" + query);
        String owner = OWNERS.get(bucket);
        String text = method + "\n\n\n\nx-amz-date:" + date + "\n" + resource;
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + resource))
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                        .header("x-amz-date", date)
                        .header(
                                "Authorization",
                                "AWS " + owner + "key:" + signature(owner + "secret", text))
                        .build();
        try {
            HttpResponse<byte[]> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            // an upload that was completed a moment ago has no parts any more
            boolean gone = answer.statusCode() == 404 && query.startsWith("uploadId");
            if (answer.statusCode() / 100 != 2 && !gone) {
                throw new IllegalStateException(
                        method
                                + " "
                                + resource
                                + ": "
                                + answer.statusCode()
                                + " "
                                + new String(answer.body(), StandardCharsets.UTF_8));
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String signature(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> values(String element, String xml) {
        return Pattern.compile("<" + element + ">([^<]*)</" + element + ">")
                .matcher(xml)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Override
    public void close() {
        container.close();
    }
}
