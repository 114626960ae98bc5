package transfer.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.engine.WorkItem;

/** Whatever a list says, reading it ends, and ends with items or defects. */
class AnyInputTest {
    private static final int ROUNDS = 500;
    private static final byte[] TELLING =
            "{}[]\",:'\\\n\r\t #$-0e.\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transfer-02-all-fields.in",
                "transfer-03-symlink.in",
                "remove-01.in",
                "v1-01-basic.in",
                "v1-02-shortcuts.in"
            })
    void damagedListsAreReadToTheEnd(String name) throws IOException {
        byte[] whole = example(name);
        Random random = new Random(name.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            check(damaged(whole, random));
        }
    }

    @Test
    void damagedStreamsOfObjectsAreReadToTheEnd() {
        byte[] whole =
                ("{\"type\":\"mkdir\",\"target\":{\"site_label\":\"b\",\"url\":\"/m\"}}\n"
                                + "{\"type\":\"remove\",\n\"target\":\n{\"url\":\"/m\",\n"
                                + "\"site_label\":\"b\",\"recursive\":1}}\n{\"x\":[1,{}],"
                                + "\"type\":\"mkdir\",\"target\":{\"site_label\":\"\",\"url\":\"a\"}}")
                        .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(3);
        for (int round = 0; round < 4 * ROUNDS; round++) {
            check(damaged(whole, random));
        }
    }

    @Test
    void damagedPairsAreReadToTheEnd() {
        byte[] whole =
                "'/a b' /c\\ d\nmkdir $HOME\nrm -r \"/x\\\\\"\n# x\nln /a /b #c\nhttp://u:p@h:1/ s3://b/k"
                        .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(4);
        for (int round = 0; round < 4 * ROUNDS; round++) {
            check(damaged(whole, random));
        }
    }

    private static void check(byte[] bytes) {
        TransferList list = Reads.list(bytes, Reads.STRICT);
        for (WorkItem item : list.items()) {
            assertTrue(item.position().item() > 0 && item.position().line() > 0);
        }
        list.defects().forEach(defect -> assertFalse(defect.message().isEmpty()));
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] =
                    random.nextBoolean()
                            ? TELLING[random.nextInt(TELLING.length)]
                            : (byte) random.nextInt(256);
        }
        int from = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : 0;
        int to = random.nextInt(4) == 0 ? random.nextInt(from, bytes.length) : bytes.length;
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] example(String name) throws IOException {
        try (InputStream input =
                Objects.requireNonNull(
                        AnyInputTest.class.getResourceAsStream("/examples/" + name), name)) {
            return input.readAllBytes();
        }
    }

    @Test
    void unknownFieldsMayAllHaveNamesOfTheirOwn() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 1; i <= 150_000; i++) {
            text.append(i == 1 ? "" : ",")
                    .append("{\"type\":\"mkdir\",\"attributes\":{\"name")
                    .append(i)
                    .append("\":1},\"target\":{\"site_label\":\"b\",\"url\":\"/m\"}}\n");
        }
        TransferList list = Reads.list(text.append("]").toString());
        assertEquals(List.of(), list.defects());
        assertEquals(150_000, list.items().size());
    }

    @Test
    void aTornObjectLargerThanAnyBufferCostsNoOtherLine() {
        String good = "{\"type\":\"mkdir\",\"target\":{\"site_label\":\"b\",\"url\":\"/m\"}}\n";
        String torn = "{\"type\":\"mkdir\",\"attributes\":{\"a\":\"" + "x".repeat(700_000) + "\n";
        TransferList list = Reads.list(good + torn + good + torn + torn + good);
        assertEquals(
                List.of(1, 3, 6),
                list.items().stream().map(item -> item.position().line()).toList());
        assertEquals(
                List.of(2, 4, 5),
                list.defects().stream().map(defect -> defect.position().line()).toList());
    }
}
