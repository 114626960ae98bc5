package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/** An interrupt ends what a virtual thread does, and as nothing but an interruption. */
class InterruptionTest {
    private static final int LARGE = 64 << 20;

    private final Client client = new Client(Client.settings(Duration.ofMinutes(5)));
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private ScriptedServer server;

    @AfterEach
    void stop() {
        over.countDown();
        client.close();
        server.close();
    }

    /**
     * Serves with this script, which says by {@code reached} when the client may be interrupted.
     */
    private void serve(ScriptedServer.Script script) throws IOException {
        server = new ScriptedServer(script);
    }

    private void assertInterruptible(Executable action) throws Exception {
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                action.execute();
                            } catch (Throwable e) {
                                end.set(e);
                            }
                        });
        reached.await();
        thread.interrupt();
        assertTrue(thread.join(Duration.ofSeconds(60)), "goes on after it was interrupted");
        assertInstanceOf(InterruptedException.class, end.get(), () -> "ended by " + end.get());
    }

    private void fetch() throws Exception {
        TransferUrl url = server.url("/x");
        try (Reading reading = client.files(url).read(url, ReadRequest.WHOLE)) {
            Client.all(reading);
        }
    }

    private void put(OptionalLong size) throws Exception {
        TransferUrl url = server.url("/x");
        try (Writing writing =
                client.files(url).write(url, new WriteRequest(size, OptionalInt.empty()))) {
            writing.write(ByteBuffer.allocate(LARGE));
            writing.finish(List.of());
        }
    }

    @Test
    void waitingForAnAnswer() throws Exception {
        serve(x -> {
            reached.countDown();
            over.await();
        });

        assertInterruptible(this::fetch);
    }

    @Test
    void waitingForTheBody() throws Exception {
        serve(x -> {
            x.send("HTTP/1.1 200 OK\nContent-Length: 10\n\n01234");
            reached.countDown();
            over.await();
        });

        assertInterruptible(this::fetch);
    }

    @Test
    void waitingForTheRestOfALargeBody() throws Exception {
        serve(x -> {
            x.send("HTTP/1.1 200 OK\nContent-Length: 99999999\n\n").send(new byte[200_000]);
            reached.countDown();
            over.await();
        });

        assertInterruptible(this::fetch);
    }

    @Test
    void waitingForLeaveToUpload() throws Exception {
        serve(x -> {
            reached.countDown();
            over.await();
        });

        assertInterruptible(() -> put(OptionalLong.of(LARGE)));
    }

    @Test
    void uploadingToAServerThatTakesNoMore() throws Exception {
        serve(x -> {
            x.send("HTTP/1.1 100 Continue\n\n");
            x.input().readNBytes(100_000);
            reached.countDown();
            over.await();
        });

        assertInterruptible(() -> put(OptionalLong.empty()));
    }

    @Test
    void whatIsPutIntoTheBufferAfterwardsIsNotSent() throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(LARGE);
        CompletableFuture<Integer> different = new CompletableFuture<>();
        serve(x -> {
            x.send("HTTP/1.1 100 Continue\n\n");
            x.input().readNBytes(100_000);
            reached.countDown();
            over.await();
            int next = 0;
            try {
                while (next == 0) {
                    next = x.input().read();
                }
            } catch (IOException _) {
                // cut off, as it should be
            }
            different.complete(next);
        });
        TransferUrl url = server.url("/x");

        try (Writing writing =
                client.files(url)
                        .write(
                                url,
                                new WriteRequest(OptionalLong.of(LARGE), OptionalInt.empty()))) {
            assertInterruptible(() -> writing.write(buffer));
            Arrays.fill(buffer.array(), (byte) 1);
            over.countDown();
            assertTrue(different.get() <= 0, "sent");
        }
    }

    @Test
    void waitingForTheAnswerToAnUpload() throws Exception {
        serve(x -> {
            x.body();
            reached.countDown();
            over.await();
        });

        assertInterruptible(() -> put(OptionalLong.of(LARGE)));
    }

    @Test
    void beforeItBegins() throws Exception {
        serve(x -> x.reply("200 OK", ""));
        reached.countDown();

        assertInterruptible(() -> {
            Thread.currentThread().interrupt();
            fetch();
        });
        assertTrue(server.asked().isEmpty());
    }

    @Test
    void aThreadThatWasInterruptedStillCloses() throws Exception {
        serve(x -> {
            x.send("HTTP/1.1 100 Continue\n\n");
            x.drain();
        });
        TransferUrl url = server.url("/x");
        Writing writing =
                client.files(url)
                        .write(url, new WriteRequest(OptionalLong.of(LARGE), OptionalInt.empty()));

        Thread.currentThread().interrupt();
        writing.close();

        assertTrue(Thread.interrupted(), "the interrupt is kept");
        assertThrows(IllegalStateException.class, () -> writing.write(ByteBuffer.allocate(1)));
    }
}
