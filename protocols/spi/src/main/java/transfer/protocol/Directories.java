package transfer.protocol;

import java.util.List;

/** Has directories. */
public interface Directories extends Endpoint {
    /**
     * Makes a directory and those above it; one that is there already is fine.
     *
     * @throws TransferException {@link FailureKind#ALREADY_EXISTS} or {@link
     *     FailureKind#BAD_REQUEST} when a file stands there or above, and others
     */
    void makeDirectory(TransferUrl url) throws TransferException, InterruptedException;

    /**
     * What is in a directory, in no particular order, each as a URL.
     *
     * @throws TransferException {@link FailureKind#NOT_FOUND} when it is missing, {@link
     *     FailureKind#BAD_REQUEST} when it is no directory
     */
    List<TransferUrl> list(TransferUrl url) throws TransferException, InterruptedException;
}
