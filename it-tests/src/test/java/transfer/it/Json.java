package transfer.it;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.stream.Collectors;

/** Writes lists in JSON. */
final class Json {
    private Json() {}

    static String quote(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    /** A transfer at the site {@code local}; {@code fields} go into the item, such as its lfn. */
    static String transfer(String source, String destination, String... fields) {
        return "{\"type\": \"transfer\", "
                + List.of(fields).stream().map(f -> f + ", ").collect(Collectors.joining())
                + "\"src_urls\": [{\"site_label\": \"local\", \"url\": "
                + quote(source)
                + "}], \"dest_urls\": [{\"site_label\": \"local\", \"url\": "
                + quote(destination)
                + "}]}";
    }

    static String list(String... items) {
        return "[" + String.join(",\n ", items) + "]\n";
    }
}
