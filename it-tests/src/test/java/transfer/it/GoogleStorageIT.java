package transfer.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.testkit.GcsFault;
import transfer.protocol.testkit.HandWrittenGcs;

/** The packaged program and {@code gs:}, at the hand-written server. */
@EnabledOnOs(OS.LINUX)
class GoogleStorageIT {
    private static final int SIZE = 50_000_000;
    private static final int PART = 20_000_000;
    private static final String SESSION = "only-its-maker-knows";

    @TempDir Path folder;
    private final byte[] content = new byte[SIZE];
    private HandWrittenGcs store;

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(content);
        Files.write(folder.resolve("large"), content);
        store = HandWrittenGcs.start();
        store.makeBucket("bucket");
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private Program program(String from, String to) throws IOException {
        return Program.transfer(folder)
                .with("STORAGE_EMULATOR_HOST", "127.0.0.1:" + store.address().getPort())
                .input(Json.list(Json.transfer(from, to)));
    }

    private Program upload() throws IOException {
        return program(folder + "/large", "gs://bucket/copy");
    }

    private String[] arguments() {
        return new String[] {"--rate-limit", "40M", "--json", folder + "/results"};
    }

    private Results.Item item() throws IOException {
        return Results.read(folder.resolve("results")).getFirst();
    }

    private long sent() throws IOException {
        return Long.parseLong(item().attempts().getLast().get("bytes"));
    }

    @Test
    void aKilledUploadGoesOnAndIsProvedByTheStore() throws Exception {
        Running running = upload().start(arguments());
        running.await("a part is there", () -> store.unfinishedBytes() >= PART);
        running.signal("KILL").end();
        assertEquals(List.of(), store.names("bucket"));
        assertOnlyTheUserMayReadTheNote();

        upload().run(arguments()).exited(0).doesNotSay(SESSION);

        assertArrayEquals(content, store.get("bucket", "copy").orElseThrow());
        assertTrue(sent() <= SIZE - PART, () -> "sent again from the beginning");
        assertEquals("destination_digest", item().field("evidence"));
        assertFalse(Files.readString(folder.resolve("results")).contains(SESSION));
        assertEquals(0, store.unfinishedUploads());
    }

    /** Whoever knows the upload's name may write there. */
    private void assertOnlyTheUserMayReadTheNote() throws IOException {
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            List<Path> notes = left.filter(file -> file.toString().endsWith(".upload")).toList();
            assertEquals(1, notes.size(), notes::toString);
            assertEquals(
                    PosixFilePermissions.fromString("rw-------"),
                    Files.getPosixFilePermissions(notes.getFirst()));
        }
    }

    @Test
    void aStoreThatBreaksDownInTheMiddleIsGoneOnWith() throws Exception {
        store.next(new GcsFault.UnavailableAfter(PART));

        upload().run("--json", folder + "/results").exited(0).doesNotSay(SESSION);

        assertArrayEquals(content, store.get("bucket", "copy").orElseThrow());
        assertEquals(2, item().attempts().size());
        assertTrue(sent() <= SIZE - PART + (1 << 20), () -> "sent again from the beginning");
    }

    @Test
    void damagedBytesAreSentAgain() throws Exception {
        store.next(new GcsFault.CorruptUpload(12_345));

        upload().run("--json", folder + "/results").exited(0);

        assertArrayEquals(content, store.get("bucket", "copy").orElseThrow());
        assertEquals(2, item().attempts().size());
    }

    @Test
    void aBrokenAndACorruptedDownloadAreMended() throws Exception {
        store.put("bucket", "file", content);
        store.next(new GcsFault.BreakAfter(256 * 1024), new GcsFault.Corrupt(4711));

        program("gs://bucket/file", folder + "/here").run("--json", folder + "/results").exited(0);

        assertEquals(-1, Files.mismatch(folder.resolve("large"), folder.resolve("here")));
        assertEquals("source_digest", item().field("evidence"));
    }

    @Test
    void aCopyInTheStoreMovesNothingThroughUs() throws Exception {
        store.put("bucket", "file", content);
        store.makeBucket("other");

        program("gs://bucket/file", "gs://other/file").run("--json", folder + "/results").exited(0);

        assertArrayEquals(content, store.get("other", "file").orElseThrow());
        assertTrue(store.requests().stream().anyMatch(line -> line.contains("/rewriteTo/")));
        assertTrue(store.requests().stream().noneMatch(line -> line.contains("alt=media")));
    }

    /** A log-in as {@code gsutil config} leaves it, that is worth a token. */
    private String boto(String site, HttpServer tokens) throws IOException {
        return Secrets.file(
                        folder.resolve("boto-" + site),
                        ("[Credentials]\ngs_oauth2_refresh_token = %s\n[OAuth2]\nclient_id = us\n"
                                        + "client_secret = %s\nprovider_token_uri = http://%s/token\n")
                                .formatted(
                                        Secrets.TOKEN + site,
                                        Secrets.PASSWORD,
                                        "127.0.0.1:" + tokens.getAddress().getPort()))
                .toString();
    }

    /** Gives everybody a token that has the name of what it was given for. */
    private static HttpServer tokens() throws IOException {
        HttpServer tokens =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokens.createContext(
                "/",
                exchange -> {
                    String asked =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    String name = asked.contains(Secrets.TOKEN + "one") ? "one" : "two";
                    byte[] answer =
                            ("{\"access_token\":\"ya29.%s\",\"expires_in\":3600,"
                                            + "\"token_type\":\"Bearer\"}")
                                    .formatted(Secrets.TOKEN + name)
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        tokens.start();
        return tokens;
    }

    /** By the old name, with the old variables: what one site may do, the other one may not. */
    @Test
    void aJobShowsTheStoreTheTokenOfEachSite() throws Exception {
        Certificates certificates = Certificates.in(Files.createDirectory(folder.resolve("tls")));
        HttpServer tokens = tokens();
        byte[] little = Arrays.copyOf(content, 1000);
        Path file = Files.write(folder.resolve("little"), little);
        try (HandWrittenGcs safe = HandWrittenGcs.start(certificates.server("localhost", "-0d"))) {
            safe.makeBucket("bucket");
            safe.put("bucket", "in", little);
            Program job =
                    Program.pegasusTransfer(folder)
                            .with("BOTO_CONFIG_site_one", boto("one", tokens))
                            .with("BOTO_CONFIG_site_two", boto("two", tokens))
                            .with("X509_CERT_DIR", certificates.authorities().toString())
                            .with(
                                    "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE",
                                    "https://localhost:" + safe.address().getPort())
                            .with("NO_GCE_CHECK", "true");
            String in = Json.transfer("gs://bucket/in", "file://" + folder + "/here");
            String out = Json.transfer("file://" + file, "gs://bucket/out");
            String list =
                    Json.list(
                            in.replaceFirst("\"local\"", "\"site-one\""),
                            out.replaceFirst("(.*)\"local\"", "$1\"site-two\""));

            safe.accept("ya29." + Secrets.TOKEN + "one");
            job.input(list).run("-m", "1").exited(1);
            assertEquals(-1, Files.mismatch(file, folder.resolve("here")));
            assertEquals(List.of("in"), safe.names("bucket"));

            Files.delete(folder.resolve("here"));
            safe.accept("ya29." + Secrets.TOKEN + "two");
            job.input(list).run("-m", "1").exited(1);
            assertFalse(Files.exists(folder.resolve("here")));
            assertArrayEquals(little, safe.get("bucket", "out").orElseThrow());

            safe.accept("ya29." + Secrets.TOKEN + "one", "ya29." + Secrets.TOKEN + "two");
            job.input(list).run("-m", "1").exited(0);
        } finally {
            tokens.stop(0);
        }
    }
}
