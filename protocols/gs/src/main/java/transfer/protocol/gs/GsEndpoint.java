package transfer.protocol.gs;

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

/** One bucket. */
final class GsEndpoint
        implements Source, ResumableSink, Digester, Directories, BatchRemover, DirectCopy {
    private final GsApi api;
    private final GsObjects objects;

    GsEndpoint(GsApi api) {
        this.api = api;
        this.objects = new GsObjects(api);
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        return objects.stat(GsLocation.of(url));
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        return objects.read(GsLocation.of(url).asObject(), request);
    }

    @Override
    public Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        return objects.find(GsLocation.of(url).asObject()).digests().stream()
                .filter(digest -> wanted.contains(digest.algorithm()))
                .findFirst();
    }

    @Override
    public Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        return new GsWriting(api, GsLocation.of(url).asObject(), request.size()).begin();
    }

    @Override
    public Writing resume(TransferUrl url, WriteRequest request, String mark)
            throws TransferException, InterruptedException {
        return new GsWriting(api, GsLocation.of(url).asObject(), request.size()).resume(mark);
    }

    @Override
    public void makeDirectory(TransferUrl url) throws TransferException, InterruptedException {
        new GsBuckets(api).make(GsLocation.of(url));
    }

    @Override
    public Page list(TransferUrl url, String prefix, Optional<String> after)
            throws TransferException, InterruptedException {
        return objects.list(GsLocation.of(url), prefix, after);
    }

    @Override
    public boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException {
        return new GsRemoval(api, objects).remove(GsLocation.of(url), recursive);
    }

    @Override
    public int most() {
        return GsRemoval.BATCH;
    }

    @Override
    public Set<TransferUrl> removeTogether(List<TransferUrl> urls)
            throws TransferException, InterruptedException {
        return new GsRemoval(api, objects).removeTogether(urls);
    }

    @Override
    public boolean canCopy(TransferUrl from, TransferUrl to) {
        return from.scheme().equals("gs") && to.scheme().equals("gs");
    }

    @Override
    public Manner manner(TransferUrl from, TransferUrl to) {
        return Manner.COPY;
    }

    @Override
    public Made copy(Place from, Place to, CopyOptions options)
            throws TransferException, InterruptedException {
        return new GsCopy(api.at(from), api.at(to)).copy(from.url(), to.url(), options.moved());
    }
}
