package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.cli.GnuOptions.BadOptionException;
import transfer.cli.IntegrityOptions.Action;

class IntegrityOptionsTest {
    @ParameterizedTest
    @CsvSource({
        "--generate, GENERATE",
        "--generate-yaml, GENERATE_YAML",
        "--generate-y, GENERATE_YAML",
        "--generate-fullstat-yaml, GENERATE_FULLSTAT_YAML",
        "--generate-fullstat-y, GENERATE_FULLSTAT_YAML",
        "--generate-xmls, GENERATE_XMLS",
        "--generate-xml, GENERATE_XMLS",
        "--generate-fullstat-xmls, GENERATE_FULLSTAT_XMLS",
        "--generate-fullstat-xml, GENERATE_FULLSTAT_XMLS",
        "--verify, VERIFY",
        "--ver, VERIFY"
    })
    void everyActionHasItsNameAndItsAbbreviations(String option, Action action) throws Exception {
        assertEquals(Map.of(action, "f"), IntegrityOptions.parse(option + "=f").actions());
        assertEquals(Map.of(action, "f"), IntegrityOptions.parse(option, "f").actions());
    }

    @ParameterizedTest
    @CsvSource({
        "--gen=f, 'ambiguous option: --gen (--generate, --generate-fullstat-xmls, --generate-fullstat-yaml, --generate-xmls, --generate-yaml?)'",
        "--generate-f=f, 'ambiguous option: --generate-f (--generate-fullstat-xmls, --generate-fullstat-yaml?)'",
        "--check=f, no such option: --check",
        "-d, no such option: -d",
        "--verify, --verify option requires 1 argument",
        "--debug=1, --debug option does not take a value"
    })
    void whatCannotBeReadIsSaidInTheReferencesWords(String argument, String words) {
        BadOptionException refused =
                assertThrows(BadOptionException.class, () -> IntegrityOptions.parse(argument));
        assertEquals(words, refused.getMessage());
    }

    @Test
    void flagsAreOffUnlessGiven() throws Exception {
        IntegrityOptions none = IntegrityOptions.parse("--verify=f");
        assertFalse(none.printTimings() || none.debug() || none.help());
        IntegrityOptions all = IntegrityOptions.parse("--print-t", "--deb", "-h");
        assertTrue(all.printTimings() && all.debug() && all.help());
    }

    @Test
    void theLastOfARepeatedOptionCounts() throws Exception {
        assertEquals(
                Map.of(Action.VERIFY, "b"),
                IntegrityOptions.parse("--verify=a", "--verify=b").actions());
    }

    @Test
    void theHelpNamesEveryOption() {
        for (Action action : Action.values()) {
            String option = "--" + action.name().toLowerCase(Locale.ROOT);
            assertTrue(IntegrityOptions.HELP.contains(option.replace('_', '-')), option);
        }
        assertTrue(IntegrityOptions.HELP.contains("--print-timings"));
        assertTrue(IntegrityOptions.HELP.contains("--debug"));
    }
}
