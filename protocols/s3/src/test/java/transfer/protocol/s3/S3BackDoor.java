package transfer.protocol.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import transfer.protocol.ByteText;

/**
 * A small client of a store that shares nothing with what is tested: Java's own HTTP client, and
 * the first kind of signatures, which every store under test still takes (Amazon S3 Developer Guide
 * of 2006, "REST Authentication").
 *
 * @param port of 127.0.0.1
 */
record S3BackDoor(HttpClient client, int port, S3Account account) {
    /** What counts for the signature when it stands behind the question mark. */
    private static final Set<String> SIGNED =
            Set.of("acl", "delete", "partNumber", "policy", "uploadId", "uploads", "versioning");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    static S3BackDoor of(int port, S3Account account) {
        return new S3BackDoor(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                port,
                account);
    }

    S3BackDoor as(S3Account other) {
        return new S3BackDoor(client, port, other);
    }

    // ---- buckets and objects

    void makeBucket(String bucket) throws IOException {
        send("PUT", bucket, "", Map.of(), new byte[0]);
    }

    void put(String bucket, String key, byte[] content) throws IOException {
        send("PUT", bucket, key, Map.of(), content);
    }

    Optional<byte[]> get(String bucket, String key) throws IOException {
        HttpResponse<byte[]> answer = ask("GET", bucket, key, Map.of(), new byte[0]);
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(checked(answer).body());
    }

    boolean exists(String bucket, String key) throws IOException {
        return ask("HEAD", bucket, key, Map.of(), new byte[0]).statusCode() == 200;
    }

    void remove(String bucket, String key) throws IOException {
        send("DELETE", bucket, key, Map.of(), new byte[0]);
    }

    /** Every key that begins so, as {@link ByteText}. */
    List<String> keys(String bucket, String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        Map<String, String> page = new TreeMap<>(Map.of("encoding-type", "url", "prefix", prefix));
        while (true) {
            Document told = xml(send("GET", bucket, "", page, new byte[0]).body());
            boolean escaped = !texts(told, "EncodingType").isEmpty();
            List<String> found = new ArrayList<>();
            for (Element entry : elements(told, "Contents")) {
                found.add(text(entry, "Key"));
            }
            found.forEach(key -> keys.add(escaped ? unescaped(key) : key));
            if (found.isEmpty() || !texts(told, "IsTruncated").equals(List.of("true"))) {
                return keys;
            }
            page.put("marker", keys.getLast());
        }
    }

    /** Keys of the uploads that were begun and neither completed nor aborted. */
    List<String> uploads(String bucket) throws IOException {
        Document told = xml(send("GET", bucket, "", Map.of("uploads", ""), new byte[0]).body());
        return elements(told, "Upload").stream().map(upload -> text(upload, "Key")).toList();
    }

    // ---- requests

    /**
     * @param query names to values, as they are
     * @throws IOException when the answer is none of success
     */
    HttpResponse<byte[]> send(
            String method, String bucket, String key, Map<String, String> query, byte[] body)
            throws IOException {
        return checked(ask(method, bucket, key, query, body));
    }

    private HttpResponse<byte[]> checked(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    answer.request().method()
                            + " "
                            + answer.uri()
                            + ": "
                            + answer.statusCode()
                            + " "
                            + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer;
    }

    /** The same whatever the answer is. */
    HttpResponse<byte[]> ask(
            String method, String bucket, String key, Map<String, String> query, byte[] body)
            throws IOException {
        String path = "/" + escaped(bucket, "");
        if (!key.isEmpty()) {
            path += "/" + escaped(key, "/");
        }
        String date = DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
        String resource = path + signed(query);
        String text = method + "\n\n\n\nx-amz-date:" + date + "\n" + resource;
        String asked =
                query.entrySet().stream()
                        .map(entry ->
                                entry.getKey()
                                        + (entry.getValue().isEmpty()
                                                ? ""
                                                : "=" + escaped(entry.getValue(), "")))
                        .collect(Collectors.joining("&"));
        URI uri =
                URI.create(
                        "http://127.0.0.1:" + port + path + (asked.isEmpty() ? "" : "?" + asked));
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .method(
                                method,
                                body.length == 0 && !method.startsWith("P")
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body))
                        .header("x-amz-date", date)
                        .header("Authorization", "AWS " + account.key() + ":" + signature(text))
                        .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String signed(Map<String, String> query) {
        String signed =
                new TreeMap<>(query)
                        .entrySet().stream()
                                .filter(entry -> SIGNED.contains(entry.getKey()))
                                .map(entry ->
                                        entry.getKey()
                                                + (entry.getValue().isEmpty()
                                                        ? ""
                                                        : "=" + entry.getValue()))
                                .collect(Collectors.joining("&"));
        return signed.isEmpty() ? "" : "?" + signed;
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(
                    new SecretKeySpec(
                            account.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String escaped(String text, String plain) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : ByteText.encode(text)) {
            boolean same =
                    b >= 'a' && b <= 'z'
                            || b >= 'A' && b <= 'Z'
                            || b >= '0' && b <= '9'
                            || (plain + "-._~").indexOf(b) >= 0;
            escaped.append(same ? "" + (char) b : String.format("%%%02X", b & 0xFF));
        }
        return escaped.toString();
    }

    private static String unescaped(String text) {
        byte[] bytes =
                URLDecoder.decode(text, StandardCharsets.ISO_8859_1)
                        .getBytes(StandardCharsets.ISO_8859_1);
        return ByteText.decode(bytes);
    }

    // ---- answers

    static Document xml(byte[] text) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(text));
        } catch (SAXException e) {
            throw new IOException(new String(text, StandardCharsets.UTF_8), e);
        } catch (ParserConfigurationException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    static List<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static List<String> texts(Document document, String name) {
        return elements(document, name).stream().map(Element::getTextContent).toList();
    }

    static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }
}
