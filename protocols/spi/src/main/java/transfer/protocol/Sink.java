package transfer.protocol;

/** Can be written to. */
public interface Sink extends Inspector {
    /**
     * Begins to write a file, replacing what is there only when the writing is published.
     * Directories that are missing on the way are made where the protocol has directories.
     *
     * @throws TransferException {@link FailureKind#ACCESS_DENIED}, {@link FailureKind#NO_SPACE},
     *     {@link FailureKind#ALREADY_EXISTS} or {@link FailureKind#BAD_REQUEST} when a directory is
     *     there or a file stands where a directory should, and others; a server may also say so
     *     later
     */
    Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException;
}
