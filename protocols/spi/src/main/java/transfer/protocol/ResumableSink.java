package transfer.protocol;

/** Can go on with a file whose writing broke off. */
public interface ResumableSink extends Sink {
    /**
     * Begins to write a file as {@link #write} does, but under a hidden name that follows from the
     * URL and the mark alone; or goes on with it where an earlier writing with this mark was {@link
     * Writing#leave left} or lost its connection. {@link Writing#offset} tells which: it is 0 where
     * nothing is there and where the server cannot go on.
     *
     * <p>What is there already is the caller's to prove. It lies at {@link Writing#location} and
     * the endpoint may be asked for its digest before the first byte is written; the caller who
     * does not trust it closes the writing, which removes it, and begins again. Bytes are written
     * at their offsets and never behind whatever is there by then, so that a server that is still
     * busy with what the broken connection brought does no harm.
     *
     * @param mark letters, digits and {@code -}, unlike any other file's, or what the earlier
     *     writing gave as its {@link Writing#ticket}; the caller sees to it that nobody else writes
     *     with it at the same time
     * @throws TransferException as {@link #write} does
     */
    Writing resume(TransferUrl url, WriteRequest request, String mark)
            throws TransferException, InterruptedException;
}
