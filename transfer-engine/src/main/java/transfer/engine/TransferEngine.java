package transfer.engine;

import java.util.List;
import java.util.Optional;
import transfer.cache.NodeCache;
import transfer.concurrency.NodeTable;
import transfer.credentials.Credentials;
import transfer.protocol.Protocol;

/**
 * Runs lists of work: checks them, then does them, side by side where they do not depend on each
 * other.
 */
public final class TransferEngine {
    private final ProtocolTable protocols;
    private final EngineOptions options;
    private final Optional<NodeCache> cache;
    private final Optional<NodeTable.Settings> node;

    /**
     * @throws IllegalArgumentException when two protocols serve the same scheme
     */
    public TransferEngine(
            List<Protocol> protocols, Credentials credentials, EngineOptions options) {
        this(
                new ProtocolTable(protocols, credentials),
                options,
                Optional.empty(),
                Optional.empty());
    }

    private TransferEngine(
            ProtocolTable protocols,
            EngineOptions options,
            Optional<NodeCache> cache,
            Optional<NodeTable.Settings> node) {
        this.protocols = protocols;
        this.options = options;
        this.cache = cache;
        this.node = node;
    }

    /** The same, which brings remote files by way of a cache; the caller closes that. */
    public TransferEngine with(NodeCache shared) {
        return new TransferEngine(protocols, options, Optional.of(shared), node);
    }

    /**
     * The same, where how many items are at a server at once is found by trying, and counted
     * together with other processes of the node; what the options say is the most then.
     */
    public TransferEngine adaptive(NodeTable.Settings shared) {
        return new TransferEngine(protocols, options, cache, Optional.of(shared));
    }

    /**
     * Everything that makes items impossible and shows without I/O: unknown schemes, pairs that no
     * family can do.
     */
    public List<Defect> check(List<WorkItem> items) {
        return new ListCheck(protocols).check(items);
    }

    /** What would be done for an item that {@link #check} finds no fault with. */
    public RoutePlan plan(WorkItem item) {
        return new Planning(protocols, options).plan(item);
    }

    /**
     * Takes away the hidden files that a killed run of the same list left beside the targets of
     * these items, where no later run could go on with them.
     *
     * <p>For a caller who knows that no other run of the list is under way.
     */
    public void tidy(List<WorkItem> items) {
        Leavings.remove(items);
    }

    /**
     * Does the work and returns when every item has its outcome, each told to {@code progress}
     * once.
     *
     * <p>An interrupt of the calling thread cancels: running items stop, leave nothing behind but
     * hidden files that a later run can go on with, and count as not done.
     */
    public RunSummary run(List<WorkItem> items, Progress progress) {
        RunContext run =
                node.isPresent()
                        ? RunContext.of(protocols, options, progress, node.get())
                        : RunContext.of(protocols, options, progress);
        return new EngineRun(run.with(cache), items).call();
    }
}
