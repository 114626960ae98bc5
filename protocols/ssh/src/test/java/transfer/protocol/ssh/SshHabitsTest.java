package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.ssh.SshServer.Port;
import transfer.protocol.testkit.Trial;

/** Servers that hang up when nothing happens, or have no more than one channel for everybody. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshHabitsTest {
    private static final byte[] CONTENT = Trial.bytes(10_240);

    private static final WriteRequest REQUEST =
            new WriteRequest(OptionalLong.of(CONTENT.length), OptionalInt.empty());

    private SshServer server;
    private SshConnections connections;

    @BeforeAll
    void start() {
        server = SshServer.start(Port.SSH, Port.QUIET, Port.FEW);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        connections = server.connections();
    }

    @AfterEach
    void disconnect() {
        connections.close();
    }

    private TransferUrl url(Port port, String name) {
        return server.url(port, SshServer.pathThere(name));
    }

    private SshEndpoint endpoint(Port port) {
        Place place = new Place(url(port, ""), Site.UNNAMED);
        return new SshEndpoint(connections, place, Credentials.none());
    }

    private static void write(SshEndpoint endpoint, TransferUrl url) throws Exception {
        try (Writing writing = endpoint.write(url, REQUEST)) {
            Trial.fill(writing, CONTENT);
            writing.finish(List.of());
            writing.publish();
        }
    }

    private static void await(BooleanSupplier event) {
        assertTimeoutPreemptively(
                Trial.PATIENCE,
                () -> {
                    while (!event.getAsBoolean()) {
                        Thread.onSpinWait(); // the server's clock decides
                    }
                });
    }

    @Test
    void channelThatTheServerClosedBetweenTwoFilesIsOpenedAgain() throws Exception {
        try (SshEndpoint endpoint = endpoint(Port.QUIET)) {
            write(endpoint, url(Port.QUIET, "channel-1"));
            SshConnection connection = SshServer.connect(connections, url(Port.QUIET, ""));
            try (SftpChannels.Lease lease = connection.channels().lease()) {
                SftpChannel channel = lease.channel();
                await(() -> !channel.isOpen());
            }

            write(endpoint, url(Port.QUIET, "channel-2"));

            assertArrayEquals(CONTENT, Files.readAllBytes(server.files().resolve("channel-2")));
        }
    }

    @Test
    void connectionThatTheServerClosedBetweenTwoFilesIsMadeAgain() throws Exception {
        try (SshEndpoint endpoint = endpoint(Port.QUIET)) {
            write(endpoint, url(Port.QUIET, "connection"));
            SshConnection connection = SshServer.connect(connections, url(Port.QUIET, ""));
            await(() -> !connection.isAlive());

            byte[] back = Trial.read(endpoint, url(Port.QUIET, "connection"), ReadRequest.WHOLE);

            assertArrayEquals(CONTENT, back);
        }
    }

    @FunctionalInterface
    private interface Job {
        void run(int number) throws Exception;
    }

    /** Begins so many at the same moment; the first failure is thrown. */
    private static void atOnce(int count, Job job) throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(
                        threads.submit(() -> {
                            begin.await();
                            job.run(number);
                            return null;
                        }));
            }
            begin.countDown();
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    @Test
    void eightFilesAtOnceShareTheOnlyChannelOfAServer() throws Exception {
        atOnce(
                8,
                number -> {
                    TransferUrl url = url(Port.FEW, "few-" + number);
                    try (SshEndpoint endpoint = endpoint(Port.FEW)) {
                        write(endpoint, url);
                        // there is no channel left for a shell that could tell a digest
                        Set<DigestAlgorithm> wanted = Set.of(DigestAlgorithm.SHA_256);
                        List<Checksum> told = endpoint.digest(url, wanted).stream().toList();
                        assertEquals(List.of(), told);
                        assertArrayEquals(CONTENT, Trial.read(endpoint, url, ReadRequest.WHOLE));
                    }
                });
    }

    @Test
    void deepNewDirectoriesAreMadeByThirtyTwoAtOnce() throws Exception {
        String folder = "deep/a/b/c/d/e/f/g/h/";

        atOnce(
                32,
                number -> {
                    try (SshEndpoint endpoint = endpoint(Port.SSH)) {
                        write(endpoint, url(Port.SSH, folder + number));
                    }
                });

        for (int i = 0; i < 32; i++) {
            assertArrayEquals(
                    CONTENT, Files.readAllBytes(server.files().resolve(folder + i)), folder + i);
        }
    }
}
