package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of files that jobs could not find again under them are refused; others come through. */
class FileNamesTest {
    @TempDir Path directory;
    private SubmitBench bench;

    @BeforeEach
    void copyInputs() throws Exception {
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", directory);
    }

    private void rename(String lfn) throws Exception {
        bench.replace("workflow.yml", "f.b1", "\"" + lfn + "\"");
    }

    private String script(String job) throws Exception {
        return Files.readString(bench.write().directory().resolve("00/00/" + job + ".sh"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$HOME.dat|must not hold the name of a variable",
                "run/${X}|must not hold the name of a variable",
                "run/$PWD|must not hold the name of a variable",
                "a\\uD800b|half of a character",
                "a;;;b|for it a name ends before ;;;",
                "ab;|for it a name ends before ;;;",
                "'ab '|for it a name ends before ;;; and before blanks"
            })
    void namesThatWouldBecomeOthersAreRefused(String lfn, String words) throws Exception {
        rename(lfn.replace("${", "\\${"));
        List<Defect> defects = assertThrows(PlanningException.class, () -> bench.write()).defects();
        assertTrue(defects.getFirst().toString().contains(words), defects::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k=1/n=2.dat", "=", "a=", "5$", "$5.dat", "a;b"})
    void namesThatStayWhatTheyAreAreNot(String lfn) throws Exception {
        rename(lfn);
        String script = script("findrange_ID0002");
        String checked = lfn.contains("=") ? "=" + lfn : lfn;
        assertTrue(script.contains("node_verify << 'END'\n" + checked + "\nEND\n"), script);
    }
}
