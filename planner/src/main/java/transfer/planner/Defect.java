package transfer.planner;

/**
 * Something wrong in what the planner was given: one sentence, and where it stands. Its text has no
 * passwords and tokens of URLs.
 *
 * @param file the file as it was named, or the words for another source ("command line")
 * @param line the line, counted from 1; 0 when the source has no lines
 * @param field the path to the value, such as {@code jobs[3].uses[0].lfn}; may be empty
 * @param message what is wrong and what would be right
 */
public record Defect(String file, int line, String field, String message) {
    @Override
    public String toString() {
        return toString("");
    }

    /**
     * @param mark in front of field and message, such as {@code warning: }
     */
    public String toString(String mark) {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        text.append(": ").append(mark);
        if (!field.isEmpty()) {
            text.append(field).append(": ");
        }
        return text.append(ShownUrl.inText(message)).toString();
    }
}
