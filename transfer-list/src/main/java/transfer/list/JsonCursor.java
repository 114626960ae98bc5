package transfer.list;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import transfer.engine.Defect;
import transfer.engine.ListPosition;

/** Where the reading of a JSON list stands, and what was wrong with the item at hand. */
final class JsonCursor {
    private static final Set<String> FALSE = Set.of("", "false", "no", "f", "0");

    private final JsonTokens tokens;
    private final int item;
    private final int linesBefore;
    private final List<Defect> defects = new ArrayList<>(0);

    /**
     * @param item the number of the item that is about to read
     * @param linesBefore how many lines of the list the tokens do not count
     */
    JsonCursor(JsonTokens tokens, int item, int linesBefore) {
        this.tokens = tokens;
        this.item = item;
        this.linesBefore = linesBefore;
    }

    /** The line on which the present token begins. */
    int line() {
        return linesBefore + tokens.line();
    }

    int item() {
        return item;
    }

    List<Defect> defects() {
        return defects;
    }

    /** Something is wrong with the present token. */
    void defect(String field, String message) {
        defect(line(), field, message);
    }

    void defect(int line, String field, String message) {
        defects.add(new Defect(new ListPosition(item, line), field, message));
    }

    JsonToken token() {
        return tokens.token();
    }

    /** Goes on, within an array or object that ends with this token; false at its end. */
    boolean nextBefore(JsonToken end) throws IOException {
        return tokens.next() != end;
    }

    /** Takes the name of a field and goes to its value. */
    String nameThenValue() throws IOException {
        String name = tokens.text();
        tokens.next();
        return name;
    }

    /** Goes to the end of the present value, whatever it is. */
    void skip() throws IOException {
        tokens.skip();
    }

    /** The present value as a text; a defect, and empty, when it is none. */
    String text(String field, String name) throws IOException {
        if (token() == JsonToken.STRING) {
            return tokens.text();
        }
        defect(field, "'" + name + "' must be a string, and is " + kind());
        skip();
        return "";
    }

    /** The present value, as text, if it is a string or a number. */
    String scalar() throws IOException {
        return tokens.text();
    }

    /**
     * The present value as yes or no: {@code false}, {@code null}, 0, and what is empty is no, and
     * so are the texts that say so; everything else is yes.
     */
    boolean truth() throws IOException {
        return switch (token()) {
            case FALSE, NULL -> false;
            case STRING -> !FALSE.contains(tokens.text().toLowerCase(Locale.ROOT));
            case NUMBER -> Double.parseDouble(tokens.text()) != 0;
            case START_ARRAY -> skipToEnd(JsonToken.END_ARRAY);
            case START_OBJECT -> skipToEnd(JsonToken.END_OBJECT);
            default -> true;
        };
    }

    private boolean skipToEnd(JsonToken end) throws IOException {
        boolean any = false;
        while (tokens.next() != end) {
            any = true;
            tokens.skip();
        }
        return any;
    }

    /** What the present value is, for messages. */
    String kind() {
        return switch (token()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case TRUE, FALSE -> "a boolean";
            default -> "null";
        };
    }
}
