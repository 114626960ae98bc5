package transfer.protocol.ssh;

import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Inspector;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** One server that is reached by SSH. */
final class SshEndpoint implements Inspector {
    private final SshConnections connections;
    private final Place place;
    private final Credentials credentials;

    SshEndpoint(SshConnections connections, Place place, Credentials credentials) {
        this.connections = connections;
        this.place = place;
        this.credentials = credentials;
    }

    /** Connects, which tells whether the log-in works. */
    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        SshConnection connection = connections.connection(url, SshLogin.find(place, credentials));
        throw new TransferException(
                        FailureKind.UNSUPPORTED,
                        url,
                        "cannot look at " + url + ": this version only connects")
                .during(Phase.REQUEST)
                .cameBy(connection.provenance());
    }
}
