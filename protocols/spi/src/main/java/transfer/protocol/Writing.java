package transfer.protocol;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Secret;

/**
 * A file being written: {@link #write} as often as needed, then {@link #finish}, then {@link
 * #publish}. Closing it before that aborts: nothing new is then under the final name, as far as the
 * protocol allows. Belongs to one thread at a time.
 */
public interface Writing extends AutoCloseable {
    /**
     * Where in the file the first byte of {@link #write} goes: 0, or the length of what a {@link
     * ResumableSink} found there.
     */
    default long offset() {
        return 0;
    }

    /**
     * Algorithms whose digests the store compares in {@link #finish}, the digests being wanted
     * there for that. It gives nothing the final name that does not fit: so what was there already
     * at the beginning needs no other proof. Empty where the store compares nothing.
     */
    default Set<DigestAlgorithm> compared() {
        return Set.of();
    }

    /**
     * What {@link ResumableSink#resume} is to be given to go on with this, where the server itself
     * has named it and it is not found again by the mark. Whoever holds it may write there, so it
     * is kept where only the user can read, and shown nowhere.
     */
    default Optional<Secret> ticket() {
        return Optional.empty();
    }

    /**
     * Whether {@link #compare} compares what was there already at the beginning: then it needs no
     * other proof.
     */
    default boolean compares() {
        return false;
    }

    /**
     * Compares what was there already with what should be there. Is given, where {@link #compares}
     * says so and before the first {@link #write}, all bytes before {@link #offset} in their order,
     * and takes all that the buffer has.
     *
     * @throws TransferException {@link FailureKind#CHECKSUM_MISMATCH} when other bytes are there
     */
    default void compare(ByteBuffer bytes) throws TransferException {
        throw new IllegalStateException("there is nothing to compare with");
    }

    /** Takes all remaining bytes of the buffer. */
    void write(ByteBuffer bytes) throws TransferException, InterruptedException;

    /**
     * Ends the bytes and waits until the server has taken them.
     *
     * @param digests of all bytes written, so that a store that can compare them does
     * @return what the server says it holds now; unknown where it says nothing
     * @throws TransferException {@link FailureKind#CHECKSUM_MISMATCH} when the store compared and
     *     found a difference
     */
    FileStat finish(List<Checksum> digests) throws TransferException, InterruptedException;

    /**
     * Whether the store told by now of every part that it holds what was sent, and will put no
     * others together: then the whole needs no other proof. Asked after {@link #finish}; false
     * where a store takes no parts.
     */
    default boolean isProvedInParts() {
        return false;
    }

    /**
     * Where the bytes are between {@link #finish} and {@link #publish}: a hidden name beside the
     * target where the protocol can rename, else the target itself. Verification looks there.
     */
    TransferUrl location();

    /** Puts the finished file under its final name, in one step where the protocol can. */
    void publish() throws TransferException, InterruptedException;

    /**
     * Ends it as {@link #close} does, but lets stay what has arrived, for {@link
     * ResumableSink#resume}; where there is no such thing, it is the same. Does not fail and does
     * not wait for a server that is silent.
     */
    default void leave() {
        close();
    }

    /**
     * Aborts what is not published, also when the thread is interrupted. Twice is harmless, and so
     * is an endpoint that was closed before.
     */
    @Override
    void close();
}
