package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class YamlTextTest {
    @Test
    void ordinaryNamesAreAsTheyAre() {
        assertEquals("\"file:///tmp/a b.txt\"", YamlText.quoted("file:///tmp/a b.txt"));
        assertEquals("\"été 日本 😀 '#:\"", YamlText.quoted("été 日本 😀 '#:"));
    }

    @Test
    void quotesAndBackslashesAreEscaped() {
        assertEquals("\"a\\\"b\\\\c\"", YamlText.quoted("a\"b\\c"));
    }

    @Test
    void controlCharactersAreEscaped() {
        assertEquals(
                "\"\\n\\t\\r\\u0000\\u001B\\u007F\\u0085\"",
                YamlText.quoted("\n\t\r\0\u001b\u007f\u0085"));
    }

    @Test
    void lineSeparatorsAndMarksAreEscaped() {
        assertEquals(
                "\"\\u2028\\u2029\\uFEFF\\uFFFE\"", YamlText.quoted("\u2028\u2029\ufeff\ufffe"));
    }

    @Test
    void bytesThatAreNotUtf8AreTheLoneSurrogatesPythonUsesForThem() {
        assertEquals("\"a\\uDCFF\"", YamlText.quoted("a\udcff"));
    }
}
