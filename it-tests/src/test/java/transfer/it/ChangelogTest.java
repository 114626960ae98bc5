package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/changelog} makes of the fragments: nothing that was told gets lost. */
class ChangelogTest {
    @TempDir Path folder;
    private String script;
    private Path unreleased;

    @BeforeEach
    void layOut() throws Exception {
        Path scripts = Files.createDirectory(folder.resolve("scripts"));
        Path copy = scripts.resolve("changelog");
        Files.copy(Packed.ROOT.resolve("scripts/changelog"), copy);
        script = copy.toString();
        unreleased = Files.createDirectories(folder.resolve("changelog/unreleased"));
        Files.writeString(folder.resolve("CHANGELOG.md"), "<!-- releases -->\n");
    }

    @Test
    void eachEntryOfAFragmentStandsOnceAmongThoseOfItsKind() throws Exception {
        Files.writeString(unreleased.resolve("a.md"), "New: one,\nfolded.\nFix: two.\n");
        Files.writeString(unreleased.resolve("b.md"), "New: three.\n");
        Packed.run("sh", script, "1.0");
        List<String> entries =
                Files.readAllLines(folder.resolve("CHANGELOG.md")).stream()
                        .filter(line -> line.startsWith("- "))
                        .toList();
        assertEquals(List.of("- New: one, folded.", "- New: three.", "- Fix: two."), entries);
    }

    @Test
    void aKindThatIsNoneIsToldAndNothingRemoved() throws Exception {
        Path wrong = unreleased.resolve("a.md");
        Files.writeString(wrong, "Changed: something.\n");
        Packed.exits(1, "sh", script, "1.0");
        assertEquals("Changed: something.\n", Files.readString(wrong));
    }

    @Test
    void ourFragmentsCanBeJoined() throws Exception {
        Packed.run("cp", "-R", Packed.ROOT.resolve("changelog").toString(), folder.toString());
        Packed.run("sh", script, "1.0");
    }
}
