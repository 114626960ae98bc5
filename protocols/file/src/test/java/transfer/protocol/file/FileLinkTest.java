package transfer.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class FileLinkTest {
    @TempDir private Path directory;
    private FileRig rig;

    @BeforeEach
    void begin() {
        rig = new FileRig(directory);
    }

    private Path linkText(String name) throws Exception {
        return Files.readSymbolicLink(rig.path(name));
    }

    @Test
    void linkHoldsTheSourcesAbsolutePath() throws Exception {
        Path source = rig.write("source", "text");

        FileStat stat = rig.link("source", "made/on/the way/link");

        assertEquals(source, linkText("made/on/the way/link"));
        assertEquals(OptionalLong.of(4), stat.size());
        assertEquals(1, Files.list(rig.path("made/on/the way")).count());
    }

    @Test
    void relativeSourceIsMeantFromTheWorkingDirectory() throws Exception {
        TransferUrl relative = TransferUrl.parse("pom.xml");

        rig.make(relative, rig.symlink("link"));

        assertEquals(Path.of("pom.xml").toAbsolutePath(), linkText("link"));
    }

    @Test
    void sourceTextIsKeptAsItIsGiven() throws Exception {
        rig.write("file", "text");
        Files.createSymbolicLink(rig.path("source"), Path.of("file"));
        Files.createDirectory(rig.path("directory"));

        rig.link("directory/../source", "link");

        assertEquals(rig.path("directory/../source"), linkText("link"));
    }

    @Test
    void directoryCanBeLinkedTo() throws Exception {
        rig.write("directory/file", "text");

        assertEquals(FileStat.Kind.DIRECTORY, rig.link("directory", "link").kind());
        assertEquals("text", rig.text("link/file"));
    }

    @Test
    void symlinkIsAlsoASource() throws Exception {
        Path source = rig.write("source", "text");

        rig.make(rig.symlink("source"), rig.symlink("link"));

        assertEquals(source, linkText("link"));
    }

    @Test
    void fileOrLinkInTheWayIsReplaced() throws Exception {
        Path source = rig.write("source", "new");
        rig.write("file", "old");
        Files.createSymbolicLink(rig.path("link"), rig.path("file"));
        Files.createSymbolicLink(rig.path("dangling"), rig.path("missing"));
        Files.createSymbolicLink(rig.path("circle"), rig.path("circle"));

        for (String target : List.of("link", "dangling", "circle", "file")) {
            rig.link("source", target);
            assertEquals(source, linkText(target));
        }
        assertEquals("new", rig.text("source"));
    }

    @Test
    void directoryInTheWayIsRefused() throws Exception {
        rig.write("source", "text");
        Files.createDirectory(rig.path("directory"));
        Files.createSymbolicLink(rig.path("link to directory"), rig.path("directory"));

        FileRig.failure(FailureKind.ALREADY_EXISTS, () -> rig.link("source", "directory"));
        FileRig.failure(FailureKind.ALREADY_EXISTS, () -> rig.link("source", "link to directory"));
        assertEquals(0, Files.list(rig.path("directory")).count());
    }

    @Test
    void missingSourceIsNotFound() throws Exception {
        Files.createSymbolicLink(rig.path("dangling"), rig.path("missing"));

        TransferException failure =
                FileRig.failure(FailureKind.NOT_FOUND, () -> rig.link("missing", "link"));
        FileRig.failure(FailureKind.NOT_FOUND, () -> rig.link("dangling", "link"));

        assertEquals(
                "Symlink source (" + rig.path("missing") + ") does not exist",
                failure.getMessage());
        assertEquals(rig.url("missing"), failure.url());
        assertEquals(1, rig.content().size());
    }

    @Test
    void sourceThatWeMayNotReadIsDenied() throws Exception {
        TransferUrl source = TransferUrl.ofPath(FileRefusals.unreadableFile(directory));

        FileRig.failure(FailureKind.ACCESS_DENIED, () -> rig.make(source, rig.symlink("link")));
        assertFalse(Files.isSymbolicLink(rig.path("link")));

        rig.make(source, rig.symlink("link"), false);
        assertEquals(source.toPath(), linkText("link"));
    }

    @Test
    void danglingLinkIsMadeWhereItIsAskedFor() throws Exception {
        FileStat stat = rig.linkUnchecked("missing", "link");

        assertEquals(rig.path("missing"), linkText("link"));
        assertEquals(FileStat.Kind.OTHER, stat.kind());
        assertEquals(OptionalLong.empty(), stat.size());
    }

    @Test
    void nothingIsDoneWhereTheTargetIsTheSource() throws Exception {
        rig.write("file", "text");
        Files.createLink(rig.path("hard"), rig.path("file"));
        Files.createSymbolicLink(rig.path("soft"), Path.of("file"));
        Files.createSymbolicLink(rig.path("here"), Path.of("."));

        rig.link("file", "file");
        rig.link("file", "here/file");
        rig.link("file", "hard");
        rig.link("file", "soft");
        rig.link("soft", "file");

        assertTrue(Files.isRegularFile(rig.path("file"), LinkOption.NOFOLLOW_LINKS));
        assertEquals(Path.of("file"), linkText("soft"));
        assertFalse(Files.isSymbolicLink(rig.path("hard")));
        assertEquals(4, rig.content().size());
    }

    @Test
    void nothingIsDoneWhereTheTargetIsTheSourceDirectory() throws Exception {
        rig.write("directory/file", "text");

        rig.link("directory", "directory");

        assertFalse(Files.isSymbolicLink(rig.path("directory")));
    }

    @Test
    void linkThatWouldLeadToItselfIsRefused() throws Exception {
        Files.createSymbolicLink(rig.path("first"), Path.of("second"));
        Files.createSymbolicLink(rig.path("second"), rig.path("third"));
        Files.createSymbolicLink(rig.path("here"), Path.of("."));

        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.linkUnchecked("self", "self"));
        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.linkUnchecked("self", "here/self"));
        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.linkUnchecked("self/below", "self"));
        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.linkUnchecked("first", "third"));

        assertEquals(3, rig.content().size());
    }

    @Test
    void fileIsKeptWhenALinkWouldLeadIntoIt() throws Exception {
        rig.write("file", "text");

        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.linkUnchecked("file/below", "file"));

        assertEquals("text", rig.text("file"));
    }

    @Test
    void pipeInTheWayIsRefusedButMayBeASource() throws Exception {
        rig.write("source", "text");
        Path pipe = rig.pipe("pipe");

        FileRig.failure(FailureKind.ALREADY_EXISTS, () -> rig.link("source", "pipe"));
        rig.link("pipe", "link");

        assertEquals(pipe, linkText("link"));
    }

    @Test
    void placeWhereWeMayNotWriteIsDenied() throws Exception {
        rig.write("source", "text");
        Path closed = FileRefusals.unchangeableFile(directory).resolveSibling("link");
        TransferUrl target = TransferUrl.ofPath(closed).withScheme("symlink");

        FileRig.failure(FailureKind.ACCESS_DENIED, () -> rig.make(rig.url("source"), target));
    }

    @Test
    void fileWhereADirectoryShouldBeIsABadRequestAndLeavesNothing() throws Exception {
        rig.write("source", "text");
        rig.write("file", "text");

        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.link("source", "file/below/link"));

        assertEquals(2, rig.content().size());
    }
}
