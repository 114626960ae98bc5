package transfer.protocol;

/** Can remove. */
public interface Remover extends Endpoint {
    /**
     * Removes a file, a link (never what it points to), or, if asked, a directory with everything
     * in it. What is missing already counts as removed.
     *
     * @param recursive whether a directory may be removed with its content
     * @return whether something was there
     * @throws TransferException {@link FailureKind#BAD_REQUEST} for a directory without {@code
     *     recursive} and for places that are never removed
     */
    boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException;
}
