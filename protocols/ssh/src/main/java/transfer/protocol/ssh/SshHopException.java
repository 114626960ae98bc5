package transfer.protocol.ssh;

/** A server on the way could not be passed; the cause says why. */
final class SshHopException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param hop the server, in words
     */
    SshHopException(String hop, Exception cause) {
        super(hop, cause);
    }
}
