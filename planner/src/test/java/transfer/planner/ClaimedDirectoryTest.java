package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimedDirectoryTest {
    @TempDir Path directory;

    /** What one run that fails takes away, another may just be about to use. */
    @Test
    void runsThatFailAtOnceDoNotMakeEachOtherFail() throws Exception {
        Path runs = directory.resolve("me/pegasus/order");
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                Path mine = runs.resolve("run000" + i);
                all.add(
                        threads.submit(() -> {
                            for (int time = 0; time < 300; time++) {
                                claimAndFail(mine);
                            }
                            return true;
                        }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    /** Its lists hold URLs as catalogs have them, with passwords if those do. */
    @Test
    void onlyTheOwnerReadsARun() throws IOException {
        Path run = directory.resolve("me/pegasus/order/run0001");
        try (ClaimedDirectory claimed = ClaimedDirectory.make(run).orElseThrow()) {
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(claimed.path())));
        }
    }

    private static void claimAndFail(Path path) throws IOException {
        try (ClaimedDirectory claimed = ClaimedDirectory.make(path).orElseThrow()) {
            assertTrue(Files.isDirectory(claimed.path()));
        }
    }
}
