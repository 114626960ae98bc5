package transfer.protocol.testkit;

import java.util.List;
import transfer.protocol.DirectCopy;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** A copy that stores made among themselves, under a hidden name until it is published. */
final class MemoryCopy implements DirectCopy.Made {
    private final MemoryStore store;
    private final TransferUrl hidden;
    private final TransferUrl target;
    private final FileStat stat;
    private boolean published;

    private MemoryCopy(
            MemoryStore store, TransferUrl hidden, TransferUrl target, MemoryNode.File file) {
        this.store = store;
        this.hidden = hidden;
        this.target = target;
        this.stat = file.stat();
    }

    static MemoryCopy make(
            MemoryNode.File source,
            MemoryStore store,
            TransferUrl target,
            DirectCopy.CopyOptions options,
            List<MemoryFault> faults)
            throws TransferException {
        store.refuseDirectory(target);
        byte[] content = source.content().clone();
        for (MemoryFault fault : faults) {
            switch (fault) {
                case MemoryFault.CopyBreaks(long after, var kind) -> {
                    options.moved().accept(Math.min(after, content.length));
                    throw new TransferException(kind, target, "the copy breaks on purpose")
                            .during(Phase.BODY);
                }
                case MemoryFault.CopyFlips(long at) ->
                        content[(int) at] = (byte) ~content[(int) at];
                default -> {}
            }
        }
        TransferUrl hidden = MemoryWriting.hidden(target, "" + store.nextWriting());
        MemoryNode.File made = store.place(hidden, content, source.mode());
        options.moved().accept(content.length);
        return new MemoryCopy(store, hidden, target, made);
    }

    @Override
    public FileStat stat() {
        return stat;
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
        if (!published) {
            store.delete(hidden.text());
        }
    }
}
