package transfer.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTokensTest {
    private static final String SAMPLE =
            "[{\"a\": 1, \"b\":[true,false , null],\n\t\"c\":{\"d\":\"e\\n\\u00fc\\\"\\/\"},\"x\":\"\"},"
                    + "[],{},[-0.5e+3,12E9,0,-7.25],\"\u00fc\ud83d\ude00\udc80\",\"x y\"]\r\n [1] {}";
    private static final String OFTEN = "[]{}\",:\\ \n\ttruefalsn0123456789.-+eE/bu\u0001\udc80";

    /** Hands out this many characters at a time. */
    private static Reader inPieces(String text, int most) {
        return new StringReader(text) {
            @Override
            public int read(char[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, most));
            }
        };
    }

    private static List<String> ours(String text, int pieces) throws IOException {
        List<String> found = new ArrayList<>();
        JsonTokens tokens = new JsonTokens(inPieces(text, pieces));
        try {
            while (tokens.next() != null) {
                boolean says =
                        switch (tokens.token()) {
                            case NAME, STRING, NUMBER -> true;
                            default -> false;
                        };
                found.add(
                        tokens.offset() + " " + tokens.token() + " " + (says ? tokens.text() : ""));
            }
        } catch (JsonFault e) {
            found.add("fault");
        }
        return found;
    }

    private static List<String> theirs(String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(new StringReader(text))) {
            while (parser.nextToken() != null) {
                String name =
                        switch (parser.currentToken()) {
                            case FIELD_NAME -> "NAME " + parser.getText();
                            case VALUE_STRING -> "STRING " + parser.getText();
                            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                                    "NUMBER " + parser.getText();
                            default ->
                                    parser.currentToken().name().replaceFirst("^VALUE_", "") + " ";
                        };
                found.add(parser.currentTokenLocation().getCharOffset() + " " + name);
            }
        } catch (JsonProcessingException e) {
            found.add("fault");
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100_000})
    void whatIsSoundIsReadAsTheLibraryReadsItHoweverItArrives(int pieces) throws Exception {
        assertEquals(theirs(SAMPLE), ours(SAMPLE, pieces));
        assertTrue(ours(SAMPLE, pieces).contains("7 NUMBER 1"));
    }

    /** The same tokens up to the place where both give up, if they do. */
    @Test
    void whatIsTornIsRefusedWhereTheLibraryRefusesIt() throws Exception {
        Random random = new Random(20261122);
        int sound = 0;
        for (int i = 0; i < 5000; i++) {
            StringBuilder torn = new StringBuilder(SAMPLE);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(torn.length());
                char other = OFTEN.charAt(random.nextInt(OFTEN.length()));
                switch (random.nextInt(3)) {
                    case 0 -> torn.setCharAt(at, other);
                    case 1 -> torn.insert(at, other);
                    default -> torn.delete(at, Math.min(torn.length(), at + 1 + random.nextInt(9)));
                }
            }
            List<String> expected = theirs(torn.toString());
            List<String> found = ours(torn.toString(), 1 + random.nextInt(50));
            boolean fault = expected.getLast().equals("fault");
            sound += fault ? 0 : 1;
            assertEquals(fault, found.getLast().equals("fault"), torn::toString);
            if (!fault) {
                assertEquals(expected, found, torn::toString);
            }
        }
        assertTrue(sound > 300, "so many were sound: " + sound);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1 2]     | 1 | 4 | Unexpected character '2' where a comma or the end must stand",
                "[tru]     | 1 | 2 | Unexpected word where a value must stand",
                "[01]      | 1 | 2 | Unexpected word where a value must stand",
                "{a:1}     | 1 | 2 | Unexpected character 'a' where a name in quotes must stand",
                "{\"a\" 1} | 1 | 6 | Unexpected character '1' where a colon must stand",
                "[\"\\x\"] | 1 | 4 | Unexpected character 'x' behind a backslash",
                "[\"\\u00G0\"] | 1 | 7 | Unexpected character 'G' where \\u needs four hexadecimal digits",
                "[\"\u0001\"] | 1 | 3 | Unexpected character U+0001 in a text, where it must be written as an escape",
                "[\"abc    | 1 | 6 | the list ends where more must follow",
                "[1,]      | 1 | 4 | Unexpected character ']' where a value must stand"
            })
    void aFaultTellsItsPlaceAndReason(String text, int line, int column, String message) {
        JsonTokens tokens = new JsonTokens(new StringReader(text));
        JsonFault fault =
                assertThrows(
                        JsonFault.class,
                        () -> {
                            while (tokens.next() != null) {
                                tokens.text();
                            }
                        });
        assertEquals(
                line + ":" + column + " " + message,
                fault.line() + ":" + fault.column() + " " + fault.getMessage());
    }

    @Test
    void linesAreCountedOverBuffers() throws Exception {
        JsonTokens tokens = new JsonTokens(inPieces("[1,\n\n" + " ".repeat(40_000) + "2\n]", 999));
        tokens.next();
        tokens.next();
        assertEquals(1, tokens.line());
        tokens.next();
        assertEquals(3, tokens.line());
        assertEquals("2", tokens.text());
        tokens.next();
        assertEquals(4, tokens.line());
        assertEquals(40_008, tokens.offsetReached());
    }

    @Test
    void aTextLongerThanTheBufferIsWhole() throws Exception {
        String longText = "x".repeat(100_000);
        JsonTokens tokens = new JsonTokens(new StringReader("[\"" + longText + "\"]"));
        tokens.next();
        tokens.next();
        assertEquals(longText, tokens.text());
    }

    @Test
    void skippingPassesOverWhatIsNested() throws Exception {
        JsonTokens tokens = new JsonTokens(new StringReader("{\"a\":[{\"b\":[]},1],\"c\":2}"));
        tokens.next();
        tokens.next();
        tokens.next();
        tokens.skip();
        assertEquals(JsonToken.END_ARRAY, tokens.token());
        tokens.next();
        assertEquals("c", tokens.text());
    }
}
