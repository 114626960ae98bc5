package transfer.engine;

import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

/**
 * One leg of a route. It is tried again on its own: a failed second leg does not repeat the first.
 */
sealed interface Hop {
    Place from();

    Place to();

    /** From anywhere into a local file. */
    record Fetch(Place from, Place to) implements Hop {}

    /** From a local file to a server. */
    record Store(Place from, Place to) implements Hop {}

    /** Made by the endpoint of {@code by}, without the bytes passing through us. */
    record Direct(Place from, Place to, Place by) implements Hop {
        /** Whether it is the file system of this machine that makes it. */
        boolean isLocal() {
            return from.url().isLocal() && to.url().isLocal();
        }
    }

    /** What the hop does, for people. */
    default String words() {
        TransferUrl source = from().url();
        TransferUrl destination = to().url();
        return switch (this) {
            case Fetch _ -> "read " + source + ", write and verify " + destination;
            case Store _ -> "read " + source + ", store and verify " + destination;
            case Direct d when d.isLocal() ->
                    "let " + d.by().url().scheme() + " make " + destination + " from " + source;
            case Direct d ->
                    "let " + d.by().url().server() + " make " + destination + " from " + source;
        };
    }
}
