package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FtpFactsTest {
    private static FtpFacts facts(String line) {
        return FtpFacts.parse(line).orElseThrow();
    }

    @Test
    void lineIsReadWhateverTheCaseOfItsFacts() {
        FtpFacts facts = facts("Type=file;SIZE=12;modify=20261122123001;UNIX.mode=0640;  a b ;=c");

        assertEquals(FtpEntry.Kind.FILE, facts.kind());
        assertEquals(OptionalLong.of(12), facts.size());
        assertEquals(Optional.of(Instant.parse("2026-11-22T12:30:01Z")), facts.modified());
        assertEquals(OptionalInt.of(0640), facts.mode());
        assertEquals(" a b ;=c", facts.name(), "blanks belong to the name but for the first");
    }

    @ParameterizedTest
    @CsvSource({
        "file, FILE",
        "dir, DIRECTORY",
        "cdir, DIRECTORY",
        "OS.unix=slink:/x, LINK",
        "OS.unix=symlink, LINK",
        "OS.unix=chr-1/2, OTHER"
    })
    void typesAreTold(String type, FtpEntry.Kind kind) {
        assertEquals(kind, facts("type=" + type + "; x").kind());
    }

    @Test
    void listedDirectoryItselfIsTold() {
        assertTrue(facts("type=cdir; /x").isListedDirectory());
        assertTrue(facts("type=pdir; ..").isListedDirectory());
    }

    @ParameterizedTest
    @ValueSource(strings = {"size=x", "size=-1", "size=99999999999999999999", "modify=2026", "a"})
    void whatIsNoFactIsNone(String fact) {
        FtpFacts facts = facts(fact + "; x");

        assertEquals(OptionalLong.empty(), facts.size());
        assertEquals(Optional.empty(), facts.modified());
    }

    @Test
    void lineWithoutANameIsNone() {
        assertEquals(Optional.empty(), FtpFacts.parse("type=file;"));
    }

    @Test
    void timesMayHaveAFraction() {
        assertEquals(
                Optional.of(Instant.parse("2026-11-22T12:30:01.25Z")),
                FtpFacts.time("20261122123001.25"));
        assertEquals(Optional.empty(), FtpFacts.time("20261322123001"));
    }

    @Test
    void factsThatAreNotToldAnywayAreAskedFor() {
        assertEquals(
                Optional.of("type;size;modify;unique;"),
                FtpFacts.wishes("type*;size*;modify;unique;create;"));
        assertEquals(Optional.empty(), FtpFacts.wishes("Type*;Size*;Modify*;"));
        assertEquals(Optional.empty(), FtpFacts.wishes(""));
    }
}
