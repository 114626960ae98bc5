package transfer.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import transfer.cache.NodeCache;
import transfer.concurrency.NodeTable;
import transfer.credentials.CredentialException;
import transfer.credentials.Credentials;
import transfer.engine.Defect;
import transfer.engine.EngineOptions;
import transfer.engine.RoutePlan;
import transfer.engine.RunSummary;
import transfer.engine.TransferEngine;
import transfer.engine.WorkItem;
import transfer.list.TransferList;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Protocol;

/** A list of work on its way through the engine: wired, checked, run and told. */
final class ListRun implements AutoCloseable {
    private final Surroundings surroundings;
    private final Credentials credentials;
    private final List<Protocol> protocols;
    private TransferEngine engine;
    private Optional<NodeCache> cache = Optional.empty();

    ListRun(Surroundings surroundings, EngineOptions options, NetworkSettings network) {
        this.surroundings = surroundings;
        this.credentials = Credentials.standard(surroundings.environmentWithHome());
        this.protocols = surroundings.protocols().open(network);
        this.engine = new TransferEngine(protocols, credentials, options);
    }

    /** Finds out by trying how many items are at a server at once. */
    void adapt(NodeTable.Settings node) {
        engine = engine.adaptive(node);
    }

    /** Brings remote files by way of a cache, which is closed with this. */
    void share(NodeCache shared) {
        cache = Optional.of(shared);
        engine = engine.with(shared);
    }

    /** How a run ended. */
    record End(RunSummary summary, boolean cancelled, boolean reportsComplete) {

        /** The code under the name {@code transfer}. */
        ExitCode exitCode() {
            if (cancelled) {
                return ExitCode.INTERRUPTED;
            }
            ExitCode code = ExitCode.of(summary);
            return code == ExitCode.DONE && !reportsComplete ? ExitCode.BAD_CONFIGURATION : code;
        }
    }

    /**
     * Looks at the files that hold credentials.
     *
     * @throws CredentialException when one that is named cannot be used
     */
    void checkCredentials() throws CredentialException {
        credentials.check();
    }

    List<Defect> defects(List<WorkItem> items) {
        return engine.check(items);
    }

    /**
     * Everything that is wrong: what the list says wrongly, and what its sound items ask in vain.
     */
    List<Defect> defects(TransferList list) {
        return Stream.concat(list.defects().stream(), defects(list.items()).stream())
                .sorted(Comparator.comparingInt(defect -> defect.position().item()))
                .toList();
    }

    /** Takes away what a killed run left of these items, and nobody can go on with. */
    void tidy(List<WorkItem> items) {
        engine.tidy(items);
    }

    RoutePlan plan(WorkItem item) {
        return engine.plan(item);
    }

    /** What the end of a run is told with. */
    @FunctionalInterface
    interface Ending {
        void tell(Reports reports, RunSummary summary, Duration elapsed);
    }

    /**
     * Runs the items and has the end told, whether it came by itself or by a signal.
     *
     * @param begin when the program began
     */
    End run(
            List<WorkItem> items,
            Reports reports,
            Instant begin,
            Cancellation cancellation,
            Ending ending) {
        RunSummary summary = cancellation.during(() -> engine.run(items, reports.audience()));
        reports.endBar();
        reports.tellServers(summary.servers());
        Duration elapsed = Duration.between(begin, surroundings.clock().instant());
        ending.tell(reports, summary, elapsed);
        return new End(summary, cancellation.isRequested(), reports.publish());
    }

    @Override
    public void close() {
        protocols.forEach(Protocol::close);
        cache.ifPresent(NodeCache::close);
    }
}
