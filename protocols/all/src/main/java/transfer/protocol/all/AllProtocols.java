package transfer.protocol.all;

import java.util.List;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Protocol;
import transfer.protocol.file.FileProtocol;
import transfer.protocol.http.HttpProtocol;

/** The protocols of this build, in the order in which help and reports list them. */
public final class AllProtocols {
    private AllProtocols() {}

    /** One of each; the caller closes them. Making them does no I/O. */
    public static List<Protocol> list(NetworkSettings network) {
        return List.of(new FileProtocol(), new HttpProtocol(network));
    }
}
