package transfer.engine;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Site;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

/**
 * Items of work, packed: each takes as much as the names in it and some ten bytes more, a tenth of
 * what it takes as an object, and becomes an object whenever it is asked for. Two that are got from
 * the same place are equal, and not the same.
 *
 * <p>Items are added by one thread; after {@link #end}, safe for use by many.
 */
public final class WorkList extends AbstractList<WorkItem> implements RandomAccess {
    private static final int TRANSFER = 0;
    private static final int MAKE_DIRECTORY = 1;
    private static final int REMOVE = 2;
    private static final int KINDS = 3;

    private static final int RECURSIVE = 1 << 2;
    private static final int GENERATE_CHECKSUM = 1 << 2;
    private static final int VERIFY_STORED = 1 << 3;
    private static final int SOURCE_MUST_EXIST = 1 << 4;
    private static final int EXPECTED = 1 << 5;
    private static final int NAMED_AS_TARGET = 1 << 6;

    private static final List<DigestAlgorithm> ALGORITHMS = List.of(DigestAlgorithm.values());

    /** Directories that are kept once for all items in them; further ones stand in each item. */
    private static final int MOST_DIRECTORIES = 1 << 12;

    private final PackedBytes records = new PackedBytes();
    private final Once<Site> sites = new Once<>();
    private final Once<String> linkages = new Once<>();
    private final Once<String> heads = new Once<>();
    private final List<TransferUrl> headUrls = new ArrayList<>();
    private long[] places = new long[16];
    private int size;
    private boolean ended;
    private boolean namesServers;
    private boolean verifiesStored;

    /** Values that many items share, by number. */
    private static final class Once<T> {
        private final Map<T, Integer> numbers = new HashMap<>();
        private final List<T> values = new ArrayList<>();

        /** The number of a value, which is a new one when {@link #values} grew. */
        int number(T value) {
            Integer known = numbers.putIfAbsent(value, values.size());
            if (known == null) {
                values.add(value);
                return values.size() - 1;
            }
            return known;
        }

        boolean knows(T value) {
            return numbers.containsKey(value);
        }
    }

    /** The items, which are not copied when they are such a list already. */
    public static WorkList copyOf(Collection<WorkItem> items) {
        if (items instanceof WorkList list && list.ended) {
            return list;
        }
        WorkList list = new WorkList();
        list.addAll(items);
        return list.end();
    }

    /**
     * @throws IllegalStateException after {@link #end}
     */
    @Override
    public boolean add(WorkItem item) {
        if (ended) {
            throw new IllegalStateException("the list has ended");
        }
        if (item instanceof WorkItem.Transfer transfer) {
            write(transfer);
        } else if (item instanceof WorkItem.Remove remove) {
            begin(REMOVE | (remove.recursive() ? RECURSIVE : 0), remove);
        } else {
            begin(MAKE_DIRECTORY, item);
        }
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
        }
        places[size++] = records.end();
        return true;
    }

    /** Nothing is added any more. */
    public WorkList end() {
        ended = true;
        places = Arrays.copyOf(places, size);
        return this;
    }

    /** Whether no item has to do with anything but files of this machine. */
    public boolean isLocal() {
        return !namesServers;
    }

    /** Whether some item asks for proof of what is stored. */
    public boolean verifiesStored() {
        return verifiesStored;
    }

    private void begin(int flags, WorkItem item) {
        records.number(flags);
        records.number(item.position().item());
        records.number(item.position().line());
        write(item.target());
    }

    private void write(WorkItem.Transfer transfer) {
        TransferTerms terms = transfer.terms();
        verifiesStored |= terms.verifyStored();
        boolean namedAsTarget = terms.lfn().equals(name(transfer.target().url().path()));
        begin(
                TRANSFER
                        | (terms.generateChecksum() ? GENERATE_CHECKSUM : 0)
                        | (terms.verifyStored() ? VERIFY_STORED : 0)
                        | (terms.sourceMustExist() ? SOURCE_MUST_EXIST : 0)
                        | (terms.expected().isPresent() ? EXPECTED : 0)
                        | (namedAsTarget ? NAMED_AS_TARGET : 0),
                transfer);
        if (!namedAsTarget) {
            records.text(terms.lfn());
        }
        records.number(linkages.number(terms.linkage()));
        if (terms.expected().isPresent()) {
            Checksum expected = terms.expected().get();
            records.number(expected.algorithm().ordinal());
            records.bytes(HexFormat.of().parseHex(expected.hex()));
        }
        records.number(transfer.sources().size());
        for (Place source : transfer.sources()) {
            write(source);
        }
    }

    private void write(Place place) {
        records.number(sites.number(place.site()));
        TransferUrl url = place.url();
        namesServers |= !url.isLocal();
        String path = url.path();
        int directory = path.length() - name(path).length();
        String head = url.text().substring(0, url.text().length() - path.length() + directory);
        if (headUrls.size() >= MOST_DIRECTORIES && !heads.knows(head)) {
            directory = 0;
            head = url.text().substring(0, url.text().length() - path.length());
        }
        int number = heads.number(head);
        if (number == headUrls.size()) {
            headUrls.add(url.withPath(path.substring(0, directory)));
        }
        records.number(number);
        records.text(path.substring(directory));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public WorkItem get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        PackedBytes.Cursor at = records.at(places[index]);
        int flags = at.number();
        ListPosition position = new ListPosition(at.number(), at.number());
        Place target = place(at);
        return switch (flags & KINDS) {
            case MAKE_DIRECTORY -> new WorkItem.MakeDirectory(position, target);
            case REMOVE -> new WorkItem.Remove(position, target, has(flags, RECURSIVE));
            default -> transfer(at, flags, position, target);
        };
    }

    private WorkItem transfer(
            PackedBytes.Cursor at, int flags, ListPosition position, Place target) {
        String lfn = has(flags, NAMED_AS_TARGET) ? name(target.url().path()) : at.text();
        String linkage = linkages.values.get(at.number());
        Optional<Checksum> expected =
                has(flags, EXPECTED) ? Optional.of(checksum(at)) : Optional.empty();
        Place[] sources = new Place[at.number()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = place(at);
        }
        TransferTerms terms =
                new TransferTerms(
                        lfn,
                        linkage,
                        has(flags, GENERATE_CHECKSUM),
                        has(flags, VERIFY_STORED),
                        has(flags, SOURCE_MUST_EXIST),
                        expected);
        return new WorkItem.Transfer(position, List.of(sources), target, terms);
    }

    private static Checksum checksum(PackedBytes.Cursor at) {
        DigestAlgorithm algorithm = ALGORITHMS.get(at.number());
        return Checksum.of(algorithm, at.bytes(algorithm.length()));
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    private Place place(PackedBytes.Cursor at) {
        Site site = sites.values.get(at.number());
        int head = at.number();
        return new Place(headUrls.get(head).child(at.text()), site);
    }

    @Override
    public int size() {
        return size;
    }
}
