package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.engine.WorkItem;
import transfer.records.Author;
import transfer.records.JournalTerms;
import transfer.records.ListJournal;
import transfer.records.ReceiptsFile;

class ItemRecordsTest {
    @TempDir Path folder;
    private WorkItem.Transfer item;
    private ListJournal journal;
    private ReceiptsFile receipts;

    @BeforeEach
    void prepare() throws Exception {
        item = Examples.transfer(1, "http://h/a", "http://o/a");
        List<WorkItem> list = List.of(item);
        journal =
                ListJournal.open(
                        folder.resolve("journal"),
                        JournalTerms.of("a list", list, "none"),
                        list,
                        false);
        receipts =
                ReceiptsFile.open(
                        folder.resolve("receipts"),
                        new ReceiptsFile.Terms(
                                new Author("transfer", "joe", "h"),
                                Optional.empty(),
                                false,
                                Clock.systemUTC()));
    }

    private int journalLines() throws Exception {
        new ItemRecords(
                        Optional.of(receipts),
                        Optional.of(journal),
                        Optional.empty(),
                        Whereabouts.UNKNOWN)
                .finished(Examples.done(item));
        journal.close();
        return Files.readAllLines(folder.resolve("journal")).size();
    }

    @Test
    void whatIsDoneGoesIntoReceiptsAndJournal() throws Exception {
        assertEquals(2, journalLines());
        receipts.end();
        receipts.close();
        assertTrue(Files.readString(folder.resolve("receipts")).contains("http://o/a"));
    }

    @Test
    void whatCouldGetNoReceiptIsNotDoneForTheJournal() throws Exception {
        receipts.close();
        assertEquals(1, journalLines());
    }
}
