package transfer.protocol;

/** Can be read from. */
public interface Source extends Inspector {
    /**
     * Opens a file for reading. Several readings of one file may be open at once, each from an
     * endpoint of its own.
     *
     * <p>An offset at the end of the file gives no bytes.
     *
     * <p>The answer may be wider than the wish: a server that knows no ranges gives the whole file,
     * and {@link Reading#offset} then says 0.
     *
     * @throws TransferException {@link FailureKind#NOT_FOUND} when nothing is there; {@link
     *     FailureKind#CHANGED} when the request's condition does not hold and the server said so
     *     instead of giving the whole new file; {@link FailureKind#BAD_REQUEST} for a directory and
     *     for an offset beyond the end; and others
     */
    Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException;

    /**
     * Whether a server that is asked for a part of a file is told where the part ends, so that a
     * reading can end there for nothing, and each of several readings has a way of its own to the
     * server. Where not, the connection would have to be broken off while more is on its way, or
     * several would only divide one connection: large files are then read in one go, not side by
     * side. Says the same at all times.
     */
    default boolean endsPartsCheaply() {
        return true;
    }
}
