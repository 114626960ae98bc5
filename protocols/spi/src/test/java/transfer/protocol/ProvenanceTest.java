package transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    private static Provenance allSaying(String text) {
        Optional<String> said = Optional.of(text);
        return new Provenance(said, said, said, said, OptionalLong.of(3), said, said);
    }

    private static void assertAllSay(Optional<String> expected, Provenance way) {
        assertEquals(expected, way.address());
        assertEquals(expected, way.host());
        assertEquals(expected, way.proxy());
        assertEquals(expected, way.via());
        assertEquals(expected, way.cache());
        assertEquals(expected, way.software());
        assertEquals(OptionalLong.of(3), way.ageSeconds());
    }

    @Test
    void whatAServerSaysIsKept() {
        assertAllSay(Optional.of("1.1 cache-7 (squid/6.9)"), allSaying("1.1 cache-7 (squid/6.9)"));
    }

    @Test
    void whatIsTooLongIsCut() {
        assertAllSay(Optional.of("x".repeat(200)), allSaying("x".repeat(5000)));
        assertAllSay(Optional.of("😀".repeat(200)), allSaying("😀".repeat(201)));
    }

    @Test
    void whatMovesATerminalIsBlank() {
        assertAllSay(Optional.of("a [31mb c"), allSaying("a\u001b[31mb\u0085c\r\n"));
        assertAllSay(Optional.of("a b c d"), allSaying("a\u202eb\u2028c\ud800d"));
    }

    @Test
    void whatSaysNothingIsNothing() {
        assertAllSay(Optional.empty(), allSaying(" \t\u0000 "));
    }

    @Test
    void whatACacheWasAskedForIsNotRepeatedWhole() {
        assertAllSay(
                Optional.of("edge; hit; key=\"https://***@h/a?***\"; ttl=3"),
                allSaying("edge; hit; key=\"https://me:sesame@h/a?sig=sesame&x=1#sesame\"; ttl=3"));
        assertAllSay(
                Optional.of("HIT https://h/a?*** " + "x".repeat(180)),
                allSaying("HIT https://h/a?" + "sesame".repeat(50) + " " + "x".repeat(999)));
    }

    @Test
    void theAddressAloneCanBeKnown() {
        Provenance way = Provenance.of("192.0.2.7:443");
        assertEquals(Optional.of("192.0.2.7:443"), way.address());
        assertEquals(way, Provenance.UNKNOWN.at("192.0.2.7:443"));
    }
}
