package transfer.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.Checksum;

class BagTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");

    @TempDir Path folder;
    private Path bag;
    private Path here;
    private final List<PlacedReceipt> files = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        bag = folder.resolve("bag");
        here = Files.createDirectories(folder.resolve("here"));
    }

    /** The receipt of a file that is written here. */
    private Path file(String name, String content) throws IOException {
        Path file = here.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        add("http://h/from/" + files.size(), file.toString(), Files.readAllBytes(file));
        return file;
    }

    private void add(String source, String destination, byte[] content) {
        Receipt receipt = receipt(source, destination, content.length, Digests.sha256(content));
        files.add(new PlacedReceipt(receipt, Lists.place(destination).url()));
    }

    static Receipt receipt(String source, String destination, long size, Checksum... digests) {
        return new Receipt(
                2,
                1,
                "",
                source,
                Optional.empty(),
                destination,
                Receipt.Form.FILE,
                size,
                List.of(digests),
                "verified",
                "source_digest",
                Instant.parse("2026-11-22T10:00:00Z"),
                Instant.parse("2026-11-22T10:00:01Z"),
                1,
                new Author("transfer 1", "joe", "node-7"));
    }

    private Bag.Content write(Bag.How how) throws IOException, RecordsException {
        return Bag.write(bag, files, how, "transfer 1", TODAY);
    }

    private String refusal(Bag.How how) {
        String message = assertThrows(RecordsException.class, () -> write(how)).getMessage();
        assertFalse(Files.exists(bag.resolve("bagit.txt")), "half a bag is none");
        return message;
    }

    @Test
    void linkedFilesAreTheSameFiles() throws Exception {
        Path a = file("a", "hello\n");
        file("d/b", "");
        assertEquals(new Bag.Content(2, 0, 0, 6), write(Bag.How.LINK));
        StrictBag strict = new StrictBag(bag);
        assertEquals(Set.of("data/a", "data/d/b"), strict.payload.keySet());
        assertEquals("2026-11-22", strict.info.get("Bagging-Date"));
        assertEquals("transfer 1", strict.info.get("Bag-Software-Agent"));
        assertEquals(
                Files.getAttribute(a, "unix:ino"),
                Files.getAttribute(bag.resolve("data/a"), "unix:ino"));
    }

    @Test
    void copiedFilesAreFilesOfTheirOwn() throws Exception {
        Path a = file("a", "hello\n");
        assertEquals(new Bag.Content(0, 1, 0, 6), write(Bag.How.COPY));
        assertEquals(Set.of("data/a"), new StrictBag(bag).payload.keySet());
        assertNotEquals(
                Files.getAttribute(a, "unix:ino"),
                Files.getAttribute(bag.resolve("data/a"), "unix:ino"));
    }

    @Test
    void filesMayStayWhereTheyCameFrom() throws Exception {
        file("a b", "hello\n");
        add("/data/x y%#", here + "/c", new byte[3]);
        assertEquals(new Bag.Content(0, 0, 2, 9), write(Bag.How.FETCH));
        StrictBag strict = new StrictBag(bag);
        assertEquals("http://h/from/0", strict.fetch.get("data/a b"));
        assertEquals("file:///data/x%20y%25%23", strict.fetch.get("data/c"));
    }

    @Test
    void filesOnServersAreToBeFetchedFromThere() throws Exception {
        file("a", "hello\n");
        add(here + "/b", "http://o:80/up/b?v=%20 2", new byte[3]);
        assertEquals(new Bag.Content(1, 0, 1, 9), write(Bag.How.LINK));
        assertEquals(
                "http://o:80/up/b?v=%20%202",
                new StrictBag(bag).fetch.get("data/o_80/up/b?v=%20 2"));
    }

    @Test
    void oddNamesAreEscapedAsTheRfcSays() throws Exception {
        file("100%", "1");
        file("a%0Ab", "2");
        file("line\nend", "3");
        file("return\r", "4");
        file("two  blanks", "5");
        write(Bag.How.LINK);
        assertEquals(
                Set.of(
                        "data/100%",
                        "data/a%0Ab", "data/line\nend", "data/return\r", "data/two  blanks"),
                new StrictBag(bag).payload.keySet());
        String manifest = Files.readString(bag.resolve("manifest-sha256.txt"));
        assertTrue(manifest.contains("  data/a%250Ab\n"), manifest);
        assertTrue(manifest.contains("  data/line%0Aend\n"), manifest);
    }

    @Test
    void whatIsCommonToAllNamesIsLeftOut() throws Exception {
        add("http://h/1", "/data/2026/run/a", new byte[0]);
        add("http://h/2", "/data/2026/other/../run/b/c", new byte[0]);
        add("http://h/3", "/data/2026//test/./a", new byte[0]);
        assertEquals(List.of("run/a", "run/b/c", "test/a"), PayloadNames.of(files));
    }

    @Test
    void oneFileHasItsOwnName() throws Exception {
        add("http://h/1", "/data/2026/run/a", new byte[0]);
        assertEquals(List.of("a"), PayloadNames.of(files));
    }

    @Test
    void twoFilesOfOneNameAreRefused() {
        add("http://h/1", "http://h/a", new byte[0]);
        add("http://h/2", "https://h/a", new byte[0]);
        assertTrue(refusal(Bag.How.FETCH).contains("would both be called a"));
    }

    @Test
    void aNameThatIsNoTextIsRefused() {
        add("http://h/1", here + "/a\udcff", new byte[0]);
        assertTrue(refusal(Bag.How.FETCH).contains("is not UTF-8"));
    }

    @Test
    void aFileThatHasChangedIsRefused() throws IOException {
        Files.writeString(file("a", "hello\n"), "hell");
        assertTrue(refusal(Bag.How.LINK).contains("has 4 bytes, not 6 as its receipt says"));
    }

    @Test
    void aCopyIsComparedWithItsReceipt() throws IOException {
        Files.writeString(file("a", "hello\n"), "jello\n");
        assertTrue(refusal(Bag.How.COPY).contains("as its receipt says"));
    }

    @Test
    void aFileWithoutADigestIsReadIfItIsHere() throws Exception {
        Path a = file("a", "hello\n");
        files.set(
                0,
                new PlacedReceipt(
                        receipt("http://h/1", a.toString(), 6), files.getFirst().place()));
        write(Bag.How.LINK);
        assertEquals(Lists.HELLO_SHA256, new StrictBag(bag).payload.get("data/a"));
        bag = folder.resolve("second");
        assertTrue(refusal(Bag.How.FETCH).contains("no SHA-256 of " + a));
    }

    @Test
    void aUrlThatIsNotToldIsRefused() {
        add("http://h/a?token=***", here + "/a", new byte[0]);
        assertTrue(refusal(Bag.How.FETCH).contains("(***)"));
    }

    @Test
    void aDirectoryThatHoldsSomethingIsRefused() throws IOException {
        Files.createDirectories(bag.resolve("precious"));
        assertTrue(refusal(Bag.How.LINK).contains("is not empty"));
    }

    @Test
    void aLinkToAFileBecomesTheFile() throws Exception {
        Path a = file("a", "hello\n");
        Files.move(a, here.resolve("elsewhere"));
        Files.createSymbolicLink(a, here.resolve("elsewhere"));
        write(Bag.How.LINK);
        assertFalse(Files.isSymbolicLink(bag.resolve("data/a")));
        new StrictBag(bag);
    }

    @Test
    void aFileCannotBeADirectoryToo() {
        add("http://h/1", "s3://h/b/x", new byte[1]);
        add("http://h/2", "s3://h/b/x/y", new byte[1]);
        assertEquals(
                "s3://h/b/x would be a file and the directory of s3://h/b/x/y",
                refusal(Bag.How.LINK));
        assertFalse(Files.exists(bag), "nothing was begun");
    }
}
