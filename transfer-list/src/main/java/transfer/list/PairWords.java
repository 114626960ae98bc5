package transfer.list;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of one line of pairs, and what is wrong with the line.
 *
 * @param words with their quotes and backslashes resolved
 * @param problem empty when there is none
 */
record PairWords(List<Word> words, String problem) {

    /**
     * @param text a dollar sign that is no variable's is {@link Variables#PLAIN_DOLLAR}
     * @param quoted whether a part of it was in quotes or behind a backslash, so that it is meant
     *     literally
     */
    record Word(String text, boolean quoted) {
        /** Whether it is this word of the format's own. */
        boolean says(String keyword) {
            return !quoted && text.equals(keyword);
        }
    }

    static PairWords of(String line) {
        Splitter splitter = new Splitter(line);
        splitter.split();
        return new PairWords(splitter.words, splitter.problem);
    }

    private static final class Splitter {
        private final String line;
        private final List<Word> words = new ArrayList<>(3);
        private final StringBuilder word = new StringBuilder();
        private String problem = "";
        private int next;
        private boolean quoted;

        Splitter(String line) {
            this.line = line;
        }

        void split() {
            while (problem.isEmpty() && next < line.length()) {
                char c = line.charAt(next);
                if (Lines.isBlank(c)) {
                    endWord();
                    next++;
                } else if (c == '#' && word.isEmpty() && !quoted) {
                    return;
                } else {
                    next++;
                    take(c);
                }
            }
            endWord();
        }

        private void endWord() {
            if (!word.isEmpty() || quoted) {
                words.add(new Word(word.toString(), quoted));
            }
            word.setLength(0);
            quoted = false;
        }

        private void take(char c) {
            switch (c) {
                case '\'' -> takeSingleQuoted();
                case '"' -> takeDoubleQuoted();
                case '\\' -> takeEscaped();
                default -> word.append(c);
            }
        }

        private void takeSingleQuoted() {
            quoted = true;
            int end = line.indexOf('\'', next);
            if (end < 0) {
                problem = "a single quote is not closed";
                return;
            }
            word.append(line.substring(next, end).replace('$', Variables.PLAIN_DOLLAR));
            next = end + 1;
        }

        private void takeDoubleQuoted() {
            quoted = true;
            while (next < line.length()) {
                char c = line.charAt(next++);
                if (c == '"') {
                    return;
                }
                if (c == '\\') {
                    takeEscapedInQuotes();
                } else {
                    word.append(c);
                }
            }
            problem = "a double quote is not closed";
        }

        private void takeEscapedInQuotes() {
            char c = next < line.length() ? line.charAt(next++) : ' ';
            switch (c) {
                case '"', '\\' -> word.append(c);
                case '$' -> word.append(Variables.PLAIN_DOLLAR);
                case 'n' -> word.append('\n');
                case 't' -> word.append('\t');
                default ->
                        problem =
                                "a backslash in double quotes must be followed by"
                                        + " one of \" \\ $ n t, or be doubled";
            }
        }

        private void takeEscaped() {
            quoted = true;
            if (next == line.length()) {
                problem = "the line ends in a backslash";
                return;
            }
            char c = line.charAt(next++);
            word.append(c == '$' ? Variables.PLAIN_DOLLAR : c);
        }
    }
}
