package transfer.records;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.engine.ListPosition;
import transfer.engine.WorkItem;

/** What a run that goes on does again although the journal calls it done. */
class DoneItemsTest {
    @TempDir Path folder;
    private Path journal;
    private Path a;

    @BeforeEach
    void prepare() throws IOException {
        journal = folder.resolve("journal");
        a = Files.writeString(folder.resolve("a"), "hello\n");
    }

    private ListJournal open(List<WorkItem> items) throws Exception {
        return ListJournal.open(journal, JournalTerms.of("l", items, "none"), items, false);
    }

    /** The first of them done, in the order of the list. */
    private void done(List<WorkItem> items, int count) throws Exception {
        try (ListJournal kept = open(items)) {
            for (WorkItem item : items.subList(0, count)) {
                kept.add(Lists.done(item), "{}");
            }
        }
    }

    private List<Integer> again(List<WorkItem> items, Recheck recheck) throws Exception {
        try (ListJournal kept = open(items)) {
            return kept.left(items, recheck).again().stream()
                    .map(item -> item.position().item())
                    .toList();
        }
    }

    @Test
    void aFileThatIsGoneIsDoneAgain() throws Exception {
        List<WorkItem> items = List.of(Lists.fetch(1, a));
        done(items, 1);
        Files.delete(a);
        assertEquals(List.of(1), again(items, Recheck.SIZE));
        assertEquals(List.of(), again(items, Recheck.NONE));
    }

    /** Somebody may take a file away as soon as it has its name, before its line is written. */
    @Test
    void aFileThatWasGoneWhenItWasNotedIsDoneAgain() throws Exception {
        List<WorkItem> items = List.of(Lists.fetch(1, a));
        Files.delete(a);
        done(items, 1);
        assertEquals(List.of(1), again(items, Recheck.SIZE));
        assertEquals(List.of(), again(items, Recheck.NONE));
    }

    @Test
    void whatWasRemovedStaysDone() throws Exception {
        List<WorkItem> items =
                List.of(
                        new WorkItem.Remove(
                                new ListPosition(1, 0), Lists.place(a.toString()), false));
        Files.delete(a);
        done(items, 1);
        assertEquals(List.of(), again(items, Recheck.SIZE));
    }

    @Test
    void aFileOfAnotherSizeIsDoneAgain() throws Exception {
        List<WorkItem> items = List.of(Lists.fetch(1, a));
        done(items, 1);
        FileTime time = Files.getLastModifiedTime(a);
        Files.writeString(a, "hell");
        Files.setLastModifiedTime(a, time);
        assertEquals(List.of(1), again(items, Recheck.SIZE));
    }

    @Test
    void aFileThatWasTouchedIsDoneAgain() throws Exception {
        List<WorkItem> items = List.of(Lists.fetch(1, a));
        done(items, 1);
        Files.setLastModifiedTime(a, FileTime.fromMillis(1));
        assertEquals(List.of(1), again(items, Recheck.SIZE));
    }

    @Test
    void otherContentWithTheSameTimeAndSizeShowsInItsDigest() throws Exception {
        List<WorkItem> items = List.of(Lists.fetch(1, a));
        done(items, 1);
        FileTime time = Files.getLastModifiedTime(a);
        Files.writeString(a, "jello\n");
        Files.setLastModifiedTime(a, time);
        assertEquals(List.of(), again(items, Recheck.SIZE));
        assertEquals(List.of(1), again(items, Recheck.DIGEST));
    }

    @Test
    void theRightContentPassesTheDigest() throws Exception {
        List<WorkItem> items = List.of(Lists.fetch(1, a));
        done(items, 1);
        assertEquals(List.of(), again(items, Recheck.DIGEST));
    }

    @Test
    void aPlaceOnAnotherMachineIsBelieved() throws Exception {
        List<WorkItem> items = List.of(Lists.transfer(1, a.toString(), "http://h/a"));
        done(items, 1);
        assertEquals(List.of(), again(items, Recheck.DIGEST));
    }

    @Test
    void aDirectoryMayHaveBeenFilled() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("d"));
        List<WorkItem> items =
                List.of(
                        new WorkItem.MakeDirectory(
                                new ListPosition(1, 0), Lists.place(directory.toString())));
        done(items, 1);
        Files.writeString(directory.resolve("x"), "");
        assertEquals(List.of(), again(items, Recheck.SIZE));
        Files.delete(directory.resolve("x"));
        Files.delete(directory);
        assertEquals(List.of(1), again(items, Recheck.SIZE));
    }

    @Test
    void aLinkToNothingStaysDone() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/nowhere/x"));
        List<WorkItem> items = List.of(Lists.transfer(1, "/nowhere/x", "symlink://" + link));
        done(items, 1);
        assertEquals(List.of(), again(items, Recheck.SIZE));
        Files.delete(link);
        assertEquals(List.of(1), again(items, Recheck.SIZE));
    }

    @Test
    void whatALaterItemReplacedIsNotDoneAgain() throws Exception {
        List<WorkItem> items = List.of(Lists.fetch(1, a), Lists.transfer(2, "http://h/2", "" + a));
        try (ListJournal kept = open(items)) {
            kept.add(Lists.done(items.get(0)), "{}");
            Files.writeString(a, "the second");
            kept.add(Lists.done(items.get(1)), "{}");
        }
        assertEquals(List.of(), again(items, Recheck.SIZE));
        Files.writeString(a, "something else");
        assertEquals(List.of(2), again(items, Recheck.SIZE));
    }

    @Test
    void whatALaterItemMovedAwayIsNotDoneAgain() throws Exception {
        Path b = folder.resolve("b");
        List<WorkItem> items =
                List.of(Lists.fetch(1, a), Lists.transfer(2, a.toString(), "moveto://" + b));
        try (ListJournal kept = open(items)) {
            kept.add(Lists.done(items.get(0)), "{}");
            Files.move(a, b);
            kept.add(Lists.done(items.get(1)), "{}");
        }
        assertEquals(List.of(), again(items, Recheck.SIZE));
    }

    @Test
    void whatALaterItemRemovedIsNotDoneAgain() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("d"));
        Path inside = Files.writeString(directory.resolve("x"), "hello\n");
        List<WorkItem> items = List.of(Lists.fetch(1, inside), Lists.remove(2, directory + "/"));
        try (ListJournal kept = open(items)) {
            kept.add(Lists.done(items.get(0)), "{}");
            Files.delete(inside);
            Files.delete(directory);
            kept.add(Lists.done(items.get(1)), "{}");
        }
        assertEquals(List.of(), again(items, Recheck.SIZE));
    }

    @Test
    void whatCameBackIsRemovedAgain() throws Exception {
        List<WorkItem> items = List.of(Lists.remove(1, folder + "/gone"));
        done(items, 1);
        Files.writeString(folder.resolve("gone"), "");
        assertEquals(List.of(1), again(items, Recheck.SIZE));
    }

    @Test
    void aRemovalFollowsAgainWhatIsDoneBelowIt() throws Exception {
        Path inside = folder.resolve("d/x");
        List<WorkItem> items =
                List.of(
                        Lists.fetch(1, inside),
                        Lists.remove(2, folder + "/d"),
                        Lists.remove(3, folder + "/e"));
        try (ListJournal kept = open(items)) {
            kept.add(Lists.failed(items.get(0)), "{}");
            kept.add(Lists.done(items.get(1)), "{}");
            kept.add(Lists.done(items.get(2)), "{}");
        }
        assertEquals(List.of(1, 2), again(items, Recheck.SIZE));
    }

    @Test
    void removalsElsewhereFollowToo() throws Exception {
        List<WorkItem> items =
                List.of(
                        Lists.transfer(1, a.toString(), "http://h/d/x"),
                        Lists.remove(2, "http://h/d"),
                        Lists.remove(3, "http://other/d"));
        try (ListJournal kept = open(items)) {
            kept.add(Lists.done(items.get(1)), "{}");
            kept.add(Lists.done(items.get(2)), "{}");
        }
        assertEquals(List.of(1, 2), again(items, Recheck.SIZE));
    }

    @Test
    void theNumberOfChangedItemsIsTold() throws Exception {
        List<WorkItem> items =
                List.of(Lists.fetch(1, a), Lists.fetch(2, folder.resolve("never-done")));
        done(items, 1);
        Files.delete(a);
        try (ListJournal kept = open(items)) {
            ListJournal.Left left = kept.left(items, Recheck.SIZE);
            assertEquals(1, left.changed());
            assertEquals(2, left.again().size());
        }
    }

    /** What a killed run left that had begun to do items again. */
    private void add(List<WorkItem> items, WorkItem... ended) throws Exception {
        try (ListJournal kept = open(items)) {
            for (WorkItem item : ended) {
                kept.add(Lists.done(item), "{}");
            }
        }
    }

    @Test
    void whatCameAfterARemovalIsRemovedAgain() throws Exception {
        WorkItem fetch = Lists.fetch(1, a);
        WorkItem remove = Lists.remove(2, a.toString());
        List<WorkItem> items = List.of(fetch, remove);
        Files.delete(a);
        add(items, remove);
        Files.writeString(a, "hello\n");
        add(items, fetch);
        assertEquals(List.of(2), again(items, Recheck.SIZE));
        assertEquals(List.of(2), again(items, Recheck.NONE));
    }

    @Test
    void whatCameAfterARemovalOnAnotherMachineIsRemovedAgain() throws Exception {
        WorkItem store = Lists.transfer(1, a.toString(), "http://h/d/a");
        WorkItem remove = Lists.remove(2, "http://h/d");
        List<WorkItem> items = List.of(store, remove);
        add(items, remove, store);
        assertEquals(List.of(2), again(items, Recheck.SIZE));
    }

    @Test
    void ofTwoWithOnePlaceTheLaterOneIsDoneAfterTheEarlierOne() throws Exception {
        WorkItem first = Lists.transfer(1, "http://h/1", a.toString());
        WorkItem second = Lists.transfer(2, "http://h/2", a.toString());
        List<WorkItem> items = List.of(first, second);
        add(items, second);
        assertEquals(List.of(1, 2), again(items, Recheck.SIZE));
        assertEquals(List.of(1, 2), again(items, Recheck.NONE));
    }

    @Test
    void whatIsToBeMovedOnceMoreIsBroughtOnceMore() throws Exception {
        Path moved = folder.resolve("moved");
        WorkItem fetch = Lists.fetch(1, a);
        WorkItem move = Lists.transfer(2, a.toString(), "moveto://" + moved);
        List<WorkItem> items = List.of(fetch, move);
        add(items, fetch);
        Files.move(a, moved);
        add(items, move);
        assertEquals(List.of(), again(items, Recheck.SIZE));
        Files.delete(moved);
        assertEquals(List.of(1, 2), again(items, Recheck.SIZE));
    }
}
