package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceMapTest {
    private static String place(PlaceMap map, String destination) throws Exception {
        return map.place(destination).text();
    }

    private static PlaceMap moves(String... moves) {
        return new PlaceMap(
                Optional.empty(), List.of(moves).stream().map(PlaceMap.Move::parse).toList());
    }

    @Test
    void withoutAWishEverythingIsWhereItWas() throws Exception {
        assertEquals("file:///data/x", place(moves(), "file:///data/x"));
        assertEquals("http://h/x", place(moves(), "http://h/x"));
    }

    @Test
    void whatWasLinkedOrMovedIsAFileNow() throws Exception {
        assertEquals("file:///data/x", place(moves(), "moveto:///data/x"));
    }

    @ParameterizedTest
    @CsvSource({
        "/data=/mnt/copy, file:///data/x, file:///mnt/copy/x",
        "/data/=/mnt/, file:///data/x, file:///mnt/x",
        "/data=/mnt, file:///database/x, file:///database/x",
        "/data=/mnt, file:///data, file:///mnt",
        "file:///data=http://h/d, file:///data/x, http://h/d/x",
        "http://h=/mnt, http://h/a/x, file:///mnt/a/x",
        "http://h=/mnt, http://host/a, http://host/a",
        "http://h/=https://other:8443/, http://h/a, https://other:8443/a",
        "http://h/a?sig=***=https://h/a?sig=x, http://h/a?sig=***, https://h/a?sig=x",
        "http://h/a?sig=***=/mnt/a, http://h/a?sig=***, file:///mnt/a",
        "/a=b=c, file:///a/x, file://b=c/x",
    })
    void aPrefixIsMoved(String move, String destination, String expected) throws Exception {
        assertEquals(expected, place(moves(move), destination));
    }

    @Test
    void theLongestPrefixThatFitsCounts() throws Exception {
        PlaceMap map = moves("/a=/1", "/a/b=/2", "/a/b/c/d=/3");
        assertEquals("file:///2/c/x", place(map, "file:///a/b/c/x"));
    }

    @Test
    void theRootIsForFilesOfThatMachineOnly() throws Exception {
        PlaceMap map = new PlaceMap(Optional.of("/mnt/it"), List.of());
        assertEquals("file:///mnt/it/data/x", place(map, "file:///data/x"));
        assertEquals("http://h/x", place(map, "http://h/x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "a", "a=", "=b", "http://joe:geheim@h="})
    void whatIsNoMoveIsRefusedAndNotRepeated(String text) {
        assertFalse(
                assertThrows(IllegalArgumentException.class, () -> PlaceMap.Move.parse(text))
                        .getMessage()
                        .contains("geheim"));
    }
}
