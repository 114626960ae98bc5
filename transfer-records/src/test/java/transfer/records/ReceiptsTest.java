package transfer.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.engine.TransferOutcome;

/** Receipts that somebody tampered with. */
class ReceiptsTest {
    private static final int FILES = 5;

    @TempDir Path folder;
    private KeyFiles keys;
    private List<String> lines;

    @BeforeEach
    void prepare() throws Exception {
        keys = KeyFiles.write(folder, "key");
        lines = write("receipts", keys, FILES);
    }

    /** One begin, the files, one end, one signature. */
    private List<String> write(String name, KeyFiles pair, int files) throws Exception {
        Path file = folder.resolve(name);
        ReceiptsFile.Terms terms =
                new ReceiptsFile.Terms(
                        new Author("transfer 1", "joe", "node-7"),
                        Optional.of(pair.signing()),
                        false,
                        Clock.systemUTC());
        try (ReceiptsFile receipts = ReceiptsFile.open(file, terms)) {
            for (int i = 1; i <= files; i++) {
                receipts.add(outcome(i));
            }
            receipts.end();
        }
        return new ArrayList<>(Files.readAllLines(file));
    }

    private static TransferOutcome outcome(int number) {
        return Lists.done(Lists.transfer(number, "http://h/" + number, "http://o/" + number));
    }

    private static Receipts read(List<String> lines, VerifyingKey... keys) throws Exception {
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        return Receipts.read(new ByteArrayInputStream(text), List.of(keys));
    }

    private static List<String> findings(List<String> lines, VerifyingKey... keys)
            throws Exception {
        return read(lines, keys).findings().stream()
                .map(finding -> finding.line() + " " + finding.message())
                .toList();
    }

    /** Makes the chain whole again, as everybody can who may write the file. */
    private static List<String> chainedAnew(List<String> lines) {
        List<String> anew = new ArrayList<>();
        String previous = "0".repeat(64);
        for (String line : lines) {
            String fitting =
                    line.replaceFirst("\"n\":\\d+", "\"n\":" + (anew.size() + 1))
                            .replaceFirst(
                                    "\"previous\":\"[^\"]*\"", "\"previous\":\"" + previous + "\"");
            anew.add(fitting);
            previous = ReceiptChain.digest(fitting.getBytes(StandardCharsets.UTF_8));
        }
        return anew;
    }

    @Test
    void untouchedReceiptsAreWhole() throws Exception {
        assertEquals(List.of(), findings(lines));
        assertEquals(List.of(), findings(lines, keys.verifying()));
        assertEquals(FILES + 3, read(lines).lines());
        assertEquals(
                ReceiptChain.digest(lines.getLast().getBytes(StandardCharsets.UTF_8)),
                read(lines).head());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, FILES, FILES + 1})
    void aRemovedLineShows(int index) throws Exception {
        lines.remove(index);
        assertTrue(!findings(lines).isEmpty());
        assertTrue(!findings(lines, keys.verifying()).isEmpty());
    }

    @Test
    void swappedLinesShow() throws Exception {
        Collections.swap(lines, 2, 3);
        List<String> found = findings(lines);
        assertTrue(found.getFirst().startsWith("3 has the number 4"), found::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"size\":6", "\"item\":3", "http://h/3", "http://o/3", "5891b5", "joe"})
    void anAlteredFieldShows(String text) throws Exception {
        String altered = text.substring(0, text.length() - 1) + (text.endsWith("6") ? "7" : "6");
        assertTrue(lines.get(3).contains(text), lines.get(3));
        lines.set(3, lines.get(3).replace(text, altered));
        List<String> found = findings(lines);
        assertTrue(
                found.getFirst().startsWith("5 does not follow the line before"), found::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, FILES, FILES + 2})
    void aCutTailShows(int left) throws Exception {
        List<String> found = findings(lines.subList(0, left), keys.verifying());
        assertTrue(!found.isEmpty());
        assertTrue(left > FILES + 1 || !findings(lines.subList(0, left)).isEmpty());
    }

    @Test
    void receiptsBeginOnce() throws Exception {
        lines.add(3, lines.getFirst());
        assertEquals("4 begins receipts once more", findings(chainedAnew(lines)).getFirst());
        lines.subList(0, 4).clear();
        assertEquals("1 does not begin receipts", findings(chainedAnew(lines)).getFirst());
    }

    @Test
    void anAddedLineShows() throws Exception {
        lines.add(3, lines.get(3));
        assertTrue(findings(lines).getFirst().startsWith("5 has the number 4"));
    }

    @Test
    void aLineAddedAfterTheEndShows() throws Exception {
        lines.add(lines.get(3));
        lines = new ArrayList<>(chainedAnew(lines));
        List<String> found = findings(lines);
        assertTrue(found.getLast().contains("no end of a run"), found::toString);
    }

    @Test
    void theCountOfTheEndShowsWhatAChainMadeAnewHides() throws Exception {
        lines.remove(3);
        List<String> found = findings(chainedAnew(lines));
        assertEquals(List.of("6 counts 5 files, and there are 4"), found);
    }

    @Test
    void aChainMadeAnewHasNoSignature() throws Exception {
        lines.set(3, lines.get(3).replace("\"size\":6", "\"size\":7"));
        List<String> anew = chainedAnew(lines);
        assertEquals(List.of(), findings(anew));
        List<String> found = findings(anew, keys.verifying());
        assertTrue(found.getFirst().startsWith("8 has a signature that is not that of"));
    }

    @Test
    void receiptsWithoutTheirSignatureAreNotSigned() throws Exception {
        List<String> found = findings(lines.subList(0, FILES + 2), keys.verifying());
        assertEquals(List.of("7 is the last, and nothing is signed by a key given"), found);
    }

    @Test
    void whatFollowsTheLastSignatureIsNotSigned() throws Exception {
        List<String> more = new ArrayList<>(lines);
        more.add(lines.get(0).replace("begin", "continue"));
        more.add(lines.get(FILES + 1));
        String previous = "";
        for (int i = FILES + 3; i < more.size(); i++) {
            previous = ReceiptChain.digest(more.get(i - 1).getBytes(StandardCharsets.UTF_8));
            more.set(
                    i,
                    more.get(i)
                            .replaceFirst("\"n\":\\d+", "\"n\":" + (i + 1))
                            .replaceFirst(
                                    "\"previous\":\"[^\"]*\"",
                                    "\"previous\":\"" + previous + "\""));
        }
        assertEquals(List.of(), findings(more));
        assertEquals(
                List.of("10 is the last, and only the lines before 8 are signed by a key given"),
                findings(more, keys.verifying()));
    }

    @Test
    void anotherKeyIsNotTheRightOne() throws Exception {
        KeyFiles other = KeyFiles.write(folder, "other");
        List<String> found = findings(lines, other.verifying());
        assertTrue(found.getFirst().contains("which is none of those given"), found::toString);
    }

    @Test
    void receiptsSignedAgainByAnotherKeyAreNotTheirs() throws Exception {
        List<String> forged = write("forged", KeyFiles.write(folder, "other"), FILES - 1);
        assertEquals(List.of(), findings(forged));
        assertTrue(!findings(forged, keys.verifying()).isEmpty());
    }

    @Test
    void severalKeysMayHaveSignedInTheirTurn() throws Exception {
        KeyFiles other = KeyFiles.write(folder, "other");
        List<String> both = write("receipts", other, 1);
        assertEquals(List.of(), findings(both, keys.verifying(), other.verifying()));
        assertTrue(!findings(both, other.verifying()).isEmpty());
    }

    @Test
    void aTornLastLineShows() throws Exception {
        byte[] text = (String.join("\n", lines) + "\n{\"n\":").getBytes(StandardCharsets.UTF_8);
        Receipts receipts = Receipts.read(new ByteArrayInputStream(text), List.of());
        assertEquals(
                List.of(new Receipts.Finding(FILES + 4, "is torn, as a crash leaves it")),
                receipts.findings());
    }

    @Test
    void junkIsNoReceipts() {
        assertThrows(RecordsException.class, () -> read(List.of("junk", "{}")));
        assertThrows(RecordsException.class, () -> read(List.of("")));
    }

    @Test
    void aFieldThatIsThereTwiceIsNoReceipt() throws Exception {
        lines.set(3, lines.get(3).replace("\"size\":6", "\"size\":6,\"size\":6"));
        assertTrue(findings(lines).contains("4 is no line of receipts"));
    }

    @Test
    void theLastReceiptOfAPlaceCounts() throws Exception {
        Path file = folder.resolve("twice");
        ReceiptsFile.Terms terms =
                new ReceiptsFile.Terms(
                        new Author("t", "u", "h"), Optional.empty(), false, Clock.systemUTC());
        try (ReceiptsFile receipts = ReceiptsFile.open(file, terms)) {
            receipts.add(Lists.done(Lists.transfer(1, "http://h/1", "/a/x")));
            receipts.add(Lists.done(Lists.transfer(2, "http://h/2", "/a/y")));
            receipts.add(Lists.done(Lists.transfer(3, "/a/y", "moveto:///a/z")));
            receipts.add(Lists.done(Lists.transfer(4, "http://h/4", "/a/x")));
            receipts.add(Lists.done(Lists.transfer(5, "http://h/5", "/b/c/x")));
            receipts.add(Lists.done(Lists.remove(6, "/b/")));
            receipts.add(Lists.done(Lists.transfer(7, "http://h/7", "/b/again")));
            receipts.end();
        }
        assertEquals(
                List.of(3, 4, 7),
                read(Files.readAllLines(file)).files().stream().map(Receipt::item).toList());
    }
}
