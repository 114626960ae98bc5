package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.cli.GnuOptions.BadOptionException;

class PegasusOptionsTest {
    private static final PegasusOptions STANDARD =
            new PegasusOptions(Optional.empty(), 3, 0, false, false, false);

    private static PegasusOptions parse(String words) throws BadOptionException {
        return PegasusOptions.parse(words.isEmpty() ? new String[0] : words.split(" "));
    }

    private static String refusal(String words) {
        return assertThrows(BadOptionException.class, () -> parse(words)).getMessage();
    }

    @Test
    void withoutOptionsItReadsStandardInputThreeTimesWithTheUsualThreads() throws Exception {
        assertEquals(STANDARD, parse(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-f list",
                "-flist",
                "--file list",
                "--file=list",
                "--fi list",
                "--f=list",
                "-f other -f list",
                "stray -f list stray"
            })
    void theListMayBeNamedInEveryForm(String words) throws Exception {
        assertEquals(
                new PegasusOptions(Optional.of("list"), 3, 0, false, false, false), parse(words));
    }

    @Test
    void aHyphenIsAFileNameAndNotStandardInput() throws Exception {
        assertEquals(Optional.of("-"), parse("-f -").file());
    }

    @Test
    void aValueMayLookLikeAnOption() throws Exception {
        assertEquals(Optional.of("-d"), parse("-f -d").file());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-m 7", "-m7", "--max-attempts 7", "--max-attempts=7", "--max=7"})
    void roundsMayBeGivenInEveryForm(String words) throws Exception {
        assertEquals(new PegasusOptions(Optional.empty(), 7, 0, false, false, false), parse(words));
    }

    @ParameterizedTest
    @CsvSource({
        "8, 8",
        "+8, 8",
        "0x10, 16",
        "0X1f, 31",
        "0b101, 5",
        "017, 15",
        "0o17, 15",
        "0, 0",
        "1_000, 1000",
        "0b, 0",
        "99999999999, 2147483647"
    })
    void numbersMayHaveEveryBase(String text, int number) throws Exception {
        assertEquals(number, parse("-n " + text).threads());
        assertEquals(number, parse("--threads=" + text).threads());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "08", "0x", "0xg", "0x-1", "0b2", "1__0", "_1", ""})
    void whatIsNoNumberIsRefused(String text) {
        assertEquals(
                "option -n: invalid integer value: '" + text + "'",
                assertThrows(BadOptionException.class, () -> PegasusOptions.parse("-n", text))
                        .getMessage());
    }

    @Test
    void messagesNameTheOptionAsItWasWritten() {
        assertEquals("option -m: invalid integer value: 'x'", refusal("-m x"));
        assertEquals("option --max-attempts: invalid integer value: 'x'", refusal("--max x"));
        assertEquals("-f option requires 1 argument", refusal("-f"));
        assertEquals("--file option requires 1 argument", refusal("--fil"));
        assertEquals("no such option: --bogus", refusal("--bogus=3"));
        assertEquals("no such option: -x", refusal("-dx"));
        assertEquals("--debug option does not take a value", refusal("--debug=1"));
        assertEquals(
                "ambiguous option: -- (--debug, --file, --help, --max-attempts, --symlink, --threads?)",
                refusal("--=x"));
    }

    @Test
    void flagsMayBeBundled() throws Exception {
        assertEquals(new PegasusOptions(Optional.empty(), 3, 0, true, true, false), parse("-sd"));
        assertEquals(new PegasusOptions(Optional.empty(), 3, 8, true, false, false), parse("-sn8"));
        assertEquals(
                new PegasusOptions(Optional.empty(), 3, 8, true, false, false), parse("-sn 8"));
    }

    @Test
    void theLongFlagsMayBeCut() throws Exception {
        assertEquals(
                new PegasusOptions(Optional.empty(), 3, 0, true, true, false),
                parse("--sym --deb"));
    }

    @Test
    void twoHyphensEndTheOptions() throws Exception {
        assertEquals(STANDARD, parse("-- -d --bogus"));
    }

    @Test
    void helpWinsOverWhatFollowsIt() throws Exception {
        assertTrue(parse("-h --bogus").help());
        assertTrue(parse("-dhx").help());
        assertEquals("no such option: --bogus", refusal("--bogus -h"));
    }

    @Test
    void roundsBelowOneAreRefused() {
        assertEquals("option -m: at least 1, not 0", refusal("-m 0"));
        assertEquals("option --max-attempts: at least 1, not -2", refusal("--max-attempts=-2"));
    }

    @Test
    void negativeThreadsAreRefused() {
        assertEquals("option -n: at least 0, not -1", refusal("-n -1"));
    }
}
