package transfer.protocol.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** One file of a {@link MemoryStore} being read, with the faults that it meets on the way. */
final class MemoryReading implements Reading {
    private final MemoryStore store;
    private final TransferUrl url;
    private final MemoryNode.File file;
    private final FileStat stat;
    private final long offset;
    private final long end;
    private final List<MemoryFault> ahead;
    private long position;
    private boolean closed;

    MemoryReading(
            MemoryStore store,
            TransferUrl url,
            MemoryNode.File file,
            ReadRequest request,
            List<MemoryFault> faults) {
        this.store = store;
        this.url = url;
        this.file = file;
        this.stat = MemorySource.told(store, file, faults);
        boolean whole = faults.stream().anyMatch(MemoryFault.IgnoresRanges.class::isInstance);
        long size = file.content().length;
        this.offset = whole ? 0 : request.offset();
        long length = whole ? size : request.length().orElse(size);
        this.end = Math.min(size, offset + Math.min(length, size));
        this.position = offset;
        this.ahead =
                new ArrayList<>(
                        faults.stream().filter(fault -> position(fault) >= offset).toList());
        store.record().opened();
    }

    @Override
    public FileStat stat() {
        return stat;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public int read(ByteBuffer into) throws TransferException, InterruptedException {
        if (closed) {
            throw new IllegalStateException("the reading is closed");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (meetFaultsHere()) {
            return -1;
        }
        if (!store.stillHolds(url, file)) {
            throw new TransferException(FailureKind.CHANGED, url, "changed while it was read")
                    .during(Phase.BODY);
        }
        if (position == end) {
            return -1;
        }
        int length = (int) Math.min(into.remaining(), nextStop() - position);
        int start = into.position();
        into.put(file.content(), (int) position, length);
        position += length;
        flip(into, start, position - length);
        store.record().read(url, length);
        return length;
    }

    /** Whether the bytes end here. */
    private boolean meetFaultsHere() throws TransferException, InterruptedException {
        boolean ended = false;
        for (MemoryFault fault : List.copyOf(ahead)) {
            if (position(fault) == position) {
                switch (fault) {
                    case MemoryFault.ReadBreaks(_, var kind) ->
                            throw new TransferException(kind, url, "breaks on purpose")
                                    .during(Phase.BODY);
                    case MemoryFault.ReadEndsEarly _ -> ended = true;
                    case MemoryFault.ReadWaits(_, var until) -> {
                        until.await();
                        ahead.remove(fault);
                    }
                    case MemoryFault.ReadOpens(_, var latch) -> latch.countDown();
                    case MemoryFault.Changes(_, var content) -> {
                        store.put(url.text(), content);
                        ahead.remove(fault);
                    }
                    default -> {}
                }
            }
        }
        return ended;
    }

    /** The end, or where the next fault waits. */
    private long nextStop() {
        return ahead.stream()
                .filter(fault -> !(fault instanceof MemoryFault.ReadFlips))
                .mapToLong(MemoryReading::position)
                .filter(at -> at > position)
                .reduce(end, Math::min);
    }

    private void flip(ByteBuffer into, int start, long first) {
        for (MemoryFault fault : ahead) {
            if (fault instanceof MemoryFault.ReadFlips(long at) && at >= first && at < position) {
                int index = start + (int) (at - first);
                into.put(index, (byte) ~into.get(index));
            }
        }
    }

    /** Where a fault waits; -1 for those that wait nowhere. */
    private static long position(MemoryFault fault) {
        return switch (fault) {
            case MemoryFault.ReadBreaks(long at, _) -> at;
            case MemoryFault.ReadEndsEarly(long at) -> at;
            case MemoryFault.ReadWaits(long at, _) -> at;
            case MemoryFault.ReadOpens(long at, _) -> at;
            case MemoryFault.ReadFlips(long at) -> at;
            case MemoryFault.Changes(long at, _) -> at;
            default -> -1;
        };
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            store.record().closed();
        }
    }
}
