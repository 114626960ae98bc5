package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Site;
import transfer.protocol.ByteText;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

class WorkListTest {
    private final List<WorkItem> items = new ArrayList<>();

    private static Place place(String url, String site) {
        try {
            return new Place(TransferUrl.parse(url), new Site(site));
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static WorkItem transfer(
            int number, TransferTerms terms, String target, String... from) {
        List<Place> sources = new ArrayList<>();
        for (String source : from) {
            sources.add(place(source, "at-" + sources.size()));
        }
        return new WorkItem.Transfer(
                new ListPosition(number, 3 * number), sources, place(target, "here"), terms);
    }

    private void plain(String target, String source) {
        items.add(transfer(items.size() + 1, TransferTerms.PLAIN, target, source));
    }

    private void assertKept() {
        List<WorkItem> packed = WorkList.copyOf(items);
        assertEquals(items, packed);
        for (int i = 0; i < items.size(); i++) {
            assertSameParts(items.get(i).target().url(), packed.get(i).target().url());
        }
    }

    private static void assertSameParts(TransferUrl expected, TransferUrl actual) {
        assertEquals(
                List.of(expected.scheme(), expected.authority(), expected.path()),
                List.of(actual.scheme(), actual.authority(), actual.path()));
    }

    @Test
    void itemsOfEveryKindComeOutAsTheyWentIn() {
        plain("/data/out", "https://user:pa%20ss@host.example:8443/a/b?c=d/e#f");
        items.add(new WorkItem.MakeDirectory(new ListPosition(70_000, 0), place("/d/e/", "")));
        items.add(new WorkItem.Remove(new ListPosition(1 << 30, 1), place("/d", "x"), true));
        items.add(new WorkItem.Remove(new ListPosition(3, 1 << 30), place("/d", "x"), false));
        assertKept();
    }

    @Test
    void urlsOfEveryFormKeepTheirParts() {
        for (String url :
                List.of(
                        "relative",
                        "./with:colon",
                        "/",
                        "//",
                        "file:///a/b/",
                        "symlink:///a/b",
                        "moveto:///a/b",
                        "HTTP://Host",
                        "http://host/",
                        "http://host?query/with/slashes",
                        "ftp://[::1]:2121//absolute",
                        "zip:/data/a.zip!/b/c",
                        "zip:///data/a.zip!/b/c",
                        "tar:http://user:secret@host/a.tar!/b",
                        "docker://ubuntu:22.04",
                        "s3://user@site/bucket/a//b/../c")) {
            plain(url, "/source");
        }
        assertKept();
    }

    @Test
    void namesOfAnyBytesAreKept() {
        String notUtf8 = ByteText.decode(java.nio.ByteBuffer.wrap(new byte[] {'a', -1, '/', -2}));
        plain("/out/" + notUtf8, "/in/" + notUtf8);
        plain("/out/gr\u00fc\u00dfe", "/in/\u65e5\u672c/\ud83d\ude00\n\t\"");
        assertKept();
    }

    @Test
    void termsAreKept() {
        Optional<Checksum> sha256 = Optional.of(Checksum.sha256("0a".repeat(32)));
        Optional<Checksum> adler = Optional.of(new Checksum(DigestAlgorithm.ADLER32, "00000001"));
        int number = 0;
        for (TransferTerms terms :
                List.of(
                        TransferTerms.PLAIN,
                        new TransferTerms("f", "input", true, false, false, Optional.empty()),
                        new TransferTerms("other", "output", false, true, true, sha256),
                        new TransferTerms("a/f", "none", true, true, false, adler),
                        new TransferTerms("", "of its own", false, false, false, sha256))) {
            items.add(transfer(++number, terms, "/out/f", "/in/f"));
            items.add(transfer(++number, terms, "/out/", "/in/"));
        }
        assertKept();
    }

    @Test
    void sourcesKeepTheirOrderAndTheirSites() {
        items.add(
                transfer(1, TransferTerms.PLAIN, "/out", "/a", "http://h/a", "/a", "ftp://h/b/a"));
        assertKept();
    }

    @Test
    void moreDirectoriesThanAreKeptOnceMakeNoDifference() {
        for (int i = 0; i < 5_000; i++) {
            plain("/out/" + i + "/file", "http://host/in/" + i + "/file");
        }
        plain("/out/0/last", "http://host/in/4999/last");
        assertKept();
    }

    @Test
    void anItemLargerThanAPieceIsKept() {
        plain("/" + "d".repeat(400_000) + "/f", "/" + "s/".repeat(200_000));
        plain("/after", "/it");
        assertKept();
    }

    @Test
    void anyPlaceOfAnyItemMayNameAServer() {
        items.add(new WorkItem.MakeDirectory(new ListPosition(1, 1), place("/made", "here")));
        plain("file:///a", "moveto:///b");
        assertTrue(WorkList.copyOf(items).isLocal());
        items.add(transfer(3, TransferTerms.PLAIN, "/c", "/d", "http://server/d"));
        assertFalse(WorkList.copyOf(items).isLocal());
        items.removeLast();
        items.add(
                new WorkItem.Remove(
                        new ListPosition(3, 3), place("http://server/e", "here"), true));
        assertFalse(WorkList.copyOf(items).isLocal());
    }

    @Test
    void oneItemThatAsksForProofOfWhatIsStoredIsEnough() {
        plain("/a", "/b");
        assertFalse(WorkList.copyOf(items).verifiesStored());
        TransferTerms asks =
                new TransferTerms("name", "input", false, true, true, Optional.empty());
        items.add(transfer(2, asks, "/c", "/d"));
        plain("/e", "/f");
        assertTrue(WorkList.copyOf(items).verifiesStored());
    }

    @Test
    void aListThatHasEndedIsNotCopied() {
        plain("/out", "/in");
        WorkList list = new WorkList();
        list.addAll(items);
        assertNotSame(list, WorkList.copyOf(list));
        assertSame(list.end(), WorkList.copyOf(list));
        assertThrows(IllegalStateException.class, () -> list.add(items.getFirst()));
    }

    @Test
    void thereIsNothingBeforeTheFirstOrAfterTheLast() {
        plain("/out", "/in");
        WorkList list = WorkList.copyOf(items);
        assertEquals(1, list.size());
        assertThrows(IndexOutOfBoundsException.class, () -> list.get(1));
        assertThrows(IndexOutOfBoundsException.class, () -> list.get(-1));
    }
}
