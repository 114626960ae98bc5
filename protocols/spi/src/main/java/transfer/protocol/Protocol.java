package transfer.protocol;

import java.util.List;
import transfer.credentials.Credentials;

/**
 * One protocol family. Safe for use by many threads; it may keep connections that its endpoints
 * share, and lets go of them when it is closed.
 */
public interface Protocol extends AutoCloseable {
    /** The schemes it serves, in lower case, the usual one first. */
    List<String> schemes();

    /**
     * An endpoint for this place. Does no I/O: nothing is connected, no file is read, so it costs
     * nothing to open one just to ask which abilities it has.
     *
     * @throws TransferException {@link FailureKind#BAD_REQUEST} when the URL is not one of this
     *     family's form
     */
    Endpoint open(Place place, Credentials credentials) throws TransferException;

    /** Lets go of everything shared. Endpoints are closed by then. */
    @Override
    default void close() {}
}
