package transfer.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.Remover;
import transfer.protocol.TransferUrl;

/**
 * Every place here is asked about with {@code recursive} false where a mistake would destroy more
 * than a test's own directory: a refusal of protected places is told from that of a directory by
 * its message.
 */
class FileProtectionTest {
    @TempDir private Path directory;
    private FileRig rig;

    @BeforeEach
    void begin() throws Exception {
        rig = new FileRig(directory);
        rig.write("homes/me/file", "text");
    }

    private Remover remover() throws Exception {
        Place place = new Place(rig.url("homes"), Site.UNNAMED);
        return (Remover)
                new FileProtocol(List.of(rig.path("homes/me"))).open(place, Credentials.none());
    }

    private void expectProtected(String path, boolean recursive) throws Exception {
        TransferUrl url = TransferUrl.parse(path);
        String message =
                FileRig.failure(FailureKind.BAD_REQUEST, () -> remover().remove(url, recursive))
                        .getMessage();
        assertTrue(message.endsWith("those above them stay"), message);
    }

    @Test
    void rootIsNeverRemoved() throws Exception {
        for (String path : List.of("/", "//", "/.", "/..", "/../", "file:///", "moveto:///")) {
            expectProtected(path, false);
        }
        expectProtected(directory + "/..".repeat(directory.getNameCount()), false);
    }

    @Test
    void workingDirectoryAndThoseAboveItAreNeverRemoved() throws Exception {
        for (String path : List.of(".", "./", "..", "./../.", Path.of("").toAbsolutePath() + "")) {
            expectProtected(path, false);
        }
    }

    @Test
    void homeAndThoseAboveItAreNeverRemoved() throws Exception {
        Files.createDirectory(rig.path("homes/me/docs"));

        expectProtected(rig.path("homes/me").toString(), true);
        expectProtected(rig.path("homes/me") + "/", true);
        expectProtected(rig.path("homes").toString(), true);
        expectProtected(rig.path("homes/me/docs/..").toString(), true);
        expectProtected(directory.toString(), true);
        expectProtected(rig.url("homes").withScheme("symlink").text(), true);

        assertEquals("text", rig.text("homes/me/file"));
    }

    @Test
    void homeThroughALinkIsNeverRemoved() throws Exception {
        Files.createSymbolicLink(rig.path("link"), rig.path("homes"));

        expectProtected(rig.path("link/me").toString(), true);

        assertEquals("text", rig.text("homes/me/file"));
    }

    @Test
    void homeGivenThroughALinkProtectsTheLinkAndWhereItLeads() throws Exception {
        Files.createSymbolicLink(rig.path("link"), rig.path("homes"));
        Place place = new Place(rig.url("link"), Site.UNNAMED);
        FileProtocol protocol = new FileProtocol(List.of(rig.path("link/me")));
        Remover remover = (Remover) protocol.open(place, Credentials.none());

        for (String name : List.of("link", "homes", "homes/me", "link/me")) {
            FileRig.failure(FailureKind.BAD_REQUEST, () -> remover.remove(rig.url(name), true));
        }

        assertTrue(Files.isSymbolicLink(rig.path("link")));
        assertEquals("text", rig.text("link/me/file"));
    }

    @Test
    void whatIsInTheHomeAndLinksToItAreRemoved() throws Exception {
        Files.createSymbolicLink(rig.path("link"), rig.path("homes/me"));
        rig.write("homes/me/docs/file", "text");

        assertTrue(remover().remove(rig.url("link"), true));
        assertTrue(remover().remove(rig.url("homes/me/docs"), true));
        assertTrue(remover().remove(rig.url("homes/me/file"), false));

        assertFalse(Files.exists(rig.path("homes/me/docs")));
        assertTrue(Files.isDirectory(rig.path("homes/me")));
    }

    @Test
    void homeThatIsNotThereProtectsWhatIsAboveIt() throws Exception {
        FileProtection protection = new FileProtection(List.of(rig.path("homes/you/there")));

        assertTrue(protection.keys().contains(key("homes")));
        assertFalse(protection.keys().contains(key("homes/me")));
    }

    private Object key(String name) throws Exception {
        return Files.readAttributes(rig.path(name), BasicFileAttributes.class).fileKey();
    }
}
