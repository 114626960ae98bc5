package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Digester;
import transfer.protocol.FileStat;
import transfer.protocol.ResumableSink;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;

/** Uploads that were left unfinished, and go on. */
@Needs({Ability.WRITE, Ability.RESUME})
abstract class ResumeChecks extends Checks {
    private static final byte[] OLD = Trial.bytes(1000, 2);
    private static final String MARK = "k3v-1";

    private final Map<String, String> tickets = new HashMap<>();
    private byte[] content = new byte[0];

    /** What is written in these checks. */
    protected final byte[] content() {
        int size = Math.max(Trial.SOME_SIZE, 3 * fixture().grain());
        if (content.length != size) {
            content = Trial.bytes(size);
        }
        return content;
    }

    /** So much of it arrives before it breaks off. */
    protected final int some() {
        return Math.max(600_000, fixture().grain() + 1000);
    }

    /** By the mark, or by the ticket that an earlier writing with it has given. */
    protected final Writing resume(String name, String mark)
            throws TransferException, InterruptedException {
        TransferUrl url = url(name);
        return resume(trial().open(ResumableSink.class, url), name, mark);
    }

    private Writing resume(ResumableSink sink, String name, String mark)
            throws TransferException, InterruptedException {
        String key = mark + " " + url(name);
        String known = tickets.getOrDefault(key, mark);
        Writing writing = sink.resume(url(name), Trial.requestFor(content()), known);
        writing.ticket().ifPresent(ticket -> tickets.put(key, ticket.reveal()));
        return writing;
    }

    /** Leaves the first bytes of a file, written by an endpoint of their own. */
    protected final void leave(String name, String mark, int bytes) throws Exception {
        try (Writing writing = resume(name, mark)) {
            assertEquals(0, writing.offset(), "nothing was there");
            Trial.fill(writing, Arrays.copyOf(content(), bytes));
            writing.leave();
        }
    }

    private void fillFrom(Writing writing, long offset)
            throws TransferException, InterruptedException {
        Trial.fill(writing, Arrays.copyOfRange(content(), (int) offset, content().length));
    }

    /** Goes on with what is there and publishes it. */
    protected final long complete(String name, String mark) throws Exception {
        try (Writing writing = resume(name, mark)) {
            long offset = writing.offset();
            fillFrom(writing, offset);
            FileStat stored = writing.finish(List.of(Trial.sha256(content())));
            assertTrue(
                    stored.size().isEmpty()
                            || stored.size().equals(OptionalLong.of(content().length)),
                    stored::toString);
            writing.publish();
            return offset;
        }
    }

    protected final void assertWhole() throws Exception {
        assertArrayEquals(content(), fixture().get("file").orElseThrow());
        assertEquals(List.of("file"), fixture().names());
    }

    @Test
    protected void leftWritingGoesOnBehindWhatHadArrived() throws Exception {
        leave("file", MARK, some());

        long offset = complete("file", MARK);

        assertTrue(0 < offset && offset <= some(), () -> "went on at " + offset);
        assertWhole();
    }

    @Test
    protected void whereNothingIsThereItBeginsAtTheFirstByte() throws Exception {
        assertEquals(0, complete("new/directory/file", MARK));

        assertArrayEquals(content(), fixture().get("new/directory/file").orElseThrow());
        assertEquals(List.of("new/directory/file"), fixture().names());
    }

    @Test
    protected void whatIsLeftIsHidden() throws Exception {
        fixture().put("file", OLD);
        leave("file", MARK, some());

        assertArrayEquals(OLD, fixture().get("file").orElseThrow());
        List<String> names = fixture().names();
        assertEquals(2, names.size(), names::toString);
        assertTrue(names.contains("file") && names.stream().anyMatch(n -> n.startsWith(".")));
    }

    @Test
    protected void whatIsThereCanBeLookedAtBeforeTheFirstByte() throws Exception {
        leave("file", MARK, some());
        TransferUrl url = url("file");
        ResumableSink sink = trial().open(ResumableSink.class, url);
        try (Writing writing = resume(sink, "file", MARK)) {
            long offset = writing.offset();
            FileStat stat = sink.stat(writing.location());
            assertEquals(OptionalLong.of(offset), stat.size());
            if (sink instanceof Digester digester) {
                byte[] there = Arrays.copyOf(content(), (int) offset);
                digester.digest(writing.location(), Set.of(DigestAlgorithm.SHA_256))
                        .ifPresent(told -> assertEquals(Trial.sha256(there), told));
            }
            fillFrom(writing, offset);
            writing.finish(List.of(Trial.sha256(content())));
            writing.publish();
        }

        assertWhole();
    }

    @Test
    protected void otherMarkIsAnotherFile() throws Exception {
        leave("file", MARK, some());
        leave("file", "k3v-2", some());

        assertTrue(complete("file", MARK) > 0);
        assertTrue(complete("file", "k3v-2") > 0);
        assertWhole();
    }

    @Test
    protected void sameMarkOfAnotherNameIsAnotherFile() throws Exception {
        leave("other", MARK, some());

        assertEquals(0, complete("file", MARK));
        resume("other", MARK).close();
        assertWhole();
    }

    @Test
    protected void closedWritingTakesAwayWhatWasThere() throws Exception {
        leave("file", MARK, some());
        Writing writing = resume("file", MARK);
        writing.close();
        writing.close();

        assertEquals(List.of(), fixture().names());
        assertEquals(0, complete("file", MARK));
        assertWhole();
    }

    @Test
    protected void writingThatIsLeftTwiceOrClosedAfterwardsStays() throws Exception {
        leave("file", MARK, some());
        Writing writing = resume("file", MARK);
        writing.leave();
        writing.leave();
        writing.close();

        assertTrue(complete("file", MARK) > 0);
        assertWhole();
    }

    @Test
    protected void writingLeftBeforeItsFirstByteBeginsThere() throws Exception {
        leave("file", MARK, 0);

        assertEquals(0, complete("file", MARK));
        assertWhole();
    }

    @Test
    protected void finishedWritingThatWasNotPublishedOnlyHasToBe() throws Exception {
        try (Writing writing = resume("file", MARK)) {
            Trial.fill(writing, content());
            writing.finish(List.of(Trial.sha256(content())));
            writing.leave();
        }
        assertFalse(fixture().exists("file"));

        assertEquals(content().length, complete("file", MARK));
        assertWhole();
    }

    @Test
    protected void leftTwiceItGoesOnTwice() throws Exception {
        leave("file", MARK, some());
        long first;
        try (Writing writing = resume("file", MARK)) {
            first = writing.offset();
            writing.write(ByteBuffer.wrap(content(), (int) first, some()));
            writing.leave();
        }

        assertTrue(complete("file", MARK) > first);
        assertWhole();
    }

    @Test
    protected void plainWritingTakesNoNoticeOfWhatIsLeft() throws Exception {
        leave("file", MARK, some());
        trial().write(url("file"), OLD);
        assertArrayEquals(OLD, fixture().get("file").orElseThrow());

        assertTrue(complete("file", MARK) > 0);
        assertWhole();
    }

    @Test
    protected void interruptedThreadLeavesItToo() throws Exception {
        Writing writing = resume("file", MARK);
        Trial.fill(writing, Arrays.copyOf(content(), some()));
        Trial.inVirtualThread(() -> {
            Thread.currentThread().interrupt();
            writing.leave();
            return null;
        });

        complete("file", MARK);
        assertWhole();
    }
}
