package transfer.protocol.ftp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a server says that it can do (RFC 2389, 3.2).
 *
 * @param values what follows each feature's name, which is in capitals
 */
record FtpFeatures(Map<String, String> values) {
    FtpFeatures {
        values = Map.copyOf(values);
    }

    /** Of the answer's lines, those of features begin with a blank. */
    static FtpFeatures of(FtpReply reply) {
        Map<String, String> values = new HashMap<>();
        if (reply.isDone()) {
            List<String> lines = reply.lines();
            for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
                String[] parts = line.strip().split(" ", 2);
                values.put(
                        parts[0].toUpperCase(Locale.ROOT),
                        parts.length > 1 ? parts[1].strip() : "");
            }
        }
        return new FtpFeatures(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** What follows the name of a feature; empty when nothing does, or it is missing. */
    String value(String name) {
        return values.getOrDefault(name, "");
    }
}
