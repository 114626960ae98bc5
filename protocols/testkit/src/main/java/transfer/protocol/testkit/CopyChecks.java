package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.TransferException;

/**
 * What {@link DirectCopy} promises of pairs from {@link Fixture#url} to {@link Fixture#copyTarget}.
 */
@Needs(Ability.COPY)
abstract class CopyChecks extends Checks {
    protected final DirectCopy copier() throws TransferException {
        return trial().open(DirectCopy.class, fixture().copyTarget("any"));
    }

    protected final FileStat copy(String from, String to)
            throws TransferException, InterruptedException {
        return copier().copy(url(from), fixture().copyTarget(to), new DirectCopy.CopyOptions(true));
    }

    private DirectCopy.Manner manner() throws TransferException {
        return copier().manner(url("any"), fixture().copyTarget("other"));
    }

    @Test
    protected void pairIsJudgedWithoutLooking() throws Exception {
        assertTrue(copier().canCopy(url("missing"), fixture().copyTarget("other")));
    }

    @Test
    protected void copyHasTheContentAndTheSourceIsAsItsMannerSays() throws Exception {
        byte[] content = Trial.bytes(Trial.SOME_SIZE);
        fixture().put("from", content);

        FileStat stat = copy("from", "to");

        assertArrayEquals(content, fixture().get("to").orElseThrow());
        assertEquals(manner() != DirectCopy.Manner.MOVE, fixture().exists("from"));
        assertTrue(stat.size().isEmpty() || stat.size().equals(OptionalLong.of(content.length)));
    }

    @Test
    protected void emptyFileIsCopied() throws Exception {
        fixture().put("from", new byte[0]);

        copy("from", "to");

        assertEquals(0, fixture().get("to").orElseThrow().length);
    }

    @Test
    protected void missingDirectoriesAreMade() throws Exception {
        fixture().put("from", Trial.bytes(10));

        copy("from", "new/directory/to");

        assertArrayEquals(Trial.bytes(10), fixture().get("new/directory/to").orElseThrow());
    }

    @Test
    protected void targetIsReplaced() throws Exception {
        fixture().put("from", Trial.bytes(10));
        fixture().put("to", Trial.bytes(1000, 2));

        copy("from", "to");

        assertArrayEquals(Trial.bytes(10), fixture().get("to").orElseThrow());
    }

    @Test
    protected void missingSourceIsNotFoundAndTheTargetStays() throws Exception {
        fixture().put("to", Trial.bytes(10));

        trial().failure(Set.of(FailureKind.NOT_FOUND), () -> copy("missing", "to"));

        assertArrayEquals(Trial.bytes(10), fixture().get("to").orElseThrow());
        trial().failure(Set.of(FailureKind.NOT_FOUND), () -> copy("missing", "nowhere"));
        assertTrue(!fixture().exists("nowhere"));
    }
}
