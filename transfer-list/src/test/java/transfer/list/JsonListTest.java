package transfer.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.engine.ListPosition;
import transfer.engine.TransferTerms;
import transfer.engine.WorkItem;

class JsonListTest {
    private static final String PLACES =
            "'src_urls':[{'site_label':'a','url':'/s'}],'dest_urls':[{'site_label':'b','url':'/d'}]";

    /** JSON with single quotes, for reading with the eye. */
    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static WorkItem.Transfer transferWith(String fields) {
        return Reads.transfer(json("[{'type':'transfer'," + fields + PLACES + "}]"));
    }

    private static String sources(String urls) {
        WorkItem.Transfer transfer =
                Reads.transfer(
                        json(
                                "[{'type':'transfer','src_urls':["
                                        + urls
                                        + "],'dest_urls':[{'site_label':'b','url':'/d'}]}]"));
        return Reads.shown(transfer).replace(" -> b file:///d", "");
    }

    @Test
    void theFewestFieldsMakeATransferWithPlainTerms() {
        WorkItem.Transfer transfer = transferWith("");
        assertEquals("a file:///s -> b file:///d", Reads.shown(transfer));
        assertEquals(TransferTerms.PLAIN, transfer.terms());
        assertEquals(new ListPosition(1, 1), transfer.position());
    }

    @Test
    void termsAreTaken() {
        assertEquals(
                new TransferTerms("d/f.txt", "inout", true, true, false, Optional.empty()),
                transferWith(
                                "'lfn':'d/f.txt','linkage':'inout','generate_checksum':true,"
                                        + "'verify_checksum_remote':1,'verify_symlink_source':false,")
                        .terms());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'type':'transfer','id':7,%s", "'id':7,%s,'type':'transfer'"})
    void fieldsComeInAnyOrder(String fields) {
        assertEquals(
                "a file:///s -> b file:///d",
                Reads.shown(
                        Reads.transfer(
                                json("[{" + fields.formatted(PLACES + ",'lfn':'x'") + "}]"))));
    }

    @Test
    void theLastOfTwoEqualKeysCounts() {
        assertEquals(
                "x",
                transferWith("'lfn':5.5e0 ,'lfn':'x',".replace("5.5e0 ", "'y'")).terms().lfn());
    }

    @Test
    void unknownFieldsAreSkippedWithAllThatIsInThem() {
        assertEquals(
                "a file:///s -> b file:///d",
                Reads.shown(
                        transferWith(
                                "'attributes':{'type':'remove','src_urls':5,'x':[{'type':'mkdir'}]},"
                                        + "'id':[1,[2]],'checkpoint':null,'target':'not ours',")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "false", "null", "0", "0.0", "''", "[]", "{}", "'false'", "'False'", "'NO'", "'f'",
                "'0'"
            })
    void whatSaysNoIsNo(String value) {
        TransferTerms terms =
                transferWith(
                                "'generate_checksum':%1$s,'verify_checksum_remote':%1$s,"
                                                .formatted(value)
                                        + "'verify_symlink_source':%s,".formatted(value))
                        .terms();
        assertFalse(terms.generateChecksum());
        assertFalse(terms.verifyStored());
        assertFalse(terms.sourceMustExist());
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "0.5", "'true'", "'x'", "[0]", "[[],{}]", "{'a':{}}"})
    void everythingElseIsYes(String value) {
        TransferTerms terms =
                transferWith(
                                "'generate_checksum':%1$s,'verify_checksum_remote':%1$s,"
                                                .formatted(value)
                                        + "'verify_symlink_source':%s,".formatted(value))
                        .terms();
        assertTrue(terms.generateChecksum());
        assertTrue(terms.verifyStored());
        assertTrue(terms.sourceMustExist());
    }

    @Test
    void sourcesGoByFallingPriorityThenByTheirOrder() {
        assertEquals(
                "s file:///100, s file:///51, s file:///50, s file:///5o, s file:///-1",
                sources(
                        "{'site_label':'s','url':'/50','priority':'50'},"
                                + "{'site_label':'s','url':'/-1','priority':-1},"
                                + "{'site_label':'s','url':'/5o','priority':50.9},"
                                + "{'site_label':'s','url':'/100','priority':100,'checkpoint':'x'},"
                                + "{'site_label':'s','url':'/51','priority':'51.99'}"));
    }

    @Test
    void aMissingPriorityIsZeroBehindAnExplicitZero() {
        assertEquals(
                "s file:///1, s file:///0, s file:///-0, s file:///a, s file:///b, s file:///-1",
                sources(
                        "{'site_label':'s','url':'/a'},"
                                + "{'site_label':'s','url':'/-1','priority':-1},"
                                + "{'site_label':'s','url':'/b','priority':null},"
                                + "{'site_label':'s','url':'/0','priority':0},"
                                + "{'site_label':'s','url':'/-0','priority':'-0.7'},"
                                + "{'site_label':'s','url':'/1','priority':' 1 '}"));
    }

    @Test
    void prioritiesOutOfRangeAreTheHighestAndTheLowest() {
        assertEquals(
                "s file:///big, s file:///1, s file:///small",
                sources(
                        "{'site_label':'s','url':'/small','priority':-1e300},"
                                + "{'site_label':'s','url':'/1','priority':1},"
                                + "{'site_label':'s','url':'/big','priority':1"
                                + "0".repeat(99)
                                + "}"));
    }

    @Test
    void onlyTheDestinationWithTheHighestPriorityCounts() {
        WorkItem.Transfer transfer =
                Reads.transfer(
                        json(
                                "[{'type':'transfer','src_urls':[{'site_label':'a','url':'/s'}],"
                                        + "'dest_urls':["
                                        + "{'site_label':'b','url':'/1','priority':1},"
                                        + "{'site_label':'c','url':'/2','priority':2}]}]"));
        assertEquals("a file:///s -> c file:///2", Reads.shown(transfer));
    }

    @Test
    void aSymlinkIsATransferWhoseFileDestinationBecomesALink() {
        assertEquals(
                List.of("a file:///s -> b symlink:///d", "a file:///s -> b symlink:///e"),
                Reads.shown(
                        Reads.list(
                                json(
                                        "[{'type':'symlink',"
                                                + PLACES
                                                + "},{"
                                                + PLACES.replace("/d", "symlink:///e")
                                                + ",'type':'symlink'}]"))));
    }

    @Test
    void kindsMayBeMixed() {
        assertEquals(
                List.of("mkdir b file:///m", "a file:///s -> b file:///d", "rm b file:///m/x"),
                Reads.shown(
                        Reads.list(
                                json(
                                        "[{'type':'mkdir','target':{'site_label':'b','url':'/m'}},"
                                                + "{'type':'transfer',"
                                                + PLACES
                                                + "},"
                                                + "{'target':{'site_label':'b','url':'/m/x'},"
                                                + "'type':'remove','src_urls':'not ours'}]"))));
    }

    @ParameterizedTest
    @CsvSource({
        "true, true", "1, true", "'yes', true", "'TRUE', true", "'t', true", "'1', true",
        "false, false", "0, false", "'No', false", "'f', false", "'False', false", "'0', false",
        "null, false", "'', false"
    })
    void recursiveIsYesOrNo(String value, boolean recursive) {
        boolean bare = value.matches("true|false|null|[01]");
        for (String written : bare ? List.of(value, quoted(value)) : List.of(quoted(value))) {
            if (written.equals("'null'")) {
                continue;
            }
            WorkItem item =
                    Reads.items(
                                    json(
                                            "[{'type':'remove','target':{'recursive':"
                                                    + written
                                                    + ",'site_label':'b','url':'/d'}}]"))
                            .getFirst();
            assertEquals(recursive, ((WorkItem.Remove) item).recursive(), written);
        }
    }

    private static String quoted(String value) {
        return "'" + value + "'";
    }

    @Test
    void namesAreTakenByteForByte() {
        assertEquals(
                "a file:///t/\"q'\n\t%20 \u00e9\uD83D\uDE00\udcff",
                Reads.shown(
                                Reads.transfer(
                                        "[{\"type\":\"transfer\",\"src_urls\":[{\"site_label\":\"a\","
                                                + "\"url\":\"/t/\\\"q'\\n\\t%20 \\u00e9\\ud83d\\ude00\udcff\"}],"
                                                + "\"dest_urls\":[{\"site_label\":\"b\",\"url\":\"/d\"}]}]"))
                        .replace(" -> b file:///d", ""));
    }

    @Test
    void itemsKnowTheirNumberAndTheLineWhereTheyBegin() {
        List<WorkItem> items =
                Reads.items(
                        json(
                                "\r\n[\r\n  {'type':'transfer',\r\n"
                                        + PLACES
                                        + "}, {'type':'transfer',"
                                        + PLACES
                                        + "},\r\n{'type':'transfer',"
                                        + PLACES
                                        + "}]"));
        assertEquals(
                List.of(new ListPosition(1, 3), new ListPosition(2, 4), new ListPosition(3, 5)),
                items.stream().map(WorkItem::position).toList());
    }

    @Test
    void repeatedSitesAndLinkagesAreOneObject() {
        TransferList list =
                Reads.list(
                        json(
                                "[{'type':'transfer','linkage':'input',%1$s},{'type':'transfer','linkage':'input',%1$s}]"
                                        .formatted(PLACES)));
        var first = (WorkItem.Transfer) list.items().getFirst();
        var last = (WorkItem.Transfer) list.items().getLast();
        assertNotSame(first, last);
        assertSame(first.target().site(), last.target().site());
        assertSame(first.terms().linkage(), last.terms().linkage());
        assertSame(first.target().url().scheme(), last.target().url().scheme());
    }

    @Test
    void aSingleObjectIsAList() {
        assertEquals(
                List.of("a file:///s -> b file:///d"),
                Reads.shown(Reads.list(json("\n {'type':\n'transfer',\n" + PLACES + "\n}\n"))));
    }

    @Test
    void objectsOneALineAreAList() {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 3000; i++) {
            lines.append(
                    json(
                            "{'type':'mkdir','target':{'site_label':'b','url':'/m/%d'}}\n\r\n"
                                    .formatted(i)));
        }
        TransferList list = Reads.list(lines.toString());
        assertEquals(List.of(), list.defects());
        assertEquals(3000, list.items().size());
        assertEquals("mkdir b file:///m/3000", Reads.shown(list.items().getLast()));
        assertEquals(new ListPosition(3000, 5999), list.items().getLast().position());
    }

    @Test
    void objectsOnOneLineAreAListToo() {
        String object = json("{'type':'mkdir','target':{'site_label':'b','url':'/m'}}");
        assertEquals(2, Reads.items(object + object).size());
    }

    @Test
    void aHundredThousandItemsAreReadInOrder() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 1; i <= 100_000; i++) {
            text.append(i == 1 ? "" : ",\n");
            text.append(json("{'type':'transfer','lfn':'f%d',%s}".formatted(i, PLACES)));
        }
        List<WorkItem> items = Reads.items(text.append(']').toString());
        assertEquals(100_000, items.size());
        for (int i = 0; i < items.size(); i++) {
            var item = (WorkItem.Transfer) items.get(i);
            assertEquals(new ListPosition(i + 1, i + 1), item.position());
            assertEquals("f" + (i + 1), item.terms().lfn());
        }
    }
}
