package transfer.protocol.s3;

import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Digester;
import transfer.protocol.FileStat;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Remover;
import transfer.protocol.ResumableSink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/** One store, in the name of one identity. */
final class S3Endpoint implements Source, ResumableSink, Digester, Remover {
    private final S3Requests requests;
    private final S3Objects objects;
    private final S3Uploads uploads;
    private final S3Listing listing;

    /**
     * @param room for parts of uploads
     */
    S3Endpoint(S3Requests requests, S3Room room) {
        this.requests = requests;
        this.uploads = new S3Uploads(requests, room);
        this.objects = new S3Objects(requests);
        this.listing = new S3Listing(requests);
    }

    S3Requests requests() {
        return requests;
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        return objects.stat(S3Location.of(url));
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        return objects.read(S3Location.of(url).ofObject(), request);
    }

    @Override
    public Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        return uploads.write(S3Location.of(url).ofObject(), request.size());
    }

    @Override
    public Writing resume(TransferUrl url, WriteRequest request, String mark)
            throws TransferException, InterruptedException {
        return uploads.resume(S3Location.of(url).ofObject(), request.size(), mark);
    }

    @Override
    public Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        FileStat stat = objects.stat(S3Location.of(url).ofObject());
        return wanted.stream().flatMap(algorithm -> stat.digest(algorithm).stream()).findFirst();
    }

    @Override
    public boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException {
        return new S3Removal(requests, listing).remove(S3Location.of(url), recursive);
    }
}
