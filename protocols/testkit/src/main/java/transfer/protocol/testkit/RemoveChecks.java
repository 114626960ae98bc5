package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import transfer.protocol.Remover;
import transfer.protocol.TransferException;

/** What {@link Remover} promises of files. */
@Needs(Ability.REMOVE)
abstract class RemoveChecks extends Checks {
    protected final boolean remove(String name, boolean recursive)
            throws TransferException, InterruptedException {
        return trial().open(Remover.class, url(name)).remove(url(name), recursive);
    }

    @Test
    protected void fileIsRemoved() throws Exception {
        fixture().put("file", Trial.bytes(10));

        assertTrue(remove("file", false));
        assertFalse(fixture().exists("file"));
    }

    @Test
    protected void fileIsRemovedRecursivelyToo() throws Exception {
        fixture().put("file", Trial.bytes(10));

        assertTrue(remove("file", true));
        assertFalse(fixture().exists("file"));
    }

    @TestFactory
    protected Stream<DynamicTest> fileOfAnyNameIsRemoved() {
        return Names.each(
                has(Ability.NAMES_OF_ANY_BYTES),
                name -> {
                    fixture().put(name, Trial.bytes(10));
                    assertTrue(remove(name, false));
                    assertFalse(fixture().exists(name));
                });
    }

    @Test
    protected void missingFileCountsAsRemoved() throws Exception {
        assertFalse(remove("missing", false));
        assertFalse(remove("missing", true));
        assertFalse(remove("missing directory/file", false));
    }

    @Test
    protected void neighboursStay() throws Exception {
        for (String name : List.of("a", "a ", "a.b", "ab", "A", "a*", ".a")) {
            fixture().put(name, Trial.bytes(10, name.hashCode()));
        }

        assertTrue(remove("a", true));
        assertTrue(remove("a*", true));

        assertFalse(fixture().exists("a"));
        for (String name : List.of("a ", "a.b", "ab", "A", ".a")) {
            assertArrayEquals(
                    Trial.bytes(10, name.hashCode()), fixture().get(name).orElseThrow(), name);
        }
        assertEquals(5, fixture().names().size());
    }
}
