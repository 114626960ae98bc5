package transfer.engine;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import transfer.protocol.DirectCopy;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.Sink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * The one or two hops from a source to a destination; decided from URLs and abilities, without I/O.
 */
record Route(List<Hop> hops) {
    Route {
        hops = List.copyOf(hops);
    }

    /**
     * What a route has to look like.
     *
     * @param hashed whether the item wants the bytes to pass through us, so that a digest of them
     *     exists
     * @param open which copies between servers may still be tried
     */
    record Wish(boolean hashed, Predicate<Hop.Direct> open) {}

    /**
     * Finds the way. Of two servers that could copy among themselves the destination's is the one
     * to fetch, and the source's the next one to ask.
     *
     * @param staging where a file rests between two hops
     * @throws TransferException {@link FailureKind#UNSUPPORTED} when there is none
     */
    static Route between(
            ProtocolTable protocols, Place from, Place to, Wish wish, Supplier<TransferUrl> staging)
            throws TransferException {
        Place end = from.url().isLocal() ? to : asPlainFile(to);
        try (Endpoint source = protocols.open(from);
                Endpoint destination = protocols.open(end)) {
            for (Place by : List.of(end, from)) {
                Endpoint copier = by == end ? destination : source;
                Hop.Direct hop = new Hop.Direct(from, end, by);
                if (copier instanceof DirectCopy direct && makes(direct, hop, wish)) {
                    return new Route(List.of(hop));
                }
            }
            boolean readable = source instanceof Source;
            if (end.url().isLocal() && !isNamed(end.url()) && readable) {
                return new Route(List.of(new Hop.Fetch(from, end)));
            }
            boolean writable = destination instanceof Sink;
            if (from.url().isLocal() && readable && writable) {
                return new Route(List.of(new Hop.Store(from, end)));
            }
            if (readable && writable) {
                Place rest = new Place(staging.get(), end.site());
                return new Route(List.of(new Hop.Fetch(from, rest), new Hop.Store(rest, end)));
            }
            throw none(from, end, readable ? " cannot be written to" : " cannot be read from");
        }
    }

    /**
     * A copy between two local files, or within one server, is left to others only when no digest
     * of ours is wanted; a link or a move has no bytes to hash.
     */
    private static boolean makes(DirectCopy direct, Hop.Direct hop, Wish wish) {
        TransferUrl from = hop.from().url();
        TransferUrl to = hop.to().url();
        if (!direct.canCopy(from, to)) {
            return false;
        }
        if (direct.manner(from, to) != DirectCopy.Manner.COPY) {
            return true;
        }
        return hop.isLocal() ? !wish.hashed : wish.open.test(hop);
    }

    /** Whether a URL asks for a directory entry (a link, a move) and not for bytes. */
    private static boolean isNamed(TransferUrl url) {
        return url.scheme().equals("symlink") || url.scheme().equals("moveto");
    }

    /** The same place for bytes: never a link, never a move. */
    static Place asPlainFile(Place place) {
        return isNamed(place.url()) ? withScheme(place, "file") : place;
    }

    static Place withScheme(Place place, String scheme) {
        return new Place(place.url().withScheme(scheme), place.site());
    }

    private static TransferException none(Place from, Place to, String why) {
        String scheme = why.contains("read") ? from.url().scheme() : to.url().scheme();
        return new TransferException(
                FailureKind.UNSUPPORTED,
                to.url(),
                "no way from '"
                        + from.url().scheme()
                        + "' to '"
                        + to.url().scheme()
                        + "': "
                        + scheme
                        + why);
    }
}
