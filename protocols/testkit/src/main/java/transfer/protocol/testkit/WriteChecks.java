package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import transfer.checksum.Checksum;
import transfer.protocol.FileStat;
import transfer.protocol.Sink;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/** What {@link Sink} and {@link Writing} promise everywhere. */
@Needs(Ability.WRITE)
abstract class WriteChecks extends Checks {
    private static final int BIG = 64 << 20;

    protected final Sink sink(String name) throws Exception {
        return trial().open(Sink.class, url(name));
    }

    protected final void assertStored(byte[] expected, String name) throws Exception {
        assertArrayEquals(expected, fixture().get(name).orElseThrow());
    }

    @Test
    protected void emptyFileIsWritten() throws Exception {
        trial().write(url("empty"), new byte[0]);

        assertStored(new byte[0], "empty");
    }

    @Test
    protected void fileOfOneByteIsWritten() throws Exception {
        trial().write(url("one"), new byte[] {-1});

        assertStored(new byte[] {-1}, "one");
    }

    @Test
    protected void fileOf64MebibytesIsWritten() throws Exception {
        byte[] content = Trial.bytes(BIG);

        trial().write(url("big"), content);

        byte[] stored = fixture().get("big").orElseThrow();
        assertEquals(BIG, stored.length);
        assertEquals(Trial.sha256(content), Trial.sha256(stored));
    }

    @TestFactory
    protected Stream<DynamicTest> fileOfAnyNameIsWritten() {
        return Names.each(
                has(Ability.NAMES_OF_ANY_BYTES),
                name -> {
                    byte[] content = Trial.bytes(1000, name.hashCode());
                    trial().write(url(name), content);
                    assertStored(content, name);
                });
    }

    @Test
    protected void fileOfUnknownSizeIsWritten() throws Exception {
        byte[] content = Trial.bytes(Trial.SOME_SIZE);

        writeWithUnknownSize("file", content);
        writeWithUnknownSize("empty", new byte[0]);

        assertStored(content, "file");
        assertStored(new byte[0], "empty");
    }

    private void writeWithUnknownSize(String name, byte[] content) throws Exception {
        WriteRequest request = new WriteRequest(OptionalLong.empty(), OptionalInt.empty());
        try (Writing writing = sink(name).write(url(name), request)) {
            Trial.fill(writing, content);
            writing.finish(List.of());
            writing.publish();
        }
    }

    @Test
    protected void bytesOfAnySortOfBufferAreTaken() throws Exception {
        byte[] content = Trial.bytes(40);
        ByteBuffer direct = ByteBuffer.allocateDirect(10).put(content, 0, 10).flip();
        ByteBuffer readOnly = ByteBuffer.wrap(content, 10, 10).asReadOnlyBuffer();
        ByteBuffer slice = ByteBuffer.wrap(content, 15, 15).slice().position(5);
        ByteBuffer limited = ByteBuffer.wrap(content).position(30);

        try (Writing writing = sink("file").write(url("file"), Trial.requestFor(content))) {
            for (ByteBuffer buffer : List.of(direct, readOnly, slice, limited)) {
                writing.write(buffer);
                assertFalse(buffer.hasRemaining());
            }
            writing.write(ByteBuffer.allocate(0));
            writing.finish(List.of());
            writing.publish();
        }

        assertStored(content, "file");
    }

    @Test
    protected void bufferMayBeUsedAgainAfterItWasTaken() throws Exception {
        byte[] content = Trial.bytes(100_000);
        ByteBuffer buffer = ByteBuffer.allocate(1000);

        try (Writing writing = sink("file").write(url("file"), Trial.requestFor(content))) {
            for (int from = 0; from < content.length; from += 1000) {
                writing.write(buffer.clear().put(content, from, 1000).flip());
            }
            writing.finish(List.of());
            writing.publish();
        }

        assertStored(content, "file");
    }

    @Test
    protected void missingDirectoriesAreMade() throws Exception {
        trial().write(url("new/directory/file"), Trial.bytes(10));

        assertStored(Trial.bytes(10), "new/directory/file");
    }

    @Test
    protected void longerFileThatWasThereIsReplacedWhole() throws Exception {
        fixture().put("file", Trial.bytes(Trial.SOME_SIZE));

        trial().write(url("file"), Trial.bytes(10, 2));

        assertStored(Trial.bytes(10, 2), "file");
    }

    @Test
    protected void publishedFileIsTheOnlyOneThatStays() throws Exception {
        trial().write(url("file"), Trial.bytes(10));
        trial().write(url("file"), Trial.bytes(10, 2));

        assertEquals(List.of("file"), fixture().names());
    }

    @Test
    protected void finishTellsTheTruthIfAnything() throws Exception {
        byte[] content = Trial.bytes(Trial.SOME_SIZE);
        try (Writing writing = sink("file").write(url("file"), Trial.requestFor(content))) {
            Trial.fill(writing, content);
            FileStat stat = writing.finish(List.of(Trial.sha256(content)));
            if (stat.size().isPresent()) {
                assertEquals(OptionalLong.of(content.length), stat.size());
            }
            for (Checksum digest : stat.digests()) {
                assertEquals(Trial.digest(digest.algorithm(), content), digest);
            }
        }
    }

    @Test
    protected void finishedBytesAreAtTheirLocation() throws Exception {
        byte[] content = Trial.bytes(Trial.SOME_SIZE);
        try (Writing writing = sink("file").write(url("file"), Trial.requestFor(content))) {
            Trial.fill(writing, content);
            writing.finish(List.of());

            FileStat stat = trial().open(Sink.class, url("file")).stat(writing.location());

            assertEquals(OptionalLong.of(content.length), stat.size());
        }
    }

    @Test
    protected void closingAPublishedFileTwiceIsHarmless() throws Exception {
        Writing writing = sink("file").write(url("file"), Trial.requestFor(Trial.bytes(10)));
        Trial.fill(writing, Trial.bytes(10));
        writing.finish(List.of());
        writing.publish();
        writing.close();
        writing.close();

        assertStored(Trial.bytes(10), "file");
    }

    @Test
    protected void oneEndpointWritesOneFileAfterAnother() throws Exception {
        Sink sink = sink("0");
        for (int i = 0; i < 5; i++) {
            byte[] content = Trial.bytes(1000 * i, i);
            Trial.write(sink, url("" + i), content);
            assertStored(content, "" + i);
        }
    }

    @Test
    protected void endpointWritesAgainAfterAnAbortedFile() throws Exception {
        Sink sink = sink("file");
        byte[] content = Trial.bytes(Trial.SOME_SIZE);
        Writing aborted = sink.write(url("file"), Trial.requestFor(content));
        aborted.write(ByteBuffer.wrap(content, 0, 1000));
        aborted.close();

        Trial.write(sink, url("file"), content);

        assertStored(content, "file");
    }

    @Test
    protected void interruptedWritingEndsEarly() throws Exception {
        byte[] content = Trial.bytes(BIG);
        try (Writing writing = sink("file").write(url("file"), Trial.requestFor(content))) {
            writing.write(ByteBuffer.wrap(content, 0, 1000));
            trial().interrupted(() -> {
                Trial.fill(writing, content);
                writing.finish(List.of());
            });
        }
    }

    @Test
    protected void nothingStaysOpenAfterManyWritings() {
        byte[] content = Trial.bytes(300_000);
        OpenFiles.assertNoneStay(() -> {
            Sink sink = sink("file");
            Trial.write(sink, url("file"), content);
            Writing aborted = sink.write(url("file"), Trial.requestFor(content));
            aborted.write(ByteBuffer.wrap(content, 0, 1000));
            aborted.close();
            sink.close();
        });
    }
}
