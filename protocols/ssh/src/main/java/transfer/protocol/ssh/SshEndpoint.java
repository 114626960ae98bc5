package transfer.protocol.ssh;

import com.jcraft.jsch.JSchException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import transfer.credentials.Credentials;
import transfer.protocol.Directories;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Remover;
import transfer.protocol.ResumableSink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/** One server that is reached by SSH. */
final class SshEndpoint implements Source, ResumableSink, Directories, Remover {
    private final SshConnections connections;
    private final Place place;
    private final Credentials credentials;
    private SftpChannels.Lease lease;
    private SftpFiles files;

    SshEndpoint(SshConnections connections, Place place, Credentials credentials) {
        this.connections = connections;
        this.place = place;
        this.credentials = credentials;
    }

    /** The server's files, over a connection that is alive as far as anybody knows. */
    private SftpFiles files(TransferUrl url) throws TransferException, InterruptedException {
        if (files == null || !files.isOpen()) {
            close();
            SshConnection connection =
                    connections.connection(url, SshLogin.find(place, credentials));
            files = new SftpFiles(connection, channel(url, connection));
        }
        return files;
    }

    private SftpChannel channel(TransferUrl url, SshConnection connection)
            throws TransferException, InterruptedException {
        while (true) {
            lease = connection.channels().lease();
            try {
                return lease.channel();
            } catch (ExecutionException e) {
                close();
                boolean refused = e.getCause() instanceof JSchException;
                if (!(refused && connection.isAlive() && connection.channels().makeDo())) {
                    throw SshFailures.ofOpening(e.getCause(), url, connection);
                }
            }
        }
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        SftpFiles here = files(url);
        return here.fileStat(here.stat(Errand.request(url, "cannot look at"), url.path()));
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        return SftpReading.open(files(url), url, request);
    }

    @Override
    public Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        return SftpWriting.begin(files(url), url, request);
    }

    @Override
    public Writing resume(TransferUrl url, WriteRequest request, String mark)
            throws TransferException, InterruptedException {
        return SftpWriting.resume(files(url), url, request, mark);
    }

    @Override
    public void makeDirectory(TransferUrl url) throws TransferException, InterruptedException {
        new SftpDirectories(files(url))
                .make(Errand.request(url, "cannot make the directory"), url.path());
    }

    @Override
    public List<TransferUrl> list(TransferUrl url) throws TransferException, InterruptedException {
        return new SftpDirectories(files(url)).list(url);
    }

    @Override
    public boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException {
        return new SftpRemoval(files(url), url).remove(recursive);
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
        files = null;
    }
}
