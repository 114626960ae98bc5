package transfer.protocol.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

/** Everything that a {@link MemoryStore} can do. */
final class MemoryEndpoint
        implements Source, ResumableSink, Digester, DirectCopy, Directories, BatchRemover {
    static final int MOST_TOGETHER = 5;

    private final String scheme;
    private final MemoryStore store;
    private final Map<String, MemoryStore> partners;
    private final MemoryLogin login;
    private final MemorySource source;

    /**
     * @param partners the stores behind other schemes that it copies from and to
     */
    MemoryEndpoint(
            String scheme,
            MemoryStore store,
            Map<String, MemoryStore> partners,
            MemoryLogin login) {
        this.scheme = scheme;
        this.store = store;
        this.partners = Map.copyOf(partners);
        this.login = login;
        this.source = new MemorySource(store, login);
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        return source.stat(url);
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        return source.read(url, request);
    }

    @Override
    public boolean endsPartsCheaply() {
        return source.endsPartsCheaply();
    }

    @Override
    public Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        login.check(url);
        List<MemoryFault> faults = store.meet(Operation.WRITE, url);
        store.refuseDirectory(url);
        return MemoryWriting.begun(store, url, request, faults);
    }

    @Override
    public Writing resume(TransferUrl url, WriteRequest request, String mark)
            throws TransferException, InterruptedException {
        login.check(url);
        List<MemoryFault> faults = store.meet(Operation.WRITE, url);
        store.refuseDirectory(url);
        return MemoryWriting.resumed(store, url, mark, request, faults);
    }

    @Override
    public Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        login.check(url);
        List<MemoryFault> faults = store.meet(Operation.DIGEST, url);
        MemoryNode.File file = store.findFile(url);
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        return wanted.stream()
                .filter(store.possibleDigests()::contains)
                .findFirst()
                .map(algorithm -> MemorySource.digests(file, Set.of(algorithm)).getFirst());
    }

    @Override
    public boolean canCopy(TransferUrl from, TransferUrl to) {
        return storeOf(from).isPresent()
                && storeOf(to).isPresent()
                && (from.scheme().equals(scheme) || to.scheme().equals(scheme));
    }

    private Optional<MemoryStore> storeOf(TransferUrl url) {
        return url.scheme().equals(scheme)
                ? Optional.of(store)
                : Optional.ofNullable(partners.get(url.scheme()));
    }

    @Override
    public Manner manner(TransferUrl from, TransferUrl to) {
        return Manner.COPY;
    }

    @Override
    public Made copy(Place from, Place to, CopyOptions options)
            throws TransferException, InterruptedException {
        List<MemoryFault> faults = store.meet(Operation.COPY, to.url());
        MemoryStore source = storeOf(from.url()).orElseThrow();
        MemoryStore target = storeOf(to.url()).orElseThrow();
        new MemoryLogin(source, from, login.credentials()).check(from.url());
        new MemoryLogin(target, to, login.credentials()).check(to.url());
        return MemoryCopy.make(source.findFile(from.url()), target, to.url(), options, faults);
    }

    @Override
    public void makeDirectory(TransferUrl url) throws TransferException, InterruptedException {
        login.check(url);
        store.meet(Operation.MAKE_DIRECTORY, url);
        store.makeDirectory(url);
    }

    @Override
    public Page list(TransferUrl url, String prefix, Optional<String> after)
            throws TransferException, InterruptedException {
        login.check(url);
        List<MemoryFault> faults = store.meet(Operation.LIST, url);
        List<Entry> wanted =
                store.list(url).entrySet().stream()
                        .filter(each -> each.getKey().startsWith(prefix))
                        .filter(each -> after.map(each.getKey()::compareTo).orElse(1) > 0)
                        .map(each ->
                                new Entry(
                                        child(url, each.getKey()),
                                        source.told(each.getValue(), faults)))
                        .toList();
        int most = store.pageSize();
        return wanted.size() <= most
                ? Page.of(wanted)
                : new Page(wanted.subList(0, most), Optional.of(name(wanted.get(most - 1).url())));
    }

    @Override
    public boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException {
        login.check(url);
        store.meet(Operation.REMOVE, url);
        return store.remove(url, recursive);
    }

    @Override
    public int most() {
        return MOST_TOGETHER;
    }

    @Override
    public Set<TransferUrl> removeTogether(List<TransferUrl> urls)
            throws TransferException, InterruptedException {
        login.check(urls.getFirst());
        store.meet(Operation.REMOVE_TOGETHER, urls.getFirst());
        return urls.stream().filter(store::removeFile).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        source.close();
    }
}
