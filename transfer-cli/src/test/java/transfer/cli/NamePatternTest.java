package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|''",
                "*|.hidden",
                "*.csv|a.csv",
                "a*b*c|axxbyybzc",
                "?|a",
                "?|🚀",
                "a?c|a*c",
                "[abc]x|bx",
                "[a-c]x|cx",
                "[!a-c]x|dx",
                "[^a-c]x|dx",
                "[]x]|]",
                "[!]x]|a",
                "[a-]|-",
                "[*]|*",
                "[\\]*|\\name",
                "a[|a[",
                "\\*|*",
                "\\[a]|[a]",
                "a\\b|a\\b",
                "**|anything",
                "Gr\u00fc*|Gr\u00fc\udcfc\udcff",
                "?\udcff|\udc80\udcff"
            })
    void patternMatchesName(String pattern, String name) {
        assertTrue(NamePattern.of(pattern).matches(name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.csv|a.csv2",
                "*.csv|csv",
                "?|''",
                "?|ab",
                "a*b|acbc",
                "[a-c]|d",
                "[!a]|a",
                "[!]x]|]",
                "\\*|a",
                "\\?|a",
                "a|A",
                "a.c|abc"
            })
    void patternDoesNotMatchOtherNames(String pattern, String name) {
        assertFalse(NamePattern.of(pattern).matches(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a?", "[a]", "x[!a-z]y"})
    void wildcardsAreSeen(String part) {
        assertTrue(NamePattern.isIn(part));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"plain|plain", "a\\b|a\\b", "\\*|*", "x\\?\\[y]|x?[y]", "a[b|a[b", "''|''"})
    void whatIsNoneStandsForItself(String part, String plain) {
        assertFalse(NamePattern.isIn(part));
        assertEquals(plain, NamePattern.plain(part));
    }

    @Test
    @Timeout(60)
    void manyRunsTakeNoLongTime() {
        String name = "a".repeat(4000);
        NamePattern pattern = NamePattern.of("*a".repeat(50) + "*b");
        assertFalse(pattern.matches(name));
    }

    @Test
    void namesCanBeAskedForByTheirBeginning() {
        assertEquals("2024-", NamePattern.of("2024-*.csv").literalBeginning());
        assertEquals("a*", NamePattern.of("a\\*?").literalBeginning());
        assertEquals("", NamePattern.of("[a]b").literalBeginning());
    }
}
