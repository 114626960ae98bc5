package transfer.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program killed with {@code kill -9} at random points, of which each is further on than the
 * one before, and started again with the same command. The points are counted in bytes that the
 * server has sent, or in requests that it has answered, so that the speed of the machine does not
 * matter.
 *
 * <p>{@code -Dchaos.seed=N} chooses other points.
 */
@EnabledOnOs(OS.LINUX)
class KillIT {
    private static final long SEED = Long.getLong("chaos.seed", 20261122L);
    private static final int KILLS = 50;
    private static final long SIZE = 1L << 30;
    private static final long BLOCK = 16 << 20;

    /** What a stream may have read and not yet written when it is killed. */
    private static final long IN_HAND = 2 << 20;

    private static final double MIB = 1 << 20;
    private static final int ITEMS = 1000;

    @TempDir Path folder;

    private static long[] points(long from, long to) {
        return new Random(SEED).longs(KILLS, from, to).sorted().toArray();
    }

    private static double lostByStream(BigFile.Run run) {
        return run.lost() / (double) run.streams();
    }

    private void assertOnlyThese(int files) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("out"))) {
            List<Path> found = all.filter(Files::isRegularFile).toList();
            assertEquals(files, found.size(), found::toString);
        }
    }

    @Test
    void ofALargeFileAKillCostsAtMostABlockAStream() throws Exception {
        try (BigFile big = new BigFile(SIZE)) {
            Path out = folder.resolve("out/big");
            Files.writeString(folder.resolve("list"), big.url() + " " + out + "\n");
            String[] arguments = {"-f", folder + "/list", "--json", folder + "/results"};
            for (long point : points(BLOCK / 4, SIZE - BLOCK / 4)) {
                big.run(point);
                Running running = Program.transfer(folder).start(arguments);
                running.await("the next point", big::isHeldAndTaken);
                assertEquals(128 + 9, running.signal("KILL").end().exit());
            }
            big.run(Long.MAX_VALUE);
            Program.transfer(folder).run(arguments).exited(0);
            List<BigFile.Run> runs = big.runs();
            System.out.printf(
                    "chaos.seed=%d: %d kills, at most %d streams; sent again for a kill: at most"
                            + " %.1f MiB, %.1f MiB a stream; %.1f MiB in all%n",
                    SEED,
                    KILLS,
                    runs.stream().mapToInt(BigFile.Run::streams).max().orElseThrow(),
                    runs.stream().mapToLong(BigFile.Run::lost).max().orElseThrow() / MIB,
                    runs.stream().mapToDouble(KillIT::lostByStream).max().orElseThrow() / MIB,
                    runs.stream().mapToLong(BigFile.Run::lost).sum() / MIB);
            runs.forEach(run -> assertTrue(lostByStream(run) <= BLOCK + IN_HAND));
            assertTrue(big.isIn(out));
            assertOnlyThese(1);
            assertEquals(1, Results.read(folder.resolve("results")).size());
        }
    }

    @Test
    void ofAListAKillCostsAtMostWhatWasInFlightOrJustEnded() throws Exception {
        int inFlight = 8;
        try (FileFarm farm = FileFarm.open(SEED, FileFarm.SMALL)) {
            Path list = folder.resolve("list");
            String web = "http://127.0.0.1:" + farm.address().getPort() + "/";
            Files.writeString(
                    list,
                    String.join(
                            "",
                            IntStream.range(0, ITEMS)
                                    .mapToObj(i -> web + i + " " + file(i) + "\n")
                                    .toList()));
            String[] arguments = {
                "-f",
                list.toString(),
                "--json",
                folder + "/results",
                "--journal",
                folder + "/journal",
                "-n",
                Integer.toString(inFlight)
            };
            long most = 0;
            long before = 0;
            for (long point : points(1, ITEMS - 2L * inFlight)) {
                farm.holdAfter(point);
                Running running = Program.transfer(folder).start(arguments);
                running.await("the next point", farm::isHolding);
                assertEquals(128 + 9, running.signal("KILL").end().exit());
                most = Math.max(most, farm.givenAgain() - before);
                before = farm.givenAgain();
            }
            farm.holdAfter(Long.MAX_VALUE);
            Program.transfer(folder).run(arguments).exited(0);
            most = Math.max(most, farm.givenAgain() - before);
            System.out.printf(
                    "chaos.seed=%d: %d kills; asked for again after a kill: at most %d items, %d"
                            + " were in flight%n",
                    SEED, KILLS, most, inFlight);
            // those in flight, and those just ended, when the next ones may be on their way already
            assertTrue(most <= 3 * inFlight, most + " were asked for again");
            for (int i = 0; i < ITEMS; i++) {
                assertArrayEquals(farm.content(i), Files.readAllBytes(file(i)));
            }
            TreeSet<Integer> done = new TreeSet<>();
            for (Results.Item item : Results.read(folder.resolve("results"))) {
                assertEquals("done", item.field("outcome"), item::toString);
                assertTrue(done.add(item.number()), () -> "twice: " + item);
            }
            assertEquals(ITEMS, done.size());
            assertOnlyThese(ITEMS);
        }
    }

    private Path file(int number) {
        return folder.resolve("out/" + number % 10 + "/f" + number);
    }
}
