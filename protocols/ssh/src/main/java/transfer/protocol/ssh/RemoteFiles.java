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
 * The files of one server, by whichever protocol it has: what {@link SshEndpoint} promises. Belongs
 * to one thread at a time.
 */
interface RemoteFiles {
    /** Whether it can still be used, as far as anybody knows. */
    boolean isOpen();

    /** Whether what is written can be forced to the server's disk. */
    boolean canForce();

    FileStat stat(TransferUrl url) throws TransferException, InterruptedException;

    Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException;

    Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException;

    /** As {@link transfer.protocol.ResumableSink#resume}. */
    Writing resume(TransferUrl url, WriteRequest request, String mark)
            throws TransferException, InterruptedException;

    /** By the protocol itself; empty when it has no digests, or none for this file. */
    Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException;

    void makeDirectory(TransferUrl url) throws TransferException, InterruptedException;

    List<Directories.Entry> list(TransferUrl url) throws TransferException, InterruptedException;

    boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException;
}
