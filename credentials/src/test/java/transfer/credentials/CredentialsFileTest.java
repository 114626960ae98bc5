package transfer.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialect, row by row. Every expectation was compared with Python's configparser. */
class CredentialsFileTest {
    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("[s]\nk=v", "v"),
                Arguments.of("[s]\nk:v", "v"),
                Arguments.of("[s]\n  k \t =  v  ", "v"),
                Arguments.of("[s]\nk = a = b : c", "a = b : c"),
                Arguments.of("[s]\nk : a = b", "a = b"),
                Arguments.of("[s]\nK = V", "V"),
                Arguments.of("[s]\r\nk = v\r\n", "v"),
                Arguments.of("[s]\nk =", ""),
                Arguments.of("[s]\nk = # no comment ; here", "# no comment ; here"),
                Arguments.of("# c\n; c\n\n[s]\n  # c\nk = v\n  ; c\n", "v"),
                Arguments.of("[s]\nk = a\n  b\n\tc", "a\nb\nc"),
                Arguments.of("[s]\nk = a\n  b = c", "a\nb = c"),
                Arguments.of("[s]\nk = a\n  [t]", "a\n[t]"),
                Arguments.of("[s]\nk =\n  a", "\na"),
                Arguments.of("[s]\nk = a\n\n  b\n\n", "a\n\nb"),
                Arguments.of("[s]\nk = a\n  # c\n  b", "a\nb"),
                Arguments.of("[s]\nx = 1\n\n\nk = v", "v"),
                Arguments.of("    [s]\n    x = 1\n    k = v", "v"),
                Arguments.of("[s]\n    x = 1\n  k = v", "v"),
                Arguments.of("  [s]\n    k = v", "v"),
                Arguments.of("[s] and more\nk = v", "v"),
                Arguments.of("[DEFAULT]\nk = d\n[s]\n", "d"),
                Arguments.of("[s]\nk = v\n[DEFAULT]\nk = d", "v"),
                Arguments.of("[DEFAULT]\nx = 1\n[s]\n[DEFAULT]\nk = d", "d"),
                Arguments.of("[s]\nk = per%%cent", "per%cent"),
                Arguments.of("[s]\nk = %%(x)s", "%(x)s"),
                Arguments.of("[s]\nx = 1\nk = <%(x)s>", "<1>"),
                Arguments.of("[s]\nx = 1\nk = %(X)s%(x)s", "11"),
                Arguments.of("[DEFAULT]\nx = d\n[s]\nk = %(x)s", "d"),
                Arguments.of("[s]\nx = %(y)s!\ny = 50%%\nk = %(x)s", "50%!"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueIsReadAsInTheDialect(String text, String value) throws CredentialException {
        assertEquals(Optional.of(value), parse(text).value("s", "k"));
    }

    @Test
    void sectionsAreCaseSensitiveAndHoldAnything() throws CredentialException {
        var file =
                parse(
                        "[https://Example.org:8443/a b]\nk=1\n[joe@amazon]\nk=2\n[https://[::1]:80]\nk=3");
        assertEquals(Optional.of("1"), file.value("https://Example.org:8443/a b", "k"));
        assertEquals(Optional.of("2"), file.value("joe@amazon", "k"));
        assertEquals(Optional.of("3"), file.value("https://[::1]:80", "k"));
        assertFalse(file.hasSection("https://example.org:8443/a b"));
    }

    @Test
    void theDefaultsAreNoSectionOfTheirOwn() throws CredentialException {
        var file = parse("[DEFAULT]\na = 1\n[s]\nb = 2");
        assertFalse(file.hasSection("DEFAULT"));
        assertEquals(Set.of("a", "b"), file.keys("s"));
    }

    @Test
    void aKeyThatIsNotThereHasNoValue() throws CredentialException {
        assertEquals(Optional.empty(), parse("[s]\na = 1\n[t]\nk = 1").value("s", "k"));
    }

    @Test
    void anEmptyFileHasNoSection() throws CredentialException {
        assertFalse(parse("").hasSection("s"));
        assertFalse(parse("# only this\n\n").hasSection("s"));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("k = v", 1, "missing section header"),
                Arguments.of("# c\n\nk = v\n[s]", 3, "missing section header"),
                Arguments.of("[]\n", 1, "missing section header"),
                Arguments.of("[s]\nk = v\nhunter2", 3, "neither key = value nor key: value"),
                Arguments.of("[s]\n  hunter2", 2, "neither key = value nor key: value"),
                Arguments.of("[s]\n= hunter2", 2, "neither key = value nor key: value"),
                Arguments.of("[s\nk = v", 1, "missing section header"),
                Arguments.of("[s]\nk = 1\nhunter2 = a\nHUNTER2 = b", 4, "has this key already"),
                Arguments.of("[s]\nk = hunter2\nk: b", 3, "has this key already"),
                Arguments.of("[DEFAULT]\nk = 1\n[DEFAULT]\nk = 2", 4, "has this key already"),
                Arguments.of("[s]\nk = 1\n[t]\n[s]\nj = 2", 4, "section [s] is there already"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsMalformedIsRefusedWithItsLine(String text, int line, String reason) {
        var refusal = assertThrows(CredentialException.class, () -> parse(text));
        assertTrue(
                refusal.getMessage().startsWith("Credentials file /c.conf, line " + line + ": "),
                refusal.getMessage());
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
        assertFalse(refusal.getMessage().toLowerCase(java.util.Locale.ROOT).contains("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2%",
                "%hunter2",
                "100%hunter2",
                "%(hunter2)s",
                "%(hunter2",
                "%(hunter2)",
                "%()s",
                "%(k)s"
            })
    void aStrayPercentSignIsAnErrorOfThatValueOnly(String value) throws CredentialException {
        var file = parse("[s]\nk = " + value + "\nother = fine\n");
        assertEquals(Optional.of("fine"), file.value("s", "other"));
        var refusal = assertThrows(CredentialException.class, () -> file.value("s", "k"));
        assertTrue(
                refusal.getMessage()
                        .startsWith(
                                "key k in section [s] of /c.conf: a percent sign is written %%"),
                refusal.getMessage());
        assertFalse(refusal.getMessage().contains("hunter2"));
    }

    @Test
    void valuesMayReferToEachOtherTenDeep() throws CredentialException {
        assertEquals(Optional.of("end%"), parse(chain(10)).value("s", "k1"));
        assertThrows(CredentialException.class, () -> parse(chain(11)).value("s", "k1"));
    }

    /** {@code k1} refers to {@code k2} and so on; the last one holds a percent sign of its own. */
    private static String chain(int length) {
        StringBuilder text = new StringBuilder("[s]\n");
        for (int i = 1; i < length; i++) {
            text.append("k" + i + " = %(k" + (i + 1) + ")s\n");
        }
        return text + "k" + length + " = end%%";
    }

    private static CredentialsFile parse(String text) throws CredentialException {
        return CredentialsFile.parse(text, "/c.conf");
    }
}
