package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Digester;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;

/** What {@link Digester} promises. */
@Needs(Ability.DIGEST)
abstract class DigestChecks extends Checks {
    private static final Set<DigestAlgorithm> ALL = EnumSet.allOf(DigestAlgorithm.class);

    protected final Optional<Checksum> digest(String name, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        return trial().open(Digester.class, url(name)).digest(url(name), wanted);
    }

    @Test
    protected void digestIsThatOfTheContent() throws Exception {
        byte[] content = Trial.bytes(Trial.SOME_SIZE);
        fixture().put("file", content);

        Checksum told = digest("file", ALL).orElseThrow();

        assertEquals(Trial.digest(told.algorithm(), content), told);
    }

    @Test
    protected void digestIsByAnAlgorithmThatWasWanted() throws Exception {
        byte[] content = Trial.bytes(1000);
        fixture().put("file", content);
        int known = 0;
        for (DigestAlgorithm algorithm : ALL) {
            Optional<Checksum> told = digest("file", Set.of(algorithm));
            told.ifPresent(t -> assertEquals(Trial.digest(algorithm, content), t));
            known += told.isPresent() ? 1 : 0;
        }
        assertTrue(known > 0);
    }

    @Test
    protected void emptyFileHasADigest() throws Exception {
        fixture().put("empty", new byte[0]);

        Checksum told = digest("empty", ALL).orElseThrow();

        assertEquals(Trial.digest(told.algorithm(), new byte[0]), told);
    }

    @Test
    protected void digestIsOfWhatIsStoredNow() throws Exception {
        fixture().put("file", Trial.bytes(1000, 1));
        Checksum before = digest("file", ALL).orElseThrow();
        byte[] changed = Trial.bytes(1001, 2);
        fixture().put("file", changed);

        Checksum after = digest("file", ALL).orElseThrow();

        assertNotEquals(before, after);
        assertEquals(Trial.digest(after.algorithm(), changed), after);
    }

    @Test
    protected void withoutAnAlgorithmThereIsNoDigest() throws Exception {
        fixture().put("file", Trial.bytes(10));

        assertEquals(Optional.empty(), digest("file", Set.of()));
    }

    @Test
    protected void missingFileIsNotFound() {
        trial().failure(Set.of(FailureKind.NOT_FOUND), () -> digest("missing", ALL));
    }
}
