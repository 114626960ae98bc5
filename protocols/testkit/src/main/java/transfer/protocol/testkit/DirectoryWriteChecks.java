package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;

/** Directories where a file is to be written, and files where a directory should be. */
@Needs({Ability.WRITE, Ability.DIRECTORIES})
abstract class DirectoryWriteChecks extends Checks {
    private static final Set<FailureKind> IN_THE_WAY =
            Set.of(FailureKind.ALREADY_EXISTS, FailureKind.BAD_REQUEST);

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
