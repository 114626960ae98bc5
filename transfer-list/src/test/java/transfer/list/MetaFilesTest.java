package transfer.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.ByteText;

class MetaFilesTest {
    private static final Checksum HELLO =
            Checksum.sha256("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
    private static final Checksum OTHER =
            Checksum.sha256("cda6cdd121c2ac84c7aa12e15cfc7e07503ca7a4d11f4f3df791d4e0fbc7d80f");

    @TempDir private Path directory;

    private void write(String name, String json) throws IOException {
        Files.write(directory.resolve(name), ByteText.encode(json.replace('\'', '"')));
    }

    private static String entry(String id, Checksum checksum) {
        return "{'_type':'file','_id':'%s','_attributes':{'checksum.value':'%s'}}"
                .formatted(id, checksum.hex());
    }

    @Test
    void whatProducersWriteIsRead() throws IOException {
        try (InputStream example =
                Objects.requireNonNull(
                        MetaFilesTest.class.getResourceAsStream("/examples/checksums.meta"))) {
            Files.copy(example, directory.resolve("checksums.meta"));
        }
        assertEquals(
                new MetaFiles(Map.of("hello.txt", HELLO), List.of()), MetaFiles.read(directory));
    }

    @Test
    void onlyMetaFilesThatAreNotHiddenAreRead() throws IOException {
        write(".hidden.meta", "[" + entry("a", HELLO) + "]");
        write(".meta", "[" + entry("a", HELLO) + "]");
        write("a.json", "[" + entry("a", HELLO) + "]");
        write("b.meta", "[" + entry("b", OTHER) + "]");
        assertEquals(new MetaFiles(Map.of("b", OTHER), List.of()), MetaFiles.read(directory));
    }

    @Test
    void theLastOneReadCountsInTheOrderOfTheFilesNames() throws IOException {
        write("b.meta", "[" + entry("x", OTHER) + "," + entry("y", HELLO) + "]");
        write("a.meta", "[" + entry("x", HELLO) + "," + entry("y", OTHER) + "]");
        write("c.meta", "[" + entry("z", HELLO) + "," + entry("z", OTHER) + "]");
        write("d.meta", "[{'_id':'x','_attributes':{'size':'5'}},{'_id':'y'}]");
        assertEquals(
                new MetaFiles(Map.of("x", OTHER, "y", HELLO, "z", OTHER), List.of()),
                MetaFiles.read(directory));
    }

    @Test
    void tinyFilesSayNothing() throws IOException {
        write("a.meta", "");
        write("b.meta", "{");
        write("c.meta", "[]");
        write("d.meta", "x\n");
        assertEquals(new MetaFiles(Map.of(), List.of()), MetaFiles.read(directory));
    }

    @Test
    void aFileThatIsNotJsonCountsAsEmptyWithAWarning() throws IOException {
        write("a.meta", "[" + entry("x", HELLO) + ",\n oops]");
        write("b.meta", entry("x", HELLO));
        write("c.meta", "[" + entry("x", HELLO) + "] []");
        write("d.meta", "[" + entry("x", HELLO));
        Files.createDirectory(directory.resolve("e.meta"));
        Files.createSymbolicLink(directory.resolve("f.meta"), Path.of("nowhere"));
        MetaFiles meta = MetaFiles.read(directory);
        assertEquals(Map.of(), meta.checksums());
        List<String> beginnings =
                List.of(
                        "a.meta: line 2: ",
                        "b.meta: it is not an array",
                        "c.meta: there is more",
                        "d.meta: line 1: ",
                        "e.meta: it is no file",
                        "f.meta: it is no file");
        assertEquals(beginnings.size(), meta.warnings().size());
        for (int i = 0; i < beginnings.size(); i++) {
            String warning = meta.warnings().get(i);
            assertTrue(
                    warning.startsWith("Error parsing the meta data: " + beginnings.get(i)),
                    warning);
        }
    }

    @Test
    void entriesThatCannotBeUsedAreSkippedWithAWarning() throws IOException {
        write(
                "a.meta",
                "[5,{'_attributes':{'checksum.value':'%s'}},{'_id':7},['x'],%s]"
                        .formatted(HELLO.hex(), entry("x", HELLO)));
        assertEquals(
                new MetaFiles(
                        Map.of("x", HELLO),
                        List.of(
                                "a.meta, entry 1: it is not an object",
                                "a.meta, entry 2: it has no '_id'",
                                "a.meta, entry 3: it has no '_id'",
                                "a.meta, entry 4: it is not an object")),
                MetaFiles.read(directory));
    }

    @Test
    void otherAlgorithmsAreHonouredWhereTheyAreKnown() throws IOException {
        String entry =
                "{'_id':'%s','_attributes':{'checksum.type':%s,'checksum.value':'%s','x':{'y':[1]}}}";
        write(
                "a.meta",
                "["
                        + entry.formatted("md5", "'MD5'", "b1946ac92492d2347c6235b4d2611184")
                        + ","
                        + entry.formatted(
                                "sha", "'sha256'", HELLO.hex().toUpperCase(java.util.Locale.ROOT))
                        + ","
                        + entry.formatted("null", "null", HELLO.hex())
                        + ","
                        + entry.formatted("new", "'sha1024'", HELLO.hex())
                        + ","
                        + entry.formatted("short", "'sha256'", "12")
                        + "]");
        assertEquals(
                new MetaFiles(
                        Map.of(
                                "md5",
                                new Checksum(
                                        DigestAlgorithm.MD5, "b1946ac92492d2347c6235b4d2611184"),
                                "sha",
                                HELLO,
                                "null",
                                HELLO),
                        List.of(
                                "a.meta, entry 4: the checksum of 'new' is of the unknown type"
                                        + " 'sha1024'",
                                "a.meta, entry 5: the checksum of 'short' is none: sha-256 has 64"
                                        + " digits, not 2")),
                MetaFiles.read(directory));
    }

    @Test
    void aLaterChecksumThatCannotBeUsedTakesAnEarlierOneAway() throws IOException {
        write("a.meta", "[" + entry("x", HELLO) + "]");
        write("b.meta", "[{'_id':'x','_attributes':{'checksum.value':'zz'}}]");
        MetaFiles meta = MetaFiles.read(directory);
        assertEquals(Map.of(), meta.checksums());
        assertEquals(1, meta.warnings().size());
    }

    @Test
    void logicalNamesAreTakenByteForByte() throws IOException {
        write("a.meta", "\uFEFF[" + entry("d/\u00e9 \udcff\\n\\u00e9", HELLO) + "]");
        assertEquals(
                Map.of("d/\u00e9 \udcff\n\u00e9", HELLO), MetaFiles.read(directory).checksums());
    }

    @Test
    void aDirectoryThatIsNotThereIsAnException() {
        assertThrows(NoSuchFileException.class, () -> MetaFiles.read(directory.resolve("nowhere")));
    }
}
