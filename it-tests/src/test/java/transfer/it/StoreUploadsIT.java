package transfer.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import transfer.chaos.Fault;
import transfer.chaos.FaultProxy;

/** A large file to a real store that speaks S3, in parts: broken off, damaged, gone on with. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreUploadsIT {
    private static final int PART = 8 << 20;
    private static final int SIZE = 4 * PART + 12_345;

    private final byte[] content = new byte[SIZE];
    private CephStore store;
    private Path folder;

    @BeforeAll
    void start() {
        new Random(17).nextBytes(content);
        store = CephStore.start();
    }

    @AfterAll
    void stop() {
        store.close();
    }

    @BeforeEach
    void prepare(@TempDir Path fresh) throws IOException {
        folder = fresh;
        Files.write(folder.resolve("large"), content);
    }

    @AfterEach
    void tidy() {
        store.clear("bucket");
        store.clear("others");
    }

    private Program program(String from, String to, int port) throws IOException {
        Path secrets =
                Secrets.file(folder.resolve("credentials"), CephStore.section("lab", "ceph", port));
        return Program.transfer(folder)
                .with("PEGASUS_CREDENTIALS", secrets.toString())
                .input(Json.list(Json.transfer(from, to)));
    }

    private Program upload(String key) throws IOException {
        return program(folder + "/large", "s3://lab@ceph/bucket/" + key, store.port());
    }

    private String results() {
        return folder + "/results";
    }

    private List<Map<String, String>> attempts() throws IOException {
        return Results.read(folder.resolve("results")).getFirst().attempts();
    }

    private static long bytes(Map<String, String> attempt) {
        return Long.parseLong(attempt.get("bytes"));
    }

    @Test
    void partsOfAKilledUploadAreNotSentAgain() throws Exception {
        String[] slowly = {"--rate-limit", "20M", "--json", results()};
        Running running = upload("killed").start(slowly);
        running.await("a part is there", () -> store.unfinishedBytes("bucket") >= PART);
        running.signal("KILL").end();
        long kept = store.unfinishedBytes("bucket");
        assertEquals(List.of(), store.keys("bucket"));
        assertEquals(1, store.uploads("bucket").size());

        upload("killed").run(slowly).exited(0);

        assertArrayEquals(content, store.get("bucket", "killed"));
        assertEquals(List.of(), store.uploads("bucket"));
        assertTrue(bytes(attempts().getLast()) <= SIZE - kept, () -> "of which were " + kept);
        assertEquals(5, store.partsTaken("bucket", "killed"));
    }

    @Test
    void anUploadWhoseConnectionsBreakIsDoneInTheSameRun() throws Exception {
        try (FaultProxy proxy = proxy()) {
            proxy.next(3, new Fault.CutUploadAfter(PART / 2));

            program(folder + "/large", "s3://lab@ceph/bucket/cut", proxy.port())
                    .run("--json", results())
                    .exited(0);
        }
        assertArrayEquals(content, store.get("bucket", "cut"));
        assertEquals(List.of(), store.uploads("bucket"));
        assertTrue(attempts().size() >= 2, "broken");
    }

    @Test
    void aByteThatChangesOnTheWayBackIsNoticed() throws Exception {
        store.put("bucket", "spoilt", content);
        try (FaultProxy proxy = proxy()) {
            proxy.next(1, Fault.Corrupt.inverting(1_000_000, 1));

            program("s3://lab@ceph/bucket/spoilt", folder + "/back", proxy.port())
                    .run("--json", results())
                    .exited(0);
        }
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("back")));
        assertEquals(2, attempts().size());
        assertEquals("checksum_mismatch", attempts().getFirst().get("failure.kind"));
    }

    @Test
    void whatTheStoreRefusesIsExplained() throws Exception {
        store.put("others", "theirs", new byte[1]);
        Path secrets =
                Secrets.file(
                        folder.resolve("secrets"),
                        store.section("lab", "ceph")
                                + "[wrong@ceph]\naccess_key = labkey\nsecret_key = no\n"
                                + "[unknown@ceph]\naccess_key = no\nsecret_key = no\n");
        Causes causes =
                Causes.of(
                        folder,
                        Program.transfer(folder).with("PEGASUS_CREDENTIALS", secrets.toString()),
                        "s3://lab@ceph/none/a " + folder + "/a",
                        "s3://lab@ceph/bucket/none " + folder + "/b",
                        "s3://lab@ceph/others/theirs " + folder + "/c",
                        "s3://wrong@ceph/bucket/a " + folder + "/d",
                        "s3://unknown@ceph/bucket/a " + folder + "/e",
                        "s3://nobody@ceph/bucket/a " + folder + "/f",
                        folder + "/large s3://lab@ceph/full/a");
        assertEquals(
                Set.of(
                        "s3-bucket-missing",
                        "s3-object-missing",
                        "s3-denied",
                        "s3-secret-wrong",
                        "s3-key-unknown",
                        "s3-no-section",
                        "s3-quota"),
                causes.names(),
                causes::told);
    }

    private FaultProxy proxy() {
        return FaultProxy.before(new InetSocketAddress("127.0.0.1", store.port()));
    }
}
