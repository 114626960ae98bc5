package transfer.protocol;

/** Can make the destination from the source without the bytes passing through us. */
public interface DirectCopy extends Endpoint {
    /** How a direct copy is made. */
    enum Manner {
        /** The destination is a link to the source. */
        LINK,
        /** The source is gone afterwards. */
        MOVE,
        /** Two files afterwards, copied by the file system, one server, or between two servers. */
        COPY
    }

    /**
     * Whether this endpoint can make {@code to} from {@code from}; decided from the URLs alone,
     * without I/O.
     */
    boolean canCopy(TransferUrl from, TransferUrl to);

    /** What {@link #copy} would do for a pair that {@link #canCopy} accepts. */
    Manner manner(TransferUrl from, TransferUrl to);

    /**
     * Makes it. The destination appears whole or not at all, and directories missing on the way are
     * made.
     *
     * @param options what the item asks for
     * @return what is at the destination now
     */
    FileStat copy(TransferUrl from, TransferUrl to, CopyOptions options)
            throws TransferException, InterruptedException;

    /**
     * @param sourceMustExist whether a link to something that is missing or unreadable is refused
     */
    record CopyOptions(boolean sourceMustExist) {}
}
