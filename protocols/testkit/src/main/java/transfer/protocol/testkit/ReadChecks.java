package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;

/** What {@link Source} and {@link Reading} promise of whole files. */
@Needs(Ability.READ)
abstract class ReadChecks extends Checks {
    private static final int BIG = 64 << 20;

    protected final Source source(String name) throws Exception {
        return trial().open(Source.class, url(name));
    }

    @Test
    protected void emptyFileIsRead() throws Exception {
        fixture().put("empty", new byte[0]);

        assertEquals(0, trial().read(url("empty")).length);
    }

    @Test
    protected void fileOfOneByteIsRead() throws Exception {
        fixture().put("one", new byte[] {-1});

        assertArrayEquals(new byte[] {-1}, trial().read(url("one")));
    }

    @Test
    protected void fileOf64MebibytesIsRead() throws Exception {
        byte[] content = Trial.bytes(BIG);
        fixture().put("big", content);
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
        long size = 0;

        try (Reading reading = source("big").read(url("big"), ReadRequest.WHOLE)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
            while (reading.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
                size += buffer.remaining();
            }
        }

        assertEquals(BIG, size);
        assertEquals(Trial.sha256(content), digest.values().getFirst());
    }

    @TestFactory
    protected Stream<DynamicTest> fileOfAnyNameIsRead() {
        return Names.each(
                has(Ability.NAMES_OF_ANY_BYTES),
                name -> {
                    byte[] content = Trial.bytes(1000, name.hashCode());
                    fixture().put(name, content);
                    assertArrayEquals(content, trial().read(url(name)));
                });
    }

    @Test
    protected void nameThatLooksEscapedIsNotUnescaped() throws Exception {
        fixture().put("A", Trial.bytes(10));

        trial().failure(Set.of(FailureKind.NOT_FOUND), () -> trial().read(url("%41")));
    }

    @Test
    protected void missingFileIsNotFound() {
        TransferException failure =
                trial().failure(
                                Set.of(FailureKind.NOT_FOUND),
                                Set.of(Phase.REQUEST, Phase.LOCAL),
                                () -> trial().read(url("missing")));
        if (failure.phase().orElseThrow() == Phase.LOCAL) {
            assertEquals(Optional.of("ENOENT"), failure.errno());
        }
        trial().failure(
                        Set.of(FailureKind.NOT_FOUND),
                        () -> trial().read(url("missing directory/file")));
    }

    @Test
    protected void readingTellsTheSizeAndBeginsAtZero() throws Exception {
        fixture().put("file", Trial.bytes(Trial.SOME_SIZE));

        try (Reading reading = source("file").read(url("file"), ReadRequest.WHOLE)) {
            assertEquals(OptionalLong.of(Trial.SOME_SIZE), reading.stat().size());
            assertEquals(0, reading.offset());
        }
    }

    @Test
    protected void bufferOfAnySortIsFilledFromItsPositionToItsLimit() throws Exception {
        byte[] content = Trial.bytes(100);
        fixture().put("file", content);
        ByteBuffer[] buffers = {
            ByteBuffer.allocate(30),
            ByteBuffer.allocateDirect(30),
            ByteBuffer.allocate(50).slice(7, 30)
        };
        for (ByteBuffer buffer : buffers) {
            try (Reading reading = source("file").read(url("file"), ReadRequest.WHOLE)) {
                buffer.limit(25).position(5);
                while (buffer.hasRemaining()) {
                    int before = buffer.position();
                    int count = reading.read(buffer);
                    assertEquals(before + count, buffer.position());
                }
                for (int i = 0; i < 30; i++) {
                    assertEquals(
                            i < 5 || i >= 25 ? 0 : content[i - 5], buffer.get(i >= 25 ? 0 : i));
                }
            }
        }
    }

    @Test
    protected void theEndIsToldAgainAndAgain() throws Exception {
        fixture().put("file", Trial.bytes(10));

        try (Reading reading = source("file").read(url("file"), ReadRequest.WHOLE)) {
            Trial.rest(reading);
            assertEquals(-1, reading.read(ByteBuffer.allocate(1)));
            assertEquals(-1, reading.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    protected void readingClosedHalfWayAndTwiceLeavesTheEndpointUsable() throws Exception {
        byte[] content = Trial.bytes(Trial.SOME_SIZE);
        fixture().put("file", content);
        Source source = source("file");

        Reading reading = source.read(url("file"), ReadRequest.WHOLE);
        reading.read(ByteBuffer.allocate(10));
        reading.close();
        reading.close();

        assertArrayEquals(content, Trial.read(source, url("file"), ReadRequest.WHOLE));
    }

    @Test
    protected void oneEndpointReadsOneFileAfterAnother() throws Exception {
        Source source = source("0");
        for (int i = 0; i < 5; i++) {
            byte[] content = Trial.bytes(1000 * i, i);
            fixture().put("" + i, content);
            assertArrayEquals(content, Trial.read(source, url("" + i), ReadRequest.WHOLE));
        }
    }

    @Test
    protected void readingPastCachesGivesTheSameBytes() throws Exception {
        byte[] content = Trial.bytes(99);
        fixture().put("file", content);

        assertArrayEquals(content, trial().read(url("file"), ReadRequest.WHOLE.pastAllCaches()));
    }
}
