package transfer.protocol.s3;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.BatchRemover;
import transfer.protocol.Digester;
import transfer.protocol.DirectCopy;
import transfer.protocol.Directories;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.ResumableSink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/** One store, in the name of one identity. */
final class S3Endpoint
        implements Source, ResumableSink, Digester, DirectCopy, Directories, BatchRemover {
    private final S3Requests requests;
    private final S3Objects objects;
    private final S3Uploads uploads;
    private final S3Listing listing;
    private final Elsewhere elsewhere;

    /** Requests to the store of another place, in the name that is for that one. */
    @FunctionalInterface
    interface Elsewhere {
        S3Requests at(Place place) throws TransferException;
    }

    /**
     * @param room for parts of uploads
     */
    S3Endpoint(S3Requests requests, S3Room room, Elsewhere elsewhere) {
        this.elsewhere = elsewhere;
        this.requests = requests;
        this.uploads = new S3Uploads(requests, room);
        this.listing = new S3Listing(requests);
        this.objects = new S3Objects(requests);
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

    /** Makes the bucket; in it nothing needs a directory. */
    @Override
    public void makeDirectory(TransferUrl url) throws TransferException, InterruptedException {
        new S3Buckets(requests).ensure(S3Location.of(url));
    }

    @Override
    public List<Entry> list(TransferUrl url) throws TransferException, InterruptedException {
        return objects.list(S3Location.of(url));
    }

    @Override
    public Page list(TransferUrl url, String prefix, Optional<String> after)
            throws TransferException, InterruptedException {
        return objects.list(S3Location.of(url), prefix, after);
    }

    /** Behind the last slash but one at the end: that of {@code a//} is empty. */
    @Override
    public String name(TransferUrl listed) {
        try {
            S3Location where = S3Location.of(listed);
            String key = where.key();
            String whole = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
            return key.isEmpty() ? where.bucket() : whole.substring(whole.lastIndexOf('/') + 1);
        } catch (TransferException _) {
            return ""; // names nothing
        }
    }

    @Override
    public boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException {
        return new S3Removal(requests, listing).remove(S3Location.of(url), recursive);
    }

    @Override
    public int most() {
        return S3Together.MOST;
    }

    @Override
    public Set<TransferUrl> removeTogether(List<TransferUrl> urls)
            throws TransferException, InterruptedException {
        return new S3Together(requests, listing).remove(urls);
    }

    /** The same user at the same site; that it is the same store is looked at when it copies. */
    @Override
    public boolean canCopy(TransferUrl from, TransferUrl to) {
        try {
            return isOurs(from)
                    && isOurs(to)
                    && S3Location.of(from).identity().equals(S3Location.of(to).identity());
        } catch (TransferException _) {
            return false; // whoever reads or writes it will tell what is wrong with it
        }
    }

    private static boolean isOurs(TransferUrl url) {
        return url.scheme().equals("s3") || url.scheme().equals("s3s");
    }

    @Override
    public Manner manner(TransferUrl from, TransferUrl to) {
        return Manner.COPY;
    }

    @Override
    public Made copy(Place from, Place to, CopyOptions options)
            throws TransferException, InterruptedException {
        return new S3Copy(elsewhere.at(from), elsewhere.at(to))
                .copy(
                        S3Location.of(from.url()).ofObject(),
                        S3Location.of(to.url()).ofObject(),
                        options.moved());
    }
}
