package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.BatchRemover;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.s3.ScriptedStore.Asked;
import transfer.protocol.s3.ScriptedStore.Reply;

/** What is asked of stores to remove objects that somebody names, and what is made of answers. */
class S3TogetherTest {
    /** So many keys are in each page of the store's lists. */
    private static final int PAGE = 6;

    @TempDir private Path folder;

    private final TreeSet<String> keys = new TreeSet<>();

    private ScriptedStore store(String settings, ScriptedStore.Script batches) throws Exception {
        return new ScriptedStore(
                folder,
                InstantSource.system(),
                settings,
                asked ->
                        switch (asked.method()) {
                            case "GET" -> Reply.xml(200, listed(asked));
                            case "POST" -> batches.answer(asked);
                            default -> Reply.of(500);
                        });
    }

    private static String parameter(Asked asked, String name) {
        return Stream.of(asked.target().split("[?&]"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    private String listed(Asked asked) {
        String prefix = parameter(asked, "prefix");
        String token = parameter(asked, "continuation-token");
        String after = token.isEmpty() ? parameter(asked, "start-after") : token;
        List<String> found =
                keys.stream()
                        .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0)
                        .filter(key -> key.indexOf('/', prefix.length()) < 0)
                        .toList();
        StringBuilder xml = new StringBuilder("<ListBucketResult>");
        found.stream()
                .limit(PAGE)
                .forEach(key -> xml.append("<Contents><Key>" + key + "</Key></Contents>"));
        if (found.size() > PAGE) {
            xml.append("<IsTruncated>true</IsTruncated><NextContinuationToken>")
                    .append(found.get(PAGE - 1))
                    .append("</NextContinuationToken>");
        }
        return xml.append("</ListBucketResult>").toString();
    }

    private static List<String> named(Asked asked) throws IOException {
        try {
            return S3Xml.read(new ByteArrayInputStream(asked.body()))
                    .all("Object")
                    .map(object -> object.told("Key").orElseThrow())
                    .toList();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private Reply removed(Asked asked) throws IOException {
        StringBuilder xml = new StringBuilder("<DeleteResult>");
        for (String key : named(asked)) {
            keys.remove(key);
            xml.append("<Deleted><Key>" + key + "</Key></Deleted>");
        }
        return Reply.xml(200, xml.append("</DeleteResult>").toString());
    }

    private void there(String directory, int count) {
        keys.addAll(names(directory, count));
    }

    private static List<String> names(String directory, int count) {
        return IntStream.range(100, 100 + count).mapToObj(i -> directory + "f" + i).toList();
    }

    /** The keys of those that are told to be removed. */
    private static Set<String> remove(ScriptedStore store, List<String> names)
            throws TransferException, InterruptedException {
        List<TransferUrl> urls =
                names.stream().map(name -> ScriptedStore.url("b/" + name)).toList();
        return ((BatchRemover) store.open())
                .removeTogether(urls).stream()
                        .map(url -> url.path().substring("/b/".length()))
                        .collect(Collectors.toSet());
    }

    private static List<String> asked(ScriptedStore store, String method) {
        return store.lines().stream().filter(line -> line.startsWith(method)).toList();
    }

    @Test
    void aListAndARemovalAreEnoughForManyOfOneDirectory() throws Exception {
        there("d/", 5);
        keys.addAll(List.of("a", "d/e", "d/f102/g", "d/f2"));
        try (ScriptedStore store = store("", this::removed)) {
            assertEquals(Set.copyOf(names("d/", 5)), remove(store, names("d/", 5)));
            assertEquals(Set.of("a", "d/e", "d/f102/g", "d/f2"), keys);
            assertEquals(2, store.lines().size());
        }
    }

    @Test
    void theListBeginsWhereTheNamesDo() throws Exception {
        IntStream.range(0, 5 * PAGE).forEach(i -> keys.add("d/a" + i));
        there("d/", 5);
        try (ScriptedStore store = store("", this::removed)) {
            assertEquals(5, remove(store, names("d/", 5)).size());
            assertEquals(1, asked(store, "GET").size());
        }
    }

    @Test
    void atTheTopOfABucketItIsTheSame() throws Exception {
        there("", 5);
        try (ScriptedStore store = store("", this::removed)) {
            assertEquals(Set.copyOf(names("", 5)), remove(store, names("", 5)));
        }
    }

    @Test
    void slashesThatFollowEachOtherAreKept() throws Exception {
        there("d//", 5);
        there("d/", 5);
        try (ScriptedStore store = store("", this::removed)) {
            assertEquals(Set.copyOf(names("d//", 5)), remove(store, names("d//", 5)));
            assertEquals(Set.copyOf(names("d/", 5)), keys);
        }
    }

    @Test
    void whatTheListDoesNotShowIsLeftToOthers() throws Exception {
        there("d/", 4);
        try (ScriptedStore store = store("", this::removed)) {
            assertEquals(
                    Set.copyOf(names("d/", 4)),
                    remove(
                            store,
                            Stream.concat(names("d/", 4).stream(), Stream.of("d/gone", "d/"))
                                    .toList()));
        }
    }

    @Test
    void whereMuchElseLiesBetweenTwoPagesAreEnough() throws Exception {
        there("d/", 5 * PAGE);
        List<String> names = names("d/", 5 * PAGE);
        List<String> every = List.of(names.get(0), names.get(9), names.get(20), names.get(29));
        try (ScriptedStore store = store("", this::removed)) {
            assertEquals(Set.of(names.get(0), names.get(9)), remove(store, every));
            assertEquals(2, asked(store, "GET").size());
        }
    }

    @Test
    void fewOfOneDirectoryAreNotWorthAList() throws Exception {
        there("d/", 3);
        there("e/", 3);
        try (ScriptedStore store = store("", this::removed)) {
            assertEquals(
                    Set.of(),
                    remove(
                            store,
                            Stream.of("d/", "e/").flatMap(d -> names(d, 3).stream()).toList()));
            assertEquals(List.of(), store.lines());
        }
    }

    @Test
    void theSiteSaysHowManyGoByOneRequest() throws Exception {
        there("d/", 5);
        try (ScriptedStore store = store("batch_delete_size = 2\n", this::removed)) {
            assertEquals(5, remove(store, names("d/", 5)).size());
            assertEquals(3, asked(store, "POST").size() + asked(store, "DELETE").size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch_delete = no", "batch_delete_size = 1"})
    void theSiteSaysThatEachGoesAlone(String setting) throws Exception {
        there("d/", 5);
        try (ScriptedStore store = store(setting + "\n", this::removed)) {
            assertEquals(Set.of(), remove(store, names("d/", 5)));
            assertEquals(List.of(), store.lines());
        }
    }

    @Test
    void aStoreThatCannotRemoveSeveralIsAskedOnceForThat() throws Exception {
        there("d/", 5);
        try (ScriptedStore store = store("", _ -> Reply.error(501, "NotImplemented"))) {
            assertEquals(Set.of(), remove(store, names("d/", 5)));
            assertEquals(Set.of(), remove(store, names("d/", 5)));
            assertEquals(2, store.lines().size());
        }
    }

    @Test
    void onlyWhatTheStoreSaysThatItRemovedIsRemoved() throws Exception {
        there("d/", 4);
        String answer =
                "<DeleteResult><Deleted><Key>d/f100</Key></Deleted><Error><Key>d/f101</Key>"
                        + "<Code>AccessDenied</Code></Error><Error><Key>d/f102</Key>"
                        + "<Code>NoSuchKey</Code></Error><Deleted><Key>d/other</Key></Deleted>"
                        + "</DeleteResult>";
        try (ScriptedStore store = store("", _ -> Reply.xml(200, answer))) {
            Set<String> removed = remove(store, names("d/", 4));
            assertEquals(Set.of("d/f100", "d/f102"), removed);
        }
    }

    @Test
    void whatIsRemovedIsToldAlsoWhenTheNextRequestFails() throws Exception {
        there("d/", 4);
        try (ScriptedStore store =
                store(
                        "batch_delete_size = 2\n",
                        asked ->
                                named(asked).contains("d/f100")
                                        ? removed(asked)
                                        : Reply.error(503, "SlowDown"))) {
            assertEquals(Set.of("d/f100", "d/f101"), remove(store, names("d/", 4)));
        }
    }

    @Test
    void whoMayNotListRemovesNothingTogether() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(folder, _ -> Reply.error(403, "AccessDenied"))) {
            assertEquals(Set.of(), remove(store, names("d/", 5)));
            assertFalse(store.lines().stream().anyMatch(line -> line.startsWith("POST")));
        }
    }
}
