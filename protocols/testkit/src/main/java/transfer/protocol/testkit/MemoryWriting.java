package transfer.protocol.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/**
 * One file being written to a {@link MemoryStore}, under a hidden name until it is published, with
 * the faults that it meets on the way.
 */
final class MemoryWriting implements Writing {
    private static final byte[] NOTHING = {};

    private final MemoryStore store;
    private final TransferUrl target;
    private final TransferUrl hidden;
    private final WriteRequest request;
    private final List<MemoryFault> faults;
    private byte[] content = NOTHING;
    private int length;
    private boolean published;
    private boolean closed;

    MemoryWriting(
            MemoryStore store, TransferUrl target, WriteRequest request, List<MemoryFault> faults)
            throws TransferException {
        this.store = store;
        this.target = target;
        this.request = request;
        this.faults = faults;
        String path = target.path();
        int name = path.lastIndexOf('/') + 1;
        this.hidden =
                target.withPath(
                        path.substring(0, name)
                                + "."
                                + path.substring(name)
                                + "."
                                + store.nextWriting()
                                + ".part");
        store.place(hidden, NOTHING, request.mode());
        store.record().opened();
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException, InterruptedException {
        if (closed) {
            throw new IllegalStateException("the writing is closed");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        meetFaults(bytes.remaining());
        int count = bytes.remaining();
        if (length + count > content.length) {
            long wanted = Math.max(length + count, Math.max(2L * content.length, announced()));
            content = Arrays.copyOf(content, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
        bytes.get(content, length, count);
        length += count;
        store.record().written(target, count);
    }

    private long announced() {
        return Math.min(request.size().orElse(0), 1 << 26);
    }

    private void meetFaults(int coming) throws TransferException, InterruptedException {
        for (MemoryFault fault : faults) {
            switch (fault) {
                case MemoryFault.WriteBreaks(long after, var kind) when length + coming > after ->
                        throw new TransferException(kind, target, "breaks on purpose")
                                .during(Phase.BODY);
                case MemoryFault.WriteWaits(long after, var until) when length + coming > after ->
                        until.await();
                default -> {}
            }
        }
    }

    @Override
    public FileStat finish(List<Checksum> digests) throws TransferException, InterruptedException {
        List<MemoryFault> met = store.meet(Operation.FINISH, target);
        for (MemoryFault fault : faults) {
            if (fault instanceof MemoryFault.WriteFlips(long at) && at < length) {
                content[(int) at] = (byte) ~content[(int) at];
            }
        }
        MemoryNode.File file = store.place(hidden, Arrays.copyOf(content, length), request.mode());
        content = NOTHING;
        compare(digests, file);
        return met.stream().anyMatch(MemoryFault.TellsNothing.class::isInstance)
                ? FileStat.unknown()
                : file.stat();
    }

    private void compare(List<Checksum> digests, MemoryNode.File file) throws TransferException {
        if (!store.comparesDigests()) {
            return;
        }
        Set<DigestAlgorithm> known = EnumSet.noneOf(DigestAlgorithm.class);
        digests.forEach(digest -> known.add(digest.algorithm()));
        List<Checksum> stored = MemorySource.digests(file, known);
        if (!stored.containsAll(digests)) {
            throw new TransferException(
                            FailureKind.CHECKSUM_MISMATCH,
                            target,
                            "stored are bytes with " + stored + ", sent were " + digests)
                    .during(Phase.VERIFY);
        }
    }

    @Override
    public TransferUrl location() {
        return published ? target : hidden;
    }

    @Override
    public void publish() throws TransferException, InterruptedException {
        store.meet(Operation.PUBLISH, target);
        store.rename(hidden, target);
        published = true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            store.record().closed();
            if (!published) {
                store.delete(hidden.text());
            }
        }
    }
}
