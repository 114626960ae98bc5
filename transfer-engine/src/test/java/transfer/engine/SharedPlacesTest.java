package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.file.FileProtocol;
import transfer.retry.RetryPolicy;

/** Several lists at once in one process. */
class SharedPlacesTest {
    private static final int PLACES = 2;

    @TempDir Path folder;
    private EngineOptions options;

    @BeforeEach
    void prepare() throws Exception {
        Files.writeString(folder.resolve("in"), "x");
        EngineOptions standard = EngineOptions.standard(folder);
        options =
                new EngineOptions(
                        PLACES,
                        PLACES,
                        1,
                        RetryPolicy.STANDARD,
                        standard.verification(),
                        standard.linking(),
                        folder,
                        Optional.empty(),
                        OptionalLong.empty(),
                        false,
                        0);
    }

    private TransferEngine engine() {
        return new TransferEngine(
                List.of(new FileProtocol()), Credentials.standard(Map.of()), options);
    }

    private List<WorkItem> list(String name, int items) {
        List<WorkItem> list = new ArrayList<>();
        for (int i = 1; i <= items; i++) {
            list.add(
                    new WorkItem.Transfer(
                            new ListPosition(i, 0),
                            List.of(place("in")),
                            place(name + i),
                            TransferTerms.PLAIN));
        }
        return list;
    }

    private Place place(String name) {
        return new Place(TransferUrl.ofPath(folder.resolve(name)), Site.UNNAMED);
    }

    /** Counts who is under way, and lets the first ones wait until all places are taken. */
    private static final class Counting implements Progress {
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final CountDownLatch full = new CountDownLatch(PLACES);

        @Override
        public void started(WorkItem item) {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            full.countDown();
            try {
                full.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void finished(TransferOutcome outcome) {
            running.decrementAndGet();
        }
    }

    @Test
    void listsAtOnceHaveTogetherNoMorePlacesThanOne() throws Exception {
        Counting counting = new Counting();
        try (TransferEngine all = engine().sharing(Progress.SILENT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RunSummary>> runs = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                TransferEngine one = all.with(Credentials.standard(Map.of()), options);
                runs.add(threads.submit(() -> one.run(list(name, 8), counting)));
            }
            for (Future<RunSummary> run : runs) {
                assertEquals(8, run.get().done());
            }
        }
        assertEquals(PLACES, counting.most.get());
        assertTrue(Files.exists(folder.resolve("c8")));
    }

    @Test
    void aListAfterAnotherHasAllPlacesAgain() {
        try (TransferEngine all = engine().sharing(Progress.SILENT)) {
            assertEquals(3, all.run(list("a", 3), Progress.SILENT).done());
            Counting counting = new Counting();
            assertEquals(4, all.run(list("b", 4), counting).done());
            assertEquals(PLACES, counting.most.get());
        }
    }

    @Test
    void aServerThatOneListGaveUpIsTriedByTheNext() {
        Servers servers = new Servers(64, 64);
        servers.enterRun();
        for (int i = 0; i < 20; i++) {
            servers.failed(
                    "http://a",
                    new TransferException(FailureKind.CONNECTION, place("in").url(), "no"));
        }
        assertTrue(servers.givenUp(List.of("http://a")).isPresent());
        servers.leaveRun();

        servers.enterRun();

        assertEquals(Optional.empty(), servers.givenUp(List.of("http://a")));
    }
}
