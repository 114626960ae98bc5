package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputCatalogTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @TempDir Path folder;

    private Surroundings surroundings() {
        return new Surroundings(folder, folder, "me", Map.of("HOST", "h"));
    }

    private Path file() {
        return folder.resolve("catalog");
    }

    private OutputCatalog catalog(String form, String... more)
            throws IOException, PlanningException {
        Files.writeString(
                folder.resolve("properties"),
                "pegasus.catalog.replica.output = %s\n%s.file = catalog\n%s\n"
                        .formatted(form, CatalogForm.OUTPUTS, String.join("\n", more)));
        return OutputCatalog.of(Path.of("properties"), "", surroundings());
    }

    private ReplicaCatalog.Known read(String lfn) throws IOException {
        Defects defects = new Defects();
        ReplicaCatalog read = new CatalogFiles(surroundings(), null, defects).replicas(file());
        assertEquals(List.of(), defects.list());
        return read.find(lfn);
    }

    private Path meta(String lfn, String attributes) throws IOException {
        return Files.writeString(
                folder.resolve("job.meta"),
                "[{\"_type\":\"file\",\"_id\":\"%s\",\"_attributes\":{%s}}]"
                        .formatted(lfn, attributes));
    }

    /** What a name may hold; a line end only where lines do not matter. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a b",
                "a\"b",
                "a\\b",
                "a\\\"b",
                "#a",
                "$HOST",
                "${HOST}",
                "a\\${HOST}",
                "a\\$b",
                "ä€😀",
                "'",
                ": [",
                "- a",
                "{",
                "%41",
                "a\tb",
                "a\u0001b",
                "0",
                "null",
                "~",
                "true",
                "a#b",
                "a: b"
            })
    void namesAndUrlsAreReadAgainAsTheyWere(String name) throws Exception {
        for (String form : List.of("YAML", "File")) {
            Files.deleteIfExists(file());
            String line =
                    ListFile.quoted(name)
                            + " "
                            + ListFile.quoted("file:///" + name)
                            + " site=\"s\"";
            assertEquals(1, catalog(form).note(List.of(line), "list", List.of()), form);
            assertEquals(List.of(new Replica("file:///" + name, "s")), read(name).replicas(), form);
            assertEquals(0, catalog(form).note(List.of(line), "list", List.of()), form);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"YAML", "File"})
    void checksumsAndSizesComeFromTheJobs(String form) throws Exception {
        Path facts =
                meta(
                        "f.d",
                        "\"size\":\"7\",\"checksum.type\":\"sha256\",\"checksum.value\":\""
                                + DIGEST
                                + "\"");
        catalog(form).note(List.of("f.d file:///f.d site=\"s\" k=\"v\""), "list", List.of(facts));
        assertEquals(
                Map.of("size", "7", "checksum.type", "sha256", "checksum.value", DIGEST, "k", "v"),
                read("f.d").metadata());
    }

    @Test
    void aChecksumOfAnotherKindIsKeptToo() throws Exception {
        Path facts = meta("f", "\"checksum.type\":\"md5\",\"checksum.value\":\"00\"");
        catalog("YAML").note(List.of("f file:///f site=\"s\""), "list", List.of(facts));
        assertEquals(Map.of("checksum.type", "md5", "checksum.value", "00"), read("f").metadata());
    }

    @ParameterizedTest
    @ValueSource(strings = {"YAML", "File"})
    void newFactsReplaceOldOnesAndTheOthersStay(String form) throws Exception {
        List<String> line = List.of("f file:///f site=\"s\"");
        catalog(form).note(line, "list", List.of(meta("f", "\"size\":\"1\",\"user\":\"me\"")));
        assertEquals(0, catalog(form).note(line, "list", List.of(meta("f", "\"size\":2"))));
        assertEquals(Map.of("size", "2", "user", "me"), read("f").metadata());
    }

    @ParameterizedTest
    @ValueSource(strings = {"YAML", "File"})
    void aFileMayBeAtSeveralPlaces(String form) throws Exception {
        List<String> lines =
                List.of(
                        "f file:///1 site=\"s\"",
                        "f file:///2 site=\"s\"",
                        "f file:///2 site=\"t\"");
        assertEquals(3, catalog(form).note(lines, "list", List.of()));
        assertEquals(3, read("f").replicas().size());
    }

    @Test
    void namesThatWereCutShortFindTheirFacts() throws Exception {
        Path facts = meta("deep/f", "\"size\":\"1\"");
        catalog("YAML", "pegasus.register.deep = false")
                .note(List.of("f file:///deep/f site=\"s\""), "list", List.of(facts));
        assertEquals(Map.of("size", "1"), read("f").metadata());
    }

    @Test
    void otherEntriesOfACatalogStay() throws Exception {
        Files.writeString(
                file(),
                """
                pegasus: "5.0"
                replicas:
                  - lfn: "old_([0-9]+)"
                    regex: true
                    pfns: [{site: a, pfn: "http://${HOST}/[1]"}]
                  - {lfn: f, pfns: [{site: a, pfn: "file:///f"}], metadata: {owner: me}}
                  - {lfn: f, pfns: [{site: b, pfn: "file:///f"}]}
                """);
        OutputCatalog catalog = catalog("YAML");
        assertEquals(1, catalog.note(List.of("new file:///n site=\"s\""), "list", List.of()));
        assertEquals(List.of(new Replica("http://h/7", "a")), read("old_7").replicas());
        assertEquals(2, read("f").replicas().size());
        assertEquals(Map.of("owner", "me"), read("f").metadata());
        assertEquals(0, catalog.note(List.of("f file:///f site=\"b\""), "list", List.of()));
    }

    /** What jobs or workflows tell of a file leaves a catalog that can be read, and its place. */
    @Test
    void noFactBreaksATextCatalog() throws Exception {
        Map<String, String> odd =
                Map.of(
                        "made by", "me",
                        "a\"b", "c",
                        "text", "two\nlines \\",
                        "x=y", "z",
                        "site", "elsewhere",
                        "regex", "true");
        StringBuilder line = new StringBuilder("f file:///f site=\"s\"");
        odd.forEach((key, value) -> line.append(ListFile.pair(key, value)));
        Path facts = meta("f", "\"more of\":\"it\\r\\n\",\"pool\":\"p\"");
        OutputCatalog catalog = catalog("File");

        assertEquals(1, catalog.note(line.toString().lines().toList(), "list", List.of(facts)));
        assertEquals(0, catalog.note(line.toString().lines().toList(), "list", List.of(facts)));

        assertEquals(List.of(new Replica("file:///f", "s")), read("f").replicas());
        assertEquals(
                Map.of("made by", "me", "a\"b", "c", "text", "two lines \\", "more of", "it "),
                read("f").metadata());
    }

    @Test
    void linesAndCommentsOfATextCatalogStay() throws Exception {
        String before = "# mine\n\nf  file:///f   pool=\"a\"\nx(.) http://h/[1] regex=\"true\"\n";
        Files.writeString(file(), before);
        OutputCatalog catalog = catalog("File");
        assertEquals(0, catalog.note(List.of("f file:///f site=\"a\""), "list", List.of()));
        assertEquals(before, Files.readString(file()));
        assertEquals(1, catalog.note(List.of("g file:///g site=\"a\""), "list", List.of()));
        assertEquals(before + "g file:///g site=\"a\"\n", Files.readString(file()));
    }

    @Test
    void aCatalogBehindALinkStaysThereAndKeepsItsMode() throws Exception {
        Path real = Files.createFile(Files.createDirectory(folder.resolve("d")).resolve("real"));
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-rw-r--"));
        Files.createSymbolicLink(file(), real);
        catalog("YAML").note(List.of("f file:///f site=\"s\""), "list", List.of());
        assertTrue(Files.isSymbolicLink(file()));
        assertTrue(Files.size(real) > 0);
        assertEquals(
                "rw-rw-r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
    }

    @Test
    void whatAKilledJobLeftIsOverwritten() throws Exception {
        Files.writeString(folder.resolve(".catalog.part"), "half of a cat");
        catalog("YAML").note(List.of("f file:///f site=\"s\""), "list", List.of());
        assertEquals(1, read("f").replicas().size());
        assertFalse(Files.exists(folder.resolve(".catalog.part")));
    }

    @Test
    void manyThreadsLoseNothing() throws Exception {
        OutputCatalog catalog = catalog("YAML");
        List<Future<Integer>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 40; i++) {
                String name = "f" + i;
                running.add(
                        threads.submit(() ->
                                catalog.note(
                                        List.of(name + " file:///" + name + " site=\"s\""),
                                        "list",
                                        List.of())));
            }
        }
        for (Future<Integer> each : running) {
            assertEquals(1, each.get());
        }
        for (int i = 0; i < 40; i++) {
            assertEquals(1, read("f" + i).replicas().size());
        }
    }

    @Test
    void aSecondObjectOfThisProcessIsRefusedAndNotLeftWithoutALock() throws Exception {
        OutputCatalog catalog = catalog("YAML");
        try (FileChannel other =
                        FileChannel.open(
                                folder.resolve(".catalog.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock _ = other.lock()) {
            assertThrows(
                    IOException.class,
                    () -> catalog.note(List.of("f file:///f site=\"s\""), "list", List.of()));
        }
        assertFalse(Files.exists(file()));
    }

    @Test
    void theUsualCatalogIsAFileInTheSubmitDirectory() throws Exception {
        StringBuilder text = new StringBuilder();
        OutputCatalog.usual(folder, "one-0")
                .forEach((key, value) -> text.append(key + "=" + value + "\n"));
        Files.writeString(folder.resolve("properties"), text);
        OutputCatalog catalog = OutputCatalog.of(Path.of("properties"), "", surroundings());
        assertEquals(folder.resolve("one-0.replicas.yml"), catalog.file());
    }
}
