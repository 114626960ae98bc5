package transfer.protocol.gs;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A boto file: sections in brackets, keys and values, whole lines of comment. The case of keys does
 * not matter, that of sections does.
 */
final class GsBoto {
    private final Map<String, String> values = new HashMap<>();

    private GsBoto() {}

    static GsBoto parse(String text) {
        GsBoto boto = new GsBoto();
        String section = "";
        for (String line : text.lines().map(String::strip).toList()) {
            int separator = line.indexOf('=');
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1);
            } else if (separator > 0 && !line.startsWith("#") && !line.startsWith(";")) {
                String key = line.substring(0, separator).strip().toLowerCase(Locale.ROOT);
                boto.values.put(section + " " + key, line.substring(separator + 1).strip());
            }
        }
        return boto;
    }

    Optional<String> value(String section, String key) {
        return Optional.ofNullable(values.get(section + " " + key))
                .filter(value -> !value.isEmpty());
    }
}
