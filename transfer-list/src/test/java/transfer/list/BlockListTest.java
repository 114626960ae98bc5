package transfer.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import transfer.engine.ListPosition;
import transfer.engine.TransferTerms;
import transfer.engine.WorkItem;

class BlockListTest {
    @Test
    void fourLinesAreATransferWithoutTerms() {
        var item =
                (WorkItem.Transfer)
                        Reads.items(
                                        "\n# src 1 isi\ngsiftp://h.example.org/d/a\n# dst 1 lo-cal\n/t/a\n")
                                .getFirst();
        assertEquals("isi gsiftp://h.example.org/d/a -> lo-cal file:///t/a", Reads.shown(item));
        assertEquals(new ListPosition(1, 2), item.position());
        assertEquals(TransferTerms.PLAIN, item.terms());
    }

    @Test
    void theWordsBeforeTheSiteMeanNothing() {
        TransferList list =
                Reads.list(
                        "# src x a\n/1\n# anything y b prio 10\n/2\n# z z c\n/3\n#\tu  v\td\n/4\n");
        assertEquals(List.of(), list.defects());
        assertEquals(
                List.of("a file:///1 -> b file:///2", "c file:///3 -> d file:///4"),
                Reads.shown(list));
    }

    @Test
    void labelsHoldUntilTheNextComment() {
        TransferList list =
                Reads.list("# src 1 a\n/1\n# dst 1 b\n/2\n/3\n/4\n/5\n# dst 1 c\n/6\n/7\n/8\n");
        assertEquals(List.of(), list.defects());
        assertEquals(
                List.of(
                        "a file:///1 -> b file:///2",
                        "a file:///3 -> b file:///4",
                        "a file:///5 -> c file:///6",
                        "a file:///7 -> c file:///8"),
                Reads.shown(list));
        assertEquals(new ListPosition(4, 10), list.items().getLast().position());
    }

    @Test
    void shortLinesCountAndBlankOnesDoNot() {
        TransferList list = Reads.list("# src 1 a\n\n/a\n \t\n# dst 1 b\n\n/b/c\n");
        assertEquals(List.of("a file:///a -> b file:///b/c"), Reads.shown(list));
    }

    @Test
    void blanksBelongToNames() {
        TransferList list = Reads.list("# src 1 a\n/t/with blank \n# dst 1 b\n/t/x\t\n");
        assertEquals(
                List.of("a file:///t/with blank  -> b file:///t/x\t"),
                list.items().stream().map(BlockListTest::unstripped).toList());
    }

    private static String unstripped(WorkItem item) {
        var transfer = (WorkItem.Transfer) item;
        return "a "
                + transfer.sources().getFirst().url().text()
                + " -> b "
                + transfer.target().url().text();
    }

    @Test
    void variablesAreExpanded() {
        assertEquals(
                List.of("a file:///home/u/1 -> b http://h/$HOME"),
                Reads.shown(Reads.list("# src 1 a\n$HOME/1\n# dst 1 b\nhttp://h/$HOME\n")));
    }

    @Test
    void anUnfinishedPairIsADefect() {
        assertEquals(
                List.of(
                        "line 5, item 2, field destination:"
                                + " the list ends before the pair has a destination"),
                Reads.defects("# src 1 a\n/1\n# dst 1 b\n/2\n/3\n"));
        assertEquals(
                List.of("line 1, item 1, field source: the list ends before the pair has a source"),
                Reads.defects("# src 1 a\n"));
        assertEquals(
                List.of(
                        "line 1, item 1, field destination:"
                                + " the list ends before the pair has a destination"),
                Reads.defects("# src 1 a\n/1\n# dst 1 b\n"));
    }

    @Test
    void aCommentInPlaceOfAUrlIsADefectAndNoName() {
        TransferList list =
                Reads.list("# src 1 a\n# remark\n/1\n# dst 1 b\n# another remark\n/2\n/3\n/4\n");
        assertEquals(
                List.of(
                        "line 2, item 1, field source:"
                                + " the URL of the source must stand here, not a comment",
                        "line 5, item 1, field destination:"
                                + " the URL of the destination must stand here, not a comment"),
                list.defects().stream().map(Object::toString).toList());
        assertEquals(
                List.of("a file:///1 -> b file:///2", "a file:///3 -> b file:///4"),
                Reads.shown(list));
    }

    @Test
    void afterAMissingUrlTheRestIsReadInStep() {
        TransferList list =
                Reads.list(
                        "# src 1 a\n# dst 1 b\n/1\n"
                                + "# src 2 a\n/2\n# dst 2 b\n"
                                + "# src 3 a\n/3\n# dst 3 b\n/4\n");
        assertEquals(
                List.of(
                        "line 2, item 1, field source:"
                                + " the URL of the source must stand here, not a comment",
                        "line 7, item 2, field destination:"
                                + " the URL of the destination must stand here, not a comment"),
                list.defects().stream().map(Object::toString).toList());
        assertEquals(List.of("a file:///3 -> b file:///4"), Reads.shown(list));
        assertEquals(new ListPosition(3, 7), list.items().getFirst().position());
    }

    @Test
    void aMissingLabelIsADefectOfItsSide() {
        assertEquals(
                List.of(
                        "line 3, item 1, field destination:"
                                + " the first destination needs a comment before it that names its"
                                + " site"),
                Reads.defects("# src 1 a\n/1\n/2\n"));
    }

    @Test
    void everyMalformedCommentIsNamed() {
        assertEquals(
                List.of(
                        "line 1, item 1: Unable to parse comment on line 1: it must read"
                                + " '# src NUMBER SITE', and reads '# src only-two-words'",
                        "line 7, item 2: Unable to parse comment on line 7: it must read"
                                + " '# dst NUMBER SITE', and reads '# dst 2 b.c'"),
                Reads.defects(
                        "# src only-two-words\n/1\n# dst 1 b\n/2\n# src 2 a\n/3\n# dst 2 b.c\n/4\n"));
    }

    @Test
    void everyMalformedUrlIsNamed() {
        assertEquals(
                List.of(
                        "line 2, item 1, field source: Unable to parse URL: the URL needs the"
                                + " variable NOPE, which is not set",
                        "line 4, item 1, field destination: Unable to parse URL: the URL has the"
                                + " port 70000, and 65535 is the highest"),
                Reads.defects("# src 1 a\n$NOPE/1\n# dst 1 b\nhttp://h:70000/2\n"));
    }

    @Test
    void bytesThatAreNotUtf8AreKept() {
        TransferList list = Reads.list("# src 1 a\n/t/\udcff\udc80\n# dst 1 b\n/t/\u00e9\n");
        assertEquals(List.of("a file:///t/\udcff\udc80 -> b file:///t/\u00e9"), Reads.shown(list));
    }
}
