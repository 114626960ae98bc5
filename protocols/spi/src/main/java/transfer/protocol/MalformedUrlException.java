package transfer.protocol;

/** A text is no URL that this program understands; the message says why. */
public final class MalformedUrlException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedUrlException(String message) {
        super(message);
    }
}
