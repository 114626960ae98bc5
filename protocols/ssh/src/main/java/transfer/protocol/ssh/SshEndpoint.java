package transfer.protocol.ssh;

import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credentials;
import transfer.protocol.Digester;
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
final class SshEndpoint implements Source, ResumableSink, Directories, Remover, Digester {
    private final SshConnections connections;
    private final Place place;
    private final Credentials credentials;
    private SshConnection connection;
    private SftpChannels.Lease lease;
    private RemoteFiles files;

    SshEndpoint(SshConnections connections, Place place, Credentials credentials) {
        this.connections = connections;
        this.place = place;
        this.credentials = credentials;
    }

    /** The server's files, over a connection that is alive as far as anybody knows. */
    private RemoteFiles files(TransferUrl url) throws TransferException, InterruptedException {
        if (files == null || !files.isOpen()) {
            close();
            SshLogin login = connections.login(place, credentials);
            connection = connections.connection(url, login);
            files =
                    channel(url)
                            .<RemoteFiles>map(
                                    channel -> new SftpRemote(new SftpFiles(connection, channel)))
                            .orElseGet(() ->
                                    new ScpFiles(
                                            connection, () -> connections.another(url, login)));
        }
        return files;
    }

    /** Empty when the server has no SFTP. */
    private Optional<SftpChannel> channel(TransferUrl url)
            throws TransferException, InterruptedException {
        while (!connection.channels().areMissing()) {
            lease = connection.channels().lease();
            try {
                SftpChannel channel = lease.channel();
                connection.channels().work();
                return Optional.of(channel);
            } catch (ExecutionException e) {
                close();
                if (connection.channels().areMissing()) {
                    break;
                }
                boolean refused = e.getCause() instanceof JSchException;
                if (!(refused && connection.isAlive() && connection.channels().makeDo())) {
                    throw SshFailures.ofOpening(e.getCause(), url, connection);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        return files(url).stat(url);
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        return files(url).read(url, request);
    }

    /**
     * One connection serves all, and a single reading fills it: what several bring out of order
     * would only have to wait in memory.
     */
    @Override
    public boolean endsPartsCheaply() {
        return false;
    }

    @Override
    public Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        return forWriting(url, request).write(url, request);
    }

    @Override
    public Writing resume(TransferUrl url, WriteRequest request, String mark)
            throws TransferException, InterruptedException {
        return forWriting(url, request).resume(url, request, mark);
    }

    /** Whoever wants what is written to outlast a power failure hears when it may not. */
    private RemoteFiles forWriting(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        RemoteFiles here = files(url);
        if (request.durable() && !here.canForce()) {
            connections.tell(
                    "what is written to "
                            + url.host()
                            + " may be lost when its power fails: the server cannot be told to"
                            + " force files to its disk");
        }
        return here;
    }

    @Override
    public void makeDirectory(TransferUrl url) throws TransferException, InterruptedException {
        files(url).makeDirectory(url);
    }

    @Override
    public Page list(TransferUrl url, String prefix, Optional<String> after)
            throws TransferException, InterruptedException {
        return Page.of(files(url).list(url));
    }

    @Override
    public boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException {
        return files(url).remove(url, recursive);
    }

    /** By SFTP where it can, else by the server's own programs, where it lets us run them. */
    @Override
    public Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        RemoteFiles here = files(url);
        Optional<Checksum> told = here.digest(url, wanted);
        if (told.isEmpty()) {
            told = digestByShell(url, wanted);
        }
        if (told.isEmpty()) {
            here.stat(url); // perhaps it is not there at all
        }
        return told;
    }

    private Optional<Checksum> digestByShell(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        try {
            return connection.digests().digest(url.path(), wanted);
        } catch (IOException e) {
            Errand errand = Errand.request(url, "cannot ask for the digest of");
            throw SshFailures.lost(errand, connection, e);
        }
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
