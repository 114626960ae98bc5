package transfer.protocol.testkit;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Reads from a {@link MemoryStore}. */
final class MemorySource implements Source {
    private final MemoryStore store;
    private final MemoryLogin login;
    private boolean closed;

    MemorySource(MemoryStore store, MemoryLogin login) {
        this.store = store;
        this.login = login;
        store.record().endpointOpened();
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        login.check(url);
        List<MemoryFault> faults = store.meet(Operation.STAT, url);
        return told(store.find(url), faults).orElseThrow();
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        login.check(url);
        // in one step, so that who has enough with one reading never has two that came together
        synchronized (store) {
            return begin(url, request);
        }
    }

    private Reading begin(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        List<MemoryFault> faults = store.meet(Operation.READ, url);
        MemoryNode.File file = store.findFile(url);
        if (request.unchanged().map(wanted -> !wanted.equals(file.identity())).orElse(false)) {
            throw new TransferException(FailureKind.CHANGED, url, "is another file now")
                    .during(Phase.REQUEST);
        }
        if (request.offset() > file.content().length) {
            throw new TransferException(
                            FailureKind.BAD_REQUEST, url, "has no byte " + request.offset())
                    .during(Phase.REQUEST);
        }
        return new MemoryReading(store, url, file, request, faults);
    }

    @Override
    public boolean endsPartsCheaply() {
        return store.endsPartsCheaply();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            store.record().endpointClosed();
        }
    }

    /** What is told of what stands under a name; nothing of links. */
    Optional<FileStat> told(MemoryNode node, List<MemoryFault> faults) {
        return switch (node) {
            case MemoryNode.File file -> Optional.of(told(store, file, faults));
            case MemoryNode.Directory _ -> Optional.of(MemoryNode.Directory.stat());
            case MemoryNode.Link _ -> Optional.empty();
        };
    }

    /** What is told of a file where these faults are met. */
    static FileStat told(MemoryStore store, MemoryNode.File file, List<MemoryFault> faults) {
        return faults.stream().anyMatch(MemoryFault.TellsNothing.class::isInstance)
                ? FileStat.unknown()
                : file.stat().withDigests(digests(file, store.toldDigests()));
    }

    static List<Checksum> digests(MemoryNode.File file, Set<DigestAlgorithm> algorithms) {
        RunningDigest digest = new RunningDigest(algorithms);
        digest.update(ByteBuffer.wrap(file.content()));
        return digest.values();
    }
}
