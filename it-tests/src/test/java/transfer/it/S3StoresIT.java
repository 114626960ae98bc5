package transfer.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import transfer.it.Remote.Kind;
import transfer.protocol.testkit.ContainerServer;

/** Lists of a job to, from and between real stores that speak S3. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3StoresIT {
    private static final int OBJECTS = 1000;
    private static final String SECRET = "labsecret";

    private final byte[] content = new byte[12_345_678];
    private ContainerServer ceph;
    private ContainerServer s3rver;
    private Path folder;

    @BeforeAll
    void start() {
        new Random(13).nextBytes(content);
        ceph =
                ContainerServer.start(
                        "ceph", List.of("HTTP_PORT", "HTTPS_PORT", "MON_PORT"), Map.of());
        s3rver = ContainerServer.start("s3rver", List.of("HTTP_PORT"), Map.of());
    }

    @AfterAll
    void stop() {
        ceph.close();
        s3rver.close();
    }

    @BeforeEach
    void prepare(@TempDir Path fresh) {
        folder = fresh;
    }

    private static String section(String user, String site, String key, ContainerServer server) {
        return "[%s]\nendpoint = http://127.0.0.1:%d\n[%s@%s]\naccess_key = %skey\nsecret_key = %ssecret\n"
                .formatted(site, server.port("HTTP_PORT"), user, site, key, key);
    }

    /** Everybody we are, wherever. */
    private Path credentials() throws IOException {
        return Secrets.file(
                folder.resolve("credentials"),
                section("lab", "ceph", "lab", ceph)
                        + "[other@ceph]\naccess_key = otherkey\nsecret_key = othersecret\n"
                        + section("lab", "s3rver", "", s3rver)
                                .replace("= key", "= S3RVER")
                                .replace("= secret", "= S3RVER"));
    }

    private Program program(String... items) throws IOException {
        return Program.pegasusTransfer(folder)
                .with("PEGASUS_CREDENTIALS", credentials().toString())
                .input(Json.list(items));
    }

    /** What the store gives for an object. */
    private byte[] stored(String url) throws Exception {
        Path back = folder.resolve("back");
        Files.deleteIfExists(back);
        program(Json.transfer(url, "file://" + back)).run().exited(0).doesNotSay(SECRET);
        return Files.readAllBytes(back);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "SFTP"})
    void aFileOfAnotherServerGoesToAStore(Kind kind) throws Exception {
        try (Remote source = kind.start()) {
            source.put("large.bin", content);
            Path hosts = source.container().data().resolve("known_hosts");
            if (Files.exists(hosts)) {
                Files.createDirectories(folder.resolve("home/.ssh"));
                Files.copy(hosts, folder.resolve("home/.ssh/known_hosts"));
            }
            String url = "s3://lab@ceph/bucket/from/" + kind;
            String from =
                    kind == Kind.SFTP
                            ? source.url("large.bin")
                                    .replace(
                                            "://",
                                            "://" + Remote.USER + ":" + Remote.PASSWORD + "@")
                            : source.url("large.bin");

            program(Json.transfer(from, url)).run().exited(0).doesNotSay(SECRET);

            assertArrayEquals(content, stored(url));
        }
    }

    @Test
    void anObjectGoesFromOneStoreToAnotherWithTheKeysOfEach() throws Exception {
        Path file = Files.write(folder.resolve("a"), content);
        program(Json.transfer("file://" + file, "s3://lab@ceph/bucket/a")).run().exited(0);

        program(Json.transfer("s3://lab@ceph/bucket/a", "s3://lab@s3rver/bucket/b"))
                .run()
                .exited(0)
                .doesNotSay(SECRET);

        try (Stream<Path> all = Files.walk(s3rver.data().resolve("files/bucket"))) {
            Path stored =
                    all.filter(path -> path.toString().endsWith("b._S3rver_object"))
                            .findFirst()
                            .orElseThrow();
            assertArrayEquals(content, Files.readAllBytes(stored));
        }
    }

    /** Neither may do it alone: one cannot read there, the other cannot write here. */
    @Test
    void anObjectGoesFromOneAccountToAnotherWithTheKeysOfEach() throws Exception {
        Path file = Files.write(folder.resolve("a"), content);
        program(Json.transfer("file://" + file, "s3://lab@ceph/bucket/own")).run().exited(0);

        program(Json.transfer("s3://lab@ceph/bucket/own", "s3://other@ceph/others/theirs"))
                .run()
                .exited(0);
        program(Json.transfer("s3://lab@ceph/bucket/own", "s3://lab@ceph/others/refused"))
                .run("-m", "1")
                .exited(1)
                .doesNotSay(SECRET);

        assertArrayEquals(content, stored("s3://other@ceph/others/theirs"));
    }

    @Test
    void theFileOfASiteIsTheOneThatItsNameIsFor() throws Exception {
        Path wrong = Secrets.file(folder.resolve("wrong"), section("lab", "ceph", "no", ceph));
        Path file = Files.write(folder.resolve("a"), content);
        String item =
                Json.transfer("file://" + file, "s3://lab@ceph/bucket/of-site")
                        .replaceFirst("(.*)\"local\"", "$1\"store\"");

        Program.pegasusTransfer(folder)
                .with("PEGASUS_CREDENTIALS", wrong.toString())
                .with("PEGASUS_CREDENTIALS_store", credentials().toString())
                .input(Json.list(item))
                .run()
                .exited(0);

        assertArrayEquals(content, stored("s3://lab@ceph/bucket/of-site"));
    }

    private static String at(String site, String url) {
        return "{\"site_label\": \"%s\", \"url\": %s}".formatted(site, Json.quote(url));
    }

    /** The jobs that a planner writes: in, from site to site, out, and what is left removed. */
    private static List<String> jobs(Path in, Path out) {
        String moving =
                "{\"type\": \"transfer\", \"id\": 1, \"linkage\": \"%s\", \"lfn\": \"a.dat\","
                        + " \"src_urls\": [%s], \"dest_urls\": [%s]}";
        String first = at("data-store", "s3://lab@ceph/bucket/job/a.dat");
        String second = at("scratch-store", "s3://other@ceph/others/job/a.dat");
        return List.of(
                moving.formatted("input", at("local", "file://" + in), first),
                moving.formatted("output", first, second),
                moving.formatted("output", second, at("local", "file://" + out)),
                "{\"type\": \"remove\", \"id\": 1, \"target\": %s}"
                        .formatted(second.replace("}", ", \"recursive\": \"False\"}")));
    }

    @Test
    void jobsOpenEachSiteWithItsOwnFile() throws Exception {
        Path in = Files.write(folder.resolve("in"), content);
        Path out = folder.resolve("out");
        Path data = Secrets.file(folder.resolve("data"), section("lab", "ceph", "lab", ceph));
        // it knows no secret of the other one's
        Path scratch =
                Secrets.file(folder.resolve("scratch"), section("other", "ceph", "other", ceph));
        for (String job : jobs(in, out)) {
            Program.pegasusTransfer(folder)
                    .with("PEGASUS_CREDENTIALS_data_store", data.toString())
                    .with("PEGASUS_CREDENTIALS_scratch_store", scratch.toString())
                    .input(Json.list(job))
                    .run("-m", "1")
                    .exited(0)
                    .says("All transfers completed successfully.")
                    .doesNotSay(SECRET);
        }
        assertEquals(-1, Files.mismatch(in, out));
        program(Json.transfer("s3://other@ceph/others/job/a.dat", "file://" + folder + "/gone"))
                .run("-m", "1")
                .exited(1)
                .says("NoSuchKey");
    }

    @Test
    void aThousandObjectsComeAndAKilledListGoesOn() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        Path out = folder.resolve("out");
        for (int i = 0; i < OBJECTS; i++) {
            Files.write(in.resolve("f" + i), new byte[] {(byte) i, (byte) (i >> 8)});
        }
        program(items("file://" + in, "s3://lab@ceph/bucket/many")).run("-n", "8").exited(0);

        String[] arguments = {"-n", "2", "--journal", folder + "/journal", "--json", results()};
        Path list =
                Files.writeString(
                        folder.resolve("list"),
                        Json.list(items("s3://lab@ceph/bucket/many", "file://" + out)));
        Running running = program(list).start(arguments);
        running.await("some are there", () -> count(out) >= 20);
        running.signal("KILL").end();
        assertTrue(count(out) < OBJECTS, "killed in the middle");

        program(list).run(arguments).exited(0).doesNotSay(SECRET);

        for (int i = 0; i < OBJECTS; i++) {
            assertEquals(
                    -1, Files.mismatch(in.resolve("f" + i), out.resolve("f" + i)), "object " + i);
        }
        assertEquals(OBJECTS, count(out), "and nothing beside them");
    }

    private String results() {
        return folder + "/results";
    }

    private Program program(Path list) throws IOException {
        return Program.transfer(folder)
                .with("PEGASUS_CREDENTIALS", credentials().toString())
                .input(Files.readString(list));
    }

    private static String[] items(String from, String to) {
        return IntStream.range(0, OBJECTS)
                .mapToObj(i -> Json.transfer(from + "/f" + i, to + "/f" + i))
                .toArray(String[]::new);
    }

    private static long count(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        } catch (IOException _) {
            return 0; // not made yet
        }
    }
}
