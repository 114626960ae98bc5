package transfer.engine;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

/**
 * The order of a list: directories before what is put into them, a file before those that copy it,
 * two items with one destination one after the other, removals when everything else is over, and
 * all others side by side.
 *
 * <p>Not safe for use by two threads at once; {@link EngineRun} guards it.
 */
final class WorkQueue {
    private static final String LOCAL = TransferUrl.ofPath(Path.of("/")).server();

    private final Map<List<String>, Deque<Node>> ready = new LinkedHashMap<>();
    private final List<Node> removals = new ArrayList<>();
    private final boolean hasRemovals;
    private int open;
    private int openBeforeRemovals;

    /** An item and what it waits for. There is one for each item of the list, so it is small. */
    static final class Node {
        private final List<WorkItem> items;
        private final int index;
        private final List<String> servers;

        /** Only while it is worked on, where the list makes a new object each time. */
        private WorkItem item;

        private List<Node> followers = List.of();
        private int waitingFor;
        private SharedFetch shared;
        private boolean leads;
        private boolean alone;
        private boolean over;
        private boolean removes;
        private boolean transfers;

        private Node(List<WorkItem> items, int index, List<String> servers) {
            this.items = items;
            this.index = index;
            this.servers = servers;
        }

        WorkItem item() {
            return item != null ? item : items.get(index);
        }

        private void taken() {
            item = items.get(index);
        }

        /** Whether it moves a file, which can be asked of any of them for nothing. */
        boolean transfers() {
            return transfers;
        }

        /** The servers that it keeps busy: those of its remote ends, or the local file system. */
        List<String> servers() {
            return servers;
        }

        /** Whether only the local file system is kept busy. */
        boolean isLocal() {
            return servers.size() == 1 && servers.getFirst().equals(LOCAL);
        }

        /** The fetch that it shares with others, if it does. */
        Optional<SharedFetch> shared() {
            return Optional.ofNullable(shared);
        }

        /** Whether it is the one that fetches for the others. */
        boolean leads() {
            return leads;
        }

        /** Whether it is a removal that others may join, as far as the list says. */
        boolean mayHaveCompany() {
            return !alone && item() instanceof WorkItem.Remove remove && !remove.recursive();
        }

        /** Whether both are removals by the same endpoint. */
        private boolean goesWith(Node other) {
            Place ours = item().target();
            Place theirs = other.item().target();
            return mayHaveCompany()
                    && other.mayHaveCompany()
                    && ours.site().equals(theirs.site())
                    && ours.url().scheme().equals(theirs.url().scheme())
                    && ours.url().authority().equals(theirs.url().authority());
        }

        private void waitFor(Node other) {
            if (other == this) {
                return;
            }
            if (other.followers.isEmpty()) {
                other.followers = new ArrayList<>(2);
            }
            other.followers.add(this);
            waitingFor++;
        }
    }

    WorkQueue(List<WorkItem> items) {
        Node[] nodes = new Node[items.size()];
        Map<List<String>, List<String>> groups = new HashMap<>();
        Map<TransferUrl, Node> directories = new HashMap<>();
        RecurringUrls recurring = new RecurringUrls(2 * nodes.length);
        for (int i = 0; i < nodes.length; i++) {
            WorkItem item = items.get(i);
            List<String> servers = serversOf(item);
            nodes[i] = new Node(items, i, groups.computeIfAbsent(servers, same -> same));
            if (item instanceof WorkItem.MakeDirectory mkdir) {
                directories.put(plain(mkdir.target().url()), nodes[i]);
            } else if (item instanceof WorkItem.Remove) {
                nodes[i].removes = true;
                removals.add(nodes[i]);
            } else {
                nodes[i].transfers = true;
                addUrls((WorkItem.Transfer) item, recurring);
            }
        }
        open = nodes.length;
        openBeforeRemovals = open - removals.size();
        hasRemovals = !removals.isEmpty();
        orderTransfers(nodes, recurring, directories);
        for (Node node : nodes) {
            if (node.waitingFor == 0 && !node.removes) {
                enqueue(node);
            }
        }
        releaseRemovals();
    }

    private static List<String> serversOf(WorkItem item) {
        TransferUrl target = item.target().url();
        if (!(item instanceof WorkItem.Transfer transfer)) {
            return List.of(target.server());
        }
        TransferUrl source = transfer.sources().getFirst().url();
        String first = source.server();
        String second = target.server();
        if (source.isLocal() || first.equals(second)) {
            return List.of(second);
        }
        return target.isLocal() ? List.of(first) : List.of(first, second);
    }

    private static void addUrls(WorkItem.Transfer transfer, RecurringUrls recurring) {
        recurring.add(asFile(transfer.target().url()));
        for (Place source : transfer.sources()) {
            recurring.add(asFile(source.url()));
        }
    }

    /** Only URLs that recur bring items into an order, and directories that are made. */
    private static void orderTransfers(
            Node[] nodes, RecurringUrls recurring, Map<TransferUrl, Node> directories) {
        if (recurring.isEmpty() && directories.isEmpty()) {
            return;
        }
        Map<TransferUrl, Node> byTarget = new HashMap<>();
        Map<Place, List<Node>> byRemoteSource = new HashMap<>();
        Map<TransferUrl, List<Node>> readers = readersOfWhatChanges(nodes, recurring);
        for (Node node : nodes) {
            if (!(node.item() instanceof WorkItem.Transfer transfer)) {
                continue;
            }
            TransferUrl target = asFile(transfer.target().url());
            afterItsDirectories(node, target, directories);
            for (Place source : transfer.sources()) {
                Node maker = byTarget.get(asFile(source.url()));
                if (maker != null) {
                    node.waitFor(maker);
                }
            }
            afterItsReaders(node, transfer, readers);
            if (recurring.contains(target)) {
                Node earlier = byTarget.put(target, node);
                if (earlier != null) {
                    node.waitFor(earlier);
                }
            }
            Place first = transfer.sources().getFirst();
            if (!first.url().isLocal() && recurring.contains(first.url())) {
                byRemoteSource.computeIfAbsent(first, _ -> new ArrayList<>(1)).add(node);
            }
        }
        byRemoteSource.values().stream()
                .filter(group -> group.size() > 1)
                .forEach(WorkQueue::share);
    }

    /** Empty lists for the sources that some item of the list replaces or moves away. */
    private static Map<TransferUrl, List<Node>> readersOfWhatChanges(
            Node[] nodes, RecurringUrls recurring) {
        Set<TransferUrl> sources = new HashSet<>();
        Set<TransferUrl> changes = new HashSet<>();
        for (Node node : nodes) {
            if (node.item() instanceof WorkItem.Transfer transfer) {
                for (Place place : transfer.sources()) {
                    addRecurring(asFile(place.url()), recurring, sources);
                }
                for (TransferUrl changed : changedBy(transfer)) {
                    addRecurring(changed, recurring, changes);
                }
            }
        }
        Map<TransferUrl, List<Node>> readers = new HashMap<>();
        for (TransferUrl changed : changes) {
            if (sources.contains(changed)) {
                readers.put(changed, new ArrayList<>(1));
            }
        }
        return readers;
    }

    private static void addRecurring(
            TransferUrl url, RecurringUrls recurring, Set<TransferUrl> urls) {
        if (recurring.contains(url)) {
            urls.add(url);
        }
    }

    private static List<TransferUrl> changedBy(WorkItem.Transfer transfer) {
        TransferUrl target = transfer.target().url();
        return target.scheme().equals("moveto")
                ? List.of(asFile(target), asFile(transfer.sources().getFirst().url()))
                : List.of(asFile(target));
    }

    /** Earlier items get to read a file before it is replaced or moved away. */
    private static void afterItsReaders(
            Node node, WorkItem.Transfer transfer, Map<TransferUrl, List<Node>> readers) {
        if (readers.isEmpty()) {
            return;
        }
        for (TransferUrl changed : changedBy(transfer)) {
            readers.getOrDefault(changed, List.of()).forEach(node::waitFor);
        }
        for (Place source : transfer.sources()) {
            List<Node> others = readers.get(asFile(source.url()));
            if (others != null) {
                others.add(node);
            }
        }
    }

    /**
     * Later items of the list wait for the first one; it never waits for them, so there is no
     * circle.
     */
    private static void share(List<Node> group) {
        Node leader = group.getFirst();
        SharedFetch shared = new SharedFetch(leader.item().target().site(), group.size() - 1);
        leader.leads = true;
        for (Node node : group) {
            node.shared = shared;
            node.waitFor(leader);
        }
    }

    private static void afterItsDirectories(
            Node node, TransferUrl target, Map<TransferUrl, Node> directories) {
        if (directories.isEmpty()) {
            return;
        }
        TransferUrl url = asFile(target);
        for (int slash = url.path().lastIndexOf('/');
                slash > 0;
                slash = url.path().lastIndexOf('/', slash - 1)) {
            Node mkdir = directories.get(url.withPath(url.path().substring(0, slash)));
            if (mkdir != null) {
                node.waitFor(mkdir);
            }
        }
    }

    private static TransferUrl asFile(TransferUrl url) {
        return url.isLocal() && !url.scheme().equals("file") ? url.withScheme("file") : url;
    }

    private static TransferUrl plain(TransferUrl url) {
        String path = url.path();
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return end == path.length() ? url : url.withPath(path.substring(0, end));
    }

    private void enqueue(Node node) {
        ready.computeIfAbsent(node.servers, _ -> new ArrayDeque<>()).add(node);
    }

    private boolean releaseRemovals() {
        boolean released = openBeforeRemovals == 0 && !removals.isEmpty();
        if (released) {
            removals.forEach(this::enqueue);
            removals.clear();
        }
        return released;
    }

    /** Whether there are removals among the items. */
    boolean hasRemovals() {
        return hasRemovals;
    }

    /** Whether every item is over. */
    boolean isOver() {
        return open == 0;
    }

    /**
     * Takes the next item out; servers take turns.
     *
     * @param startable whether this item can begin now; asked once per group of items with the same
     *     servers
     */
    Optional<Node> next(Predicate<Node> startable) {
        Iterator<Map.Entry<List<String>, Deque<Node>>> groups = ready.entrySet().iterator();
        while (groups.hasNext()) {
            Map.Entry<List<String>, Deque<Node>> group = groups.next();
            if (startable.test(group.getValue().getFirst())) {
                Node node = group.getValue().removeFirst();
                groups.remove();
                if (!group.getValue().isEmpty()) {
                    ready.put(group.getKey(), group.getValue());
                }
                node.taken();
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    /**
     * Takes out what waits now and can be removed by the same endpoint as one that was taken out.
     *
     * @param most how many in all
     * @return with that one
     */
    List<Node> withCompany(Node first, int most) {
        List<Node> together = new ArrayList<>();
        together.add(first);
        Deque<Node> group = ready.getOrDefault(first.servers, new ArrayDeque<>());
        Iterator<Node> waiting = group.iterator();
        while (together.size() < most && waiting.hasNext()) {
            Node node = waiting.next();
            if (node.goesWith(first)) {
                waiting.remove();
                node.taken();
                together.add(node);
            }
        }
        if (group.isEmpty()) {
            ready.remove(first.servers);
        }
        return together;
    }

    /** Puts a removal back that was taken out. */
    void again(Node node) {
        enqueue(node);
    }

    /** The same, to be tried without company. */
    void alone(Node node) {
        node.alone = true;
        enqueue(node);
    }

    /**
     * Marks an item as over and makes ready what waited for it only.
     *
     * @return whether there was something
     */
    boolean over(Node node) {
        if (node.over) {
            throw new IllegalStateException(
                    "item " + node.item().position().item() + " is over already");
        }
        node.over = true;
        open--;
        boolean released = false;
        for (Node follower : node.followers) {
            if (--follower.waitingFor == 0) {
                enqueue(follower);
                released = true;
            }
        }
        node.followers = List.of();
        node.item = null;
        if (!node.removes) {
            openBeforeRemovals--;
            released |= releaseRemovals();
        }
        return released;
    }
}
