package transfer.planner;

import java.util.List;

/**
 * Words for a POSIX shell (Shell Command Language, 2.2.2), in which no character means anything but
 * itself.
 */
final class ShellWord {
    private ShellWord() {}

    /**
     * @throws IllegalArgumentException when the text has a character that no program can be given
     */
    static String of(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("no argument can hold the character NUL");
        }
        return isPlain(text) ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPlain =
                    (c >= 'a' && c <= 'z')
                            || (c >= '-' && c <= ':') // which are - . / 0 to 9 :
                            || (c >= 'A' && c <= 'Z')
                            || "_=,@%+".indexOf(c) >= 0;
            if (!isPlain) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static String of(List<String> words) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            all.append(i == 0 ? "" : " ").append(of(words.get(i)));
        }
        return all.toString();
    }

    /** Whether the shell can have a variable of that name. */
    static boolean isVariable(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*");
    }

    /**
     * A text as standard input of a command, after the redirection {@code <<'mark'} and a line end.
     * Nothing in it is replaced.
     */
    static String heredoc(String text) {
        String lines = text.endsWith("\n") ? text : text + "\n";
        String mark = "END";
        while (lines.startsWith(mark + "\n") || lines.contains("\n" + mark + "\n")) {
            mark += "_";
        }
        return "<< '" + mark + "'\n" + lines + mark + "\n";
    }
}
