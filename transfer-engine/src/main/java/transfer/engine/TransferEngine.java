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
public final class TransferEngine implements AutoCloseable {
    private final ProtocolTable protocols;
    private final EngineOptions options;
    private final Optional<NodeCache> cache;
    private final Optional<NodeTable.Settings> node;
    private final Optional<Servers> servers;

    /**
     * @throws IllegalArgumentException when two protocols serve the same scheme
     */
    public TransferEngine(
            List<Protocol> protocols, Credentials credentials, EngineOptions options) {
        this(
                new ProtocolTable(protocols, credentials),
                options,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private TransferEngine(
            ProtocolTable protocols,
            EngineOptions options,
            Optional<NodeCache> cache,
            Optional<NodeTable.Settings> node,
            Optional<Servers> servers) {
        this.protocols = protocols;
        this.options = options;
        this.cache = cache;
        this.node = node;
        this.servers = servers;
    }

    /** The same, which brings remote files by way of a cache; the caller closes that. */
    public TransferEngine with(NodeCache shared) {
        return new TransferEngine(protocols, options, Optional.of(shared), node, servers);
    }

    /**
     * The same, where how many items are at a server at once is found by trying, and counted
     * together with other processes of the node; what the options say is the most then.
     */
    public TransferEngine adaptive(NodeTable.Settings shared) {
        return new TransferEngine(protocols, options, cache, Optional.of(shared), servers);
    }

    /**
     * The same, whose runs have their places at servers together with those of all engines that are
     * made from this one, as if they were one run; to be closed when all have ended.
     *
     * @param told why there are more or fewer places
     */
    public TransferEngine sharing(Progress told) {
        Servers places =
                node.isPresent()
                        ? Servers.adaptive(
                                options,
                                Optional.of(new NodeTable(node.get(), told::explained)),
                                told)
                        : new Servers(options.itemsInFlight(), options.itemsPerServer());
        return new TransferEngine(protocols, options, cache, node, Optional.of(places));
    }

    /** The same for a list with other credentials and options, but for how many are in flight. */
    public TransferEngine with(Credentials credentials, EngineOptions newOptions) {
        return new TransferEngine(protocols.with(credentials), newOptions, cache, node, servers);
    }

    /** Gives other processes the places back that runs of this one share. */
    @Override
    public void close() {
        servers.ifPresent(Servers::close);
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
        if (servers.isPresent()) {
            RunContext among = RunContext.among(protocols, options, progress, servers.get());
            return new EngineRun(among.with(cache), items).call();
        }
        RunContext run =
                node.isPresent()
                        ? RunContext.of(protocols, options, progress, node.get())
                        : RunContext.of(protocols, options, progress);
        return new EngineRun(run.with(cache), items).call();
    }
}
