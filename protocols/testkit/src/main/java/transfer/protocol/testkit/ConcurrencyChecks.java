package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;

/** Several endpoints at work at once. */
@Needs(Ability.READ)
abstract class ConcurrencyChecks extends Checks {
    private static final int MANY = 16;

    /** Does all of them at once, each in a thread of its own. */
    static void atOnce(List<Callable<Void>> actions) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> result : threads.invokeAll(actions)) {
                result.get();
            }
        }
    }

    @Test
    protected void manyEndpointsReadOneFileAtOnce() throws Exception {
        byte[] content = Trial.bytes(Trial.SOME_SIZE);
        fixture().put("file", content);
        List<Callable<Void>> actions = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            actions.add(() -> {
                assertArrayEquals(content, trial().read(url("file")));
                return null;
            });
        }
        atOnce(actions);
    }

    @Test
    protected void manyEndpointsReadManyFilesAtOnce() throws Exception {
        List<Callable<Void>> actions = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            String name = "file " + i;
            byte[] content = Trial.bytes(100_000 * i, i);
            fixture().put(name, content);
            actions.add(() -> {
                for (int again = 0; again < 5; again++) {
                    assertArrayEquals(content, trial().read(url(name)));
                }
                return null;
            });
        }
        atOnce(actions);
    }

    @Test
    protected void readingsOfOneFileAreIndependent() throws Exception {
        byte[] content = Trial.bytes(Trial.SOME_SIZE);
        fixture().put("file", content);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Source source = trial().open(Source.class, url("file"));
            Reading reading = source.read(url("file"), ReadRequest.WHOLE);
            trial().atEnd(reading::close);
            readings.add(reading);
        }
        for (int i = 0; i < readings.size(); i++) {
            readFully(readings.get(i), 1000 * i);
        }
        for (int i = 0; i < readings.size(); i++) {
            byte[] rest = new byte[content.length - 1000 * i];
            System.arraycopy(content, 1000 * i, rest, 0, rest.length);
            assertArrayEquals(rest, Trial.rest(readings.get(i)));
        }
    }

    private static void readFully(Reading reading, int count) throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && reading.read(buffer) >= 0) {
            // more
        }
    }

    @Test
    protected void endpointIsHandedFromThreadToThread() throws Exception {
        byte[] content = Trial.bytes(Trial.SOME_SIZE);
        fixture().put("file", content);
        Source source = trial().open(Source.class, url("file"));
        for (int i = 0; i < 5; i++) {
            byte[] read =
                    Trial.inVirtualThread(() -> Trial.read(source, url("file"), ReadRequest.WHOLE));
            assertArrayEquals(content, read);
        }
    }
}
