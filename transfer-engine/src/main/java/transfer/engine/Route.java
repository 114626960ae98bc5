package transfer.engine;

import java.util.List;
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
     * Finds the way.
     *
     * @param hashed whether the item wants the bytes to pass through us, so that a digest of them
     *     exists
     * @param staging where a file rests between two hops
     * @throws TransferException {@link FailureKind#UNSUPPORTED} when there is none
     */
    static Route between(
            ProtocolTable protocols,
            Place from,
            Place to,
            boolean hashed,
            Supplier<TransferUrl> staging)
            throws TransferException {
        Place end = from.url().isLocal() ? to : asPlainFile(to);
        try (Endpoint source = protocols.open(from);
                Endpoint destination = protocols.open(end)) {
            if (destination instanceof DirectCopy direct && makes(direct, from, end, hashed)) {
                return new Route(List.of(new Hop.Direct(from, end, end)));
            }
            if (source instanceof DirectCopy direct && makes(direct, from, end, hashed)) {
                return new Route(List.of(new Hop.Direct(from, end, from)));
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
    private static boolean makes(DirectCopy direct, Place from, Place to, boolean hashed) {
        if (!direct.canCopy(from.url(), to.url())) {
            return false;
        }
        boolean bothLocal = from.url().isLocal() && to.url().isLocal();
        return direct.manner(from.url(), to.url()) != DirectCopy.Manner.COPY
                || !hashed
                || !bothLocal;
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
