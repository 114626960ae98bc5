package transfer.protocol.testkit;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of JSON and of URLs as {@link HandWrittenGcs} has to read and write. */
final class GcsText {
    private GcsText() {}

    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /** A member that is a string without escapes. */
    static Optional<String> member(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"\\\\]*)\"").matcher(json);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** A plus sign is a space here, other than in a path. */
    static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String part : raw.split("&")) {
                int equals = part.indexOf('=');
                query.put(
                        equals < 0 ? part : part.substring(0, equals),
                        equals < 0
                                ? ""
                                : URLDecoder.decode(
                                        part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    static String unescaped(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String error(int status, String reason, String message) {
        return "{\"error\":{\"code\":"
                + status
                + ",\"message\":"
                + quoted(message)
                + ",\"errors\":[{\"message\":"
                + quoted(message)
                + ",\"domain\":\"global\",\"reason\":"
                + quoted(reason)
                + "}]}}";
    }
}
