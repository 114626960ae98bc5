package transfer.protocol;

/** Can say what is under a name. */
public interface Inspector extends Endpoint {
    /**
     * What is there now, links followed.
     *
     * @throws TransferException {@link FailureKind#NOT_FOUND} when nothing is there, and others
     */
    FileStat stat(TransferUrl url) throws TransferException, InterruptedException;
}
