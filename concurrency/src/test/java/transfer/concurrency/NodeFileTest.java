package transfer.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFileTest {
    private static final int SOMEWHERE = 5 * NodeFile.PAGE;

    @TempDir Path folder;

    private ByteBuffer map() throws IOException {
        return new NodeFile(folder, "7", "this boot").map();
    }

    private Path only() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all::toString);
            return all.getFirst();
        }
    }

    @Test
    void whatOneWritesTheOtherReads() throws IOException {
        ByteBuffer mine = map();
        ByteBuffer theirs = map();
        mine.putLong(SOMEWHERE, 4711);
        assertEquals(4711, theirs.getLong(SOMEWHERE));
        assertEquals("limits-1-7", only().getFileName().toString());
    }

    @Test
    void nobodyElseMayReadIt() throws IOException {
        map();
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(only())));
    }

    @Test
    void itTakesHardlyAnyRoom() throws IOException {
        map();
        Object blocks = Files.getAttribute(only(), "unix:size");
        assertEquals(NodeFile.PAGE * (NodeFile.PAGES + 1L), blocks);
    }

    /** Each with something that a file of ours never is. */
    @Test
    void aDamagedOrForeignFileIsReplaced() throws IOException {
        map();
        Path file = only();
        List<byte[]> strange =
                List.of(
                        new byte[0],
                        "somebody's notes".getBytes(),
                        new byte[NodeFile.PAGE * (NodeFile.PAGES + 1)],
                        new byte[NodeFile.PAGE * (NodeFile.PAGES + 1) + 1]);
        for (byte[] content : strange) {
            Files.write(file, content);
            map().putLong(SOMEWHERE, content.length);
            assertEquals(content.length, map().getLong(SOMEWHERE));
        }
        only();
    }

    @Test
    void aFileOfAnEarlierBootIsReplaced() throws IOException {
        new NodeFile(folder, "7", "the boot before").map().putLong(SOMEWHERE, 1);
        assertEquals(0, map().getLong(SOMEWHERE));
        only();
    }

    @Test
    void processesThatCannotSeeEachOtherHaveTwoFiles() throws IOException {
        map().putLong(SOMEWHERE, 1);
        assertEquals(0, new NodeFile(folder, "8", "this boot").map().getLong(SOMEWHERE));
        assertEquals(1, map().getLong(SOMEWHERE));
    }

    @Test
    void aLinkInItsPlaceIsNotFollowed() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(folder.resolve("limits-1-7"), victim);
        map().putLong(SOMEWHERE, 1);
        assertEquals("precious", Files.readString(victim));
        assertEquals(1, map().getLong(SOMEWHERE));
    }

    @Test
    void aDirectoryInItsPlaceIsToldAndLeftAlone() throws IOException {
        Files.createDirectories(folder.resolve("limits-1-7/full"));
        assertThrows(IOException.class, this::map);
        assertEquals("limits-1-7", only().getFileName().toString());
    }
}
