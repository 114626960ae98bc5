package transfer.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
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
import transfer.protocol.testkit.ContainerServer;

/** Processes that share a cache, with a real web server that notes what it is asked. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheIT {
    /** Contents are apart by whole seconds, since that is what the server's ETags tell apart. */
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private static final long SEED = Long.getLong("chaos.seed", 20261122L);
    private static final int PROCESSES = 16;
    private static final int SIZE = 50_000_000;
    private static final List<String> PORTS =
            List.of("HTTP_PORT", "HTTPS_PORT", "MTLS_PORT", "STRANGER_PORT", "EXPIRED_PORT");

    private ContainerServer server;
    private Path folder;

    @BeforeAll
    void start() {
        server = ContainerServer.start("nginx", PORTS, Map.of());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void prepare(@TempDir Path fresh) {
        folder = fresh;
    }

    /** A file that did not change for long. */
    private byte[] serve(String name, int size, int seed) throws IOException {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        Path file = server.data().resolve("www").resolve(name);
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plusSeconds(seed)));
        return content;
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.port("HTTP_PORT") + path;
    }

    private long gets(String path) throws IOException {
        return log().filter(line -> line.startsWith("GET " + path + " ")).count();
    }

    private Stream<String> log() throws IOException {
        return Files.readAllLines(server.data().resolve("log/access.log")).stream();
    }

    private String cache() {
        return folder.resolve("cache").toString();
    }

    private Path cached(String below) {
        return folder.resolve("cache/v1").resolve(below);
    }

    private static List<Path> files(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private Running start(String source, String target) throws IOException {
        return Program.transfer(folder).start("cp", "--cache", cache(), source, target);
    }

    private Ended run(String source, String target) throws Exception {
        return start(source, target).end();
    }

    private void assertArrived(byte[] content, String name) throws IOException {
        assertArrayEquals(content, Files.readAllBytes(folder.resolve(name)), name);
    }

    @Test
    void sixteenProcessesFetchAFileOnce() throws Exception {
        byte[] content = serve("wanted", SIZE, 1);
        List<Running> all = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            all.add(start(url("/wanted"), folder + "/out" + i));
        }
        for (Running each : all) {
            each.end().exited(0).doesNotSay("WARNING");
        }
        for (int i = 0; i < PROCESSES; i++) {
            assertArrived(content, "out" + i);
        }
        assertEquals(1, gets("/wanted"), () -> "see " + server.data());
        assertEquals(1, files(cached("objects")).size());
        assertEquals(List.of(), files(cached("incoming")));
    }

    @Test
    void theDropInNameTakesItFromTheEnvironment() throws Exception {
        byte[] content = serve("drop-in", 1000, 2);
        for (String name : new String[] {"first", "second"}) {
            Program.pegasusTransfer(folder)
                    .with("TRANSFER_CACHE", cache())
                    .with("TRANSFER_CACHE_SIZE", "1M")
                    .input(Json.list(Json.transfer(url("/drop-in"), folder + "/" + name)))
                    .run()
                    .exited(0);
            assertArrived(content, name);
        }
        assertEquals(1, gets("/drop-in"));
    }

    @Test
    void aChangedFileIsFetchedAnew() throws Exception {
        serve("changing", 1000, 3);
        run(url("/changing"), folder + "/first").exited(0);
        byte[] content = serve("changing", 1000, 4);
        run(url("/changing"), folder + "/second").exited(0);
        assertArrived(content, "second");
        assertEquals(2, gets("/changing"));
    }

    @Test
    void whoMayNotSeeAFileDoesNotGetItFromTheCache() throws Exception {
        byte[] content = serve("secret", 1000, 5);
        Ended known = runAs("labpass", "first");
        known.exited(0);
        assertArrived(content, "first");
        runAs("another", "second").exited(1);
        assertFalse(Files.exists(folder.resolve("second")));
        run(url("/basic/secret"), folder + "/third").exited(1);
        runAs("labpass", "fourth").exited(0);
        assertEquals(1, log().filter(line -> line.startsWith("GET /basic/secret 200 ")).count());
    }

    private Ended runAs(String password, String target) throws Exception {
        Path file =
                Secrets.file(
                        folder.resolve("credentials-" + target),
                        "[" + url("") + "]\nusername = lab\npassword = " + password + "\n");
        return Program.transfer(folder)
                .with("PEGASUS_CREDENTIALS", file.toString())
                .run("cp", "--cache", cache(), url("/basic/secret"), folder + "/" + target);
    }

    @Test
    void aDirectoryThatCannotBeUsedIsToldOnceAndDoneWithout() throws Exception {
        byte[] content = serve("without", 1000, 6);
        Files.writeString(folder.resolve("cache"), "a file");
        Ended ended =
                Program.transfer(folder)
                        .input(
                                Json.list(
                                        Json.transfer(url("/without"), folder + "/first"),
                                        Json.transfer(url("/without?again"), folder + "/second")))
                        .run("--cache", cache())
                        .exited(0)
                        .says("goes on without a cache: " + cache() + ": is not a directory");
        assertEquals(2, ended.err().split("without a cache", -1).length, ended::toString);
        assertArrived(content, "second");
    }

    private Ended onADisk(String options, String... arguments) throws Exception {
        Files.createDirectory(folder.resolve("disk"));
        return Program.transfer(folder)
                .through(
                        "unshare",
                        "--map-root-user",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o mode=700," + options + " none disk || exit 99; \"$@\"",
                        "sh")
                .run(arguments);
    }

    @Test
    void aDiskThatMayNotBeWrittenToIsDoneWithout() throws Exception {
        byte[] content = serve("ro", 1000, 7);
        onADisk("ro", "cp", "--cache", folder + "/disk", url("/ro"), folder + "/copy")
                .exited(0)
                .says("goes on without a cache")
                .says("Read-only file system");
        assertArrived(content, "copy");
    }

    @Test
    void aDiskThatIsTooSmallForAFileIsGonePast() throws Exception {
        byte[] content = serve("large", 5_000_000, 8);
        Files.writeString(
                folder.resolve("list"), Json.list(Json.transfer(url("/large"), folder + "/copy")));
        onADisk("size=4m", "-f", folder + "/list", "--cache", folder + "/disk").exited(0);
        assertArrived(content, "copy");
        assertEquals(1, gets("/large"));
    }

    @Test
    void aDiskThatFillsUpIsGonePast() throws Exception {
        byte[] content = serve("filling", 5_000_000, 9);
        Files.writeString(
                folder.resolve("list"),
                url("/filling") + " " + folder + "/copy sha256:" + sha256(content) + "\n");
        // with a digest the server is not asked for the size before
        onADisk("size=4m", "-f", folder + "/list", "--cache", folder + "/disk")
                .exited(0)
                .says("fetched past the cache");
        assertArrived(content, "copy");
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    /** Eight processes at a time want files for which there is no room at once; some are killed. */
    @Test
    void whateverIsKilledNobodyGetsAWrongFile() throws Exception {
        int files = 6;
        Random random = new Random(SEED);
        List<byte[]> contents = new ArrayList<>();
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < files; i++) {
            contents.add(serve("fuzz" + i, 500_000 + i * 4_000_000, 10 + i));
            list.append(url("/fuzz" + i)).append(" OUT/").append(i).append('\n');
        }
        int killed = 0;
        for (int round = 0; round < 3; round++) {
            List<Running> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String out = folder + "/" + round + "-" + i;
                Path lines = Path.of(out + ".list");
                Files.writeString(lines, list.toString().replace("OUT", out));
                all.add(
                        Program.transfer(folder)
                                .start(
                                        "-f",
                                        lines.toString(),
                                        "--cache",
                                        cache(),
                                        "--cache-size",
                                        "40M",
                                        "-n",
                                        "3"));
            }
            for (int i = 0; i < 4; i++) {
                long point = log().count() + 1 + random.nextInt(5);
                Running victim = all.get(i);
                victim.awaitOrEnd(() -> lines() >= point);
                killed += victim.kill() ? 1 : 0;
            }
            for (int i = 4; i < 8; i++) {
                all.get(i).end().exited(0);
                assertEquals(files, files(folder.resolve(round + "-" + i)).size());
            }
        }
        System.out.printf("chaos.seed=%d: %d of 24 processes were killed%n", SEED, killed);
        for (Path out : outputs()) {
            if (out.getFileName().toString().matches("\\d")) {
                int number = Integer.parseInt(out.getFileName().toString());
                assertArrayEquals(contents.get(number), Files.readAllBytes(out), out::toString);
            }
        }
        long kept = 0;
        for (Path object : files(cached("objects"))) {
            assertEquals(object.getFileName().toString(), sha256(Files.readAllBytes(object)));
            kept += Files.size(object);
        }
        assertTrue(kept > 0 && kept <= 60 << 20, kept + " bytes are kept");
    }

    private long lines() {
        try {
            return log().count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Path> outputs() throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            List<Path> all = new ArrayList<>();
            for (Path out :
                    folders.filter(f -> f.getFileName().toString().matches("\\d-\\d")).toList()) {
                all.addAll(files(out));
            }
            return all;
        }
    }
}
