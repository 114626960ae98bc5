package transfer.list;

import java.io.IOException;

/** The lines of a list in text form, with their numbers. */
final class Lines {
    private final ByteTextReader reader;
    private final StringBuilder text = new StringBuilder();
    private int number;

    /**
     * @param firstNumber what the next line of the reader is in its file, from 1
     */
    Lines(ByteTextReader reader, int firstNumber) {
        this.reader = reader;
        this.number = firstNumber - 1;
    }

    /** Goes to the next line that is not blank; false when there is none. */
    boolean next() throws IOException {
        do {
            text.setLength(0);
            if (!reader.readLine(text)) {
                return false;
            }
            number++;
        } while (text.chars().allMatch(Lines::isBlank));
        return true;
    }

    /** What the line says, without its end. */
    String text() {
        return text.toString();
    }

    int number() {
        return number;
    }

    /** Whether the line has an end, so that nobody was kept from writing the rest of it. */
    boolean isWhole() {
        return reader.lineEnded();
    }

    /** Names may hold any other kind of white space. */
    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }
}
