package transfer.protocol;

import java.util.function.LongConsumer;

/**
 * Can make the destination from the source without the bytes passing through us. Unlike the other
 * abilities it deals with two places: one is of the server that the endpoint was opened for, the
 * other may be anywhere, and the credentials that the endpoint was opened with serve for both.
 */
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
     * Whether this endpoint can make {@code to} from {@code from}, if the servers go along; decided
     * from the URLs alone, without I/O.
     */
    boolean canCopy(TransferUrl from, TransferUrl to);

    /** What {@link #copy} would do for a pair that {@link #canCopy} accepts. */
    Manner manner(TransferUrl from, TransferUrl to);

    /**
     * Makes it, waiting until it is there. Directories missing on the way are made.
     *
     * @param options what the item asks for
     * @return what was made, which may have to be published still
     * @throws TransferException {@link FailureKind#UNSUPPORTED} when the server does not make such
     *     copies, or not with what it could be given: then nothing has been moved, and the bytes
     *     may be brought there in another way. {@link FailureKind#NOT_FOUND} when the source is
     *     missing, and others
     */
    Made copy(Place from, Place to, CopyOptions options)
            throws TransferException, InterruptedException;

    /**
     * @param sourceMustExist whether a link to something that is missing or unreadable is refused
     * @param durable whether what is made on this machine is forced to the disk, before what it was
     *     made from goes away
     * @param moved told how many bytes have been moved since it was last told, where the server
     *     says so while it works; called by the thread that copies
     */
    record CopyOptions(boolean sourceMustExist, boolean durable, LongConsumer moved) {
        /** For who does not want to know how far it is. */
        public CopyOptions(boolean sourceMustExist) {
            this(sourceMustExist, _ -> {});
        }

        /** For copies between servers, whose disks are theirs. */
        public CopyOptions(boolean sourceMustExist, LongConsumer moved) {
            this(sourceMustExist, false, moved);
        }
    }

    /**
     * A copy that was made: {@link #publish} it, or close it, and then nothing new is under the
     * final name, as far as the protocol allows. Belongs to one thread at a time.
     */
    interface Made extends AutoCloseable {
        /** What the server says that it holds now; unknown where it says nothing. */
        FileStat stat();

        /**
         * Where it is: until it is published a hidden name beside the destination where the
         * protocol can rename, else the destination. Verification looks there.
         */
        TransferUrl location();

        /** Gives it its final name, in one step where the protocol can. */
        void publish() throws TransferException, InterruptedException;

        /** Takes away what is not published. Twice is harmless. */
        @Override
        void close();

        /** One that appeared under its final name in one step, and is left there by closing. */
        static Made inOneStep(TransferUrl at, FileStat stat) {
            return new Made() {
                @Override
                public FileStat stat() {
                    return stat;
                }

                @Override
                public TransferUrl location() {
                    return at;
                }

                @Override
                public void publish() {
                    // it is
                }

                @Override
                public void close() {
                    // nothing is held
                }
            };
        }
    }
}
