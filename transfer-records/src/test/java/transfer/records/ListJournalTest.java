package transfer.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.engine.TransferOutcome;
import transfer.engine.TransferTerms;
import transfer.engine.WorkItem;

class ListJournalTest {
    private static final String OPTIONS = "verify=prefer";

    @TempDir Path folder;
    private Path file;
    private List<WorkItem> items;

    @BeforeEach
    void prepare() throws IOException {
        file = folder.resolve("journal");
        for (String name : new String[] {"a", "b", "c"}) {
            Files.writeString(folder.resolve(name), "hello\n");
        }
        items =
                List.of(
                        Lists.fetch(1, folder.resolve("a")),
                        Lists.fetch(2, folder.resolve("b")),
                        Lists.fetch(3, folder.resolve("c")));
    }

    private ListJournal open() throws IOException, RecordsException {
        return ListJournal.open(file, JournalTerms.of("a list", items, OPTIONS), items, false);
    }

    private static String results(ListJournal journal) throws IOException {
        ByteArrayOutputStream results = new ByteArrayOutputStream();
        journal.copyResults(results);
        return results.toString(StandardCharsets.UTF_8);
    }

    private void done(int... numbers) throws Exception {
        try (ListJournal journal = open()) {
            journal.left(items, Recheck.NONE);
            for (int number : numbers) {
                journal.add(Lists.done(items.get(number - 1)), "{\"item\":" + number + "}");
            }
        }
    }

    @Test
    void aNewJournalLeavesEverythingToDo() throws Exception {
        try (ListJournal journal = open()) {
            assertFalse(journal.isContinued());
            assertEquals(new ListJournal.Left(items, 0), journal.left(items, Recheck.SIZE));
        }
    }

    @Test
    void whatIsDoneIsNotDoneAgain() throws Exception {
        done(1, 3);
        try (ListJournal journal = open()) {
            assertTrue(journal.isContinued());
            assertEquals(
                    new ListJournal.Left(items.subList(1, 2), 0),
                    journal.left(items, Recheck.SIZE));
        }
    }

    @Test
    void resultsOfEarlierRunsAreThereOnce() throws Exception {
        done(3);
        done(1);
        done(2, 3);
        try (ListJournal journal = open()) {
            journal.left(items, Recheck.SIZE);
            assertEquals("{\"item\":1}\n{\"item\":2}\n{\"item\":3}\n", results(journal));
        }
    }

    @Test
    void whatFailedOrWasNotTriedIsDoneAgain() throws Exception {
        try (ListJournal journal = open()) {
            journal.add(Lists.failed(items.get(0)), "{}");
            journal.add(new TransferOutcome.NotTried(items.get(1), "ended"), "{}");
        }
        try (ListJournal journal = open()) {
            assertEquals(items, journal.left(items, Recheck.SIZE).again());
            assertEquals("", results(journal));
        }
    }

    @Test
    void theLastWordOnAnItemCounts() throws Exception {
        try (ListJournal journal = open()) {
            journal.add(Lists.failed(items.get(0)), "{}");
            journal.add(Lists.done(items.get(0)), "{\"at\":\"last\"}");
        }
        try (ListJournal journal = open()) {
            assertEquals(items.subList(1, 3), journal.left(items, Recheck.SIZE).again());
            assertEquals("{\"at\":\"last\"}\n", results(journal));
        }
    }

    @Test
    void aJournalCutAnywhereGoesOnWithItsWholeLines() throws Exception {
        done(1, 2);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            Files.write(file, cut);
            int lines = (int) new String(cut, StandardCharsets.UTF_8).lines().count();
            boolean torn = length > 0 && cut[length - 1] != '\n';
            int expected = Math.max(0, lines - (torn ? 1 : 0) - 1);
            try (ListJournal journal = open()) {
                journal.left(items, Recheck.SIZE);
                journal.add(Lists.done(items.get(2)), "{\"item\":3}");
            }
            try (ListJournal journal = open()) {
                assertEquals(
                        items.subList(expected, 2),
                        journal.left(items, Recheck.SIZE).again(),
                        "cut after " + length + " bytes");
                assertTrue(results(journal).endsWith("{\"item\":3}\n"));
                assertEquals(List.of(), journal.notes());
            }
        }
    }

    @Test
    void aDamagedLineCountsForNothingAndIsTold() throws Exception {
        done(1, 2);
        String text = Files.readString(file);
        Files.writeString(file, text.replace("{\"item\":1}", "{\"item\":7}"));
        try (ListJournal journal = open()) {
            assertEquals(
                    List.of(items.get(0), items.get(2)), journal.left(items, Recheck.SIZE).again());
            assertEquals(
                    List.of("1 lines of " + file + " are damaged; their items are done again"),
                    journal.notes());
        }
    }

    @Test
    void theJournalOfAnotherListIsRefusedAndBothAreNamed() throws Exception {
        done(1);
        byte[] before = Files.readAllBytes(file);
        List<WorkItem> others = items.subList(0, 2);
        String message =
                assertThrows(
                                RecordsException.class,
                                () ->
                                        ListJournal.open(
                                                file,
                                                JournalTerms.of("another list", others, OPTIONS),
                                                others,
                                                false))
                        .getMessage();
        assertTrue(message.contains("a list (3 items, "), message);
        assertTrue(message.contains("another list (2 items, "), message);
        assertEquals(new String(before, StandardCharsets.UTF_8), Files.readString(file));
    }

    @Test
    void aJournalThatTellsOfNothingIsFreeForAnotherList() throws Exception {
        done();
        List<WorkItem> others = items.subList(0, 2);
        JournalTerms terms = JournalTerms.of("another list", others, "verify=off");
        try (ListJournal journal = ListJournal.open(file, terms, others, false)) {
            assertFalse(journal.isContinued());
            journal.add(Lists.done(items.get(0)), "{}");
        }
        try (ListJournal journal = ListJournal.open(file, terms, others, false)) {
            assertEquals(1, journal.left(others, Recheck.SIZE).again().size());
        }
    }

    @Test
    void otherOptionsAreRefusedAndBothAreNamed() throws Exception {
        done(1);
        String message =
                assertThrows(
                                RecordsException.class,
                                () ->
                                        ListJournal.open(
                                                file,
                                                JournalTerms.of("a list", items, "verify=off"),
                                                items,
                                                false))
                        .getMessage();
        assertTrue(message.contains("begun with verify=prefer, and this run has verify=off"));
    }

    @Test
    void aFileThatIsNoJournalStaysAsItIs() throws Exception {
        for (String text : new String[] {"precious\n", "precious", "transfer-journal-1x"}) {
            Files.writeString(file, text);
            assertThrows(RecordsException.class, this::open);
            assertEquals(text, Files.readString(file));
        }
    }

    /** Devices and pipes may be read for ever. */
    @Test
    void aDeviceIsNoJournal() throws Exception {
        Files.createSymbolicLink(file, Path.of("/dev/null"));
        String message = assertThrows(RecordsException.class, this::open).getMessage();
        assertTrue(message.contains("is no file that can be kept"), message);
    }

    @Test
    void aSecondRunAtTheSameTimeIsRefused() throws Exception {
        try (ListJournal first = open()) {
            String message = assertThrows(RecordsException.class, this::open).getMessage();
            assertTrue(message.contains("in use by another run"), message);
            first.add(Lists.done(items.get(0)), "{}");
        }
        try (ListJournal journal = open()) {
            assertEquals(2, journal.left(items, Recheck.SIZE).again().size());
        }
    }

    @Test
    void aJournalThatIsRemovedIsGone() throws Exception {
        try (ListJournal journal = open()) {
            journal.add(Lists.done(items.get(0)), "{}");
            journal.remove();
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void aFailureToWriteIsKept() throws Exception {
        ListJournal journal = open();
        journal.close();
        journal.add(Lists.done(items.get(0)), "{}");
        assertTrue(journal.failure().isPresent());
    }

    @Test
    void aDurableJournalReadsTheSame() throws Exception {
        JournalTerms terms = JournalTerms.of("a list", items, OPTIONS);
        try (ListJournal journal = ListJournal.open(file, terms, items, true)) {
            journal.add(Lists.done(items.get(0)), "{}");
        }
        try (ListJournal journal = open()) {
            assertEquals(2, journal.left(items, Recheck.SIZE).again().size());
        }
    }

    @Test
    void namesOfAnyBytesGoIntoTheHeader() throws Exception {
        JournalTerms terms = JournalTerms.of("li\udcff\nst", items, OPTIONS);
        ListJournal.open(file, terms, items, false).close();
        assertEquals(2, Files.readString(file).split("\n", -1).length);
        assertEquals(terms, JournalTerms.parse(terms.header()).orElseThrow());
    }

    @Test
    void anotherExpectedDigestMakesAnotherList() {
        WorkItem.Transfer plain = Lists.fetch(1, folder.resolve("a"));
        WorkItem.Transfer expecting =
                new WorkItem.Transfer(
                        plain.position(),
                        plain.sources(),
                        plain.target(),
                        plain.terms()
                                .withExpected(
                                        java.util.Optional.of(
                                                transfer.checksum.Checksum.sha256(
                                                        Lists.HELLO_SHA256))));
        assertFalse(
                JournalTerms.of("l", List.of(plain), OPTIONS)
                        .isSameList(JournalTerms.of("l", List.of(expecting), OPTIONS)));
    }

    @Test
    void anotherWishForProofMakesAnotherList() {
        WorkItem.Transfer plain = Lists.fetch(1, folder.resolve("a"));
        JournalTerms terms = JournalTerms.of("l", List.of(plain), OPTIONS);
        assertFalse(terms.isSameList(wishing(plain, true, false)));
        assertFalse(terms.isSameList(wishing(plain, false, true)));
        assertFalse(wishing(plain, true, false).isSameList(wishing(plain, false, true)));
        assertTrue(terms.isSameList(wishing(plain, false, false)));
    }

    private static JournalTerms wishing(
            WorkItem.Transfer item, boolean generateChecksum, boolean verifyStored) {
        TransferTerms terms =
                new TransferTerms(
                        "", "unknown", generateChecksum, verifyStored, true, Optional.empty());
        WorkItem wishing =
                new WorkItem.Transfer(item.position(), item.sources(), item.target(), terms);
        return JournalTerms.of("l", List.of(wishing), OPTIONS);
    }

    @Test
    void whatFollowsATornHeaderIsANewJournal() throws Exception {
        Files.writeString(file, "transfer-jou", StandardOpenOption.CREATE);
        try (ListJournal journal = open()) {
            assertFalse(journal.isContinued());
            journal.add(Lists.done(items.get(0)), "{}");
        }
        try (ListJournal journal = open()) {
            assertEquals(2, journal.left(items, Recheck.SIZE).again().size());
        }
    }
}
