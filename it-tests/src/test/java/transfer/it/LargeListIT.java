package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Lists as long as a large workflow makes them; what they cost in memory, not in time. */
class LargeListIT {
    private static final int ITEMS = 100_000;
    private static final long LIMIT_KILOBYTES = 256 << 10;

    @TempDir Path folder;

    /** Sources of ten bytes each, so that the list is what the memory goes to. */
    private Path list(String separator, String first, String last) throws IOException {
        Path in = Files.createDirectory(folder.resolve("in"));
        for (int i = 0; i < 100; i++) {
            Files.writeString(in.resolve("file." + i), "ten bytes\n");
        }
        Path list = folder.resolve("list");
        try (BufferedWriter writer = Files.newBufferedWriter(list)) {
            writer.write(first);
            for (int i = 0; i < ITEMS; i++) {
                writer.write(i == 0 ? "" : separator);
                writer.write(
                        Json.transfer(
                                "file://" + in + "/file." + i % 100,
                                "file://" + folder + "/out/" + i % 100 + "/file." + i,
                                "\"id\": " + (i + 1),
                                "\"lfn\": \"file." + i + "\"",
                                "\"linkage\": \"input\"",
                                "\"attributes\": {\"size\": \"10\"}"));
            }
            writer.write(last);
        }
        return list;
    }

    private void assertAllThere() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            assertEquals(ITEMS, files.filter(Files::isRegularFile).count());
        }
    }

    private static void assertSmall(Ended ended) {
        assertTrue(ended.peakKilobytes() > 0, "the kernel told no peak");
        assertTrue(
                ended.peakKilobytes() < LIMIT_KILOBYTES, ended.peakKilobytes() + " kB at the peak");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aHundredThousandItemsInOneArray() throws Exception {
        Path list = list(",\n", "[", "]\n");
        Ended ended =
                Program.pegasusTransfer(folder)
                        .with(
                                "PEGASUS_MULTIPART_DIR",
                                Files.createDirectory(folder.resolve("multipart")).toString())
                        .run("-f", list.toString())
                        .exited(0)
                        .says("100000 transfers loaded")
                        .says("Stats: Total 100000 transfers");
        assertAllThere();
        assertSmall(ended);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aHundredThousandItemsOneALineWithResults() throws Exception {
        Path list = list("\n", "", "\n");
        Path results = folder.resolve("results");
        Ended ended =
                Program.transfer(folder)
                        .run("-f", list.toString(), "--json", results.toString())
                        .exited(0);
        assertAllThere();
        try (Stream<String> lines = Files.lines(results)) {
            assertEquals(ITEMS, lines.count());
        }
        assertSmall(ended);
    }
}
