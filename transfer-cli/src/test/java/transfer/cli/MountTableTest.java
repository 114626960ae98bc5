package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a run says of the place where it is. */
class MountTableTest {
    @TempDir private Path given;

    private Path folder;
    private Path table;

    @BeforeEach
    void make() throws IOException {
        folder = given.toRealPath();
        table = folder.resolve("mountinfo");
    }

    private void mounted(String... pointsAndTypes) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < pointsAndTypes.length; i += 2) {
            lines.append("36 35 98:0 / ")
                    .append(pointsAndTypes[i].replace(" ", "\\040"))
                    .append(" rw,noatime shared:1 master:2 - ")
                    .append(pointsAndTypes[i + 1])
                    .append(" none rw\n");
        }
        Files.writeString(table, lines.toString());
    }

    private String of(Path file) {
        return new MountTable(table).of(file).orElse("nothing");
    }

    @Test
    void theNearestMountAboveCounts() throws IOException {
        mounted("/", "ext4", folder + "/d", "xfs", folder + "/do", "tmpfs");
        Files.createDirectories(folder.resolve("d/deep"));

        assertEquals(folder + "/d (xfs)", of(folder.resolve("d/deep/file")));
        assertEquals("/ (ext4)", of(folder.resolve("dog/file")));
        assertEquals("/ (ext4)", of(Path.of("/")));
    }

    @Test
    void whatIsNotMadeYetIsWhereItWouldBe() throws IOException {
        mounted("/", "ext4", folder + "/d", "xfs");
        Files.createDirectories(folder.resolve("d"));

        assertEquals(folder + "/d (xfs)", of(folder.resolve("d/to/be/made")));
    }

    @Test
    void aLinkIsFollowedToItsFileSystem() throws IOException {
        mounted("/", "ext4", folder + "/d", "xfs");
        Files.createDirectories(folder.resolve("d"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("d"));

        assertEquals(folder + "/d (xfs)", of(folder.resolve("link/file")));
    }

    @Test
    void theLastOfSeveralMountsOnOnePointHidesTheOthers() throws IOException {
        mounted("/", "rootfs", "/", "overlay");

        assertEquals("/ (overlay)", of(folder.resolve("file")));
    }

    @Test
    void blanksInAMountPointAreFound() throws IOException {
        mounted("/", "ext4", folder + "/my disk", "vfat");
        Files.createDirectories(folder.resolve("my disk"));

        assertEquals(folder + "/my disk (vfat)", of(folder.resolve("my disk/file")));
    }

    @Test
    void anAutomaticMountIsSeenOnceItIsThere() throws IOException {
        mounted("/", "ext4", folder + "/home", "autofs");
        Files.createDirectories(folder.resolve("home/me"));
        MountTable mounts = new MountTable(table);
        assertEquals(
                Optional.of(folder + "/home (autofs)"), mounts.of(folder.resolve("home/file")));

        mounted("/", "ext4", folder + "/home", "autofs", folder + "/home/me", "nfs4");

        assertEquals(
                Optional.of(folder + "/home/me (nfs4)"), mounts.of(folder.resolve("home/me/f")));
    }

    @Test
    void oddLinesAndMissingTablesSayNothing() throws IOException {
        assertEquals("nothing", of(folder.resolve("file")));
        Files.writeString(table, "\n1 2 3\n36 35 98:0 / / rw shared:1 ext4 none rw\n");
        assertEquals("nothing", of(folder.resolve("file")));
    }

    @Test
    void manyDirectoriesAreRememberedAndForgotten() throws IOException {
        mounted("/", "ext4");
        MountTable mounts = new MountTable(table);
        for (int i = 0; i < 1000; i++) {
            assertEquals(Optional.of("/ (ext4)"), mounts.of(folder.resolve(i + "/file")));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessKnowsItsMountsAndItsNode() throws IOException {
        String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        Whereabouts here = Whereabouts.of(Map.of("HOSTNAME", "other"));

        assertEquals("/proc (proc)", here.mounts().of(Path.of("/proc/self")).orElseThrow());
        assertEquals(Optional.of(name), here.node());
        assertTrue(!here.run().equals(Whereabouts.of(Map.of()).run()));
    }

    @Test
    void whereTheKernelTellsNoNameTheEnvironmentMay() throws IOException {
        Path none = folder.resolve("none");
        assertEquals(Optional.of("node-7"), Whereabouts.node(none, Map.of("HOSTNAME", "node-7")));
        assertEquals(Optional.empty(), Whereabouts.node(none, Map.of("HOSTNAME", " ")));
        assertEquals(Optional.empty(), Whereabouts.node(none, Map.of()));
    }
}
