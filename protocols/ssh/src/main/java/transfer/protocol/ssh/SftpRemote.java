package transfer.protocol.ssh;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Directories;
import transfer.protocol.FileStat;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/**
 * The files of a server by SFTP.
 *
 * @param files the conversation
 */
record SftpRemote(SftpFiles files) implements RemoteFiles {
    @Override
    public boolean isOpen() {
        return files.isOpen();
    }

    @Override
    public boolean canForce() {
        return files.abilities().has(SftpAbilities.FSYNC);
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        return files.fileStat(files.stat(Errand.request(url, "cannot look at"), url.path()));
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        return SftpReading.open(files, url, request);
    }

    @Override
    public Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        return SftpWriting.begin(files, url, request);
    }

    @Override
    public Writing resume(TransferUrl url, WriteRequest request, String mark)
            throws TransferException, InterruptedException {
        return SftpWriting.resume(files, url, request, mark);
    }

    @Override
    public Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        return new SftpDigests(files).digest(url, wanted);
    }

    @Override
    public void makeDirectory(TransferUrl url) throws TransferException, InterruptedException {
        new SftpDirectories(files)
                .make(Errand.request(url, "cannot make the directory"), url.path());
    }

    @Override
    public List<Directories.Entry> list(TransferUrl url)
            throws TransferException, InterruptedException {
        return new SftpDirectories(files).list(url);
    }

    @Override
    public boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException {
        return new SftpRemoval(files, url).remove(recursive);
    }
}
