package transfer.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class FileRemovalTest {
    @TempDir private Path directory;
    private FileRig rig;

    @BeforeEach
    void begin() {
        rig = new FileRig(directory);
    }

    private boolean remove(String name) throws Exception {
        return rig.endpoint().remove(rig.url(name), false);
    }

    private boolean removeTree(String name) throws Exception {
        return rig.endpoint().remove(rig.url(name), true);
    }

    private boolean isThere(String name) {
        return Files.exists(rig.path(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void fileIsRemoved() throws Exception {
        rig.write("file", "text");

        assertTrue(remove("file"));
        assertFalse(isThere("file"));
    }

    @Test
    void whatIsMissingCountsAsRemoved() throws Exception {
        rig.write("file", "text");

        for (String name : List.of("missing", "missing/below", "file/below", "file/below/that")) {
            assertFalse(remove(name), name);
            assertFalse(removeTree(name), name);
        }
    }

    @Test
    void linkIsRemovedAndNeverFollowed() throws Exception {
        rig.write("directory/file", "text");
        Files.createSymbolicLink(rig.path("link"), Path.of("directory"));
        Files.createSymbolicLink(rig.path("dangling"), Path.of("missing"));

        assertTrue(remove("dangling"));
        assertTrue(removeTree("link/"));

        assertFalse(isThere("link"));
        assertEquals("text", rig.text("directory/file"));
    }

    @Test
    void directoryIsRefusedWithoutRecursion() throws Exception {
        Files.createDirectory(rig.path("empty"));

        TransferException failure = FileRig.failure(FailureKind.BAD_REQUEST, () -> remove("empty"));

        assertTrue(failure.getMessage().endsWith("is a directory"));
        assertTrue(isThere("empty"));
    }

    @Test
    void treeIsRemovedAndWhatItsLinksLeadToStays() throws Exception {
        rig.write("tree/a/b/file", "text");
        rig.write("tree/.hidden", "text");
        rig.write("tree/a/\udcff new\nline", "text");
        rig.write("outside/file", "text");
        Files.createSymbolicLink(rig.path("tree/link"), rig.path("outside"));
        Files.createSymbolicLink(rig.path("tree/a/up"), Path.of(".."));

        assertTrue(removeTree("tree"));

        assertFalse(isThere("tree"));
        assertEquals("text", rig.text("outside/file"));
    }

    @Test
    void deepTreeIsRemoved() throws Exception {
        Path path = rig.path("tree");
        for (int i = 0; i < 400; i++) {
            path = path.resolve("d");
        }
        Files.createDirectories(path);

        removeTree("tree");

        assertFalse(isThere("tree"));
    }

    @Test
    void placeWhereWeMayNotChangeAnythingIsDenied() throws Exception {
        TransferUrl file = TransferUrl.ofPath(FileRefusals.unchangeableFile(directory));

        FileRig.failure(FailureKind.ACCESS_DENIED, () -> rig.endpoint().remove(file, false));

        assertTrue(Files.exists(file.toPath()));
    }

    @Test
    void whatCannotBeRemovedIsCountedAndTheRestRemoved() throws Exception {
        for (String name : List.of("a/1", "a/2", "b/1", "b/c/2", "3")) {
            rig.write("tree/" + name, "text");
        }
        FileRemoval removal =
                new FileRemoval(
                        Set.of(),
                        (below, _) -> {
                            if (below.endsWith("1")) {
                                throw new AccessDeniedException(null);
                            }
                        });

        assertThrows(AccessDeniedException.class, () -> removal.tree(rig.path("tree")));

        assertEquals(2, removal.failures());
        assertTrue(Set.of("a/1", "b/1").contains(removal.firstFailure().toString()));
        assertTrue(isThere("tree/a/1") && isThere("tree/b/1"));
        assertFalse(isThere("tree/a/2") || isThere("tree/b/c") || isThere("tree/3"));
    }

    @Test
    void directoryThatIsNeverRemovedStaysAlsoInsideATree() throws Exception {
        rig.write("tree/keep/file", "text");
        rig.write("tree/file", "text");
        Object key =
                Files.readAttributes(rig.path("tree/keep"), BasicFileAttributes.class).fileKey();
        FileRemoval removal = new FileRemoval(Set.of(key), (_, _) -> {});

        assertThrows(IOException.class, () -> removal.tree(rig.path("tree")));

        assertEquals("text", rig.text("tree/keep/file"));
        assertFalse(isThere("tree/file"));
    }

    @Test
    void directoryReplacedByALinkDuringTheWalkIsNotFollowed() throws Exception {
        rig.write("tree/a/file", "text");
        rig.write("outside/file", "text");
        FileRemoval removal =
                new FileRemoval(
                        Set.of(),
                        (below, _) -> {
                            if (below.endsWith("a")) {
                                Files.move(rig.path("tree/a"), rig.path("moved"));
                                Files.createSymbolicLink(rig.path("tree/a"), rig.path("outside"));
                            }
                        });

        assertThrows(IOException.class, () -> removal.tree(rig.path("tree")));

        assertEquals("text", rig.text("outside/file"));
        assertEquals("text", rig.text("moved/file"));
    }

    @Test
    void directoryReplacedByALinkAboveTheWalkIsNotFollowed() throws Exception {
        rig.write("tree/a/b/file", "text");
        rig.write("outside/b/file", "text");
        FileRemoval removal =
                new FileRemoval(
                        Set.of(),
                        (below, _) -> {
                            if (below.endsWith("file")) {
                                Files.move(rig.path("tree/a"), rig.path("moved"));
                                Files.createSymbolicLink(rig.path("tree/a"), rig.path("outside"));
                            }
                        });

        assertThrows(IOException.class, () -> removal.tree(rig.path("tree")));

        assertEquals("text", rig.text("outside/b/file"));
        assertFalse(isThere("moved/b"));
    }

    @Test
    void topReplacedByALinkIsNotFollowed() throws Exception {
        Files.createDirectory(rig.path("tree"));
        Files.createDirectory(rig.path("outside"));
        Object key = Files.readAttributes(rig.path("tree"), BasicFileAttributes.class).fileKey();
        FileRemoval.open(rig.path("tree"), key).close();

        Files.move(rig.path("tree"), rig.path("moved"));
        Files.createSymbolicLink(rig.path("tree"), rig.path("outside"));

        assertThrows(IOException.class, () -> FileRemoval.open(rig.path("tree"), key));
    }

    @Test
    void filesThatAppearDuringTheWalkAreRemovedToo() throws Exception {
        rig.write("tree/a/file", "text");
        boolean[] done = new boolean[1];
        FileRemoval removal =
                new FileRemoval(
                        Set.of(),
                        (below, _) -> {
                            if (below.endsWith("file") && !done[0]) {
                                done[0] = true;
                                for (int i = 0; i < 100; i++) {
                                    rig.write("tree/a/late " + i, "text");
                                    rig.write("tree/late " + i, "text");
                                }
                            }
                        });

        removal.tree(rig.path("tree"));

        assertFalse(isThere("tree"));
    }

    @Test
    void directoryThatIsFilledAgainAndAgainIsGivenUp() throws Exception {
        rig.write("tree/a/file", "text");
        int[] next = new int[1];
        FileRemoval removal =
                new FileRemoval(
                        Set.of(),
                        (below, attributes) -> {
                            if (attributes.isRegularFile()) {
                                rig.write("tree/late/" + next[0]++, "text");
                                rig.write("tree/late/" + next[0]++, "text");
                            }
                        });

        assertThrows(IOException.class, () -> removal.tree(rig.path("tree")));

        assertEquals(1, removal.failures());
    }

    @Test
    void interruptStopsTheWalk() throws Exception {
        rig.write("tree/file", "text");

        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> removeTree("tree"));
        assertTrue(isThere("tree/file"));
    }

    @Test
    void draftsGoAwayInSpiteOfAnInterrupt() throws Exception {
        rig.write("tree/file", "text");
        rig.write("file", "text");

        Thread.currentThread().interrupt();
        FileRemoval.discard(rig.path("tree"));
        FileRemoval.discard(rig.path("file"));
        FileRemoval.discard(rig.path("missing"));

        assertTrue(Thread.interrupted());
        assertEquals(List.of(), rig.content());
    }
}
