package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no text, or not the text that they should be: told with their names. */
class UnreadableInputTest {
    @TempDir Path directory;
    private SubmitBench bench;

    @BeforeEach
    void copyInputs() throws IOException {
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", directory);
    }

    private List<String> defects() {
        PlanningException refused = assertThrows(PlanningException.class, bench::write);
        assertFalse(Files.exists(bench.base()), "something was left behind");
        return refused.defects().stream()
                .map(Defect::toString)
                .map(text -> text.replace(directory + "/", ""))
                .toList();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text, StandardCharsets.ISO_8859_1);
    }

    private void append(String file, String text) throws IOException {
        write(file, Files.readString(directory.resolve(file)) + text);
    }

    private void assertTold(String start) {
        List<String> defects = defects();
        assertTrue(
                defects.stream().anyMatch(each -> each.startsWith(start)),
                () -> start + "\n" + String.join("\n", defects));
    }

    private void useText(String kind, String text) throws IOException {
        write(kind + ".txt", text);
        bench.settings.put("pegasus.catalog." + kind + ".file", kind + ".txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"workflow.yml", "sites.yml", "replicas.yml", "transformations.yml"})
    void textInAnotherCodeIsToldWithItsLine(String file) throws IOException {
        int lines = Files.readAllLines(directory.resolve(file)).size();
        append(file, "# \u00e9\n");
        assertTold(file + ":" + (lines + 1) + ": is no text in UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"replica", "transformation", "site"})
    void soAreOldCatalogs(String kind) throws IOException {
        useText(kind, "# fine\n\u00e9\n");
        assertTold(kind + ".txt:2: is no text in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"workflow.yml", "sites.yml", "replicas.yml", "transformations.yml"})
    void aDirectoryIsNoFile(String file) throws IOException {
        Files.delete(directory.resolve(file));
        Files.createDirectory(directory.resolve(file));
        assertTold(file + ": is a directory");
    }

    @Test
    void aDirectoryIsNoCatalogOfReplicas() throws IOException {
        Files.createDirectory(directory.resolve("replicas"));
        bench.settings.put("pegasus.catalog.replica.file", "replicas");
        assertTold("replicas: is a directory");
    }

    @Test
    void nulIsTold() throws IOException {
        append("workflow.yml", "x-a: \"a\"\nx-b: \0\n");
        int lines = Files.readAllLines(directory.resolve("workflow.yml")).size();
        assertTold("workflow.yml:" + lines + ": no YAML: the character U+0000 cannot stand in it");
        useText("replica", "f.a file:///a\nf.b \0\n");
        assertTold("replica.txt:2: holds the character NUL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\0", "\\ud800"})
    void whatNoFileCanHoldIsNotEscapedEither(String escape) throws IOException {
        append("replicas.yml", "x-a: \"" + escape + "\"\n");
        assertTold("replicas.yml:6: a text holds NUL");
    }

    @Test
    void aMarkAtTheBeginningSaysNothing() throws Exception {
        for (String file :
                List.of("workflow.yml", "sites.yml", "replicas.yml", "transformations.yml")) {
            Path path = directory.resolve(file);
            Files.writeString(path, "\uFEFF" + Files.readString(path));
        }
        Files.writeString(
                directory.resolve("rc.txt"), "\uFEFFf.a file:///wf/inputs/f.a site=\"local\"\n");
        bench.settings.put("pegasus.catalog.replica.file", "rc.txt");
        assertTrue(bench.write().jobs() > 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"---\nname: other\n", "--- [\n", "...\n}}\n"})
    void nothingStandsBehindTheEnd(String more) throws IOException {
        int lines = Files.readAllLines(directory.resolve("workflow.yml")).size();
        append("workflow.yml", more);
        assertTold("workflow.yml:" + (lines + (more.startsWith("...") ? 2 : 1)) + ": ");
    }

    @Test
    void aListMayBeNamed() throws Exception {
        String text = Files.readString(directory.resolve("workflow.yml"));
        write(
                "workflow.yml",
                text.replaceFirst("\njobs:", "\nx-jobs: &all")
                        .replaceFirst("\njobDependencies:", "\njobs: *all\njobDependencies:"));
        assertTrue(bench.write().jobs() > 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../x",
                "/x",
                ".",
                "..",
                "a/../b",
                "a//b",
                "a/",
                "./a",
                "a/.",
                "\"a\\nb\"",
                "\"a\\rb\""
            })
    void namesOfFilesStayWhereTheyArePut(String lfn) throws IOException {
        String text = Files.readString(directory.resolve("workflow.yml"));
        write("workflow.yml", text.replace("{lfn: f.d,", "{lfn: " + lfn + ","));
        assertTold("workflow.yml:41: jobs[3].uses[2].lfn: must be a relative name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "a/..b/c.", ".a", "a b", "a/b/c", "$(x) 'y' \\"})
    void othersAreTaken(String lfn) {
        assertTrue(Lfn.isPlain(lfn));
    }

    @ParameterizedTest
    @CsvSource({"(f|g)*a, f, 40000", "(f+)+(f+)+(f+)+(f+)+(f+)+x, f, 200"})
    void anExpressionWithTooManyWaysToFitIsTold(String expression, String letter, int times)
            throws IOException {
        String lfn = letter.repeat(times);
        String text = Files.readString(directory.resolve("workflow.yml"));
        write("workflow.yml", text.replace("f.a", lfn + "a"));
        write(
                "replicas.yml",
                """
                pegasus: "5.0"
                replicas:
                  - lfn: "%s"
                    regex: true
                    pfns: [{site: local, pfn: "file:///x"}]
                """
                        .formatted(expression));
        assertTold("replicas.yml:3: replicas[0].lfn: the regular expression '" + expression);
    }

    @Test
    void aNumberOfNoGroupStandsForItself() {
        ReplicaCatalog catalog = new ReplicaCatalog();
        catalog.addRule(
                new BoundedMatch(java.util.regex.Pattern.compile("f"), message -> {}),
                new Replica("file:///[0]/[99999999999]", Site.LOCAL),
                java.util.Map.of());
        assertEquals("file:///f/[99999999999]", catalog.find("f").replicas().getFirst().url());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "siteCatalog: {site: []}|siteCatalog.site: unknown field",
                "replicaCatalog: {pegasus: '4.0'}|pegasus: the version",
                "transformationCatalog: [a]|transformationCatalog: must be a mapping",
            })
    void catalogsInAWorkflowAreNoLessStrict(String more, String message) throws IOException {
        int lines = Files.readAllLines(directory.resolve("workflow.yml")).size();
        append("workflow.yml", more + "\n");
        assertTold("workflow.yml:" + (lines + 1) + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "f.a file:///a site=\"local\" regex=\"maybe\"|regex must be true or false, not 'maybe'",
                "f.a file:///a site=\"local\" site=\"other\"|'site' stands here a second time",
            })
    void linesOfReplicas(String line, String message) throws IOException {
        useText("replica", line + "\n");
        assertTold("replica.txt:1: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type \"LOCAL\"|type must be INSTALLED or STAGEABLE, not 'LOCAL'",
                "sype \"INSTALLED\"|unknown key 'sype' of a site; known are arch, container,",
            })
    void blocksOfPrograms(String line, String message) throws IOException {
        useText("transformation", "tr a {\n site local { pfn \"/a\" " + line + " } }\n");
        assertTold("transformation.txt:2: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "handle=\"local\"|handle=\"\"|site: the attribute handle is missing",
                "handle=\"local\"|handle=\"local\"/><site handle=\"local\"|site: the site 'local' stands already in line 2",
                "handle=\"local\"|handle=\"lo cal\"|site.handle: a site's name has letters, digits and any of _ . : @ + - only, and begins with a letter, a digit or _; this one is 'lo cal'",
                "arch=\"x86_64\"|arch=\"z80\"|arch: must be one of aarch64,",
                "os=\"LINUX\"|os=\"plan9\"|os: must be one of aix,",
                "type=\"shared-scratch\"|type=\"scratch\"|directory: unknown type 'scratch'",
                "path=\"/s\"|pfad=\"/s\"|path: is missing",
                "operation=\"all\"|operation=\"gett\"|operation: must be one of all, get, put, not 'gett'",
                "url=\"file:///s\"|url=\"s\"|file-server: must have a URL with a scheme",
                "contact=\"c\"||contact: is missing",
                "type=\"condor\"||type: is missing",
                "jobtype=\"compute\"|jobtype=\"none\"|jobtype: must be one of auxillary,",
                "namespace=\"env\"|namespace=\"enw\"|profile: unknown namespace 'enw'",
                "key=\"K\"||profile: the attribute key is missing",
                "</sitecatalog>||no XML: ",
            })
    void attributesOfSites(String old, String changed, String message) throws IOException {
        String text =
                """
                <sitecatalog version="4.0">
                <site handle="local" arch="x86_64" os="LINUX"><grid type="condor" contact="c" jobtype="compute"/>\
                <directory type="shared-scratch" path="/s"><file-server operation="all" url="file:///s"/></directory>\
                <profile namespace="env" key="K">v</profile></site>
                </sitecatalog>
                """;
        assertTrue(text.contains(old));
        useText("site", text.replace(old, changed == null ? "" : changed));
        int line = message.startsWith("no XML") ? 4 : 2;
        assertTold("site.txt:" + line + ": " + message);
    }

    @Test
    void aLinkIntoItselfIsTold() throws IOException {
        Files.createSymbolicLink(directory.resolve("loop"), directory);
        CatalogFiles files =
                new CatalogFiles(
                        new Surroundings(directory, directory, "me", java.util.Map.of()),
                        null,
                        new Defects());
        assertTrue(files.directory(directory).find("workflow.yml").replicas().isEmpty());
    }

    @Test
    void nameOfTheWorkflowIsOfTheWorkflow() throws IOException {
        String text = Files.readString(directory.resolve("workflow.yml"));
        write("workflow.yml", text.replace("name: diamond", "name: ../../diamond"));
        assertTold("workflow.yml: name: ");
    }

    @Test
    void directoriesOfJobsAreWordsForDagman() throws IOException {
        bench.settings.put("pegasus.dir.submit.mapper", "Named");
        String text = Files.readString(directory.resolve("workflow.yml"));
        write(
                "workflow.yml",
                text.replaceFirst(
                        "id: ID0001",
                        "id: ID0001\n    profiles: {pegasus: {relative.submit.dir: a b}}"));
        assertTrue(
                defects().stream().anyMatch(each -> each.contains("relative.submit.dir: 'a b'")));
    }
}
