package transfer.planner;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.RandomAccess;
import java.util.Set;

/**
 * What stands before or behind a node, each once, in the order in which it came. Most nodes have
 * few; of a hundred thousand a table tells who is among them, so that a wide workflow is not
 * searched again for every edge. For one thread.
 */
final class Neighbours<N> extends AbstractList<N> implements RandomAccess {
    private static final int FEW = 32;

    private Object[] nodes = new Object[2];
    private int size;
    private Set<Object> table;

    /** Whether an edge is there already, asked of the side that has fewer. */
    static <N> boolean areLinked(Neighbours<N> children, N child, Neighbours<N> parents, N parent) {
        return children.size <= parents.size ? children.contains(child) : parents.contains(parent);
    }

    @Override
    @SuppressWarnings("unchecked")
    public N get(int index) {
        return (N) nodes[index];
    }

    @Override
    public int size() {
        return size;
    }

    /** Adds one that is not yet among them. */
    @Override
    public boolean add(N node) {
        if (size == nodes.length) {
            nodes = Arrays.copyOf(nodes, size + (size >> 1) + 2);
        }
        nodes[size++] = node;
        if (table != null) {
            table.add(node);
        }
        return true;
    }

    @Override
    public boolean contains(Object node) {
        if (size <= FEW) {
            return position(node) >= 0;
        }
        if (table == null) {
            table = new HashSet<>(Arrays.asList(nodes).subList(0, size));
        }
        return table.contains(node);
    }

    @Override
    public boolean remove(Object node) {
        int at = table == null || table.remove(node) ? position(node) : -1;
        if (at < 0) {
            return false;
        }
        System.arraycopy(nodes, at + 1, nodes, at, --size - at);
        nodes[size] = null;
        return true;
    }

    /** Takes away many at once, in one pass. */
    void removeEach(Set<?> gone) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!gone.contains(nodes[i])) {
                nodes[kept++] = nodes[i];
            }
        }
        Arrays.fill(nodes, kept, size, null);
        size = kept;
        table = null;
    }

    @Override
    public void clear() {
        nodes = new Object[0];
        size = 0;
        table = null;
    }

    private int position(Object node) {
        for (int i = 0; i < size; i++) {
            if (nodes[i] == node) {
                return i;
            }
        }
        return -1;
    }
}
