package transfer.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.testkit.ContainerServer;

/** The packaged program with a real web server, TLS included. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealServersIT {
    private static final List<String> PORTS =
            List.of("HTTP_PORT", "HTTPS_PORT", "MTLS_PORT", "STRANGER_PORT", "EXPIRED_PORT");
    private static final int SIZE = 3_000_000;

    private final byte[] content = new byte[SIZE];
    private ContainerServer server;
    private Path folder;
    private Path authorities;

    @BeforeAll
    void start() throws IOException {
        server = ContainerServer.start("nginx", PORTS, Map.of());
        new Random(1).nextBytes(content);
        Files.write(server.data().resolve("www/data.bin"), content);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void prepare(@TempDir Path fresh) throws IOException {
        folder = fresh;
        authorities = Files.createDirectory(folder.resolve("authorities"));
        Files.copy(server.data().resolve("ca.pem"), authorities.resolve("ca.pem"));
    }

    private String url(String port, String path) {
        String scheme = port.equals("HTTP_PORT") ? "http" : "https";
        return scheme + "://localhost:" + server.port(port) + path;
    }

    private Program trusting(Program program) {
        return program.with("X509_CERT_DIR", authorities.toString());
    }

    private Ended get(Program program, String url) throws IOException, InterruptedException {
        String list = Json.list(Json.transfer(url, folder + "/copy"));
        return program.input(list).run("-m", "2");
    }

    private void assertArrived() throws IOException {
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("copy")));
    }

    private void assertNothingArrived() {
        assertFalse(Files.exists(folder.resolve("copy")));
    }

    @Test
    void downloadsWithTls() throws Exception {
        get(trusting(Program.transfer(folder)), url("HTTPS_PORT", "/data.bin")).exited(0);
        assertArrived();
    }

    @Test
    void downloadsWithTlsUnderTheDropInName() throws Exception {
        get(trusting(Program.pegasusTransfer(folder)), url("HTTPS_PORT", "/data.bin"))
                .exited(0)
                .says("All transfers completed successfully.");
        assertArrived();
    }

    @Test
    void aServerThatNobodyVouchesForIsRefused() throws Exception {
        get(Program.transfer(folder), url("HTTPS_PORT", "/data.bin")).exited(1);
        get(trusting(Program.transfer(folder)), url("STRANGER_PORT", "/data.bin")).exited(1);
        get(trusting(Program.transfer(folder)), url("EXPIRED_PORT", "/data.bin")).exited(1);
        assertNothingArrived();
    }

    @Test
    void notCheckingAServerIsWarnedOf() throws Exception {
        String list = Json.list(Json.transfer(url("STRANGER_PORT", "/data.bin"), folder + "/copy"));
        Program.transfer(folder)
                .input(list)
                .run("--insecure", "localhost:" + server.port("STRANGER_PORT"))
                .exited(0)
                .says("WARNING:  the certificate of localhost");
        assertArrived();
    }

    @Test
    void logsInWithTheCredentialsFile() throws Exception {
        String page = url("HTTPS_PORT", "/basic/data.bin");
        get(trusting(Program.transfer(folder)), page).exited(1);
        assertNothingArrived();
        String root = url("HTTPS_PORT", "");
        Path file =
                Secrets.file(
                        folder.resolve("credentials"),
                        "[" + root + "]\nusername = lab\npassword = labpass\n");
        get(trusting(Program.transfer(folder)).with("PEGASUS_CREDENTIALS", file.toString()), page)
                .exited(0)
                .doesNotSay("labpass");
        assertArrived();
    }

    @Test
    void showsItsClientCertificate() throws Exception {
        String page = url("MTLS_PORT", "/data.bin");
        get(trusting(Program.transfer(folder)), page).exited(1);
        assertNothingArrived();
        Path data = server.data();
        Path proxy =
                Secrets.file(
                        folder.resolve("proxy.pem"),
                        Files.readString(data.resolve("client.pem"))
                                + Files.readString(data.resolve("client.key")));
        get(trusting(Program.transfer(folder)).with("X509_USER_PROXY", proxy.toString()), page)
                .exited(0);
        assertArrived();
    }

    @Test
    void uploadsLooksAndRemoves() throws Exception {
        Files.write(folder.resolve("mine"), content);
        String target = url("HTTP_PORT", "/put/a/b/mine");
        Program.transfer(folder).run("cp", "mine", target).exited(0);
        assertArrayEquals(content, Files.readAllBytes(server.data().resolve("put/a/b/mine")));
        Program.transfer(folder).run("stat", target).exited(0).prints(Integer.toString(SIZE));
        Program.transfer(folder).run("rm", target).exited(0);
        assertFalse(Files.exists(server.data().resolve("put/a/b/mine")));
    }

    @Test
    void fromOneServerPathToAnotherThroughTheTemporaryFolder() throws Exception {
        String list =
                Json.list(
                        Json.transfer(
                                url("HTTP_PORT", "/data.bin"), url("HTTP_PORT", "/put/relayed")));
        Program.transfer(folder).input(list).run().exited(0);
        assertArrayEquals(content, Files.readAllBytes(server.data().resolve("put/relayed")));
        try (var left = Files.list(folder.resolve("tmp"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aLoginPageInPlaceOfDataIsRefused() throws Exception {
        String page = url("HTTP_PORT", "/html/image.fits");
        get(Program.transfer(folder), page).exited(1);
        assertNothingArrived();
        Program.transfer(folder).run("cp", "--allow-html", page, "copy").exited(0);
        assertTrue(Files.exists(folder.resolve("copy")));
    }

    @Test
    void aBusyServerIsAskedAgain() throws Exception {
        long before = askedFor("/503");
        get(Program.transfer(folder), url("HTTP_PORT", "/503")).exited(3);
        assertEquals(2, askedFor("/503") - before);
    }

    private long askedFor(String path) throws IOException {
        try (var lines = Files.lines(server.data().resolve("log/access.log"))) {
            return lines.filter(line -> line.contains("GET " + path + " ")).count();
        }
    }

    @Test
    void aServerThatDiesHalfWayLeavesNothingUnderTheFinalName() throws Exception {
        Path out = Files.createDirectory(folder.resolve("out"));
        Running running;
        try (ContainerServer mortal = ContainerServer.start("nginx", PORTS, Map.of())) {
            Files.write(mortal.data().resolve("www/data.bin"), content);
            String slow = "http://localhost:" + mortal.port("HTTP_PORT") + "/slow/data.bin";
            running =
                    Program.transfer(folder)
                            .input(Json.list(Json.transfer(slow, out + "/copy")))
                            .start("-m", "2");
            running.await("some of it has come", () -> isBegun(out));
        }
        running.end().exited(3);
        try (var left = Files.list(out)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static boolean isBegun(Path out) {
        try (var files = Files.list(out)) {
            return files.anyMatch(file -> file.toFile().length() > 100_000);
        } catch (IOException _) {
            return false;
        }
    }
}
