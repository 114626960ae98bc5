package transfer.planner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The text format of replica catalogs and caches: logical name, URL, then {@code key="value"}
 * pairs, one file a line.
 */
final class TextReplicas {
    /** Keys that tell of the place, or of the line, and nothing of the file. */
    static final Set<String> RESERVED = Set.of("site", "pool", "regex");

    private final String file;
    private final Consumer<Line> taker;
    private final Defects defects;

    /**
     * What one line says.
     *
     * @param number the line, counted from 1
     * @param isRule whether the name is a regular expression
     */
    record Line(
            int number, String lfn, Replica replica, boolean isRule, Map<String, String> pairs) {}

    TextReplicas(String file, ReplicaCatalog catalog, Defects defects) {
        this.file = file;
        this.taker = line -> add(line, catalog);
        this.defects = defects;
    }

    /**
     * @param taker told every line that can be understood
     */
    TextReplicas(String file, Consumer<Line> taker, Defects defects) {
        this.file = file;
        this.taker = taker;
        this.defects = defects;
    }

    void read(List<String> lines) {
        int number = 0;
        for (String line : lines) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                read(text, number);
            }
        }
    }

    private void read(String line, int number) {
        Scan scan = new Scan(line);
        String lfn = scan.word();
        String url = scan.word();
        if (lfn.isEmpty() || url.isEmpty()) {
            defect(number, "must have a logical name and a URL");
            return;
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        while (!scan.isAtEnd()) {
            String pair = scan.word();
            int equals = pair.indexOf('=');
            if (equals < 1) {
                defect(number, "'" + pair + "' is no pair key=\"value\"");
                return;
            }
            String key = pair.substring(0, equals);
            if (pairs.putIfAbsent(key, pair.substring(equals + 1)) != null) {
                defect(number, "'" + key + "' stands here a second time");
            }
        }
        if (scan.isOpen) {
            defect(number, "a quotation mark is not closed");
            return;
        }
        String site = pairs.remove("site");
        String pool = pairs.remove("pool");
        String rule = pairs.getOrDefault("regex", "false");
        pairs.remove("regex");
        boolean isRule = rule.equalsIgnoreCase("true");
        if (!isRule && !rule.equalsIgnoreCase("false")) {
            defect(number, "regex must be true or false, not '" + rule + "'");
        }
        Replica replica =
                new Replica(url, site != null ? site : pool != null ? pool : Replica.NOWHERE);
        taker.accept(new Line(number, lfn, replica, isRule, pairs));
    }

    private void add(Line line, ReplicaCatalog catalog) {
        if (!line.isRule()) {
            catalog.add(line.lfn(), line.replica(), line.pairs());
            return;
        }
        try {
            catalog.addRule(
                    new BoundedMatch(
                            Pattern.compile(line.lfn()), message -> defect(line.number(), message)),
                    line.replica(),
                    line.pairs());
        } catch (PatternSyntaxException e) {
            defect(line.number(), "no regular expression: " + e.getDescription());
        }
    }

    private void defect(int line, String message) {
        defects.add(new Defect(file, line, "", message));
    }

    /** Words of a line, of which parts may stand in quotation marks. */
    private static final class Scan {
        private final String line;
        private int at;
        private boolean isOpen;

        Scan(String line) {
            this.line = line;
        }

        boolean isAtEnd() {
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                at++;
            }
            return at == line.length();
        }

        String word() {
            StringBuilder word = new StringBuilder();
            if (isAtEnd()) {
                return "";
            }
            boolean isQuoted = false;
            while (at < line.length() && (isQuoted || !Character.isWhitespace(line.charAt(at)))) {
                char c = line.charAt(at++);
                if (c == '"') {
                    isQuoted = !isQuoted;
                } else if (c == '\\'
                        && isQuoted
                        && at < line.length()
                        && isSpecial(line.charAt(at))) {
                    word.append(line.charAt(at++));
                } else {
                    word.append(c);
                }
            }
            isOpen |= isQuoted;
            return word.toString();
        }

        /** Other backslashes stand for themselves: regular expressions are full of them. */
        private static boolean isSpecial(char c) {
            return c == '"' || c == '\\';
        }
    }
}
