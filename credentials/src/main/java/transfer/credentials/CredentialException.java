package transfer.credentials;

/**
 * A credential is there but cannot be used: its file is missing, unreadable, open to others or
 * malformed. The message names the file and what mends it, and holds no secret.
 */
public final class CredentialException extends Exception {
    private static final long serialVersionUID = 1;

    public CredentialException(String message) {
        super(message);
    }

    public CredentialException(String message, Throwable cause) {
        super(message, cause);
    }
}
