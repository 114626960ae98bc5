package transfer.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import transfer.it.Remote.Kind;
import transfer.protocol.testkit.GcsFault;
import transfer.protocol.testkit.HandWrittenGcs;

/**
 * To stores by way of the local disk, killed with {@code kill -9} in either stage and continued by
 * the same command.
 */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreStagesIT {
    private static final int BLOCK = 16 << 20;

    /** Two blocks come side by side; the rest leaves time to be killed before all is there. */
    private static final int SIZE = 2 * BLOCK + BLOCK / 2 + 12_345;

    /** Less than any store has when the first of its parts is there. */
    private static final int LEAST = 4 << 20;

    /** Slow enough to be killed in the middle. */
    private static final String RATE = "30M";

    private final byte[] content = new byte[SIZE];
    private Remote web;
    private Remote shell;
    private CephStore ceph;
    private HandWrittenGcs google;
    private Path folder;

    /** The ways that are tried. */
    enum Way {
        HTTP_TO_S3,
        SFTP_TO_S3,
        /** Of one account's bucket into another's; neither account may do it alone. */
        S3_TO_S3,
        S3_TO_GS;

        boolean isFromStore() {
            return this == S3_TO_S3 || this == S3_TO_GS;
        }

        String bucket() {
            return this == S3_TO_S3 ? "others" : "bucket";
        }
    }

    @BeforeAll
    void start() throws IOException {
        new Random(19).nextBytes(content);
        web = Kind.HTTP.start();
        web.put("large.bin", content);
        shell = Kind.SFTP.start();
        shell.put("large.bin", content);
        ceph = CephStore.start();
    }

    @AfterAll
    void stop() {
        web.close();
        shell.close();
        ceph.close();
    }

    @BeforeEach
    void prepare(@TempDir Path fresh) throws IOException {
        folder = fresh;
        google = HandWrittenGcs.start();
        google.makeBucket("bucket");
        Path settings = Files.createDirectories(folder.resolve("home/.ssh"));
        Files.copy(
                shell.container().data().resolve("known_hosts"), settings.resolve("known_hosts"));
    }

    @AfterEach
    void tidy() {
        ceph.clear("bucket");
        ceph.clear("others");
        google.close();
    }

    private String source(Way way) {
        return switch (way) {
            case HTTP_TO_S3 -> web.url("large.bin");
            case SFTP_TO_S3 ->
                    shell.url("large.bin")
                            .replace("://", "://" + Remote.USER + ":" + Remote.PASSWORD + "@");
            case S3_TO_S3, S3_TO_GS -> "s3://lab@ceph/bucket/large.bin";
        };
    }

    private static String destination(Way way) {
        return switch (way) {
            case HTTP_TO_S3, SFTP_TO_S3 -> "s3://lab@ceph/bucket/copy";
            case S3_TO_S3 -> "s3://other@ceph/others/copy";
            case S3_TO_GS -> "gs://bucket/copy";
        };
    }

    private Program program(Way way) throws IOException {
        if (way.isFromStore()) {
            ceph.put("bucket", "large.bin", content);
        }
        Path credentials =
                Secrets.file(
                        folder.resolve("credentials"),
                        ceph.section("lab", "ceph")
                                + "[other@ceph]\naccess_key = otherkey\nsecret_key = othersecret\n");
        return Program.transfer(folder)
                .with("PEGASUS_CREDENTIALS", credentials.toString())
                .with("STORAGE_EMULATOR_HOST", "127.0.0.1:" + google.address().getPort())
                .input(Json.list(Json.transfer(source(way), destination(way))));
    }

    private String[] arguments() {
        return new String[] {"--rate-limit", RATE, "--json", folder + "/results"};
    }

    /** Bytes of an upload that is not complete. */
    private long unfinished(Way way) {
        return way == Way.S3_TO_GS ? google.unfinishedBytes() : ceph.unfinishedBytes(way.bucket());
    }

    private List<String> names(Way way) {
        List<String> all = way == Way.S3_TO_GS ? google.names("bucket") : ceph.keys(way.bucket());
        return all.stream().filter(name -> !name.equals("large.bin")).toList();
    }

    private List<Path> staged(String end) {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(end)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int blocks() {
        try {
            List<Path> maps = staged(".blocks");
            return maps.isEmpty() ? 0 : Files.readAllLines(maps.getFirst()).size() - 1;
        } catch (IOException _) {
            return 0; // it is being renamed
        }
    }

    private void assertArrivedAndTidy(Way way) {
        assertEquals(List.of("copy"), names(way));
        assertArrayEquals(
                content,
                way == Way.S3_TO_GS
                        ? google.get("bucket", "copy").orElseThrow()
                        : ceph.get(way.bucket(), "copy"));
        assertEquals(0, google.unfinishedUploads());
        assertEquals(List.of(), ceph.uploads("bucket"));
        assertEquals(List.of(), ceph.uploads("others"));
        assertEquals(List.of(), staged(""));
    }

    private List<Map<String, String>> attempts() throws IOException {
        List<Results.Item> items = Results.read(folder.resolve("results"));
        assertEquals(1, items.size());
        assertEquals("done", items.getFirst().field("outcome"), items::toString);
        return items.getFirst().attempts();
    }

    private static long bytes(Map<String, String> attempt) {
        return Long.parseLong(attempt.get("bytes"));
    }

    @ParameterizedTest
    @EnumSource
    void killedInTheFirstStageItFetchesOnlyWhatIsMissing(Way way) throws Exception {
        Running running = program(way).start(arguments());
        running.await("a block is noted", () -> blocks() >= 1);
        running.signal("KILL").end();
        int kept = blocks();
        assertEquals(List.of(), names(way));

        program(way).run(arguments()).exited(0).doesNotSay("labsecret");

        assertArrivedAndTidy(way);
        List<Map<String, String>> attempts = attempts();
        assertEquals(2, attempts.size(), attempts::toString);
        assertEquals(SIZE - (long) kept * BLOCK, bytes(attempts.getFirst()));
        assertEquals(SIZE, bytes(attempts.getLast()));
    }

    @ParameterizedTest
    @EnumSource
    void killedInTheSecondStageItNeitherFetchesNorSendsAgainWhatIsThere(Way way) throws Exception {
        Running running = program(way).start(arguments());
        running.await("a part is stored", () -> unfinished(way) >= LEAST);
        running.signal("KILL").end();
        // the last that has come is kept in whole units only
        long kept = way == Way.S3_TO_GS ? LEAST : unfinished(way);
        assertEquals(List.of(), names(way));
        assertEquals(1, staged(".data").size());

        program(way).run(arguments()).exited(0).doesNotSay("labsecret");

        assertArrivedAndTidy(way);
        List<Map<String, String>> attempts = attempts();
        assertEquals(1, attempts.size(), attempts::toString);
        long sent = bytes(attempts.getFirst());
        assertTrue(sent <= SIZE - kept, () -> sent + " sent, of which were " + kept);
    }

    /**
     * The first stage's bytes are compared with the one store's digest, the second's by the other.
     */
    @Test
    void whatChangesOnTheWayIntoTheOtherStoreIsSentAgain() throws Exception {
        google.next(new GcsFault.CorruptUpload(12_345));

        program(Way.S3_TO_GS).run("--json", folder + "/results").exited(0);

        assertArrayEquals(content, google.get("bucket", "copy").orElseThrow());
        List<Map<String, String>> attempts = attempts();
        assertEquals(3, attempts.size(), attempts::toString);
        assertEquals("checksum_mismatch", attempts.get(1).get("failure.kind"));
    }
}
