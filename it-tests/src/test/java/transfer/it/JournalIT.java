package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Lists whose runs are killed, again and again. */
@EnabledOnOs(OS.LINUX)
class JournalIT {
    private static final int ITEMS = 1000;
    private static final long SEED = 20261122;
    private static final Pattern DONE =
            Pattern.compile("\\{\"item\":(\\d+),.*\"outcome\":\"done\".*\\}");

    @TempDir Path folder;
    private Path list;
    private Path results;
    private Path journal;

    /** Sizes as in a job: most files are small, each of its own length and content. */
    @BeforeEach
    void prepare() throws IOException {
        Random random = new Random(SEED);
        Path in = Files.createDirectory(folder.resolve("in"));
        String[] items = new String[ITEMS];
        for (int i = 0; i < ITEMS; i++) {
            byte[] content = new byte[random.nextInt(20_000)];
            random.nextBytes(content);
            Files.write(in.resolve("f" + i), content);
            items[i] = Json.transfer("file://" + in + "/f" + i, "file://" + out(i));
        }
        list = Files.writeString(folder.resolve("list.json"), Json.list(items));
        results = folder.resolve("results");
        journal = folder.resolve("journal");
    }

    private Path out(int item) {
        return folder.resolve("out/" + item % 7 + "/f" + item);
    }

    private Program program() throws IOException {
        return Program.transfer(folder);
    }

    private String[] arguments() {
        return new String[] {
            "-f", list.toString(), "--journal", journal.toString(), "--json", results.toString()
        };
    }

    private long journalLines() {
        try (Stream<String> lines = Files.lines(journal)) {
            return lines.count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Inode and time of change of everything that has its final name. */
    private Map<Path, String> files() throws IOException {
        Map<Path, String> found = new HashMap<>();
        for (int i = 0; i < ITEMS; i++) {
            Path file = out(i);
            if (Files.exists(file)) {
                found.put(
                        file,
                        Files.getAttribute(file, "unix:ino")
                                + " "
                                + Files.getLastModifiedTime(file).toString());
            }
        }
        return found;
    }

    private TreeSet<Integer> itemsInJournal() throws IOException {
        TreeSet<Integer> items = new TreeSet<>();
        for (String line : Files.readAllLines(journal)) {
            Matcher done = Pattern.compile("(\\d+) done .* \\*[0-9a-f]{8}").matcher(line);
            if (done.matches()) {
                items.add(Integer.parseInt(done.group(1)));
            }
        }
        return items;
    }

    @Test
    void killedFiveTimesEveryFileIsWrittenOnceAndEveryResultIsThereOnce() throws Exception {
        for (int kill = 1; kill <= 5; kill++) {
            long enough = kill * 150L;
            Running running = program().start(arguments());
            running.await("another part is done", () -> journalLines() > enough);
            assertEquals(128 + 9, running.signal("KILL").end().exit());
            TreeSet<Integer> known = itemsInJournal();
            assertTrue(known.size() >= enough && known.size() < ITEMS, known.size() + " done");
            Map<Path, String> before = files();

            Running next = program().start(arguments());
            next.await("it goes on", () -> journalLines() > enough + 50);
            next.signal("KILL").end();
            Map<Path, String> after = files();
            for (int item : known) {
                Path file = out(item - 1);
                assertEquals(before.get(file), after.get(file), file + " was touched");
            }
        }
        program().run(arguments()).exited(0).says("items were done before");

        TreeSet<Integer> done = new TreeSet<>();
        List<String> lines = Files.readAllLines(results);
        for (String line : lines) {
            Matcher matcher = DONE.matcher(line);
            assertTrue(matcher.matches(), line);
            done.add(Integer.parseInt(matcher.group(1)));
        }
        assertEquals(ITEMS, lines.size());
        assertEquals(ITEMS, done.size());
        for (int i = 0; i < ITEMS; i++) {
            assertEquals(-1, Files.mismatch(folder.resolve("in/f" + i), out(i)));
        }
        assertFalse(Files.exists(journal));
    }

    @Test
    void aRunBesideAnotherWithTheSameJournalIsRefused() throws Exception {
        try (Web web = Web.open()) {
            web.stalling("/slow", new byte[1000], 500);
            Files.writeString(list, web.url("/slow") + " " + out(0) + "\n");
            Running first = program().start(arguments());
            first.await("it has begun", () -> journalLines() == 1);
            program().run(arguments()).exited(4).says("is in use by another run");
            first.signal("TERM").end().exited(5);
        }
    }

    @Test
    void endedByASignalItGoesOnToo() throws Exception {
        Running running = program().start(arguments());
        running.await("a part is done", () -> journalLines() > 200);
        running.signal("TERM").end().exited(5);
        assertEquals(ITEMS, Files.readAllLines(results).size());
        program().run(arguments()).exited(0).says("items were done before");
        assertEquals(ITEMS, Files.readAllLines(results).size());
    }
}
