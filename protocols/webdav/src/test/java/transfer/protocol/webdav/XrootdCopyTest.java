package transfer.protocol.webdav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.chaos.Fault;
import transfer.chaos.FaultProxy;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Trial;

/** Two servers that copy among themselves, as XRootD does it. */
@Tag("container")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class XrootdCopyTest {
    private static final byte[] CONTENT = Trial.bytes(3_000_000);

    private XrootdServer servers;
    private WebdavProtocol protocol;
    private int tests;

    /**
     * Of this test alone: what a server still does after its client has gone is seen nowhere else.
     */
    private String folder;

    @BeforeAll
    void start() throws IOException {
        servers = XrootdServer.start();
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @BeforeEach
    void open() throws IOException {
        protocol = new WebdavProtocol(servers.network());
        servers.put("files/source", CONTENT);
        folder = "other/" + ++tests;
        servers.put(folder + "/neighbour", new byte[1]);
    }

    @AfterEach
    void close() {
        protocol.close();
    }

    private DirectCopy.Made copy(TransferUrl by, TransferUrl from, TransferUrl to, AtomicLong moved)
            throws TransferException, InterruptedException {
        DirectCopy endpoint = (DirectCopy) protocol.open(place(by), Credentials.none());
        assertTrue(endpoint.canCopy(from, to));
        return endpoint.copy(
                place(from), place(to), new DirectCopy.CopyOptions(true, moved::addAndGet));
    }

    private static Place place(TransferUrl url) {
        return new Place(url, Site.UNNAMED);
    }

    private void assertCopied(TransferUrl by, TransferUrl from, TransferUrl to) throws Exception {
        try (DirectCopy.Made made = copy(by, from, to, new AtomicLong())) {
            assertTrue(!Files.exists(servers.path(folder + "/target")));
            made.publish();
            assertEquals(OptionalLong.of(CONTENT.length), made.stat().size());
        }
        assertArrayEquals(CONTENT, servers.get(folder + "/target").orElseThrow());
        assertNothingHidden();
    }

    private void assertNothingHidden() throws IOException {
        try (Stream<java.nio.file.Path> files = Files.list(servers.path(folder))) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.getFileName().toString().endsWith(".part")).toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"webdav, webdav", "webdavs, davs", "https, webdavs", "http, dav"})
    void destinationFetches(String source, String destination) throws Exception {
        TransferUrl to = servers.url(destination, folder + "/target");

        assertCopied(to, servers.url(source, "files/source"), to);
    }

    @ParameterizedTest
    @CsvSource({"webdav, webdav", "webdavs, davs"})
    void sourceSends(String source, String destination) throws Exception {
        TransferUrl from = servers.url(source, "files/source");

        assertCopied(from, from, servers.url(destination, folder + "/target"));
    }

    @Test
    void foldersAreMadeOnTheWay() throws Exception {
        TransferUrl from = servers.url("webdav", "files/source");
        for (String name : List.of(folder + "/pulled/a/b", folder + "/pushed/a/b")) {
            TransferUrl to = servers.url("webdav", name);
            TransferUrl by = name.contains("pulled") ? to : from;
            try (DirectCopy.Made made = copy(by, from, to, new AtomicLong())) {
                made.publish();
            }
            assertArrayEquals(CONTENT, servers.get(name).orElseThrow());
        }
    }

    private TransferException failure(TransferUrl by, TransferUrl from, TransferUrl to)
            throws IOException {
        TransferException failure =
                assertThrows(TransferException.class, () -> copy(by, from, to, new AtomicLong()));
        assertNothingHidden();
        return failure;
    }

    /** The status is 201 all the same. */
    @Test
    void missingSourceIsInTheLastLineOnly() throws Exception {
        TransferUrl from = servers.url("webdav", "files/missing");
        TransferUrl to = servers.url("webdav", folder + "/target");

        TransferException failure = failure(to, from, to);

        assertEquals(FailureKind.NOT_FOUND, failure.kind());
        assertEquals(from, failure.url());
        assertEquals(404, failure.status().orElseThrow());
        assertEquals(FailureKind.NOT_FOUND, failure(from, from, to).kind());
    }

    @Test
    void sourceThatDoesNotAnswerIsAFailureThatMayPass() throws Exception {
        TransferUrl to = servers.url("webdav", folder + "/target");

        TransferException failure = failure(to, XrootdServer.url("webdav", 1, "/source"), to);

        assertEquals(FailureKind.CONNECTION, failure.kind());
        assertTrue(
                failure.getMessage().contains("the server reports failure: "), failure::toString);
    }

    @Test
    void sourceThatDiesMidwayIsAFailureThatMayPass() throws Exception {
        try (FaultProxy proxy =
                FaultProxy.before(new InetSocketAddress("127.0.0.1", servers.port("files")))) {
            TransferUrl from = XrootdServer.url("webdav", proxy.port(), "/source");
            TransferUrl to = servers.url("webdav", folder + "/target");
            proxy.always(new Fault.CutAfter(1_000_000));

            TransferException failure = failure(to, from, to);

            assertTrue(failure.kind().isPassing(), failure::toString);
        }
    }

    @Test
    void diskThatIsFullAtTheDestinationIsToldInTheLastLine() throws Exception {
        TransferUrl to = servers.url("webdav", "other/full/target");

        TransferException failure = failure(to, servers.url("webdav", "files/source"), to);

        assertTrue(failure.getMessage().contains("local filesystem"), failure::toString);
    }

    @Test
    void copyThatIsGivenUpIsTakenAway() throws Exception {
        servers.put(folder + "/target", new byte[] {1});
        TransferUrl to = servers.url("webdav", folder + "/target");

        copy(to, servers.url("webdav", "files/source"), to, new AtomicLong()).close();

        assertArrayEquals(new byte[] {1}, servers.get(folder + "/target").orElseThrow());
        assertNothingHidden();
    }

    @Test
    void interruptedThreadEndsTheCopy() throws Exception {
        try (FaultProxy proxy =
                FaultProxy.before(new InetSocketAddress("127.0.0.1", servers.port("files")))) {
            TransferUrl from = XrootdServer.url("webdav", proxy.port(), "/source");
            TransferUrl to = servers.url("webdav", folder + "/target");
            proxy.always(new Fault.StallAfter(100_000));
            Thread[] copier = new Thread[1];
            AtomicLong ended = new AtomicLong();
            copier[0] =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    copy(to, from, to, new AtomicLong());
                                } catch (InterruptedException _) {
                                    ended.set(1);
                                } catch (TransferException _) {
                                    ended.set(2);
                                }
                            });
            while (proxy.connections() == 0) {
                Thread.onSpinWait();
            }
            copier[0].interrupt();
            copier[0].join();

            assertEquals(1, ended.get());
            assertTrue(!Files.exists(servers.path(folder + "/target")));
        }
    }
}
