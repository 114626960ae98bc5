package transfer.cli;

import java.util.stream.Stream;

/** Lists in the form that Pegasus writes. */
final class ReferenceList {
    private ReferenceList() {}

    static String item(String source, String target, String... fields) {
        return """
        {"type": "transfer",
         "src_urls": [{"site_label": "my-site", "url": "%s"}],
         "dest_urls": [{"site_label": "local", "url": "%s"}]%s}
        """
                .formatted(
                        source,
                        target,
                        Stream.of(fields).map(f -> ", " + f).reduce("", String::concat));
    }

    static String list(String... items) {
        return "[" + String.join(",", items) + "]";
    }
}
