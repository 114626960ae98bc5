package transfer.protocol.file;

import java.nio.file.Path;
import java.util.List;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferException;

/** This machine's file systems. */
public final class FileProtocol implements Protocol {
    private final FileProtection protection;

    /** The root and the working directory are the only places that are never removed. */
    public FileProtocol() {
        this(List.of());
    }

    /**
     * @param neverRemoved directories, such as the user's home, that are never removed, nor is any
     *     directory above them
     */
    public FileProtocol(List<Path> neverRemoved) {
        protection = new FileProtection(neverRemoved);
    }

    @Override
    public List<String> schemes() {
        return List.of("file", "symlink", "moveto");
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) throws TransferException {
        if (!place.url().isLocal()) {
            throw FileFailures.because(
                    FailureKind.BAD_REQUEST, place.url(), place.url() + " is not a local path");
        }
        return new FileEndpoint(protection);
    }
}
