package transfer.planner;

/** A word as a POSIX shell takes it (Shell Command Language, 2.2.2). */
final class ShellWord {
    private ShellWord() {}

    static String of(String text) {
        boolean isPlain =
                !text.isEmpty()
                        && text.chars()
                                .allMatch(c ->
                                        c < 128
                                                && (Character.isLetterOrDigit(c)
                                                        || "-_./:=,@%+".indexOf(c) >= 0));
        return isPlain ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
