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
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of causes against what the program really writes: real servers and disks that fail, and
 * the row that each failure is explained by.
 */
class ExplainIT {
    private static final Pattern CAUSE = Pattern.compile("\"cause\":\"([^\"]+)\"");
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
        Ended ended =
                program.input(String.join("\n", items) + "\n")
                        .run("-m", "1", "--json", folder + "/results");
        assertTrue(ended.exit() == 1 || ended.exit() == 3, ended::toString);
        ended.says("Why items are not done");
        String told =
                Program.transfer(folder)
                        .run("explain", "--json", folder + "/results")
                        .exited(0)
                        .out();
        said = told;
        Set<String> causes = new TreeSet<>();
        Matcher cause = CAUSE.matcher(told);
        while (cause.find()) {
            causes.add(cause.group(1));
        }
        return causes;
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
    void aPortWhereNobodyListens() throws Exception {
        // bound, so that nobody else can listen there meanwhile
        try (Socket held = new Socket()) {
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String url = "http://127.0.0.1:" + held.getLocalPort() + "/a";
            assertEquals(Set.of("refused"), causes(Program.transfer(folder), get(url, "a")));
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
