package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SshRoomTest {
    private static final int PIECE = 255 << 10;

    private final SshRoom room = new SshRoom();

    /** Everything that one who reads gets. */
    private List<ByteBuffer> all() {
        List<ByteBuffer> taken = new ArrayList<>();
        Optional<ByteBuffer> next = room.take(PIECE, 0);
        while (next.isPresent()) {
            taken.add(next.get());
            next = room.take(PIECE, (long) taken.size() * PIECE);
        }
        return taken;
    }

    @Test
    void oneWhoReadsAloneGetsAllOfIt() {
        room.enter();

        assertEquals(SshRoom.BYTES / PIECE, all().size());
    }

    @Test
    void manyWhoReadGetTheSameShareWhoeverComesFirst() {
        for (int i = 0; i < 4; i++) {
            room.enter();
        }

        for (int i = 0; i < 4; i++) {
            assertEquals(SshRoom.BYTES / 4 / PIECE, all().size());
        }
    }

    @Test
    void eachGetsOneWhileThereIsRoomHoweverManyReadAndThenNobody() {
        int readers = 1000;
        for (int i = 0; i < readers; i++) {
            room.enter();
        }

        int served = 0;
        for (int i = 0; i < readers; i++) {
            served += room.take(PIECE, 0).isPresent() ? 1 : 0;
            assertTrue(room.take(PIECE, PIECE).isEmpty());
        }

        assertEquals(SshRoom.BYTES / PIECE, served);
    }

    @Test
    void whatIsGivenBackIsUsedAgainAsIfItWereNew() {
        room.enter();
        ByteBuffer buffer = room.take(PIECE, 0).orElseThrow();
        buffer.position(buffer.limit());
        room.give(buffer);

        ByteBuffer again = room.take(100, 0).orElseThrow();

        assertSame(buffer, again);
        assertEquals(100, again.remaining());
    }

    @Test
    void whatIsTooSmallMakesRoomForWhatIsLarger() {
        room.enter();
        List<ByteBuffer> small = new ArrayList<>();
        while (small.size() < SshRoom.BYTES / 1024) {
            small.add(room.take(1024, 0).orElseThrow());
        }
        assertTrue(room.take(1, 0).isEmpty());
        small.forEach(room::give);

        assertEquals(SshRoom.BYTES / PIECE, all().size());
    }

    @Test
    void bufferThatMayStillBeWrittenToIsNotUsedAgain() {
        room.enter();
        List<ByteBuffer> taken = all();
        room.abandon(taken.getFirst());

        assertNotSame(taken.getFirst(), room.take(PIECE, 0).orElseThrow());
        assertTrue(room.take(PIECE, 0).isEmpty());
    }

    @Test
    void whenNobodyReadsLittleIsKept() {
        room.enter();
        List<ByteBuffer> taken = all();
        taken.forEach(room::give);
        room.leave();
        room.enter();

        List<ByteBuffer> again = all();

        assertEquals(taken.size(), again.size());
        assertEquals(SshRoom.KEPT / PIECE, again.stream().filter(it -> isAmong(it, taken)).count());
    }

    /** Buffers are equal to others of the same content. */
    private static boolean isAmong(ByteBuffer buffer, List<ByteBuffer> others) {
        return others.stream().anyMatch(other -> other == buffer);
    }
}
