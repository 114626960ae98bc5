package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Inspector;
import transfer.protocol.Remover;
import transfer.protocol.TransferException;

/** How the abilities treat links: they are followed, except by removal. */
@Needs({Ability.READ, Ability.DIRECTORIES, Ability.REMOVE, Ability.LINKS})
abstract class LinkChecks extends Checks {
    private FileStat stat(String name) throws TransferException, InterruptedException {
        return trial().open(Inspector.class, url(name)).stat(url(name));
    }

    private boolean remove(String name, boolean recursive)
            throws TransferException, InterruptedException {
        return trial().open(Remover.class, url(name)).remove(url(name), recursive);
    }

    @Test
    protected void linkIsFollowed() throws Exception {
        fixture().put("file", Trial.bytes(99));
        fixture().link("link", "file");
        fixture().link("link to link", "link");

        assertEquals(OptionalLong.of(99), stat("link to link").size());
        assertEquals(FileStat.Kind.FILE, stat("link to link").kind());
        assertArrayEquals(Trial.bytes(99), trial().read(url("link to link")));
    }

    @Test
    protected void linkToADirectoryIsADirectory() throws Exception {
        fixture().makeDirectory("directory");
        fixture().link("link", "directory");

        assertEquals(FileStat.Kind.DIRECTORY, stat("link").kind());
    }

    @Test
    protected void danglingLinkIsNotFound() throws Exception {
        fixture().link("link", "missing");

        trial().failure(Set.of(FailureKind.NOT_FOUND), () -> stat("link"));
        trial().failure(Set.of(FailureKind.NOT_FOUND), () -> trial().read(url("link")));
    }

    @Test
    protected void linkIsRemovedAndItsTargetStays() throws Exception {
        fixture().put("file", Trial.bytes(10));
        fixture().put("directory/file", Trial.bytes(10));
        fixture().link("link to file", "file");
        fixture().link("link to directory", "directory");
        fixture().link("link to nothing", "missing");

        assertTrue(remove("link to file", false));
        assertTrue(remove("link to directory", false));
        assertTrue(remove("link to nothing", false));

        assertFalse(fixture().exists("link to nothing"));
        assertEquals(Set.of("file", "directory/file"), Set.copyOf(fixture().names()));
    }

    @Test
    protected void removingATreeNeverFollowsALinkOutOfIt() throws Exception {
        fixture().put("outside/file", Trial.bytes(10));
        fixture().put("tree/file", Trial.bytes(10));
        fixture().link("tree/link to directory", "outside");
        fixture().link("tree/link to file", "outside/file");
        fixture().link("link to tree", "outside");

        assertTrue(remove("tree", true));
        assertTrue(remove("link to tree", true));

        assertEquals(List.of("outside/file"), fixture().names());
    }
}
