package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is forced to the disk; the runtime's own record of its system calls tells. */
class DurableTest {
    private static final byte[] CONTENT = EngineBench.content(1000);

    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
        bench.store.put("mem://h/f", CONTENT);
        bench.store.put("mem://h/big", EngineBench.content(BlockMap.BLOCK + 1));
        Files.write(bench.path("old"), CONTENT);
    }

    /** The files and directories that were forced while the list was done, in order. */
    private List<Path> forced() throws IOException {
        Path record = folder.resolve("record.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.start();
            assertTrue(bench.run().allDone(), bench.outcomes::toString);
            recording.stop();
            recording.dump(record);
        }
        return RecordingFile.readAllEvents(record).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.FileForce"))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .map(event -> Path.of(event.getString("path")))
                .filter(path -> path.startsWith(folder))
                .toList();
    }

    private void assertForced(String name, List<Path> forced) {
        Path file = bench.path(name);
        assertEquals(2, forced.size(), forced::toString);
        assertTrue(
                forced.getFirst().toString().startsWith(file.resolveSibling("." + name).toString()),
                forced::toString);
        assertEquals(file.getParent(), forced.getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "big"})
    void aFileIsForcedBeforeItHasItsNameAndItsDirectoryAfterwards(String name) throws IOException {
        bench.durable(Verification.PREFER);
        bench.transfer(name, "mem://h/" + name);
        assertForced(name, forced());
    }

    @ParameterizedTest
    @EnumSource
    void soIsACopyOfALocalFileHoweverItIsVerified(Verification verification) throws IOException {
        bench.durable(verification);
        bench.transfer("new", "old");
        assertForced("new", forced());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("new")));
    }

    @Test
    void soIsAFileThatIsMovedAndTheNameOfALink() throws IOException {
        bench.durable(Verification.PREFER);
        bench.transfer("moveto://./new", "old");
        assertEquals(List.of(bench.path("old"), folder), forced());
        bench.items.clear();
        bench.transfer("symlink://./link", "new");
        assertEquals(List.of(folder), forced());
    }

    @Test
    void nothingIsForcedUnlessWanted() throws IOException {
        bench.transfer("f", "mem://h/f");
        bench.transfer("big", "mem://h/big");
        bench.transfer("new", "old");
        bench.transfer("symlink://./link", "old");
        bench.transfer("moveto://./moved", "old");
        assertEquals(List.of(), forced());
    }
}
