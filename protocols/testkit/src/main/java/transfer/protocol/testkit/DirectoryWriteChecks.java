package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferUrl;

/** Directories where a file is to be written, and files where a directory should be. */
@Needs({Ability.WRITE, Ability.DIRECTORIES})
abstract class DirectoryWriteChecks extends Checks {
    private static final Set<FailureKind> IN_THE_WAY =
            Set.of(FailureKind.ALREADY_EXISTS, FailureKind.BAD_REQUEST);

    @Test
    protected void fileWrittenUnderItsNameIsListedUnderIt() throws Exception {
        List<String> names = Names.inTrees(has(Ability.NAMES_OF_ANY_BYTES));
        Directories directories = trial().open(Directories.class, url("a"));
        for (String name : names) {
            trial().write(directories.child(url("a"), name), name.getBytes(StandardCharsets.UTF_8));
        }

        Set<String> listed = new TreeSet<>();
        for (Directories.Entry entry : directories.list(url("a"))) {
            TransferUrl url = entry.url();
            String name = directories.name(url);
            listed.add(name);
            assertArrayEquals(name.getBytes(StandardCharsets.UTF_8), trial().read(url), url::text);
        }
        assertEquals(new TreeSet<>(names), listed);
    }

    @Test
    protected void directoryCannotBeReplacedByAFile() throws Exception {
        fixture().put("directory/file", Trial.bytes(10));

        trial().failure(IN_THE_WAY, () -> trial().write(url("directory"), Trial.bytes(10)));

        assertEquals(List.of("directory/file"), fixture().names());
    }

    @Test
    protected void emptyDirectoryCannotBeReplacedByAFile() throws Exception {
        fixture().makeDirectory("directory");

        trial().failure(IN_THE_WAY, () -> trial().write(url("directory"), Trial.bytes(10)));

        assertTrue(fixture().exists("directory"));
        assertEquals(List.of(), fixture().names());
    }

    @Test
    protected void nothingIsWrittenBelowAFile() throws Exception {
        fixture().put("file", Trial.bytes(10));

        trial().failure(IN_THE_WAY, () -> trial().write(url("file/below"), Trial.bytes(10)));

        assertEquals(List.of("file"), fixture().names());
    }
}
