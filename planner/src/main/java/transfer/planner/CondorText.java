package transfer.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values as HTCondor's submit files take them (HTCondor manual, "condor_submit", the new syntax of
 * {@code arguments} and {@code environment}). A dollar sign means itself in all of them.
 */
final class CondorText {
    private CondorText() {}

    /** Whether a text fits in a line at all. */
    static boolean fits(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf(0) < 0;
    }

    /** A name of a file, or another value that is taken as it is. */
    static String value(String text) {
        return text.replace("$", "$(DOLLAR)");
    }

    static String arguments(List<String> words) {
        return '"' + String.join(" ", words.stream().map(CondorText::word).toList()) + '"';
    }

    static String environment(Map<String, String> variables) {
        List<String> words = new ArrayList<>();
        new TreeMap<>(variables).forEach((name, text) -> words.add(word(name + "=" + text)));
        return '"' + String.join(" ", words) + '"';
    }

    private static String word(String text) {
        boolean isPlain =
                !text.isEmpty() && text.chars().noneMatch(c -> c <= ' ' || c == '\'' || c == '"');
        String quoted = isPlain ? text : "'" + text.replace("'", "''") + "'";
        return value(quoted.replace("\"", "\"\""));
    }

    /** Names of files, parted by commas. */
    static String list(List<String> names) {
        return value(String.join(",", names));
    }

    /** Under which names files come back. */
    static String remaps(Map<String, String> names) {
        List<String> pairs = new ArrayList<>();
        names.forEach((from, to) -> pairs.add(escaped(from) + "=" + escaped(to)));
        return value('"' + String.join(";", pairs).replace("\"", "\"\"") + '"');
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\\\").replace("=", "\\=").replace(";", "\\;");
    }
}
