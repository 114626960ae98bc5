package transfer.cli;

/** Texts as YAML 1.1 double-quoted scalars on one line. */
final class YamlText {
    private YamlText() {}

    /**
     * The text between quotes. Printable characters stand for themselves; everything else is
     * escaped, also the lone surrogates that stand for bytes that are not UTF-8.
     */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                quoted.append(c).append(text.charAt(++i));
            } else {
                append(quoted, c);
            }
        }
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, char c) {
        switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            case '\r' -> quoted.append("\\r");
            default -> {
                if (isPrintable(c)) {
                    quoted.append(c);
                } else {
                    appendCode(quoted, c);
                }
            }
        }
    }

    /** YAML 1.1, section 5.1, less the line separators, which a scalar would fold. */
    private static boolean isPrintable(char c) {
        return c >= 0x20 && c <= 0x7E
                || c >= 0xA0 && c <= 0xD7FF && c != 0x2028 && c != 0x2029
                || c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF;
    }

    private static void appendCode(StringBuilder quoted, char c) {
        quoted.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            quoted.append(Character.toUpperCase(Character.forDigit(c >> shift & 0xF, 16)));
        }
    }
}
