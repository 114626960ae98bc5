package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.testkit.GcsFault;
import transfer.protocol.testkit.HandWrittenGcs;

/**
 * The table of causes against what the program really writes: real servers and disks that fail, and
 * the row that each failure is explained by.
 */
class ExplainIT {
    private static final String SMALL_AND_SEALED =
            """
            mount -t tmpfs -o size=1m none small || exit 99
            mount -t tmpfs -o ro none sealed || exit 99
            "$@"
            """;

    @TempDir Path folder;
    private String said = "";

    /** The causes, by their names, of what failed in a run. */
    private Set<String> causes(Program program, String... items) throws Exception {
        Causes causes = Causes.of(folder, program, items);
        said = causes.told();
        return causes.names();
    }

    private String get(String url, String name) {
        return url + " " + folder + "/" + name;
    }

    @Test
    void whatAWebServerDoes() throws Exception {
        Files.write(folder.resolve("spoilt"), new byte[10]);
        try (Web web = Web.open()) {
            web.status("/missing", 404);
            web.busy("/busy", 120);
            web.cutting("/cut", new byte[1 << 20], 1 << 19);
            web.file("/other", new byte[10]);
            Set<String> causes =
                    causes(
                            Program.transfer(folder),
                            get(web.url("/missing"), "a"),
                            get(web.url("/busy"), "b"),
                            get(web.url("/cut"), "c"),
                            get(web.url("/other"), "d") + " sha256:" + "0".repeat(64));
            assertEquals(
                    Set.of("http-404", "http-503-pause", "truncated", "mismatch-list"), causes);
        }
    }

    @Test
    void whatAStoreOfGooglesRefuses() throws Exception {
        try (HandWrittenGcs store = HandWrittenGcs.start()) {
            store.makeBucket("bucket");
            store.put("bucket", "there", new byte[10]);
            store.next(
                    new GcsFault.Answer(401, "authError", "Invalid Credentials", -1),
                    new GcsFault.Answer(403, "forbidden", "You have no such access.", -1),
                    new GcsFault.Answer(412, "conditionNotMet", "It did not hold.", -1),
                    new GcsFault.Answer(429, "rateLimitExceeded", "Too many.", -1));
            Program program =
                    Program.transfer(folder)
                            .with("STORAGE_EMULATOR_HOST", "127.0.0.1:" + store.address().getPort())
                            .with("NO_GCE_CHECK", "true");
            Set<String> causes =
                    causes(
                            program,
                            get("gs://bucket/there", "a"),
                            get("gs://bucket/there", "b"),
                            get("gs://bucket/there", "c"),
                            get("gs://bucket/there", "d"));
            assertEquals(
                    Set.of("gs-unshown", "gs-denied", "gs-changed", "gs-slow-down"),
                    causes,
                    () -> said);
            assertEquals(
                    Set.of("gs-object-missing", "gs-bucket-missing"),
                    causes(program, get("gs://bucket/none", "f"), get("gs://none/x", "g")));
        }
    }

    /** Whatever is asked of it; the program may ask in two ways. */
    @Test
    void nobodyIsToldToAskCurlForWhatItDoesNotKnow() throws Exception {
        try (HandWrittenGcs store = HandWrittenGcs.start()) {
            GcsFault wrong = new GcsFault.Answer(400, "invalid", "Invalid argument.", -1);
            store.next(wrong, wrong, wrong);
            Program program =
                    Program.transfer(folder)
                            .with(
                                    "STORAGE_EMULATOR_HOST",
                                    "127.0.0.1:" + store.address().getPort());
            assertEquals(Set.of("gs-400"), causes(program, get("gs://bucket/a", "a")));
            assertFalse(said.contains("curl"), () -> said);
        }
    }

    @Test
    void aPortWhereNobodyListens() throws Exception {
        // bound, so that nobody else can listen there meanwhile
        try (Socket held = new Socket()) {
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String port = "127.0.0.1:" + held.getLocalPort();
            Program program = Program.transfer(folder).with("STORAGE_EMULATOR_HOST", port);
            assertEquals(
                    Set.of("refused"),
                    causes(program, get("http://" + port + "/a", "a"), get("gs://b/a", "b")));
            assertTrue(said.contains("curl -sv http://" + port + "/ -o"), () -> said);
        }
    }

    /** Without any network, so that nobody is asked; what is asked first differs. */
    @Test
    void hostsThatCannotBeFoundOrReached() throws Exception {
        Files.writeString(folder.resolve("files"), "hosts: files\n");
        Set<String> causes =
                causes(
                        isolated("mount --bind files /etc/nsswitch.conf || exit 99"),
                        get("http://nobody.example.org/a", "a"),
                        get("http://192.0.2.1/a", "b"));
        assertEquals(Set.of("dns-not-found", "unreachable"), causes);
        Files.writeString(folder.resolve("dns"), "hosts: dns\n");
        assertEquals(
                Set.of("dns-temporary"),
                causes(
                        isolated("mount --bind dns /etc/nsswitch.conf || exit 99"),
                        get("http://nobody.example.org/a", "a")));
    }

    private Program isolated(String prepare) throws IOException {
        return Program.transfer(folder)
                .through(
                        "unshare",
                        "--map-root-user",
                        "--mount",
                        "--net",
                        "sh",
                        "-c",
                        prepare + "\n\"$@\"",
                        "sh");
    }

    @Test
    void whatIsWrongWithCertificates() throws Exception {
        Certificates known = Certificates.in(Files.createDirectory(folder.resolve("known")));
        Certificates unknown = Certificates.in(Files.createDirectory(folder.resolve("unknown")));
        List<HttpsServer> servers = new ArrayList<>();
        try {
            String expired = start(servers, known.server("localhost", "-10d"));
            String other = start(servers, known.server("elsewhere.example", "-0d"));
            String stranger = start(servers, unknown.server("localhost", "-0d"));
            Program program =
                    Program.transfer(folder).with("X509_CERT_DIR", known.authorities().toString());
            assertEquals(
                    Set.of("tls-expired", "tls-wrong-host", "tls-unknown-issuer"),
                    causes(program, get(expired, "a"), get(other, "b"), get(stranger, "c")),
                    () -> said);
        } finally {
            servers.forEach(server -> server.stop(0));
        }
    }

    private static String start(List<HttpsServer> servers, SSLContext context) throws IOException {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.start();
        servers.add(server);
        return "https://localhost:" + server.getAddress().getPort() + "/x";
    }

    @Test
    void whatIsWrongWithDisks() throws Exception {
        Files.createDirectory(folder.resolve("small"));
        Files.createDirectory(folder.resolve("sealed"));
        Files.write(folder.resolve("file"), new byte[2 << 20]);
        try (Web web = Web.open()) {
            web.chunked("/2MiB", new byte[2 << 20]);
            Program program =
                    Program.transfer(folder)
                            .through(
                                    "unshare",
                                    "--map-root-user",
                                    "--mount",
                                    "sh",
                                    "-c",
                                    SMALL_AND_SEALED,
                                    "sh");
            assertEquals(
                    Set.of("enospc-before", "enospc", "erofs", "enoent-reading", "enotdir"),
                    causes(
                            program,
                            get(folder + "/file", "small/a"),
                            get(web.url("/2MiB"), "small/b"),
                            get(folder + "/file", "sealed/a"),
                            get(folder + "/none", "c"),
                            get(folder + "/file", "file/below")));
        }
    }

    @Test
    void aCredentialsFileThatOthersMayRead() throws Exception {
        Path secrets = folder.resolve("secrets");
        Files.writeString(secrets, "[http://localhost]\nusername = joe\npassword = x\n");
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-r--r--"));
        try (Web web = Web.open()) {
            web.status("/locked", 401);
            Ended ended =
                    Program.transfer(folder)
                            .with("PEGASUS_CREDENTIALS", secrets.toString())
                            .input(get(web.url("/locked"), "a") + "\n")
                            .run("-m", "1", "--json", folder + "/results");
            // told before anything moves, with the command that mends it
            ended.exited(4).says("chmod 600 " + secrets);
            assertEquals(
                    Set.of("credentials-not-found"),
                    causes(Program.transfer(folder), get(web.url("/locked"), "a")));
        }
    }

    @Test
    void whatExplainsIsLoadedOnlyWhenSomethingFailed() throws Exception {
        Files.writeString(folder.resolve("a"), "content");
        assertFalse(loads(get(folder + "/a", "b")));
        assertTrue(loads(get(folder + "/none", "b")));
    }

    private boolean loads(String item) throws Exception {
        Path log = folder.resolve("classes");
        Program.transfer(folder)
                .with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log)
                .input(item + "\n")
                .run("-m", "1");
        return Files.readString(log).contains("transfer.diagnosis.");
    }
}
