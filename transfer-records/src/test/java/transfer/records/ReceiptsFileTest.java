package transfer.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.Checksum;
import transfer.engine.TransferOutcome;
import transfer.engine.WorkItem;

/** Receipts as they are written, run after run. */
class ReceiptsFileTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

    @TempDir Path folder;
    private Path file;
    private Optional<SigningKey> key = Optional.empty();

    @BeforeEach
    void prepare() {
        file = folder.resolve("receipts");
    }

    private ReceiptsFile open() throws IOException, RecordsException {
        return ReceiptsFile.open(
                file,
                new ReceiptsFile.Terms(
                        new Author("transfer 1", "joe", "node-7"), key, false, CLOCK));
    }

    private void run(TransferOutcome... outcomes) throws Exception {
        try (ReceiptsFile receipts = open()) {
            for (TransferOutcome outcome : outcomes) {
                receipts.add(outcome);
            }
            receipts.end();
        }
    }

    private void killedRun(TransferOutcome... outcomes) throws Exception {
        try (ReceiptsFile receipts = open()) {
            for (TransferOutcome outcome : outcomes) {
                receipts.add(outcome);
            }
        }
    }

    private static TransferOutcome done(int number) {
        return Lists.done(Lists.transfer(number, "http://h/" + number, "http://other/" + number));
    }

    private Receipts read(VerifyingKey... keys) throws Exception {
        return Receipts.read(new ByteArrayInputStream(Files.readAllBytes(file)), List.of(keys));
    }

    private List<String> kinds() throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceAll(".*\"kind\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Test
    void aRunIsBegunAndEnded() throws Exception {
        run(done(1), done(2));
        assertEquals(List.of("begin", "file", "file", "end"), kinds());
        assertEquals(List.of(), read().findings());
    }

    @Test
    void aReceiptTellsWhatWasDone() throws Exception {
        run(done(1));
        assertEquals(
                "{\"n\":2,\"previous\":\"P\",\"kind\":\"file\",\"item\":1,\"source\":\"http://h/1\","
                        + "\"destination\":\"http://other/1\",\"form\":\"file\",\"size\":6,"
                        + "\"digests\":{\"sha-256\":\""
                        + Lists.HELLO_SHA256
                        + "\"},\"verdict\":\"verified\",\"evidence\":\"source_digest\","
                        + "\"started\":\"2026-11-22T10:00:00Z\",\"ended\":\"2026-11-22T10:00:00Z\","
                        + "\"attempts\":0,\"program\":\"transfer 1\",\"user\":\"joe\","
                        + "\"host\":\"node-7\"}",
                Files.readAllLines(file).get(1).replaceAll("\"[0-9a-f]{64}\",\"k", "\"P\",\"k"));
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws Exception {
        run(done(7));
        Receipt receipt = read().files().getFirst();
        assertEquals(2, receipt.line());
        assertEquals(7, receipt.item());
        assertEquals("http://other/7", receipt.destination());
        assertEquals(List.of(Checksum.sha256(Lists.HELLO_SHA256)), receipt.digests());
        assertEquals(new Author("transfer 1", "joe", "node-7"), receipt.author());
    }

    @Test
    void linesAreAsciiWhateverBytesNamesHave() throws Exception {
        Path odd = Path.of("/nowhere/x");
        run(Lists.done(Lists.transfer(1, "/a\udcffé😀", odd.toString())));
        assertTrue(Files.readString(file).chars().allMatch(c -> c < 0x7F));
        assertEquals("file:///a\udcffé😀", read().files().getFirst().source());
    }

    @Test
    void placesOfThisMachineAreToldWhole() throws Exception {
        run(
                Lists.done(Lists.transfer(1, "in/x", "moveto:out/x")),
                Lists.done(Lists.remove(2, "in")));
        String here = Path.of("").toAbsolutePath().toString();
        Receipt receipt = read().files().getFirst();
        assertEquals("file://" + here + "/in/x", receipt.source());
        assertEquals("moveto://" + here + "/out/x", receipt.destination());
        assertTrue(Files.readString(file).contains("\"target\":\"file://" + here + "/in\""));
    }

    @Test
    void twoFilesOfReceiptsNeverBeginTheSame() throws Exception {
        run(done(1));
        String first = Files.readAllLines(file).getFirst();
        Files.delete(file);
        run(done(1));
        assertTrue(!first.equals(Files.readAllLines(file).getFirst()));
    }

    @Test
    void onlyWhatIsDoneHasAReceipt() throws Exception {
        WorkItem item = Lists.transfer(1, "http://h/1", "http://other/1");
        run(
                Lists.failed(item),
                new TransferOutcome.NotTried(item, "ended"),
                Lists.done(
                        new WorkItem.MakeDirectory(
                                item.position(), Lists.place("http://other/d"))));
        assertEquals(List.of("begin", "end"), kinds());
    }

    @Test
    void aSecondRunGoesOn() throws Exception {
        run(done(1));
        run(done(2));
        assertEquals(List.of("begin", "file", "end", "continue", "file", "end"), kinds());
        assertTrue(Files.readAllLines(file).get(3).contains("\"after_end\":true"));
        assertEquals(List.of(), read().findings());
        assertEquals(2, read().files().size());
    }

    @Test
    void whatAKilledRunLeftGoesOnAndSaysSo() throws Exception {
        killedRun(done(1));
        assertTrue(
                read().findings().getFirst().message().contains("lines were cut off"),
                read().findings()::toString);
        run(done(2));
        assertTrue(Files.readAllLines(file).get(2).contains("\"after_end\":false"));
        assertEquals(List.of(), read().findings());
    }

    @Test
    void receiptsCutAnywhereAreRepairedVisibly() throws Exception {
        run(done(1), done(2));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 7) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            Files.write(file, cut);
            boolean torn = length > 0 && cut[length - 1] != '\n';
            try (ReceiptsFile receipts = open()) {
                assertEquals(torn ? 1 : 0, receipts.notes().size());
                receipts.end();
            }
            assertEquals(List.of(), read().findings(), "cut after " + length);
            assertEquals(torn, kinds().contains("torn"), "cut after " + length);
        }
    }

    @Test
    void aTornLineIsKnownByItsDigest() throws Exception {
        killedRun(done(1));
        Files.writeString(file, "{\"n\":3,", StandardOpenOption.APPEND);
        run(done(2));
        String torn = Files.readAllLines(file).get(3);
        assertTrue(torn.contains("\"kind\":\"torn\",\"bytes\":7,\"sha256\":\""), torn);
    }

    @Test
    void brokenReceiptsAreNotAddedTo() throws Exception {
        run(done(1));
        Files.writeString(file, Files.readString(file).replace("\"size\":6", "\"size\":7"));
        String before = Files.readString(file);
        String message = assertThrows(RecordsException.class, this::open).getMessage();
        assertTrue(message.contains("line 3 does not follow"), message);
        assertEquals(before, Files.readString(file));
    }

    @Test
    void aFileThatHoldsNoReceiptsStaysAsItIs() throws Exception {
        for (String text : new String[] {"precious\n", "precious", "{\"n\":1}\n{}\n"}) {
            Files.writeString(file, text);
            String message = assertThrows(RecordsException.class, this::open).getMessage();
            assertTrue(message.contains("no receipts"), message);
            assertEquals(text, Files.readString(file));
        }
    }

    @Test
    void aDeviceHoldsNoReceipts() throws Exception {
        Files.createSymbolicLink(file, Path.of("/dev/null"));
        String message = assertThrows(RecordsException.class, this::open).getMessage();
        assertTrue(message.contains("is no file that can be kept"), message);
    }

    @Test
    void aSecondRunAtTheSameTimeIsRefused() throws Exception {
        try (ReceiptsFile first = open()) {
            assertThrows(RecordsException.class, this::open);
            first.end();
        }
    }

    @Test
    void everythingIsSignedAtTheEndAndEveryThousandLines() throws Exception {
        KeyFiles keys = KeyFiles.write(folder, "key");
        key = Optional.of(keys.signing());
        TransferOutcome[] many = new TransferOutcome[1500];
        for (int i = 0; i < many.length; i++) {
            many[i] = done(i + 1);
        }
        run(many);
        List<String> kinds = kinds();
        assertEquals("signature", kinds.get(1000));
        assertEquals("signature", kinds.getLast());
        assertEquals("end", kinds.get(kinds.size() - 2));
        assertEquals(2, kinds.stream().filter("signature"::equals).count());
        assertEquals(List.of(), read(keys.verifying()).findings());
        assertEquals(java.util.Set.of(keys.verifying().id()), read().signers());
    }

    @Test
    void aFailureToWriteIsTold() throws Exception {
        ReceiptsFile receipts = open();
        receipts.close();
        assertFalse(receipts.add(done(1)));
        assertThrows(IOException.class, receipts::end);
    }

    @Test
    void whatIsSignedOnlyLaterIsTold() throws Exception {
        run(done(1));
        key = Optional.of(KeyFiles.write(folder, "key").signing());
        try (ReceiptsFile receipts = open()) {
            assertEquals(1, receipts.notes().size());
            assertTrue(
                    receipts.notes().getFirst().startsWith("lines 1 to 3 of " + file),
                    receipts.notes()::toString);
            receipts.end();
        }
        try (ReceiptsFile receipts = open()) {
            assertEquals(List.of(), receipts.notes());
        }
    }

    @Test
    void receiptsOfAnotherKeyAreContinued() throws Exception {
        key = Optional.of(KeyFiles.write(folder, "key").signing());
        VerifyingKey first = key.get().verifying();
        run(done(1));
        key = Optional.of(KeyFiles.write(folder, "key").signing());
        run(done(2));
        assertEquals(List.of(), read(first, key.get().verifying()).findings());
    }
}
