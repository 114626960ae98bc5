package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;

@Timeout(60)
class OrderedHashTest {
    private static final int BLOCK = BlockMap.BLOCK;
    private static final int PIECE = CopyBuffers.SIZE;

    private final RunContext run =
            RunContext.of(
                    new ProtocolTable(List.of(), Credentials.none()),
                    EngineOptions.standard(Path.of("unused")),
                    Progress.SILENT);
    private final RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
    private final List<Integer> damaged = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch found = new CountDownLatch(1);
    private volatile CountDownLatch over = new CountDownLatch(1);
    private byte[] content;

    /** The file as it is on the disk. */
    private final OrderedHash.Disk disk =
            new OrderedHash.Disk() {
                @Override
                public boolean readBack(ByteBuffer into, long offset) {
                    into.put(content, (int) offset, into.remaining());
                    return true;
                }

                @Override
                public void damaged(int block) {
                    damaged.add(block);
                    found.countDown();
                }

                @Override
                public void signal() {
                    over.countDown();
                }
            };

    private OrderedHash hashOf(int size) {
        content = EngineBench.content(size);
        return new OrderedHash(digest, size, run, disk);
    }

    private void give(OrderedHash hash, long from, long end) throws InterruptedException {
        for (long at = from; at < end; at += PIECE) {
            int length = (int) Math.min(PIECE, end - at);
            hash.give(run.buffers().take().put(content, (int) at, length).flip(), at);
        }
    }

    private void assertHashed(OrderedHash hash) throws Exception {
        over.await();
        hash.throwIfFailed();
        assertTrue(hash.isOver());
        hash.rest();
        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)),
                digest.values().getFirst().hex());
    }

    @Test
    void bytesInOrderAreHashedAsTheyCome() throws Exception {
        OrderedHash hash = hashOf(BLOCK + 3);
        hash.start(false);
        give(hash, 0, BLOCK + 3);
        assertHashed(hash);
        assertEquals(0, run.room().bytesReadBack());
    }

    @Test
    void streamsThatStayWithinTheRoomCostNoSecondReading() throws Exception {
        OrderedHash hash = hashOf(8 * BLOCK);
        hash.start(true);
        give(hash, 2 * BLOCK, 8 * BLOCK); // as three streams that are two blocks ahead each
        give(hash, 0, 2 * BLOCK);
        assertHashed(hash);
        assertEquals(0, run.room().bytesReadBack());
    }

    @Test
    void whatFindsNoRoomIsReadBackWhenItIsItsTurn() throws Exception {
        OrderedHash hash = hashOf(9 * BLOCK);
        hash.start(true);
        give(hash, 2 * BLOCK, 9 * BLOCK);
        give(hash, 0, 2 * BLOCK);
        assertHashed(hash);
        assertEquals(BLOCK, run.room().bytesReadBack());
    }

    @Test
    void theRoomIsFreeAgainAfterwards() throws Exception {
        OrderedHash hash = hashOf(6 * BLOCK);
        hash.start(true);
        give(hash, BLOCK, 5 * BLOCK);
        assertTrue(!run.room().isMostlyFree());
        hash.rest();
        assertTrue(run.room().isMostlyFree());
        over = new CountDownLatch(1);
        hash.start(true);
        give(hash, 5 * BLOCK, 6 * BLOCK);
        give(hash, 0, BLOCK);
        assertHashed(hash);
        assertTrue(run.room().isMostlyFree());
    }

    @Test
    void randomOrderByManyThreadsGivesTheSameDigest() throws Exception {
        int size = 3 * BLOCK + 12345;
        OrderedHash hash = hashOf(size);
        List<Long> pieces = new ArrayList<>();
        for (long at = 0; at < size; at += PIECE) {
            pieces.add(at);
        }
        Collections.shuffle(pieces, new Random(11));
        hash.start(true);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int share = i;
            threads.add(Thread.ofVirtual().start(() -> giveShare(hash, pieces, share)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertHashed(hash);
    }

    private void giveShare(OrderedHash hash, List<Long> pieces, int share) {
        try {
            for (int i = share; i < pieces.size(); i += 4) {
                give(hash, pieces.get(i), Math.min(content.length, pieces.get(i) + PIECE));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void blocksOfAnEarlierRunAreProvedAndHashedInTheirTurn() throws Exception {
        OrderedHash hash = hashOf(3 * BLOCK + 7);
        hash.left(0, check(0));
        hash.left(2, check(2));
        hash.left(3, check(3));
        hash.start(false);
        give(hash, BLOCK, 2 * BLOCK);
        assertHashed(hash);
        assertEquals(List.of(), damaged);
        assertEquals(0, run.room().bytesReadBack());
    }

    @Test
    void aDamagedBlockIsToldAndWaitedFor() throws Exception {
        OrderedHash hash = hashOf(3 * BLOCK);
        hash.left(0, check(0));
        hash.left(1, check(1) + 1);
        hash.left(2, check(2));
        hash.start(false);
        found.await();
        give(hash, BLOCK, 2 * BLOCK);
        assertHashed(hash);
        assertEquals(List.of(1), damaged);
    }

    @Test
    void aDiskThatCannotBeReadIsTold() throws Exception {
        content = EngineBench.content(2 * BLOCK);
        OrderedHash hash =
                new OrderedHash(
                        digest,
                        2L * BLOCK,
                        run,
                        new OrderedHash.Disk() {
                            @Override
                            public boolean readBack(ByteBuffer into, long offset)
                                    throws TransferException {
                                throw new TransferException(
                                        FailureKind.UNEXPECTED, null, "a bad sector");
                            }

                            @Override
                            public void damaged(int block) {}

                            @Override
                            public void signal() {
                                over.countDown();
                            }
                        });
        hash.left(0, 1);
        hash.start(true);
        over.await();
        assertTrue(hash.hasFailed());
        give(hash, BLOCK, 2 * BLOCK);
        assertEquals(
                "a bad sector",
                assertThrows(TransferException.class, hash::throwIfFailed).getMessage());
    }

    private int check(int block) {
        CRC32C crc = new CRC32C();
        int from = block * BLOCK;
        crc.update(content, from, Math.min(BLOCK, content.length - from));
        return (int) crc.getValue();
    }

    @Test
    void littleMemoryIsLittleRoom() {
        CopyBuffers buffers = new CopyBuffers();
        ByteBuffer small = buffers.take();
        assertFalse(new HashRoom(CopyBuffers.SIZE).tryTake(small));
        HashRoom room = new HashRoom(8L * CopyBuffers.SIZE);
        assertTrue(room.tryTake(small) && room.tryTake(small));
        assertFalse(room.tryTake(small));
    }

    @Test
    void aLargeBufferTakesMoreRoom() {
        CopyBuffers buffers = new CopyBuffers();
        ByteBuffer large = buffers.takeLarge();
        HashRoom room = new HashRoom(20L * CopyBuffers.SIZE);
        assertTrue(room.tryTake(large));
        assertFalse(room.tryTake(large));
        assertTrue(room.tryTake(buffers.take()));
        room.giveBack(large);
        assertTrue(room.tryTake(large));
        buffers.giveBack(large);
        assertSame(large, buffers.takeLarge());
        assertEquals(CopyBuffers.SIZE, buffers.take().capacity());
    }
}
