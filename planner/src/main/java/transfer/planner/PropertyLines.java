package transfer.planner;

import java.util.HashMap;
import java.util.Map;

/**
 * The lines on which the keys of a properties file stand, for messages: what reads such files tells
 * keys and values alone.
 */
final class PropertyLines {
    private PropertyLines() {}

    /** By key; the last line counts, as the last value does. */
    static Map<String, Integer> of(String text) {
        Map<String, Integer> lines = new HashMap<>();
        int number = 0;
        boolean goesOn = false;
        for (String line : text.split("\r\n|[\r\n]", -1)) {
            number++;
            String content = line.stripLeading();
            boolean isComment = !goesOn && (content.startsWith("#") || content.startsWith("!"));
            if (!goesOn && !isComment && !content.isEmpty()) {
                lines.put(key(content), number);
            }
            goesOn = !isComment && endsOpen(line);
        }
        return lines;
    }

    /** Up to the first separator that has no backslash before it. */
    private static String key(String line) {
        StringBuilder key = new StringBuilder();
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '\\' && at + 1 < line.length()) {
                key.append(line.charAt(++at));
            } else if (c == '=' || c == ':' || Character.isWhitespace(c)) {
                break;
            } else {
                key.append(c);
            }
        }
        return key.toString();
    }

    /** An odd number of backslashes at its end joins the next line to it. */
    private static boolean endsOpen(String line) {
        int backslashes = 0;
        while (backslashes < line.length()
                && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
