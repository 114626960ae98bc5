package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words as HTCondor and shells take them. */
class CondorTextTest {
    @Test
    void wordsWithBlanksAndQuotesStayOneWord() {
        assertEquals(
                "\"-i a 'b c' 'it''s' 'say \"\"x\"\"' ''\"",
                CondorText.arguments(List.of("-i", "a", "b c", "it's", "say \"x\"", "")));
    }

    @Test
    void nothingIsReplacedInAWord() {
        assertEquals(
                "\"$(DOLLAR)(HOME) $(DOLLAR)ENV(X)\"",
                CondorText.arguments(List.of("$(HOME)", "$ENV(X)")));
        assertEquals("/a$(DOLLAR)(b)", CondorText.value("/a$(b)"));
    }

    /** HTCondor replaces two of them in a row once more, when it has found a machine. */
    @Test
    void severalDollarSignsMeanThemselves() {
        assertEquals(
                "\"$$(DOLLARDOLLAR)(Cpus) $$(DOLLARDOLLAR)$(DOLLAR)(x) a$$(DOLLARDOLLAR)$$(DOLLARDOLLAR)\"",
                CondorText.arguments(List.of("$$(Cpus)", "$$$(x)", "a$$$$")));
        assertEquals(
                "\"A=$$(DOLLARDOLLAR)b\"",
                CondorText.environment(new TreeMap<>(Map.of("A", "$$b"))));
        // names of files are looked at before that
        assertEquals("/a$$b", CondorText.value("/a$$b"));
    }

    @Test
    void variablesAreSortedAndQuoted() {
        assertEquals(
                "\"A=1 'B=x y'\"",
                CondorText.environment(new TreeMap<>(Map.of("B", "x y", "A", "1"))));
    }

    @Test
    void namesThatComeBackMayHoldTheMarksThatPartThem() {
        assertEquals("\"a\\=b=c\\;d\"", CondorText.remaps(Map.of("a=b", "c;d")));
        // only what would part them has a backslash, and quotation marks are as they are
        assertEquals("\"a\\b\"c=d=e\\f\"g\"", CondorText.remaps(Map.of("a\\b\"c", "d=e\\f\"g")));
    }

    @Test
    void whatIsReplacedOnceThereIsAMachineIsSeen() {
        for (String name : List.of("a$$(b)", "$$[1]", "a$$$(b)", "$$$$[x]")) {
            assertTrue(CondorText.isReplaced(CondorText.value(name)), name);
        }
        for (String name : List.of("a$(b)", "$$b", "$$$", "a$", "$ $(b)", "[$$]", "$$$.(b)")) {
            assertFalse(CondorText.isReplaced(CondorText.value(name)), name);
        }
    }

    /** It would be read once more. */
    @Test
    void whatWeWriteForADollarSignFitsNowhere() {
        assertFalse(CondorText.fitsArguments("a '$(Dollar)'"));
        assertTrue(CondorText.fitsArguments("$(DOLLARS) $(x) $$"));
        assertTrue(CondorText.holdsDollar(CondorText.value("/a$(dollar)b")));
        assertTrue(
                CondorText.holdsDollar(
                        CondorText.environment(new TreeMap<>(Map.of("A", "$$$(DOLLAR)")))));
        assertFalse(CondorText.holdsDollar(CondorText.value("/a$$(DOLLAR)$b$")));
    }

    @Test
    void aLineEndFitsNowhere() {
        assertFalse(CondorText.fits("a\nb"));
        assertTrue(CondorText.fits("a b"));
    }

    @Test
    void argumentsArePartedAsAShellWouldButNothingIsReplaced() {
        assertEquals(
                List.of("-i", "a b", "", "it's", "$(x)", "`y`", "\\", "c\nd", "*"),
                CommandWords.of("-i 'a b' \"\" it\\'s $(x) \"`y`\" '\\' \"c\nd\"\n *"));
        assertEquals(List.of("a\\b", "\"", "$x"), CommandWords.of("\"a\\b\" \\\" \"\\$x\""));
        assertEquals(List.of(), CommandWords.of(" \t\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "\"open", "a 'b"})
    void aQuotationMarkWithoutPartnerIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> CommandWords.of(text));
    }

    @Test
    void theMarkOfAHeredocIsNoneOfItsLines() {
        assertEquals("<< 'END'\na\nEND\n", ShellWord.heredoc("a"));
        assertEquals("<< 'END__'\nEND\nEND_\nEND__\n", ShellWord.heredoc("END\nEND_\n"));
    }

    @Test
    void noWordHoldsNul() {
        assertThrows(IllegalArgumentException.class, () -> ShellWord.of("a\0b"));
        assertEquals("'it'\\''s'", ShellWord.of("it's"));
    }
}
