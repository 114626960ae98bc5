package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed while it fetches for others, too. */
@EnabledOnOs(OS.LINUX)
class CacheKillIT {
    private static final long BLOCK = 16 << 20;
    private static final long SIZE = 3 * BLOCK;

    @TempDir Path folder;

    private Running start(BigFile big, String target) throws IOException {
        return Program.transfer(folder)
                .start("cp", "--cache", folder + "/cache", big.url(), folder + "/" + target);
    }

    @Test
    void whoWaitedGoesOnWithWhatTheKilledOneHad() throws Exception {
        try (BigFile big = new BigFile(SIZE)) {
            big.run(BLOCK + BLOCK / 4);
            Running first = start(big, "first");
            first.await("the point where it is killed", big::isHeldAndTaken);
            Running second = start(big, "second");
            Running third = start(big, "third");
            assertEquals(128 + 9, first.signal("KILL").end().exit());
            big.run(Long.MAX_VALUE);
            second.end().exited(0);
            third.end().exited(0);
            long again = big.runs().stream().mapToLong(BigFile.Run::lost).sum();
            System.out.printf("%.1f MiB were sent again%n", again / (double) (1 << 20));
            assertTrue(again <= 2 * BLOCK, again + " bytes were sent again");
            assertTrue(big.isIn(folder.resolve("second")));
            assertTrue(big.isIn(folder.resolve("third")));
        }
        try (Stream<Path> left = Files.list(folder.resolve("cache/v1/incoming"))) {
            assertEquals(List.of(), left.toList());
        }
    }
}
