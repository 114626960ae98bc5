package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many registration jobs at one catalog.
 *
 * <p>{@code -Dchaos.seed=N} chooses other points at which some are killed.
 */
class RegisterIT {
    private static final long SEED = Long.getLong("chaos.seed", 20261122L);
    private static final int FILES = 3_000;

    @TempDir Path folder;

    @BeforeEach
    void nameTheCatalog() throws IOException {
        Files.writeString(
                folder.resolve("conf"),
                "pegasus.catalog.replica.output = YAML\n"
                        + "pegasus.catalog.replica.output.file = out/catalog.yml\n");
    }

    /** Starts a job that notes files of its own. */
    private Running job(int number) throws IOException {
        List<String> lines =
                IntStream.range(0, FILES)
                        .mapToObj(i ->
                                "f-%1$d-%2$d file:///s/f-%1$d-%2$d site=\"s\"".formatted(number, i))
                        .toList();
        Files.write(folder.resolve(number + ".in"), lines);
        return Program.transfer(folder)
                .start("register", "--conf", "conf", "--insert", number + ".in");
    }

    private long size() {
        try {
            return Files.size(folder.resolve("out/catalog.yml"));
        } catch (IOException e) {
            return 0;
        }
    }

    private List<String> noted() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("out/catalog.yml"));
        assertEquals("pegasus: \"5.0\"", lines.getFirst());
        assertTrue(lines.getLast().matches(" +- \\{site: \"s\", pfn: \"\\S+\"}"), lines.getLast());
        List<String> names = lines.stream().filter(line -> line.startsWith("  - lfn: ")).toList();
        assertEquals(names.size(), new TreeSet<>(names).size(), "each stands there once");
        assertEquals(3L * names.size() + 2, lines.size());
        return names;
    }

    @Test
    void eightAtOnceLoseNothingThoughSomeAreKilled() throws Exception {
        Random random = new Random(SEED);
        List<Running> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(job(i));
        }
        int killed = 0;
        for (int i = 0; i < 4; i++) {
            long more = random.nextInt(3) * 100_000L;
            long before = size();
            all.get(i).awaitOrEnd(() -> size() > before + more);
            killed += all.get(i).kill() ? 1 : 0;
        }
        for (Running job : all.subList(4, 8)) {
            job.end().exited(0);
        }
        List<String> names = noted();
        for (int i = 0; i < 8; i++) {
            String start = "  - lfn: \"f-" + i + "-";
            long count = names.stream().filter(name -> name.startsWith(start)).count();
            assertTrue(
                    count == FILES || i < 4 && count == 0,
                    count + " of job " + i + ", chaos.seed=" + SEED);
        }
        System.out.printf("chaos.seed=%d: %d of 8 jobs were killed%n", SEED, killed);
        for (int i = 0; i < 4; i++) {
            job(i).end().exited(0);
        }
        assertEquals(8 * FILES, noted().size());
    }
}
