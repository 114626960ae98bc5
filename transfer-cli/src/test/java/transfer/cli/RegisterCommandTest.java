package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterCommandTest {
    private static final String DIGEST = "ab".repeat(32);

    @TempDir Path folder;
    private Harness program;

    @BeforeEach
    void prepare() throws IOException {
        program = new Harness(folder).with("HOME", folder.toString());
        write(
                "run.properties",
                "pegasus.catalog.replica.output = YAML\n"
                        + "pegasus.catalog.replica.output.file = out.yml\n");
        write("list.in", "f.d file:///store/f.d site=\"local\" key=\"value\"\n");
        write(
                "job.meta",
                """
                [{"_type": "file", "_id": "f.d", "_attributes":
                   {"size": "3", "checksum.type": "sha256", "checksum.value": "%s"}}]
                """
                        .formatted(DIGEST));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String catalog() throws IOException {
        return Files.readString(folder.resolve("out.yml"));
    }

    private Harness.Ended register(String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "register";
        all[1] = "--conf";
        all[2] = "run.properties";
        System.arraycopy(more, 0, all, 3, more.length);
        return program.transfer(all);
    }

    @Test
    void whatJobsFoundOutIsNotedWithTheFile() throws IOException {
        register("--meta", "job.meta,", "--insert", "list.in")
                .exited(ExitCode.DONE)
                .says("1 of 1 lines are new in " + folder.resolve("out.yml"));
        assertEquals(
                """
                pegasus: "5.0"
                replicas:
                  - lfn: "f.d"
                    pfns:
                      - {site: "local", pfn: "file:///store/f.d"}
                    checksum: {sha256: "%s"}
                    metadata:
                      "key": "value"
                      "size": "3"
                """
                        .formatted(DIGEST),
                catalog());
    }

    @Test
    void theListMayComeFromStandardInput() throws IOException {
        program.input("a file:///a site=\"x\"\nb file:///b site=\"x\"\n");
        register().exited(ExitCode.DONE).says("2 of 2 lines are new");
        assertEquals(2, catalog().split("lfn:", -1).length - 1);
    }

    @Test
    void aSecondTimeNothingIsNew() throws IOException {
        register("--insert", "list.in").exited(ExitCode.DONE);
        String before = catalog();
        register("--insert", "list.in").exited(ExitCode.DONE).says("0 of 1 lines are new");
        assertEquals(before, catalog());
    }

    @Test
    void factsThatNobodyWroteAreMissedAndNoMore() throws IOException {
        register("--meta", "gone.meta,job.meta", "--insert", "list.in")
                .exited(ExitCode.DONE)
                .says("nothing is known from gone.meta: no such file");
        assertEquals(1, catalog().split(DIGEST, -1).length - 1);
    }

    @Test
    void anotherPrefixNamesAnotherCatalog() throws IOException {
        write("run.properties", "my.catalog=File\nmy.catalog.file=mine.txt\n");
        register("--prefix", "my.catalog", "--insert", "list.in").exited(ExitCode.DONE);
        assertEquals(
                "f.d file:///store/f.d site=\"local\" key=\"value\"\n",
                Files.readString(folder.resolve("mine.txt")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pegasus.catalog.replica.output=JDBCRC|run.properties:1: pegasus.catalog.replica.output: databases (JDBCRC) are not supported: YAML or File note outputs in a file",
                "pegasus.catalog.replica.output=Paper|must be YAML or File, not 'Paper'",
                "pegasus.catalog.replica.output=YAML|run.properties: pegasus.catalog.replica.output.file: is missing",
                "nothing=1|run.properties: pegasus.catalog.replica.output: is missing: must be YAML or File",
            })
    void propertiesThatNameNoCatalogAreToldWithTheirLine(String properties, String words)
            throws IOException {
        write("run.properties", properties + "\n");
        register("--insert", "list.in").exited(ExitCode.BAD_USAGE).says(words);
        assertFalse(Files.exists(folder.resolve("out.yml")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list.in|f.d|list.in:1: must have a logical name and a URL",
                "list.in|f.d file:///x \"open|list.in:1: '\"'open' is no pair",
                "job.meta|[{\"_type\": \"file\"|/job.meta:",
                "job.meta|{}|/job.meta: must be a JSON list",
                "out.yml|replicas: 3|/out.yml:1: replicas: must be a list, not a text",
            })
    void whatCannotBeUnderstoodIsToldAndNothingIsWritten(String file, String text, String words)
            throws IOException {
        write(file, text + "\n");
        register("--meta", "job.meta", "--insert", "list.in")
                .exited(ExitCode.BAD_USAGE)
                .says(words.replace("'\"'", "'"));
        if (file.equals("out.yml")) {
            assertEquals(text + "\n", catalog());
        } else {
            assertFalse(Files.exists(folder.resolve("out.yml")));
        }
    }

    @Test
    void filesThatAreNotThereAreTold() {
        register("--insert", "gone.in").exited(ExitCode.BAD_CONFIGURATION).says("gone.in: ");
        program.transfer("register", "--conf", "gone", "--insert", "list.in")
                .exited(ExitCode.BAD_CONFIGURATION)
                .says("gone: ");
        program.transfer("register", "--insert", "list.in")
                .exited(ExitCode.BAD_USAGE)
                .says("missing required option: '--conf=FILE'");
    }
}
