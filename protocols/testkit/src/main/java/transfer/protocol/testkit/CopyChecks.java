package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import transfer.credentials.Site;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.TransferException;

/**
 * What {@link DirectCopy} promises of pairs from {@link Fixture#url} to {@link Fixture#copyTarget}.
 */
@Needs(Ability.COPY)
abstract class CopyChecks extends Checks {
    protected final DirectCopy copier() throws TransferException {
        return trial().open(DirectCopy.class, fixture().copyBy());
    }

    /** Makes it and publishes it. */
    protected final FileStat copy(String from, String to)
            throws TransferException, InterruptedException {
        try (DirectCopy.Made made = make(from, to, _ -> {})) {
            made.publish();
            return made.stat();
        }
    }

    protected final DirectCopy.Made make(String from, String to, LongConsumer moved)
            throws TransferException, InterruptedException {
        return copier().copy(
                        new Place(url(from), Site.UNNAMED),
                        new Place(fixture().copyTarget(to), Site.UNNAMED),
                        new DirectCopy.CopyOptions(true, moved));
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

    @Test
    protected void copyThatIsNotPublishedLeavesWhatWasThere() throws Exception {
        fixture().put("from", Trial.bytes(Trial.SOME_SIZE));
        copy("from", "to");
        fixture().put("other", Trial.bytes(1000, 2));
        boolean hidden;
        try (DirectCopy.Made made = make("other", "to", _ -> {})) {
            hidden = !made.location().equals(fixture().copyTarget("to"));
            assertEquals(hidden ? Trial.SOME_SIZE : 1000, fixture().get("to").orElseThrow().length);
        }

        assertEquals(hidden ? Trial.SOME_SIZE : 1000, fixture().get("to").orElseThrow().length);
        assertEquals(1, fixture().names().stream().filter(n -> n.contains("to")).count());
    }

    @Test
    protected void whatIsToldToHaveMovedIsNeverMoreThanTheFile() throws Exception {
        fixture().put("from", Trial.bytes(Trial.SOME_SIZE));
        AtomicLong told = new AtomicLong();
        try (DirectCopy.Made made =
                make(
                        "from",
                        "to",
                        bytes -> {
                            assertTrue(bytes > 0, () -> bytes + " bytes are told of");
                            told.addAndGet(bytes);
                        })) {
            made.publish();
        }

        assertTrue(told.get() <= Trial.SOME_SIZE, () -> told + " bytes are told to have moved");
    }

    @Test
    protected void interruptedThreadDoesNotBeginToCopy() throws Exception {
        fixture().put("from", Trial.bytes(Trial.SOME_SIZE));
        if (manner() == DirectCopy.Manner.COPY) {
            trial().interrupted(() -> copy("from", "to"));

            assertTrue(!fixture().exists("to"));
        }
    }
}
