package transfer.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.engine.WorkItem;
import transfer.protocol.ByteText;

class FailedItemsTest {
    private static final List<WorkItem> LIST =
            Reads.items("/a /1\nmkdir /2\nrm /3\nrm -r /4\nhttp://h/a?b /5\n");

    private static FailedItems read(String results) throws IOException {
        return FailedItems.read(new ByteArrayInputStream(ByteText.encode(results)), LIST);
    }

    private static String line(int item, String outcome) {
        return "{\"item\":%d,\"outcome\":\"%s\",\"fingerprint\":\"%s\"}\n"
                .formatted(item, outcome, Fingerprint.of(LIST.get(item - 1)));
    }

    private static List<Integer> numbers(FailedItems items) {
        return items.again().stream().map(item -> item.position().item()).toList();
    }

    private static List<String> defects(String results) throws IOException {
        return read(results).defects().stream().map(Object::toString).toList();
    }

    @Test
    void whatIsNotDoneIsRunAgain() throws IOException {
        FailedItems left =
                read(line(4, "done") + line(1, "failed") + line(2, "done") + line(3, "not-tried"));
        assertEquals(List.of(1, 3, 5), numbers(left));
        assertEquals(List.of(LIST.get(0), LIST.get(2), LIST.get(4)), left.again());
        assertEquals(List.of(), left.changed());
        assertEquals(List.of(), left.defects());
    }

    @Test
    void withoutAnyLineEverythingIs() throws IOException {
        assertEquals(LIST, read("").again());
        assertEquals(LIST, read("\n\r\n").again());
    }

    @Test
    void theLastLineOfAnItemCounts() throws IOException {
        FailedItems left =
                read(line(1, "failed") + line(2, "done") + line(1, "done") + line(2, "failed"));
        assertEquals(List.of(2, 3, 4, 5), numbers(left));
    }

    @Test
    void otherFieldsAreSkipped() throws IOException {
        String line =
                line(1, "done")
                        .replace("{", "{\"attempts\":[{\"item\":5,\"outcome\":\"failed\"}],")
                        .replace("}\n", ",\"bytes\":5,\"sha256\":null,\"x\":{\"y\":[1]}}\r\n");
        assertEquals(List.of(2, 3, 4, 5), numbers(read(line)));
        assertEquals(List.of(), read(line).defects());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 25, 50, 59})
    void aLastLineThatACrashCutOffIsIgnored(int length) throws IOException {
        FailedItems left = read(line(1, "done") + line(2, "done").substring(0, length));
        assertEquals(List.of(2, 3, 4, 5), numbers(left));
        assertEquals(List.of(), left.defects());
    }

    @Test
    void aLastLineThatOnlyLacksItsEndCounts() throws IOException {
        assertEquals(List.of(2, 3, 4, 5), numbers(read(line(1, "done").strip())));
    }

    @Test
    void whatWasDoneUnderTheNumberOfAnotherItemIsRunAndToldOf() throws IOException {
        String ofAnother = line(2, "done").replace("\"item\":2", "\"item\":3");
        String beyond = line(2, "done").replace("\"item\":2", "\"item\":9");
        FailedItems left = read(beyond + line(1, "done") + ofAnother);
        assertEquals(List.of(2, 3, 4, 5), numbers(left));
        assertEquals(List.of(3, 9), left.changed());
    }

    @Test
    void theLineOfTheRunIsPassedOver() throws IOException {
        String run = "{\"type\":\"run\",\"run\":\"x\",\"servers\":[{\"server\":\"http://h\"}]}\n";
        assertEquals(List.of(), defects(line(1, "done") + run));
        assertEquals(numbers(read(line(1, "done"))), numbers(read(line(1, "done") + run)));
    }

    @Test
    void aFailedItemMayHaveBeenMended() throws IOException {
        String ofAnother = line(2, "failed").replace("\"item\":2", "\"item\":3");
        assertEquals(List.of(), read(ofAnother).changed());
        assertEquals(LIST, read(ofAnother).again());
    }

    @Test
    void aLaterLineOfTheItemItselfPutsItRight() throws IOException {
        String ofAnother = line(2, "done").replace("\"item\":2", "\"item\":3");
        FailedItems left = read(ofAnother + line(3, "done"));
        assertEquals(List.of(), left.changed());
        assertEquals(List.of(1, 2, 4, 5), numbers(left));
    }

    @Test
    void everyLineThatIsNoResultIsADefect() throws IOException {
        assertEquals(
                List.of(
                        "line 1, field item: must be the number of an item; is this a file of"
                                + " results?",
                        "line 2: is no result, which is an object",
                        "line 3, item 1, field outcome: must be done, failed or not-tried",
                        "line 4, item 1: has more than one object",
                        "line 6, field item: must be the number of an item; is this a file of"
                                + " results?"),
                defects(
                        "{\"type\":\"mkdir\"}\n[]\n{\"item\":1,\"outcome\":\"Done\"}\n"
                                + line(1, "done").strip()
                                + line(2, "done")
                                + "\n{\"item\":\"2\",\"outcome\":\"done\"}\n"));
    }

    @Test
    void aLineThatIsNotJsonIsADefectUnlessItIsCutOff() throws IOException {
        List<String> defects = defects("{\"item\":1,\"outc" + line(1, "done") + "/a /b\n");
        assertEquals(2, defects.size());
        assertEquals("line 1: is not JSON: ", defects.get(0).substring(0, 21));
        assertEquals("line 2: is not JSON: ", defects.get(1).substring(0, 21));
    }

    @Test
    void itemNumbersTooLargeForAnyListAreDefects() throws IOException {
        assertEquals(1, defects("{\"item\":99999999999,\"outcome\":\"done\"}\n").size());
    }

    @Test
    void fingerprintsTellItemsApart() {
        List<WorkItem> items =
                Reads.items(
                        """
                        /a /b
                        /b /a
                        /a /bb
                        /aa /b
                        ln /a /b
                        mkdir /b
                        rm /b
                        rm -r /b
                        /\udcff /b
                        /\udcfe /b
                        """);
        List<String> prints = items.stream().map(Fingerprint::of).toList();
        IntStream.range(0, prints.size())
                .forEach(i ->
                        IntStream.range(0, i)
                                .forEach(j -> assertNotEquals(prints.get(i), prints.get(j))));
    }

    /** A results file outlives the version that wrote it. */
    @Test
    void fingerprintsStayTheSame() {
        assertEquals("48762ec4eb90a23a", Fingerprint.of(Reads.items("/a /b").getFirst()));
        assertEquals(
                "3ef10d71e62ce9cf",
                Fingerprint.of(Reads.items("mkdir s3://u@s/b/\u00e9").getFirst()));
    }

    @Test
    void sitesTermsAndPositionsDoNotCountForFingerprints() {
        assertEquals(
                Fingerprint.of(Reads.items("/a /b").getFirst()),
                Fingerprint.of(Reads.items("# src 1 x\n/c\n# dst 1 y\n/d\n/a\n/b\n").getLast()));
    }
}
