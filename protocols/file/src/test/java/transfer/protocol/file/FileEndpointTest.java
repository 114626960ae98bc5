package transfer.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.DirectCopy.Manner;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.Sink;
import transfer.protocol.TransferUrl;

class FileEndpointTest {
    @TempDir private Path directory;
    private FileRig rig;

    @BeforeEach
    void begin() {
        rig = new FileRig(directory);
    }

    @Test
    void openTakesLocalUrlsOnly() throws Exception {
        FileProtocol protocol = new FileProtocol();
        TransferUrl remote = TransferUrl.parse("http://host/file");

        for (String scheme : protocol.schemes()) {
            Place missing = new Place(rig.url("missing").withScheme(scheme), Site.UNNAMED);
            assertFalse(protocol.open(missing, Credentials.none()) instanceof Sink);
        }
        FileRig.failure(
                FailureKind.BAD_REQUEST,
                () -> protocol.open(new Place(remote, Site.UNNAMED), Credentials.none()));
    }

    @Test
    void destinationsSchemeSaysHowACopyIsMade() throws Exception {
        assertTrue(rig.endpoint().canCopy(rig.url("a"), rig.symlink("b")));
        assertTrue(rig.endpoint().canCopy(rig.symlink("a"), rig.symlink("b")));
        assertTrue(rig.endpoint().canCopy(rig.url("a"), rig.moveto("b")));
        assertTrue(rig.endpoint().canCopy(rig.url("a"), rig.url("b")));
        assertEquals(Manner.LINK, rig.endpoint().manner(rig.url("a"), rig.symlink("b")));
        assertEquals(Manner.MOVE, rig.endpoint().manner(rig.url("a"), rig.moveto("b")));
        assertEquals(Manner.COPY, rig.endpoint().manner(rig.url("a"), rig.url("b")));

        TransferUrl remote = TransferUrl.parse("http://host/file");
        assertFalse(rig.endpoint().canCopy(remote, rig.symlink("b")));
        assertFalse(rig.endpoint().canCopy(rig.url("a"), remote));
        assertFalse(rig.endpoint().canCopy(rig.symlink("a"), rig.moveto("b")));
        assertFalse(rig.endpoint().canCopy(rig.moveto("a"), rig.url("b")));
    }

    @Test
    void directoriesAreMadeWithThoseAboveAndMayBeThere() throws Exception {
        rig.endpoint().makeDirectory(rig.url("a/b/c"));
        rig.endpoint().makeDirectory(rig.url("a/b/c"));
        Files.createSymbolicLink(rig.path("link"), Path.of("a"));
        rig.endpoint().makeDirectory(rig.url("link/b/d"));
        rig.endpoint().makeDirectory(rig.url("link"));
        Path ordinary = Files.createDirectory(rig.path("ordinary"));

        assertTrue(Files.isDirectory(rig.path("a/b/c")));
        assertTrue(Files.isDirectory(rig.path("a/b/d")));
        assertEquals(
                Files.getPosixFilePermissions(ordinary),
                Files.getPosixFilePermissions(rig.path("a")));
    }

    @Test
    void directoryIsNotMadeOverAFileOrDanglingLink() throws Exception {
        rig.write("file", "text");
        Files.createSymbolicLink(rig.path("dangling"), Path.of("missing"));

        FileRig.failure(
                FailureKind.ALREADY_EXISTS, () -> rig.endpoint().makeDirectory(rig.url("file")));
        FileRig.failure(
                FailureKind.ALREADY_EXISTS,
                () -> rig.endpoint().makeDirectory(rig.url("dangling")));
        FileRig.failure(
                FailureKind.BAD_REQUEST, () -> rig.endpoint().makeDirectory(rig.url("file/a")));
        assertEquals("text", rig.text("file"));
    }

    @Test
    void directoriesAboveADestinationAreForTheirOwnerToWriteOnly() throws Exception {
        rig.write("source", "text");

        rig.copy("source", "new/target");

        assertEquals(0, FileState.of(rig.path("new")).bits() & 0022);
    }

    @Test
    void listTellsEveryChild() throws Exception {
        rig.write("directory/file", "text");
        rig.write("directory/.hidden", "text");
        rig.write("directory/below/not listed", "text");
        rig.write("directory/\udcff\udcfe", "text");
        Files.createSymbolicLink(rig.path("directory/dangling"), Path.of("missing"));

        List<TransferUrl> children = urls(rig.url("directory"));

        assertEquals(5, children.size());
        assertEquals(
                Set.of(
                        rig.url("directory/file"),
                        rig.url("directory/.hidden"),
                        rig.url("directory/below"),
                        rig.url("directory/\udcff\udcfe"),
                        rig.url("directory/dangling")),
                Set.copyOf(children));
        assertEquals(List.of(), urls(childless()));
    }

    @Test
    void listTellsWhatEachChildIs() throws Exception {
        rig.write("directory/file", "text");
        rig.write("directory/below/file", "text");
        Files.createSymbolicLink(rig.path("directory/link"), Path.of("file"));
        Files.createSymbolicLink(rig.path("directory/dangling"), Path.of("missing"));

        Map<String, Optional<FileStat>> told =
                rig.endpoint().list(rig.url("directory")).stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> rig.endpoint().name(entry.url()),
                                        Directories.Entry::stat));

        for (String name : List.of("file", "below", "link")) {
            FileStat stat = rig.endpoint().stat(rig.url("directory/" + name));
            assertEquals(Optional.of(stat), told.get(name), name);
        }
        assertEquals(Optional.empty(), told.get("dangling"));
    }

    @Test
    void listByABeginningHasNoOthers() throws Exception {
        rig.write("directory/one", "text");
        rig.write("directory/two", "text");

        Directories.Page page = rig.endpoint().list(rig.url("directory"), "t", Optional.empty());

        assertEquals(
                List.of(rig.url("directory/two")),
                page.entries().stream().map(Directories.Entry::url).toList());
        assertEquals(Optional.empty(), page.next());
    }

    private List<TransferUrl> urls(TransferUrl directory) throws Exception {
        return rig.endpoint().list(directory).stream().map(Directories.Entry::url).toList();
    }

    private TransferUrl childless() throws Exception {
        return TransferUrl.ofPath(Files.createDirectory(rig.path("empty")));
    }

    @Test
    void listSaysWhatIsWrong() throws Exception {
        rig.write("file", "text");

        FileRig.failure(FailureKind.NOT_FOUND, () -> rig.endpoint().list(rig.url("missing")));
        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.endpoint().list(rig.url("file")));
    }

    /** Names as they come, and as long as the file system takes them. */
    static List<String> names() {
        return List.of(
                "with blanks ",
                " '\"`$(touch x)\\",
                "new\nline\ttab\r",
                "%41%2F",
                "a?b#c;d&e",
                "*~!{}[]|<>",
                "-rf",
                "..hidden..",
                "Grüße, 世界 🚀",
                "\udcff\udc80 not UTF-8 \udcc3",
                "half a pair \udced\udca0\udc80",
                "n".repeat(255),
                "ä".repeat(127),
                "\udcff".repeat(255));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNameGoesThroughEveryOperation(String name) throws Exception {
        rig.write("source", "text");

        rig.copy("source", "copied/" + name);
        rig.link("copied/" + name, "linked/" + name);
        rig.copy("linked/" + name, "copied again/" + name);
        rig.move("copied again/" + name, "moved/" + name);
        rig.endpoint().makeDirectory(rig.url("made/" + name + "/" + name));

        for (String place : List.of("copied", "linked", "moved", "made")) {
            assertEquals(List.of(rig.url(place + "/" + name)), urls(rig.url(place)));
        }
        assertEquals("text", rig.text("linked/" + name));
        assertEquals(List.of(), urls(rig.url("copied again")));
        for (String place : List.of("linked", "copied", "moved", "made")) {
            assertTrue(rig.endpoint().remove(rig.url(place + "/" + name), true));
            assertFalse(Files.exists(rig.path(place + "/" + name), LinkOption.NOFOLLOW_LINKS));
        }
    }

    @Test
    void nameThatIsTooLongIsABadRequest() throws Exception {
        rig.write("source", "text");
        String tooLong = "n".repeat(256);

        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.copy("source", tooLong));
        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.move("source", tooLong));
        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.link("source", tooLong));

        assertEquals(List.of(rig.url("source")), rig.content());
    }
}
