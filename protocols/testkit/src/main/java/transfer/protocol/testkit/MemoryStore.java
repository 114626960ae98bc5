package transfer.protocol.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Files in memory behind a {@link MemoryProtocol}, with a back door for tests: they put and look at
 * content, arm faults, and count what was asked.
 *
 * <p>Everything is addressed by its URL as a list would write it ({@code mem://host/dir/name}). The
 * scheme and a user's name do not matter, so that two protocols over one store see the same files;
 * hosts are apart. Directories come into being with the files in them.
 *
 * <p>Safe for use by many threads.
 */
public final class MemoryStore {
    private static final int MOST_LINKS = 40;
    private static final char AFTER_SLASH = '/' + 1;

    private final NavigableMap<String, MemoryNode> nodes = new TreeMap<>();
    private final MemoryRecord record = new MemoryRecord();
    private final Map<String, MemoryWriting> unfinished = new HashMap<>();
    private final List<Armed> armed = new ArrayList<>();
    private Optional<Login> login = Optional.empty();
    private Set<DigestAlgorithm> statDigests = Set.of();
    private Set<DigestAlgorithm> serverDigests = Set.of(DigestAlgorithm.values());
    private boolean compareDigests = true;
    private boolean dearParts;
    private int pageSize = Integer.MAX_VALUE;
    private long lastVersion;
    private long lastWriting;

    private record Login(String user, Secret password) {}

    /** A fault and what is left of it; an empty key is every URL. */
    private static final class Armed {
        final Optional<String> key;
        final MemoryFault fault;
        long left;

        Armed(Optional<String> key, MemoryFault fault, long times) {
            this.key = key;
            this.fault = fault;
            this.left = times;
        }
    }

    // ---- the back door

    /** Puts a file there in one step, as somebody else would; it gets an identity of its own. */
    public synchronized void put(String url, byte[] content) {
        place(key(url), content.clone(), OptionalInt.empty());
    }

    /** What the file holds; empty when nothing, or no file, is there. Links are followed. */
    public synchronized Optional<byte[]> content(String url) {
        return resolve(key(url)) instanceof MemoryNode.File(var content, _, _)
                ? Optional.of(content.clone())
                : Optional.empty();
    }

    /** Whether a file, a directory or a link is there. */
    public synchronized boolean exists(String url) {
        return nodes.containsKey(key(url));
    }

    /** Makes a directory and those above it. */
    public synchronized void makeDirectory(String url) {
        makeDirectories(key(url));
    }

    /** Makes a link, replacing what is there. */
    public synchronized void link(String url, String target) {
        makeDirectories(parent(key(url)));
        nodes.put(key(url), new MemoryNode.Link(key(target)));
    }

    /** Takes away what is there, if anything, with everything in it. */
    public synchronized void delete(String url) {
        deleteTree(key(url));
    }

    /**
     * Everything there is except directories, as {@code host/path}, in order, hidden names
     * included.
     */
    public synchronized List<String> names() {
        return nodes.entrySet().stream()
                .filter(entry -> !(entry.getValue() instanceof MemoryNode.Directory))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Lets in only who shows this password; before, anybody may come in. */
    public synchronized void requirePassword(String user, Secret password) {
        login = Optional.of(new Login(user, password));
    }

    /**
     * The digests that {@link transfer.protocol.Inspector#stat} tells; none before this is called.
     */
    public synchronized void tellDigests(Set<DigestAlgorithm> algorithms) {
        statDigests = Set.copyOf(algorithms);
    }

    /**
     * Whether the store compares the digests given to {@code finish}; it does before this is
     * called.
     */
    public synchronized void compareDigests(boolean compare) {
        compareDigests = compare;
    }

    /** From now on a reading that ends before the file does is told to be dear. */
    public synchronized void makePartsDear() {
        dearParts = true;
    }

    /** How many names of a directory are listed at a time; all before this is called. */
    public synchronized void listInPagesOf(int names) {
        pageSize = names;
    }

    /** The digests that the server can compute; all before this is called. */
    public synchronized void limitDigests(Set<DigestAlgorithm> algorithms) {
        serverDigests = Set.copyOf(algorithms);
    }

    /**
     * Arms a fault for the next operations at this URL that it concerns. Faults of one sort at one
     * URL are met one after another, in the order in which they were armed.
     */
    public synchronized void next(int times, String url, MemoryFault fault) {
        armed.add(new Armed(Optional.of(key(url)), fault, times));
    }

    /** Arms a fault for all operations at this URL that it concerns. */
    public synchronized void always(String url, MemoryFault fault) {
        armed.add(new Armed(Optional.of(key(url)), fault, Long.MAX_VALUE));
    }

    /** Arms a fault for the next operations anywhere that it concerns. */
    public synchronized void next(int times, MemoryFault fault) {
        armed.add(new Armed(Optional.empty(), fault, times));
    }

    /** Arms a fault for all operations anywhere that it concerns. */
    public synchronized void always(MemoryFault fault) {
        armed.add(new Armed(Optional.empty(), fault, Long.MAX_VALUE));
    }

    /** Disarms every fault. */
    public synchronized void heal() {
        armed.clear();
    }

    /** What was asked of the store so far. */
    public MemoryRecord record() {
        return record;
    }

    // ---- the server's side

    /** Counts the operation and gives the faults that it meets, at most one of each sort. */
    synchronized List<MemoryFault> meet(Operation operation, TransferUrl url)
            throws TransferException {
        record.count(operation, key(url), 1);
        List<MemoryFault> met = new ArrayList<>();
        for (Armed candidate : armed) {
            if (candidate.left > 0
                    && candidate.fault.concerns(operation)
                    && candidate.key.map(key(url)::equals).orElse(true)
                    && met.stream().noneMatch(m -> m.getClass() == candidate.fault.getClass())) {
                candidate.left--;
                met.add(candidate.fault);
            }
        }
        for (MemoryFault fault : met) {
            if (fault instanceof MemoryFault.Fails(_, var kind, var notBefore)) {
                TransferException failure =
                        new TransferException(kind, url, operation + " fails on purpose")
                                .during(Phase.REQUEST);
                throw notBefore.map(failure::notBefore).orElse(failure);
            }
            if (fault instanceof MemoryFault.RefusesMore(int most, var kind)
                    && record.openNow() >= most) {
                throw new TransferException(kind, url, "has enough to do");
            }
        }
        return met;
    }

    synchronized boolean isLetIn(String user, Secret password) {
        return login.map(l -> l.user().equals(user) && l.password().equals(password)).orElse(true);
    }

    synchronized boolean endsPartsCheaply() {
        return !dearParts;
    }

    synchronized boolean isOpenToAll() {
        return login.isEmpty();
    }

    /** What is there, links followed. */
    synchronized MemoryNode find(TransferUrl url) throws TransferException {
        MemoryNode node = resolve(key(url));
        if (node == null) {
            throw new TransferException(FailureKind.NOT_FOUND, url, "nothing is there")
                    .during(Phase.REQUEST);
        }
        return node;
    }

    synchronized MemoryNode.File findFile(TransferUrl url) throws TransferException {
        return switch (find(url)) {
            case MemoryNode.File file -> file;
            case MemoryNode.Directory _, MemoryNode.Link _ ->
                    throw new TransferException(FailureKind.BAD_REQUEST, url, "is a directory")
                            .during(Phase.REQUEST);
        };
    }

    synchronized boolean stillHolds(TransferUrl url, MemoryNode.File file) {
        return resolve(key(url)) == file;
    }

    synchronized Set<DigestAlgorithm> toldDigests() {
        return statDigests;
    }

    synchronized boolean comparesDigests() {
        return compareDigests;
    }

    synchronized long nextWriting() {
        return ++lastWriting;
    }

    synchronized Set<DigestAlgorithm> possibleDigests() {
        return serverDigests;
    }

    /** Puts a file there and the directories above it. */
    synchronized MemoryNode.File place(TransferUrl url, byte[] content, OptionalInt mode)
            throws TransferException {
        refuseDirectory(url);
        checkParents(url);
        return place(key(url), content, mode);
    }

    /**
     * What has arrived under a hidden name. Whoever was writing there is not any more: his
     * connection broke, and the server did not notice.
     */
    byte[] unfinished(TransferUrl hidden) {
        MemoryWriting before;
        synchronized (this) {
            before = unfinished.remove(key(hidden));
            if (before == null) {
                return nodes.get(key(hidden)) instanceof MemoryNode.File(var content, _, _)
                        ? content.clone()
                        : new byte[0];
            }
        }
        return before.displace();
    }

    synchronized void began(TransferUrl hidden, MemoryWriting writing) {
        unfinished.put(key(hidden), writing);
    }

    /**
     * A writing ends without being published.
     *
     * @param left what stays of it, if anything
     */
    synchronized void ended(TransferUrl hidden, MemoryWriting writing, Optional<byte[]> left) {
        if (unfinished.remove(key(hidden), writing)) {
            left.ifPresentOrElse(
                    content -> place(key(hidden), content, OptionalInt.empty()),
                    () -> deleteTree(key(hidden)));
        }
    }

    /** Gives a file another name, replacing what is there. */
    synchronized void rename(TransferUrl from, TransferUrl to) throws TransferException {
        refuseDirectory(to);
        checkParents(to);
        if (!(nodes.get(key(from)) instanceof MemoryNode.File file)) {
            throw new TransferException(FailureKind.NOT_FOUND, from, "is gone")
                    .during(Phase.REQUEST);
        }
        nodes.remove(key(from));
        unfinished.remove(key(from));
        makeDirectories(parent(key(to)));
        nodes.put(key(to), file);
    }

    synchronized void makeDirectory(TransferUrl url) throws TransferException {
        checkParents(url);
        if (resolve(key(url)) instanceof MemoryNode.File) {
            throw new TransferException(FailureKind.ALREADY_EXISTS, url, "a file is there")
                    .during(Phase.REQUEST);
        }
        makeDirectories(key(url));
    }

    /** The names in a directory, in order, and what stands under each. */
    synchronized SortedMap<String, MemoryNode> list(TransferUrl url) throws TransferException {
        if (!(find(url) instanceof MemoryNode.Directory)) {
            throw new TransferException(FailureKind.BAD_REQUEST, url, "is no directory")
                    .during(Phase.REQUEST);
        }
        String prefix = key(url) + "/";
        SortedMap<String, MemoryNode> entries = new TreeMap<>();
        nodes.subMap(prefix, key(url) + AFTER_SLASH)
                .forEach((key, node) -> {
                    String name = key.substring(prefix.length());
                    if (name.indexOf('/') < 0) {
                        entries.put(name, node);
                    }
                });
        return entries;
    }

    synchronized int pageSize() {
        return pageSize;
    }

    synchronized boolean remove(TransferUrl url, boolean recursive) throws TransferException {
        String key = key(url);
        if (parent(key).isEmpty()) {
            throw new TransferException(FailureKind.BAD_REQUEST, url, "the root is never removed")
                    .during(Phase.REQUEST);
        }
        if (nodes.get(key) instanceof MemoryNode.Directory && !recursive) {
            throw new TransferException(FailureKind.BAD_REQUEST, url, "is a directory")
                    .during(Phase.REQUEST);
        }
        return deleteTree(key);
    }

    /**
     * Removes a file or a link, as one of several; leaves what else there is, and what meets a
     * fault.
     */
    synchronized boolean removeFile(TransferUrl url) {
        String key = key(url);
        boolean faulty =
                armed.stream()
                        .filter(fault -> fault.left > 0)
                        .filter(fault -> fault.fault.concerns(Operation.REMOVE))
                        .anyMatch(fault -> fault.key.map(key::equals).orElse(true));
        MemoryNode node = nodes.get(key);
        if (faulty || node == null || node instanceof MemoryNode.Directory) {
            return false;
        }
        nodes.remove(key);
        return true;
    }

    /** The URL's host and path, which is what a file is kept under. */
    static String key(TransferUrl url) {
        String key = url.hostAndPort() + url.path();
        int end = key.length();
        while (end > 0 && key.charAt(end - 1) == '/') {
            end--;
        }
        return key.substring(0, end);
    }

    private static String key(String url) {
        try {
            return key(TransferUrl.parse(url));
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(url, e);
        }
    }

    /** Empty for a host, which stands for its root. */
    private static String parent(String key) {
        int slash = key.lastIndexOf('/');
        return slash < 0 ? "" : key.substring(0, slash);
    }

    private MemoryNode resolve(String key) {
        MemoryNode node = nodes.get(key);
        for (int i = 0; i < MOST_LINKS && node instanceof MemoryNode.Link(var target); i++) {
            node = nodes.get(target);
        }
        return node instanceof MemoryNode.Link ? null : node;
    }

    private MemoryNode.File place(String key, byte[] content, OptionalInt mode) {
        makeDirectories(parent(key));
        MemoryNode.File file = new MemoryNode.File(content, ++lastVersion, mode);
        nodes.put(key, file);
        return file;
    }

    synchronized void refuseDirectory(TransferUrl url) throws TransferException {
        if (nodes.get(key(url)) instanceof MemoryNode.Directory) {
            throw new TransferException(FailureKind.BAD_REQUEST, url, "a directory is there")
                    .during(Phase.REQUEST);
        }
    }

    private void checkParents(TransferUrl url) throws TransferException {
        for (String key = parent(key(url)); !key.isEmpty(); key = parent(key)) {
            if (nodes.get(key) instanceof MemoryNode.File) {
                throw new TransferException(
                                FailureKind.BAD_REQUEST,
                                url,
                                "a file stands where a directory should")
                        .during(Phase.REQUEST);
            }
        }
    }

    private void makeDirectories(String key) {
        for (String each = key; !each.isEmpty(); each = parent(each)) {
            nodes.putIfAbsent(each, new MemoryNode.Directory());
        }
    }

    private boolean deleteTree(String key) {
        boolean present = nodes.remove(key) != null;
        nodes.subMap(key + "/", key + AFTER_SLASH).clear();
        return present;
    }
}
