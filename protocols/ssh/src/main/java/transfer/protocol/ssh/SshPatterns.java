package transfer.protocol.ssh;

import java.util.List;

/** Lists of names with {@code *}, {@code ?} and {@code !}, as ssh_config(5) has them, PATTERNS. */
final class SshPatterns {
    private SshPatterns() {}

    /** Whether one of them matches and none with an exclamation mark does. */
    static boolean match(List<String> patterns, String text) {
        boolean matched = false;
        for (String pattern : patterns) {
            if (pattern.startsWith("!")) {
                if (matches(pattern.substring(1), text)) {
                    return false;
                }
            } else {
                matched |= matches(pattern, text);
            }
        }
        return matched;
    }

    /** Whether a text is of one pattern's form; {@code *} is any text, {@code ?} any character. */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Whether a list of patterns is more than a list of names. */
    static boolean isGeneral(String patterns) {
        return patterns.chars().anyMatch(c -> c == '*' || c == '?' || c == '!');
    }
}
