package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import transfer.credentials.Site;
import transfer.engine.WorkQueue.Node;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

class WorkQueueTest {
    private final List<WorkItem> items = new ArrayList<>();

    @Test
    void directoriesComeBeforeWhatGoesIntoThem() throws Exception {
        transfer("/s", "/d/sub/deep/f");
        mkdir("/d/sub/");
        transfer("/s", "/elsewhere");
        assertEquals(List.of(List.of(2, 3), List.of(1)), waves());
    }

    @Test
    void aDirectoryWithASimilarNameIsNotWaitedFor() throws Exception {
        transfer("/s", "/data/f");
        mkdir("/dat");
        assertEquals(List.of(List.of(1, 2)), waves());
    }

    @Test
    void removalsComeLast() throws Exception {
        remove("/d");
        transfer("/s", "/d/f");
        mkdir("/d");
        assertEquals(List.of(List.of(3), List.of(2), List.of(1)), waves());
    }

    @Test
    void removalsAloneNeedNotWait() throws Exception {
        remove("/a");
        remove("/b");
        assertEquals(List.of(List.of(1, 2)), waves());
    }

    @Test
    void aCopyOfACopyWaitsForTheFirst() throws Exception {
        transfer("/a", "/b");
        transfer("/b", "/c");
        assertEquals(List.of(List.of(1), List.of(2)), waves());
    }

    @Test
    void theOrderOfTheListBreaksCircles() throws Exception {
        transfer("/a", "/b");
        transfer("/b", "/a");
        transfer("/c", "/c");
        assertEquals(List.of(List.of(1, 3), List.of(2)), waves());
    }

    @Test
    void twoItemsWithOneDestinationFollowEachOther() throws Exception {
        transfer("/a", "/x");
        transfer("/b", "symlink:///x");
        assertEquals(List.of(List.of(1), List.of(2)), waves());
    }

    @Test
    void aFileIsReadBeforeALaterItemReplacesIt() throws Exception {
        transfer("/a", "/b");
        transfer("/c", "/a");
        assertEquals(List.of(List.of(1), List.of(2)), waves());
    }

    @Test
    void aFileIsReadBeforeALaterItemMovesItAway() throws Exception {
        transfer("/a", "/b");
        transfer("/a", "/c");
        transfer("/a", "moveto:///d");
        assertEquals(List.of(List.of(1, 2), List.of(3)), waves());
    }

    @Test
    void theFirstOfThoseThatShareARemoteSourceLeads() throws Exception {
        transfer("http://h/f", "/1");
        transfer("http://h/f", "/2");
        transfer("http://h/f", "/3");
        transfer("http://h/other", "/4");
        assertEquals(List.of(List.of(1, 4), List.of(2, 3)), waves());
    }

    @Test
    void serversTakeTurns() throws Exception {
        transfer("http://a/1", "/1");
        transfer("http://a/2", "/2");
        transfer("http://b/1", "/3");
        WorkQueue queue = new WorkQueue(items);
        assertEquals(List.of(1, 3, 2), List.of(take(queue), take(queue), take(queue)));
    }

    @Test
    void aServerWithoutRoomDoesNotHoldUpOthers() throws Exception {
        transfer("http://a/1", "/1");
        transfer("http://b/1", "/2");
        WorkQueue queue = new WorkQueue(items);
        Optional<Node> node = queue.next(first -> first.servers().contains("http://b"));
        assertEquals(2, node.orElseThrow().item().position().item());
    }

    @Test
    void whoEndsIsToldWhetherOthersMayBegin() throws Exception {
        transfer("http://a/1", "/1");
        transfer("/1", "/2");
        transfer("http://a/3", "/3");
        WorkQueue queue = new WorkQueue(items);
        Node first = queue.next(_ -> true).orElseThrow();
        Node third = queue.next(_ -> true).orElseThrow();
        assertFalse(queue.over(third));
        assertTrue(queue.over(first));
        Node second = queue.next(_ -> true).orElseThrow();
        assertTrue(second.isLocal());
        assertFalse(first.isLocal());
    }

    @Test
    void theEndOfTheLastTransferLetsRemovalsBegin() throws Exception {
        transfer("/a", "/b");
        items.add(new WorkItem.Remove(position(), place("/a"), false));
        WorkQueue queue = new WorkQueue(items);
        assertTrue(queue.over(queue.next(_ -> true).orElseThrow()));
        assertFalse(queue.over(queue.next(_ -> true).orElseThrow()));
    }

    private static int take(WorkQueue queue) {
        return queue.next(_ -> true).orElseThrow().item().position().item();
    }

    /** The numbers of the items that can begin together, wave by wave. */
    private List<List<Integer>> waves() {
        WorkQueue queue = new WorkQueue(items);
        List<List<Integer>> waves = new ArrayList<>();
        while (!queue.isOver()) {
            List<Node> wave = new ArrayList<>();
            for (Optional<Node> next = queue.next(_ -> true);
                    next.isPresent();
                    next = queue.next(_ -> true)) {
                wave.add(next.get());
            }
            assertTrue(!wave.isEmpty(), "the queue is stuck");
            waves.add(wave.stream().map(node -> node.item().position().item()).sorted().toList());
            wave.forEach(queue::over);
        }
        return waves;
    }

    private ListPosition position() {
        return new ListPosition(items.size() + 1, 0);
    }

    private static Place place(String url) throws MalformedUrlException {
        return new Place(TransferUrl.parse(url), Site.UNNAMED);
    }

    private void transfer(String from, String to) throws MalformedUrlException {
        items.add(
                new WorkItem.Transfer(
                        position(), List.of(place(from)), place(to), TransferTerms.PLAIN));
    }

    private void mkdir(String url) throws MalformedUrlException {
        items.add(new WorkItem.MakeDirectory(position(), place(url)));
    }

    private void remove(String url) throws MalformedUrlException {
        items.add(new WorkItem.Remove(position(), place(url), true));
    }
}
