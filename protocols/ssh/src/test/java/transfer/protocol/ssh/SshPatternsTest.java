package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshPatternsTest {
    @ParameterizedTest
    @CsvSource({
        "h, h, true",
        "h, H, false",
        "h, hh, false",
        "*, '', true",
        "*, any.thing, true",
        "?, '', false",
        "h?, h1, true",
        "h?, h, false",
        "*.example.org, a.b.example.org, true",
        "*.example.org, example.org, false",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYbZ, false",
        "192.168.0.?, 192.168.0.10, false",
        "'', '', true",
        "'', h, false",
        "a**, a, true",
        "[h]:22??, [h]:2201, true"
    })
    void aPatternIsMatchedAsAWhole(String pattern, String text, boolean matches) {
        assertEquals(matches, SshPatterns.matches(pattern, text));
    }

    @ParameterizedTest
    @CsvSource({
        "a b, b, true",
        "a b, c, false",
        "* !b, b, false",
        "!b *, b, false",
        "* !b, c, true",
        "!b, c, false"
    })
    void whatIsExcludedStaysOutWhateverElseMatches(String patterns, String text, boolean matches) {
        assertEquals(matches, SshPatterns.match(List.of(patterns.split(" ")), text));
    }

    @Test
    void aListOfNamesIsNotGeneral() {
        assertEquals(false, SshPatterns.isGeneral("a,[b]:22"));
        assertEquals(true, SshPatterns.isGeneral("a,b*"));
        assertEquals(true, SshPatterns.isGeneral("a?"));
        assertEquals(true, SshPatterns.isGeneral("a,!b"));
    }
}
