package transfer.planner;

import java.util.ArrayList;
import java.util.List;

/**
 * Parts the arguments of a job into words: at blanks and line ends, but not inside quotation marks,
 * of either kind, and not after a backslash (POSIX Shell Command Language, 2.2 Quoting). Nothing
 * else means anything: no variable, no command and no pattern is replaced.
 */
final class CommandWords {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean isInWord;
    private int at;

    private CommandWords(String text) {
        this.text = text;
    }

    /**
     * @throws IllegalArgumentException when a quotation mark has no partner
     */
    static List<String> of(String text) {
        return new CommandWords(text).split();
    }

    private List<String> split() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case ' ', '\t', '\n', '\r' -> end();
                case '\'' -> literal();
                case '"' -> quoted();
                case '\\' -> {
                    isInWord = true;
                    word.append(at < text.length() ? text.charAt(at++) : '\\');
                }
                default -> {
                    isInWord = true;
                    word.append(c);
                }
            }
        }
        end();
        return words;
    }

    private void end() {
        if (isInWord) {
            words.add(word.toString());
            word.setLength(0);
            isInWord = false;
        }
    }

    private void literal() {
        int partner = text.indexOf('\'', at);
        if (partner < 0) {
            throw new IllegalArgumentException("a quotation mark ' has no partner");
        }
        isInWord = true;
        word.append(text, at, partner);
        at = partner + 1;
    }

    private void quoted() {
        isInWord = true;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            boolean isEscape =
                    c == '\\' && at < text.length() && "$`\"\\".indexOf(text.charAt(at)) >= 0;
            word.append(isEscape ? text.charAt(at++) : c);
        }
        throw new IllegalArgumentException("a quotation mark \" has no partner");
    }
}
