package transfer.protocol.all;

import java.nio.file.Path;
import java.util.List;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Protocol;
import transfer.protocol.file.FileProtocol;
import transfer.protocol.http.HttpProtocol;

/** The protocols of this build, in the order in which help and reports list them. */
public final class AllProtocols {
    private AllProtocols() {}

    /**
     * One of each; the caller closes them. Making them does no I/O.
     *
     * @param neverRemoved directories of this machine, such as the user's home, that are never
     *     removed, nor is any directory above them
     */
    public static List<Protocol> list(NetworkSettings network, List<Path> neverRemoved) {
        return List.of(new FileProtocol(neverRemoved), new HttpProtocol(network));
    }
}
