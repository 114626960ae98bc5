package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program on a file system of 4 MiB. It is mounted in a namespace of the program's own, so that
 * nothing stays mounted however the test ends; that takes root, or a kernel that lets users make
 * such namespaces. Where neither is given these tests fail: they are never skipped.
 */
class DiskFullIT {
    private static final String MOUNT_AND_RUN =
            """
            mount -t tmpfs -o size=4m none "$SMALL" || exit 99
            "$@"
            code=$?
            ls -A "$SMALL" > listing
            exit $code
            """;

    @TempDir Path folder;
    private Path small;

    @BeforeEach
    void prepare() throws IOException {
        small = Files.createDirectory(folder.resolve("small"));
        Files.write(folder.resolve("5MiB"), new byte[5 << 20]);
        Files.write(folder.resolve("1MiB"), new byte[1 << 20]);
    }

    private Program onSmallDisk(Program program) {
        return program.with("SMALL", small.toString())
                .through("unshare", "--map-root-user", "--mount", "sh", "-c", MOUNT_AND_RUN, "sh");
    }

    private Ended run(Program program, String list) throws Exception {
        Ended ended = onSmallDisk(program).input(list).run("-m", "2");
        assertTrue(ended.exit() != 99, () -> "cannot mount: " + ended);
        return ended;
    }

    @Test
    void aFullDiskEndsTheItemAtOnceAndLeavesNothing() throws Exception {
        run(Program.transfer(folder), Json.list(Json.transfer(folder + "/5MiB", small + "/big")))
                .exited(1)
                .says("space");
        assertEquals("", Files.readString(folder.resolve("listing")));
    }

    @Test
    void theOtherItemsArriveAllTheSame() throws Exception {
        String list =
                Json.list(
                        Json.transfer(folder + "/5MiB", small + "/big"),
                        Json.transfer(folder + "/1MiB", folder + "/elsewhere"));
        run(Program.pegasusTransfer(folder), list).exited(1).says("Some transfers failed!");
        assertEquals("", Files.readString(folder.resolve("listing")));
        assertEquals(1 << 20, Files.size(folder.resolve("elsewhere")));
    }

    @Test
    void aFullDiskUnderAnUnknownLengthLeavesNothing() throws Exception {
        try (Web web = Web.open()) {
            web.chunked("/5MiB", new byte[5 << 20]);
            run(Program.transfer(folder), Json.list(Json.transfer(web.url("/5MiB"), small + "/b")))
                    .exited(1);
        }
        assertEquals("", Files.readString(folder.resolve("listing")));
    }

    @Test
    void aFullTemporaryFolderIsNamed() throws Exception {
        try (Web web = Web.open()) {
            web.file("/5MiB", new byte[5 << 20]);
            web.storing("/store/");
            Program program = Program.transfer(folder).with("TMPDIR", small.toString());
            // between two servers a file rests in the temporary folder
            run(program, Json.list(Json.transfer(web.url("/5MiB"), web.url("/store/5MiB"))))
                    .exited(1)
                    .says(small.toString());
        }
        assertEquals("", Files.readString(folder.resolve("listing")));
    }
}
