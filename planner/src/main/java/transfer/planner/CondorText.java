package transfer.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values as HTCondor's submit files take them (HTCondor manual, "condor_submit", the new syntax of
 * {@code arguments} and {@code environment}). A dollar sign means itself in all of them.
 */
final class CondorText {
    private static final Pattern DOLLARS = Pattern.compile("\\$+");

    /** Replaced when there is a machine for the job, also where it came from {@link #DOLLAR}. */
    private static final Pattern MATCHED = Pattern.compile("\\$\\$[(\\[]");

    private static final String DOLLAR = "$(DOLLAR)";

    private CondorText() {}

    /** Whether a text fits in a line at all. */
    static boolean fits(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf(0) < 0;
    }

    /** Whether arguments can be written in a line. What we write for a dollar sign cannot. */
    static boolean fitsArguments(String text) {
        return fits(text) && !text.toUpperCase(Locale.ROOT).contains(DOLLAR);
    }

    /** Whether a value, as it is written, had in it what we write for a dollar sign. */
    static boolean holdsDollar(String value) {
        return value.toUpperCase(Locale.ROOT).contains(DOLLAR + DOLLAR.substring(1));
    }

    /**
     * Whether a name would come to be another one: no writing keeps HTCondor from that.
     *
     * @param value as it is written, by {@link #value}, {@link #list} or {@link #remaps}
     */
    static boolean isReplaced(String value) {
        return MATCHED.matcher(value.replace(DOLLAR, "$")).find();
    }

    /**
     * A name of a file, or another value that is taken as it is. Of several dollar signs in a row
     * none begins a macro.
     */
    static String value(String text) {
        return dollars(text, "$$");
    }

    /**
     * @param pair what stands for two of them
     */
    private static String dollars(String text, String pair) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        return DOLLARS.matcher(text)
                .replaceAll(found -> {
                    int length = found.group().length();
                    String all = pair.repeat(length / 2) + (length % 2 == 1 ? DOLLAR : "");
                    return Matcher.quoteReplacement(all);
                });
    }

    static String arguments(List<String> words) {
        StringBuilder all = new StringBuilder().append('"');
        for (int i = 0; i < words.size(); i++) {
            all.append(i == 0 ? "" : " ").append(word(words.get(i)));
        }
        return all.append('"').toString();
    }

    /**
     * @param variables in the order in which they are written
     */
    static String environment(SortedMap<String, String> variables) {
        StringBuilder all = new StringBuilder();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            all.append(all.isEmpty() ? '"' : ' ');
            all.append(word(variable.getKey() + "=" + variable.getValue()));
        }
        return all.isEmpty() ? "\"\"" : all.append('"').toString();
    }

    private static String word(String text) {
        if (isPlain(text)) {
            return dollars(text, "$$(DOLLARDOLLAR)");
        }
        String quoted = "'" + text.replace("'", "''") + "'";
        // these are looked at once more, when there is a machine for the job
        return dollars(quoted.replace("\"", "\"\""), "$$(DOLLARDOLLAR)");
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '\'' || c == '"') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Names of files, parted by commas. */
    static String list(List<String> names) {
        return value(String.join(",", names));
    }

    /**
     * Under which names files come back. A backslash stands only before what would end a name, and
     * quotation marks inside are not doubled.
     */
    static String remaps(Map<String, String> names) {
        List<String> pairs = new ArrayList<>();
        names.forEach(
                (from, to) -> pairs.add(from.replace("=", "\\=") + "=" + to.replace(";", "\\;")));
        return value('"' + String.join(";", pairs) + '"');
    }
}
