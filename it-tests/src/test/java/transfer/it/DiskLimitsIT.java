package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole lists on disks that are too small for them, have too few inodes, may not be written to, or
 * take no large files. Each disk is mounted in a namespace of the program's own, as {@link
 * DiskFullIT} does.
 */
class DiskLimitsIT {
    private static final String RUN =
            """
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
    }

    private void file(String name, int kibibytes) throws IOException {
        Files.write(folder.resolve(name), new byte[kibibytes << 10]);
    }

    /** Runs the list behind a preparation in shell words. */
    private Ended run(String preparation, List<String> items) throws Exception {
        Ended ended =
                Program.transfer(folder)
                        .with("SMALL", small.toString())
                        .through(
                                "unshare",
                                "--map-root-user",
                                "--mount",
                                "sh",
                                "-c",
                                preparation + " || exit 99\n" + RUN,
                                "sh")
                        .input(Json.list(items.toArray(String[]::new)))
                        .run("-m", "2", "--json", "results");
        assertTrue(ended.exit() != 99, () -> "cannot mount: " + ended);
        return ended;
    }

    private List<String> listing() throws IOException {
        return Files.readAllLines(folder.resolve("listing"));
    }

    private List<String> toSmallDisk(int count, String source) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> Json.transfer(folder + "/" + source, small + "/" + i))
                .toList();
    }

    /** Eight items of which any one would fit, and three do. */
    @Test
    void roomIsSharedOutBeforeBytesMove() throws Exception {
        file("3MiB", 3 << 10);
        Ended ended = run("mount -t tmpfs -o size=10m none \"$SMALL\"", toSmallDisk(8, "3MiB"));
        ended.exited(1).says("bytes needed").doesNotSay("No space left on device");
        assertEquals(3, listing().size(), ended::toString);
        assertTrue(listing().stream().noneMatch(name -> name.startsWith(".")));
        List<String> results = Files.readAllLines(folder.resolve("results"));
        assertEquals(3, results.stream().filter(line -> line.contains("\"done\"")).count());
    }

    /** The mount itself takes one inode. */
    @Test
    void whatFindsNoInodeLeavesNothing() throws Exception {
        file("1KiB", 1);
        Ended ended =
                run(
                        "mount -t tmpfs -o size=10m,nr_inodes=5 none \"$SMALL\"",
                        toSmallDisk(12, "1KiB"));
        ended.exited(1).says("space");
        assertFalse(listing().isEmpty());
        assertTrue(listing().size() <= 4, () -> "more files than inodes");
        assertTrue(listing().stream().noneMatch(name -> name.startsWith(".")));
    }

    @Test
    void aReadOnlyDiskIsFoundBeforeAServerIsAsked() throws Exception {
        file("1KiB", 1);
        try (Web web = Web.open()) {
            web.file("/f", new byte[1000]);
            Ended ended =
                    run(
                            "mount --bind \"$SMALL\" \"$SMALL\" && mount -o remount,bind,ro \"$SMALL\"",
                            List.of(
                                    Json.transfer(web.url("/f"), small + "/f"),
                                    Json.transfer(web.url("/f"), small + "/new/folder/f"),
                                    Json.transfer(folder + "/1KiB", folder + "/elsewhere")));
            ended.exited(1).says("Read-only file system");
            assertEquals(0, web.gets("/f"));
        }
        assertEquals(1 << 10, Files.size(folder.resolve("elsewhere")));
        assertEquals(List.of(), listing());
    }

    @Test
    void aFileThatMayNotBeSoLargeLeavesNothingAndSmallerOnesArrive() throws Exception {
        file("3MiB", 3 << 10);
        file("1KiB", 1);
        // in blocks of 512 bytes or of 1024: the limit is 1 or 2 MiB
        Ended ended =
                run(
                        "ulimit -f 2048",
                        List.of(
                                Json.transfer(folder + "/3MiB", small + "/large"),
                                Json.transfer(folder + "/1KiB", small + "/small")));
        ended.exited(1).says("File too large");
        assertEquals(List.of("small"), listing());
    }

    /** What runs into the full disk last does so with a few bytes at most. */
    @Test
    void afterTheDiskIsFullOthersEndWithoutMovingBytes() throws Exception {
        try (Web web = Web.open()) {
            web.chunked("/unknown", new byte[5 << 20]);
            file("900KiB", 900);
            List<String> items = new java.util.ArrayList<>();
            items.add(Json.transfer(web.url("/unknown"), small + "/unknown"));
            items.addAll(toSmallDisk(12, "900KiB"));
            Ended ended = run("mount -t tmpfs -o size=4m none \"$SMALL\"", items);
            ended.exited(1);
        }
        assertTrue(listing().size() <= 4, () -> "more than fits");
        assertTrue(listing().stream().noneMatch(name -> name.startsWith(".")));
    }
}
