package transfer.cli;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import transfer.protocol.TransferUrl;

/**
 * What of a tree is to be listed: a directory to begin in, and what the parts of paths below it
 * look like. Which parts come next in a directory is a set of positions, because of {@code **}, in
 * whose place there may be any number of directories.
 *
 * @param base the directory, without a wildcard
 * @param parts in the order of the path
 * @param written whether the user wrote a wildcard, and did not only name a directory
 */
record PathPattern(TransferUrl base, List<NamePattern> parts, boolean written) {
    PathPattern {
        parts = List.copyOf(parts);
    }

    /** Everything in what a URL names, at any depth or not. */
    static PathPattern everythingIn(TransferUrl url, boolean recursive) {
        return new PathPattern(url, List.of(NamePattern.of(recursive ? "**" : "*")), false);
    }

    /**
     * A URL whose last parts may have wildcards; with none it is as {@link #everythingIn}.
     *
     * @param recursive whether directories that match come with all that is in them
     */
    static PathPattern of(TransferUrl url, boolean recursive) {
        List<String> names = List.of(url.path().split("/", -1));
        int first = 0;
        while (first < names.size() && !NamePattern.isIn(names.get(first))) {
            first++;
        }
        List<String> plain = names.subList(0, first).stream().map(NamePattern::plain).toList();
        String path = String.join("/", plain);
        if (first == names.size()) {
            return everythingIn(url.withPath(path), recursive);
        }
        List<NamePattern> parts = new ArrayList<>();
        for (String name : names.subList(first, names.size())) {
            if (!name.isEmpty()) { // as a slash at the end, or two together
                parts.add(NamePattern.of(name));
            }
        }
        if (recursive) {
            parts.add(NamePattern.of("**"));
        }
        return new PathPattern(url.withPath(base(url, path)), parts, true);
    }

    /** A local path that begins with a wildcard is below the working directory. */
    private static String base(TransferUrl url, String path) {
        return url.isLocal() && path.isEmpty() && !url.path().startsWith("/") ? "." : path + "/";
    }

    /** Where a path begins. */
    BitSet start() {
        return closed(bits(0));
    }

    /** Which parts come after a name, in a directory in which these did. */
    BitSet after(BitSet here, String name, String asWritten) {
        BitSet next = new BitSet();
        here.stream()
                .filter(i -> i < parts.size())
                .forEach(i -> {
                    NamePattern part = parts.get(i);
                    if (part.isAnyDepth()) {
                        next.set(i);
                    } else if (part.matches(name) || part.matches(asWritten)) {
                        next.set(i + 1);
                    }
                });
        return closed(next);
    }

    /** Whether a path may end there. */
    boolean isWhole(BitSet position) {
        return position.get(parts.size());
    }

    /** Whether a path may go on there. */
    boolean goesOn(BitSet position) {
        return position.nextSetBit(0) >= 0 && position.nextSetBit(0) < parts.size();
    }

    /** What all names begin with that are of interest; a URL may write a name with escapes. */
    String beginning(BitSet here) {
        if (here.cardinality() != 1 || !goesOn(here)) {
            return "";
        }
        NamePattern part = parts.get(here.nextSetBit(0));
        String beginning = part.isAnyDepth() ? "" : part.literalBeginning();
        int escape = beginning.indexOf('%');
        return escape < 0 ? beginning : beginning.substring(0, escape);
    }

    private BitSet closed(BitSet positions) {
        for (int i = positions.nextSetBit(0); i >= 0; i = positions.nextSetBit(i + 1)) {
            if (i < parts.size() && parts.get(i).isAnyDepth()) {
                positions.set(i + 1);
            }
        }
        return positions;
    }

    private static BitSet bits(int only) {
        BitSet bits = new BitSet();
        bits.set(only);
        return bits;
    }
}
