package transfer.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import transfer.chaos.Fault;
import transfer.chaos.FaultProxy;
import transfer.protocol.testkit.ContainerServer;

/** The packaged program lets servers copy among themselves: XRootD can, Apache and nginx cannot. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopiesBetweenServersIT {
    private static final int SIZE = 10_000_000;
    private static final String TOKEN = "lab-token-1";

    private final byte[] content = new byte[SIZE];
    private ContainerServer xrootd;
    private ContainerServer apache;
    private ContainerServer nginx;
    private Path folder;
    private String name;
    private int tests;

    @BeforeAll
    void start() throws IOException {
        new Random(5).nextBytes(content);
        xrootd = ContainerServer.start("xrootd", List.of("HTTP_PORT", "OTHER_PORT"), Map.of());
        apache = ContainerServer.start("apache", List.of("HTTP_PORT", "HTTPS_PORT"), Map.of());
        nginx =
                ContainerServer.start(
                        "nginx",
                        List.of(
                                "HTTP_PORT",
                                "HTTPS_PORT",
                                "MTLS_PORT",
                                "STRANGER_PORT",
                                "EXPIRED_PORT"),
                        Map.of());
        for (Path file :
                List.of(
                        xrootd.data().resolve("files/source"),
                        apache.data().resolve("put/source"),
                        nginx.data().resolve("www/source"))) {
            Files.write(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    @AfterAll
    void stop() {
        xrootd.close();
        apache.close();
        nginx.close();
    }

    @BeforeEach
    void prepare(@TempDir Path fresh) {
        folder = fresh;
        name = "target" + ++tests;
    }

    private String source() {
        return source(xrootd.port("HTTP_PORT"));
    }

    private static String source(int port) {
        return "webdav://127.0.0.1:" + port + "/source";
    }

    private String target() {
        return "webdav://127.0.0.1:" + xrootd.port("OTHER_PORT") + "/new/" + name;
    }

    private String atApache(String file) {
        return "webdav://127.0.0.1:" + apache.port("HTTP_PORT") + "/put/" + file;
    }

    private Program program(String from, String to) throws IOException {
        return Program.transfer(folder).input(Json.list(Json.transfer(from, to)));
    }

    private Ended run(Program program) throws IOException, InterruptedException {
        return program.run("-m", "3", "--json", folder + "/results");
    }

    private Results.Item result() throws IOException {
        return Results.read(folder.resolve("results")).getFirst();
    }

    private void assertCopied(int attempts) throws IOException {
        assertArrayEquals(content, Files.readAllBytes(other("new/" + name)));
        assertEquals("done", result().field("outcome"));
        assertEquals(attempts, result().attempts().size(), () -> "attempts");
        assertNothingPassedHere();
    }

    private Path other(String file) {
        return xrootd.data().resolve("other").resolve(file);
    }

    private void assertNothingPassedHere() throws IOException {
        try (Stream<Path> staged = Files.list(folder.resolve("tmp"))) {
            assertEquals(List.of(), staged.toList());
        }
    }

    @Test
    void serversThatCanCopyAreLetAndTheirDigestsAreProof() throws Exception {
        run(program(source(), target())).exited(0);

        assertCopied(1);
        assertEquals("destination_digest", result().field("evidence"));
        assertEquals(source(), result().attempts().getFirst().get("source"));
        assertEquals(String.valueOf(SIZE), result().field("bytes"));
    }

    @Test
    void aChecksumOfTheListIsWhatCounts() throws Exception {
        String line = source() + " " + target() + " sha256:" + "0".repeat(64) + "\n";
        run(Program.transfer(folder).input(line)).exited(3);

        assertEquals("checksum_mismatch", result().field("failure.kind"));
        assertFalse(Files.exists(other("new/" + name)));
    }

    @Test
    void aServerWithoutSuchCopiesIsReadFromByTheOther() throws Exception {
        run(program(atApache("source"), target())).exited(0);

        assertCopied(1);
    }

    @Test
    void aServerWithoutSuchCopiesIsWrittenToByTheOther() throws Exception {
        run(program(source(), atApache(name))).exited(0).says("another way is tried");

        assertArrayEquals(content, Files.readAllBytes(apache.data().resolve("put/" + name)));
        assertEquals(1, result().attempts().size());
    }

    @Test
    void whereNeitherCopiesTheBytesGoThroughHere() throws Exception {
        String from = "http://127.0.0.1:" + nginx.port("HTTP_PORT") + "/source";
        run(program(from, atApache(name))).exited(0).says("another way is tried");

        assertArrayEquals(content, Files.readAllBytes(apache.data().resolve("put/" + name)));
        assertEquals(2, result().attempts().size());
        assertNothingPassedHere();
    }

    private Program fromNginx(String token) throws IOException {
        String server = "http://127.0.0.1:" + nginx.port("HTTP_PORT");
        Path credentials =
                Secrets.file(
                        folder.resolve("credentials"),
                        "[" + server + "]\nheader.Authorization = Bearer " + token + "\n");
        return program(server + "/bearer/source", target())
                .with("PEGASUS_CREDENTIALS", credentials.toString());
    }

    @Test
    void theServerThatFetchesShowsTheTokenForTheSource() throws Exception {
        run(fromNginx(TOKEN)).exited(0).doesNotSay(TOKEN);

        assertCopied(1);
    }

    @Test
    void aWrongTokenForTheSourceIsRefusedWhicheverWay() throws Exception {
        run(fromNginx("lab-token-wrong")).exited(1).says("401").doesNotSay("lab-token-wrong");

        assertFalse(Files.exists(other("new/" + name)));
        assertEquals("bad_credentials", result().field("failure.kind"));
    }

    @Test
    void aSourceThatBreaksOffIsCopiedAgain() throws Exception {
        try (FaultProxy proxy = proxy()) {
            proxy.next(2, new Fault.CutAfter(1_000_000)); // it asks for the size beforehand
            run(program(source(proxy.port()), target())).exited(0);

            assertCopied(2);
        }
    }

    private FaultProxy proxy() throws IOException {
        return FaultProxy.before(new InetSocketAddress("127.0.0.1", xrootd.port("HTTP_PORT")));
    }

    @Test
    void aDestinationThatIsFullHasNothingUnderTheName() throws Exception {
        String full = target().replace("/new/", "/full/");
        run(program(source(), full)).says("local filesystem");

        assertEquals("failed", result().field("outcome"));
        assertFalse(Files.exists(other("full/" + name)));
    }

    @Test
    void killedWhileTheServersCopyItIsDoneByTheNextRun() throws Exception {
        try (FaultProxy proxy = proxy()) {
            proxy.always(new Fault.Rate(2_000_000));
            Running running =
                    program(source(proxy.port()), target())
                            .start("-m", "3", "--json", folder + "/results");
            running.await("bytes have moved", () -> hiddenBytes() > 0);
            running.signal("KILL").end();
            assertFalse(Files.exists(other("new/" + name)));
            proxy.heal();

            run(program(source(proxy.port()), target())).exited(0);

            assertCopied(1);
        }
    }

    private long hiddenBytes() {
        try (Stream<Path> files = Files.list(other("new"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("." + name))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException _) {
            return 0; // it is not there yet
        }
    }
}
