package transfer.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.engine.Defect;

class JsonDefectsTest {
    private static final String GOOD =
            "{'type':'mkdir','target':{'site_label':'b','url':'/m'}}".replace('\'', '"');

    private static List<String> defects(String text) {
        return Reads.defects(text.replace('\'', '"')).stream()
                .map(text1 -> text1.replace('"', '\''))
                .toList();
    }

    @Test
    void everyDefectOfEveryItemIsNamed() {
        String text =
                """
                [ { 'type': 'transfer',
                    'src_urls':  [ { 'url': '/a' },
                                   { 'site_label': 'b',
                                     'priority': 'high' },
                                   5 ],
                    'dest_urls': [ ],
                    'lfn': 7,
                    'linkage': [ 'input' ] },
                  { 'type': 'transfer' },
                  { 'type': 'mkdir', 'target': { 'site_label': 5, 'url': { } } },
                  { 'type': 'mkdir' },
                  { 'type': 'remove', 'target': { 'site_label': 'x',
                                                  'url': 'a:b',
                                                  'recursive': 'maybe' } },
                  { 'type': 'remove', 'target': 'file:///x' },
                  { 'type': 'transfer', 'src_urls': { }, 'dest_urls': null },
                  { 'type': 'symlink', 'src_urls': [ { 'site_label': 'x', 'url': '/a' } ],
                    'dest_urls': [ { 'site_label': 'x', 'url': 'http://h/a' } ] } ]
                """;
        assertEquals(
                List.of(
                        "line 2, item 1, field src_urls[0].site_label: 'site_label' is missing",
                        "line 4, item 1, field src_urls[1].priority: 'high' is not a number",
                        "line 3, item 1, field src_urls[1].url: 'url' is missing",
                        "line 5, item 1, field src_urls[2]: must be an object with 'url' and"
                                + " 'site_label', and is a number",
                        "line 6, item 1, field dest_urls: 'dest_urls' is empty",
                        "line 7, item 1, field lfn: 'lfn' must be a string, and is a number",
                        "line 8, item 1, field linkage: 'linkage' must be a string, and is an"
                                + " array",
                        "line 9, item 2, field src_urls: 'src_urls' is missing",
                        "line 9, item 2, field dest_urls: 'dest_urls' is missing",
                        "line 10, item 3, field target.site_label: 'site_label' must be a string,"
                                + " and is a number",
                        "line 10, item 3, field target.url: 'url' must be a string, and is an"
                                + " object",
                        "line 11, item 4, field target: 'target' is missing",
                        "line 13, item 5, field target.url: Unable to parse URL: the URL cannot be"
                                + " read as a URL: 'a:' is not followed by // (write ./ before a"
                                + " relative path that holds a colon)",
                        "line 14, item 5, field target.recursive: 'maybe' is neither true nor"
                                + " false",
                        "line 15, item 6, field target: must be an object with 'url' and"
                                + " 'site_label', and is a string",
                        "line 16, item 7, field src_urls: 'src_urls' must be an array, and is an"
                                + " object",
                        "line 16, item 7, field dest_urls: 'dest_urls' must be an array, and is"
                                + " null",
                        "line 18, item 8, field dest_urls[0].url: a link can only be made at a"
                                + " file: URL, not at http:"),
                defects(text));
        assertEquals(List.of(), Reads.list(text.replace('\'', '"')).items());
    }

    @Test
    void soundItemsBesideDefectsAreKept() {
        TransferList list = Reads.list("[" + GOOD + ",{}," + GOOD + "]");
        assertEquals(1, list.defects().size());
        assertEquals(List.of("mkdir b file:///m", "mkdir b file:///m"), Reads.shown(list));
        assertEquals(3, list.items().getLast().position().item());
    }

    @Test
    void aDefectiveDestinationThatWouldNotBeUsedIsADefect() {
        assertEquals(
                List.of("line 1, item 1, field dest_urls[1].url: 'url' is missing"),
                defects(
                        "[{'type':'transfer','src_urls':[{'site_label':'a','url':'/s'}],"
                                + "'dest_urls':[{'site_label':'b','url':'/d','priority':2},"
                                + "{'site_label':'b','priority':1}]}]"));
    }

    @Test
    void entriesOfUnknownTypeAreNamed() {
        assertEquals(
                List.of(
                        "line 1, item 1, field type: Unknown JSON entry: the type 'copy' is none of"
                                + " transfer, mkdir, remove, symlink",
                        "line 2, item 2, field type: Unknown JSON entry: it has no 'type'",
                        "line 3, item 3, field type: Unknown JSON entry: a type that is a number is"
                                + " none of transfer, mkdir, remove, symlink",
                        "line 4, item 4: Unknown JSON entry: it is a number, not an object",
                        "line 5, item 5: Unknown JSON entry: it is an array, not an object",
                        "line 6, item 6: Unknown JSON entry: it is null, not an object",
                        "line 7, item 7, field type: Unknown JSON entry: the type 'Transfer' is none"
                                + " of transfer, mkdir, remove, symlink"),
                defects(
                        "[{'type':'copy'},\n{'url':'x'},\n{'type':5},\n5,\n[{'type':'mkdir'}],\n"
                                + "null,\n{'type':'Transfer'}]"));
    }

    @Test
    void anObjectThatIsNoItemIsNamed() {
        assertEquals(
                List.of("line 1, item 1, field type: Unknown JSON entry: it has no 'type'"),
                defects("{'transfers':[{'type':'mkdir'}]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'x'", "''", "'1,5'", "'0x1'", "'NaN'", "'1e3'", "true", "[]", "{}"})
    void aPriorityThatIsNoNumberIsADefect(String priority) {
        List<Defect> defects =
                Reads.list(
                                ("[{'type':'transfer','src_urls':[{'site_label':'a','url':'/s',"
                                                + "'priority':%s}],"
                                                + "'dest_urls':[{'site_label':'b','url':'/d'}]}]")
                                        .formatted(priority)
                                        .replace('\'', '"'))
                        .defects();
        assertEquals(1, defects.size());
        assertEquals("src_urls[0].priority", defects.getFirst().field());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'maybe'", "2", "-1", "1.5", "[]", "{}", "'y'"})
    void recursiveMustBeYesOrNo(String value) {
        List<Defect> defects =
                Reads.list(
                                "[{'type':'remove','target':{'site_label':'a','url':'/s','recursive':%s}}]"
                                        .formatted(value)
                                        .replace('\'', '"'))
                        .defects();
        assertEquals(1, defects.size());
        assertEquals("target.recursive", defects.getFirst().field());
    }

    @Test
    void unsetVariablesAreDefectsUnlessTheyStandForNothing() {
        String text =
                "[{'type':'mkdir','target':{'site_label':'a','url':'/s/$NOPE$HOME'}}]"
                        .replace('\'', '"');
        assertEquals(
                List.of(
                        "line 1, item 1, field target.url: Unable to parse URL: the URL needs the"
                                + " variable NOPE, which is not set"),
                Reads.defects(text));
        assertEquals(
                List.of("mkdir a file:///s//home/u"),
                Reads.shown(Reads.list(text, Reads.AS_REFERENCE)));
    }

    @Test
    void namesWithANulAreDefects() {
        assertEquals(
                List.of(
                        "line 1, item 1, field target.url: Unable to parse URL: the URL holds a NUL"
                                + " character"),
                defects("[{'type':'mkdir','target':{'site_label':'a','url':'/s\\u0000'}}]"));
    }

    @Test
    void noDefectTellsAPassword() {
        List<String> defects =
                defects(
                        "[{'type':'mkdir','target':{'site_label':'a','url':"
                                + "'https://joe:sesame@h:70000/a?token=sesame'}},"
                                + "{'type':'symlink','src_urls':[{'site_label':'a','url':'/a'}],"
                                + "'dest_urls':[{'site_label':'a',"
                                + "'url':'https://joe:sesame@h/a?token=sesame'}]}]");
        assertEquals(2, defects.size());
        defects.forEach(defect -> assertEquals(-1, defect.indexOf("sesame"), defect));
    }

    @Test
    void afterASyntaxErrorTheRestOfAnArrayIsNotRead() {
        TransferList list =
                Reads.list("\n  [" + GOOD + ",\n{\"type\":\"mkdir\",\n   oops},\n" + GOOD + "]");
        assertEquals(List.of("mkdir b file:///m"), Reads.shown(list), list.defects().toString());
        Defect defect = list.defects().getFirst();
        assertEquals(1, list.defects().size());
        assertEquals(4, defect.position().line());
        assertEquals(2, defect.position().item());
        assertTrue(
                defect.message()
                        .startsWith("not JSON at column 4, in the item that begins on line 3: "),
                defect.message());
    }

    @Test
    void columnsCountFromTheFirstLinesBeginning() {
        assertEquals(
                "line 2: not JSON at column 7: ",
                defects("\n    [ ;]").getFirst().split("Unexpected")[0]);
    }

    @Test
    void defectsBeforeASyntaxErrorInTheSameItemAreNamedToo() {
        List<String> defects =
                defects("[{'type':'transfer','lfn':5,\n'src_urls':[{'url':'a:b'}],\n'x' 'y'}]");
        assertEquals(
                List.of("field lfn", "field src_urls[0].url", "field src_urls[0].site_label"),
                defects.subList(0, 3).stream()
                        .map(defect -> defect.split(": ")[0].split(", ")[2])
                        .toList());
        assertTrue(defects.get(3).startsWith("line 3, item 1: not JSON"), defects.get(3));
        assertEquals(4, defects.size());
    }

    @Test
    void anArrayThatIsNotClosedIsADefect() {
        assertEquals(
                List.of("line 2: not JSON at column 1: the list ends where more must follow"),
                Reads.defects("[" + GOOD + "\n"));
        assertEquals(
                List.of(
                        "line 1, item 1: not JSON at column 4, in the item that begins on line 1:"
                                + " the list ends where more must follow"),
                Reads.defects("[{\""));
    }

    @Test
    void whatFollowsTheArrayIsADefect() {
        assertEquals(
                List.of("line 2: there is more after the array's end"),
                Reads.defects("[" + GOOD + "]\n[]"));
        assertEquals(1, Reads.defects("[]]").size());
    }

    @Test
    void nestingWithoutEndIsADefectAndNoStackOverflow() {
        assertEquals(1, Reads.defects("[{\"x\":" + "[".repeat(1_000_000)).size());
    }

    @Test
    void afterASyntaxErrorTheNextLineOfAStreamIsRead() {
        String text =
                GOOD
                        + "\n{\"type\":\"mkdir\", \"target\": [\n"
                        + GOOD
                        + "\n{\"type\":\"mk\n"
                        + GOOD
                        + " garbage\n"
                        + GOOD
                        + "\n{\"type\":\"copy\"}\n";
        TransferList list = Reads.list(text);
        assertEquals(
                List.of(1, 3, 5, 6),
                list.items().stream().map(item -> item.position().line()).toList());
        List<String> defects = list.defects().stream().map(Defect::toString).toList();
        assertEquals(5, defects.size(), defects.toString());
        assertTrue(defects.get(0).startsWith("line 2, item 2, field target: "), defects.get(0));
        assertTrue(
                defects.get(1)
                        .startsWith(
                                "line 4, item 2: not JSON at column 1, in the item that"
                                        + " begins on line 2: "),
                defects.get(1));
        assertTrue(defects.get(2).startsWith("line 4, item 4: not JSON"), defects.get(2));
        assertTrue(defects.get(3).startsWith("line 5: not JSON"), defects.get(3));
        assertTrue(defects.get(4).startsWith("line 7, item 7, field type: "), defects.get(4));
    }

    @Test
    void aLineThatATornOneSwallowedIsJudgedOnItsOwn() {
        TransferList list =
                Reads.list(
                        "{\"type\":\"transfer\",\"lfn\":5,\"src_urls\":[\n" + GOOD + "\n" + GOOD);
        assertEquals(List.of("mkdir b file:///m", "mkdir b file:///m"), Reads.shown(list));
        List<String> defects = list.defects().stream().map(Defect::toString).toList();
        assertEquals(2, defects.size(), defects.toString());
        assertTrue(defects.get(0).startsWith("line 1, item 1, field lfn"), defects.get(0));
        assertTrue(defects.get(1).startsWith("line 3, item 1: not JSON"), defects.get(1));
    }

    @Test
    void aStreamOfNothingButBrokenLinesNamesThemAll() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            text.append("{\"type\":\"mkdir\", \"attributes\":{\"a\":\"b\"}, \"target\": \n");
        }
        List<Defect> defects = Reads.list(text.toString()).defects();
        assertEquals(2000, defects.size());
        for (int i = 0; i < 2000; i++) {
            assertEquals(i + 1, defects.get(i).position().item());
        }
    }

    @Test
    void aStreamThatEndsInTheMiddleOfAnObjectKeepsWhatCameBefore() {
        TransferList list = Reads.list(GOOD + "\n" + GOOD.substring(0, 30));
        assertEquals(1, list.items().size());
        assertEquals(
                List.of(
                        "line 2, item 2: not JSON at column 31, in the item that begins on line 2:"
                                + " the list ends where more must follow"),
                list.defects().stream().map(Defect::toString).toList());
    }

    @Test
    void anObjectOverManyLinesIsReadOnceThoughItHoldsLinesThatBeginWithABrace() {
        TransferList list =
                Reads.list(
                        "{\"x\":[\n{\n}\n,\n{\"type\":\"mkdir\"}],\n" + GOOD.substring(1) + "\n;");
        assertEquals(List.of("mkdir b file:///m"), Reads.shown(list));
        assertEquals(1, list.defects().size());
    }
}
