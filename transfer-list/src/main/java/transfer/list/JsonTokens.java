package transfer.list;

import java.io.IOException;
import java.io.Reader;

/**
 * The tokens of JSON texts (RFC 8259) that come one after the other, in the order of the input.
 *
 * <p>The library that reads other files of ours begins with tables for numbers that no list holds,
 * and takes as long for that as copying a small file takes; hence this one for lists. Numbers stay
 * texts. Lines end with a line feed. Not safe for use by two threads at once.
 */
final class JsonTokens {
    private static final int DEEPEST = 1000;
    private static final int LONGEST_TEXT = 20_000_000;
    private static final int KNOWN_NAMES = 128;

    private final JsonInput input;
    private final boolean[] isObject = new boolean[DEEPEST + 1];

    /** A list has the same few names many times. */
    private final String[] names = new String[KNOWN_NAMES];

    private int depth;

    /** Whether the array or object at hand has no entry so far. */
    private boolean first;

    private JsonToken token;
    private String text;
    private int line;
    private int column;
    private long offset;

    JsonTokens(Reader reader) {
        this.input = new JsonInput(reader);
    }

    /** The token at hand; null before the first and behind the last one. */
    JsonToken token() {
        return token;
    }

    /** What a name, string or number says; a number as it is written. */
    String text() {
        return text;
    }

    /** The line on which the token at hand begins, from 1. */
    int line() {
        return line;
    }

    /** How many characters come before the token at hand. */
    long offset() {
        return offset;
    }

    /** The line up to which the input is read, from 1. */
    int lineReached() {
        return input.line();
    }

    /** How many characters are read. */
    long offsetReached() {
        return input.offset();
    }

    /**
     * Goes on to the next token; null at the end of the input, where nothing is open.
     *
     * @throws JsonFault when the input is not JSON
     */
    JsonToken next() throws IOException {
        boolean valueFollows = token == JsonToken.NAME;
        int c = input.skipBlanks();
        if (depth == 0) {
            begin();
            token = c < 0 ? null : value(c);
            return token;
        }
        if (valueFollows) {
            expect(c, ':', "where a colon must stand");
            c = input.skipBlanks();
        } else {
            boolean object = isObject[depth];
            if (c == (object ? '}' : ']')) {
                begin();
                return close(object);
            }
            if (!first) {
                expect(c, ',', "where a comma or the end must stand");
                c = input.skipBlanks();
            }
            if (object) {
                begin();
                return name(c);
            }
        }
        begin();
        token = value(c);
        return token;
    }

    /** Goes to the end of the array or object that the token at hand begins, if it is such. */
    void skip() throws IOException {
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            int outside = depth - 1;
            while (depth > outside) {
                next();
            }
        }
    }

    private void begin() {
        line = input.line();
        column = input.column();
        offset = input.offset();
    }

    private JsonToken close(boolean object) throws IOException {
        input.take();
        depth--;
        first = false;
        token = object ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
        return token;
    }

    private void expect(int c, char wanted, String where) throws IOException {
        if (c != wanted) {
            throw unexpected(c, where);
        }
        input.take();
    }

    private JsonToken name(int c) throws IOException {
        expect(c, '"', "where a name in quotes must stand");
        text = string(true);
        first = false;
        token = JsonToken.NAME;
        return token;
    }

    private JsonToken value(int c) throws IOException {
        first = false;
        switch (c) {
            case '{', '[' -> {
                return open(c == '{');
            }
            case '"' -> {
                input.take();
                text = string(false);
                return JsonToken.STRING;
            }
            case 't' -> {
                return word("true", JsonToken.TRUE);
            }
            case 'f' -> {
                return word("false", JsonToken.FALSE);
            }
            case 'n' -> {
                return word("null", JsonToken.NULL);
            }
            default -> {
                if (c != '-' && !isDigit(c)) {
                    throw unexpected(c, "where a value must stand");
                }
                text = number();
                return JsonToken.NUMBER;
            }
        }
    }

    private JsonToken open(boolean object) throws IOException {
        if (depth == DEEPEST) {
            throw fault("arrays and objects lie more than " + DEEPEST + " deep in each other");
        }
        input.take();
        isObject[++depth] = object;
        first = true;
        return object ? JsonToken.START_OBJECT : JsonToken.START_ARRAY;
    }

    private JsonToken word(String word, JsonToken meaning) throws IOException {
        for (int i = 0; i < word.length(); i++) {
            if (input.peek() != word.charAt(i)) {
                throw noValue();
            }
            input.take();
        }
        endValue();
        text = word;
        return meaning;
    }

    private String number() throws IOException {
        StringBuilder digits = new StringBuilder();
        if (input.peek() == '-') {
            digits.append(input.take());
        }
        if (input.peek() == '0') {
            digits.append(input.take());
        } else {
            digits(digits);
        }
        if (input.peek() == '.') {
            digits.append(input.take());
            digits(digits);
        }
        if (input.peek() == 'e' || input.peek() == 'E') {
            digits.append(input.take());
            if (input.peek() == '+' || input.peek() == '-') {
                digits.append(input.take());
            }
            digits(digits);
        }
        endValue();
        int c = input.peek();
        if (depth == 0 && c > ' ') {
            throw unexpected(c, "behind a number that nothing encloses");
        }
        return digits.toString();
    }

    /** Takes one digit or more. */
    private void digits(StringBuilder digits) throws IOException {
        if (!isDigit(input.peek())) {
            throw noValue();
        }
        while (isDigit(input.peek())) {
            add(digits, input.take());
        }
    }

    /** A number or word ends where none could go on. */
    private void endValue() throws IOException {
        int c = input.peek();
        if (c >= 0 && Character.isJavaIdentifierPart(c) || c == '.') {
            throw noValue();
        }
    }

    /** Takes the rest of a text in quotes. */
    private String string(boolean known) throws IOException {
        String plain = input.plainText(known ? names : null);
        if (plain != null) {
            return plain;
        }
        StringBuilder characters = new StringBuilder();
        for (int c = input.peek(); c != '"'; c = input.peek()) {
            if (c >= 0 && c < ' ') {
                throw unexpected(c, "in a text, where it must be written as an escape");
            }
            if (c < 0) {
                throw ended();
            }
            input.take();
            add(characters, c == '\\' ? escape() : (char) c);
        }
        input.take();
        return characters.toString();
    }

    private void add(StringBuilder text, char c) throws JsonFault {
        if (text.length() == LONGEST_TEXT) {
            throw fault("a text or number is longer than " + LONGEST_TEXT + " characters");
        }
        text.append(c);
    }

    private char escape() throws IOException {
        int c = input.peek();
        int known = "\"\\/bfnrt".indexOf(c);
        if (c != 'u' && known < 0) {
            throw unexpected(c, "behind a backslash");
        }
        input.take();
        if (c != 'u') {
            return "\"\\/\b\f\n\r\t".charAt(known);
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = input.peek();
            if (digit < 0 || digit > 'f' || Character.digit(digit, 16) < 0) {
                throw unexpected(digit, "where \\u needs four hexadecimal digits");
            }
            code = code << 4 | Character.digit(digit, 16);
            input.take();
        }
        return (char) code;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private JsonFault unexpected(int c, String where) {
        if (c < 0) {
            return ended();
        }
        String shown = c > ' ' && c < 0x7F ? "'" + (char) c + "'" : "U+%04X".formatted(c);
        return fault("Unexpected character " + shown + " " + where);
    }

    private JsonFault ended() {
        return fault("the list ends where more must follow");
    }

    /** What stands at the beginning of the token at hand is nothing. */
    private JsonFault noValue() throws IOException {
        return input.peek() < 0
                ? ended()
                : new JsonFault(line, column, "Unexpected word where a value must stand");
    }

    private JsonFault fault(String message) {
        return new JsonFault(input.line(), input.column(), message);
    }
}
