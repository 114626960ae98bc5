package transfer.protocol.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
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
    private final MemoryStore store;
    private final TransferUrl target;
    private final TransferUrl hidden;
    private final WriteRequest request;
    private final List<MemoryFault> faults;
    private final int offset;
    private byte[] content;
    private int length;
    private boolean displaced;
    private boolean published;
    private boolean closed;

    private MemoryWriting(
            MemoryStore store,
            TransferUrl target,
            TransferUrl hidden,
            WriteRequest request,
            List<MemoryFault> faults)
            throws TransferException {
        this.store = store;
        this.target = target;
        this.hidden = hidden;
        this.request = request;
        this.faults = faults;
        this.content = store.unfinished(hidden);
        this.offset = content.length;
        this.length = offset;
        store.place(hidden, content, request.mode());
        store.began(hidden, this);
        store.record().opened();
    }

    /** Begins under a name that nobody else has. */
    static MemoryWriting begun(
            MemoryStore store, TransferUrl target, WriteRequest request, List<MemoryFault> faults)
            throws TransferException {
        return new MemoryWriting(
                store, target, hidden(target, "" + store.nextWriting()), request, faults);
    }

    /** Begins or goes on under the name that follows from the mark. */
    static MemoryWriting resumed(
            MemoryStore store,
            TransferUrl target,
            String mark,
            WriteRequest request,
            List<MemoryFault> faults)
            throws TransferException, InterruptedException {
        MemoryWriting resumed =
                new MemoryWriting(store, target, hidden(target, mark), request, faults);
        resumed.meetFaults(0);
        return resumed;
    }

    static TransferUrl hidden(TransferUrl target, String tag) {
        String path = target.path();
        int name = path.lastIndexOf('/') + 1;
        return target.withPath(
                path.substring(0, name) + "." + path.substring(name) + "." + tag + ".part");
    }

    @Override
    public long offset() {
        return offset;
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
        append(bytes);
        store.record().written(target, count);
    }

    private synchronized void append(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (length + count > content.length) {
            long wanted = Math.max(length + count, Math.max(2L * content.length, announced()));
            content = Arrays.copyOf(content, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
        bytes.get(content, length, count);
        length += count;
    }

    /** What has arrived; somebody else goes on with it. */
    synchronized byte[] displace() {
        displaced = true;
        return Arrays.copyOf(content, length);
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
    public void leave() {
        end(true);
    }

    @Override
    public void close() {
        end(false);
    }

    private synchronized void end(boolean leave) {
        if (closed) {
            return;
        }
        closed = true;
        store.record().closed();
        if (!published && !displaced) {
            store.ended(
                    hidden,
                    this,
                    leave ? Optional.of(Arrays.copyOf(content, length)) : Optional.empty());
        }
    }
}
