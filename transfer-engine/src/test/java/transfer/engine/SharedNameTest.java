package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.Identity;
import transfer.protocol.TransferUrl;

class SharedNameTest {
    private static final BlockMap.Origin ORIGIN =
            new BlockMap.Origin("source", 3L * BlockMap.BLOCK, new Identity("v1"));

    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    @TempDir Path folder;

    @Test
    void aFileThatGotItsFinalNameMeanwhileIsNotClaimed() throws Exception {
        Path shared = Files.write(folder.resolve("shared"), new byte[] {1});
        try (FileChannel opened = FileChannel.open(shared, StandardOpenOption.WRITE)) {
            Files.move(shared, folder.resolve("final"));
            assertTrue(SharedName.lock(opened, shared).isEmpty());
            assertFalse(opened.isOpen());
        }
    }

    @Test
    void aFileThatWasRemovedBeforeItWasLockedIsNotTakenForTheOneThatIsThereNow() throws Exception {
        Path shared = folder.resolve("shared");
        try (FileChannel first = FileChannel.open(shared, NEW);
                FileChannel _ = removedAndMadeAnew(shared)) {
            assertTrue(SharedName.lock(first, shared).isEmpty());
            assertFalse(first.isOpen());
        }
        assertEquals(0, Files.size(shared));
    }

    private static FileChannel removedAndMadeAnew(Path shared) throws Exception {
        assertTrue(SharedName.dropAbandoned(shared));
        return SharedName.lock(FileChannel.open(shared, NEW), shared).orElseThrow();
    }

    @Test
    void whatSomebodyIsAtIsNotClaimedAndNotDropped() throws Exception {
        Path shared = Files.write(folder.resolve("shared"), new byte[] {1});
        try (FileChannel _ = SharedName.claim(shared).orElseThrow()) {
            assertTrue(SharedName.claim(shared).isEmpty());
            assertFalse(SharedName.dropAbandoned(shared));
        }
        assertTrue(SharedName.dropAbandoned(shared));
        assertFalse(Files.exists(shared));
    }

    @Test
    void aFinishedFileIsPublishedWhateverBecomesOfTheSharedName() throws Exception {
        byte[] content = {1, 2, 3};
        TransferUrl url = TransferUrl.ofPath(folder.resolve("f"));
        try (StagedFile staged = StagedFile.resumable(url, "run", OptionalInt.empty(), ORIGIN)) {
            staged.write(ByteBuffer.wrap(content), 0);
            staged.publish(false);
        }
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("f")));
        assertEquals(List.of("f"), names());
    }

    @Test
    void withoutAMapItIsAnOrdinaryFile() throws Exception {
        Files.createDirectories(folder.resolve(".f.transfer.blocks/in/the/way"));
        TransferUrl url = TransferUrl.ofPath(folder.resolve("f"));
        try (StagedFile staged = StagedFile.resumable(url, "run", OptionalInt.empty(), ORIGIN)) {
            assertEquals(folder.resolve(".f.run.part"), staged.part());
            assertFalse(names().contains(".f.transfer.part"));
        }
        assertFalse(names().contains(".f.run.part"));
    }

    private List<String> names() throws Exception {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
