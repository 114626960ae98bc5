package transfer.engine;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import transfer.cache.NodeCache;
import transfer.concurrency.NodeTable;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.retry.RateLimit;
import transfer.retry.Retry;
import transfer.retry.Sleeper;

/**
 * What all items of one run share. Safe for use by many threads.
 *
 * @param isAlone whether nobody else has the places at servers
 */
record RunContext(
        ProtocolTable protocols,
        EngineOptions options,
        Progress progress,
        CopyBuffers buffers,
        Digests digests,
        HashRoom room,
        CopyLoop loop,
        Retry retry,
        Servers servers,
        CopyRefusals refusals,
        FreeSpace space,
        Optional<NodeCache> cache,
        boolean isAlone,
        String name) {

    static RunContext of(ProtocolTable protocols, EngineOptions options, Progress progress) {
        return of(protocols, options, progress, FreeSpace.ofSystem());
    }

    static RunContext of(
            ProtocolTable protocols, EngineOptions options, Progress progress, FreeSpace space) {
        Servers fixed = new Servers(options.itemsInFlight(), options.itemsPerServer());
        return of(protocols, options, progress, space, fixed);
    }

    /** With as many at once at each server as it gives most for. */
    static RunContext of(
            ProtocolTable protocols,
            EngineOptions options,
            Progress progress,
            NodeTable.Settings node) {
        NodeTable table = new NodeTable(node, progress::explained);
        Servers servers = Servers.adaptive(options, Optional.of(table), progress);
        return of(protocols, options, progress, FreeSpace.ofSystem(), servers);
    }

    private static RunContext of(
            ProtocolTable protocols,
            EngineOptions options,
            Progress progress,
            FreeSpace space,
            Servers servers) {
        CopyBuffers buffers = new CopyBuffers();
        Optional<RateLimit> limit =
                options.bytesPerSecond().isPresent()
                        ? Optional.of(
                                new RateLimit(
                                        options.bytesPerSecond().getAsLong(),
                                        Sleeper.REAL,
                                        System::nanoTime))
                        : Optional.empty();
        // the shared generator, because tasks run on many threads
        Retry retry =
                new Retry(
                        options.retry(),
                        Sleeper.REAL,
                        () -> ThreadLocalRandom.current().nextLong());
        String name =
                Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), Character.MAX_RADIX);
        return new RunContext(
                protocols,
                options,
                progress,
                buffers,
                new Digests(),
                new HashRoom(Runtime.getRuntime().maxMemory()), // as for direct buffers
                new CopyLoop(buffers, limit, progress),
                retry,
                servers,
                new CopyRefusals(),
                space,
                Optional.empty(),
                true,
                name);
    }

    /**
     * The same with places at servers that other runs have too, and that its end does not close.
     */
    static RunContext among(
            ProtocolTable protocols, EngineOptions options, Progress progress, Servers shared) {
        RunContext own = of(protocols, options, progress, FreeSpace.ofSystem(), shared);
        return new RunContext(
                protocols,
                options,
                progress,
                own.buffers,
                own.digests,
                own.room,
                own.loop,
                own.retry,
                shared,
                own.refusals,
                own.space,
                own.cache,
                false,
                own.name);
    }

    /** The run is over: whoever has the places at servers alone closes them. */
    void end() {
        servers.leaveRun();
        if (isAlone) {
            servers.close();
        }
    }

    /** The same with files that it shares with other runs on this node. */
    RunContext with(Optional<NodeCache> shared) {
        return new RunContext(
                protocols, options, progress, buffers, digests, room, loop, retry, servers,
                refusals, space, shared, isAlone, name);
    }

    /**
     * Room for a file; in the cache, what was not used for longest makes way for it.
     *
     * @throws TransferException {@link FailureKind#NO_SPACE} when there can be no room for it
     */
    Claim claim(Claim.Need need) throws TransferException {
        long bytes = need.bytes().orElse(0);
        if (cache.isPresent()
                && cache.get().holds(need.file().toPath())
                && !cache.get().makeRoom(bytes)) {
            throw new TransferException(
                    FailureKind.NO_SPACE,
                    need.file(),
                    "there is no room for its " + bytes + " bytes in the cache");
        }
        return space.claim(need);
    }

    /** What makes the names of an item's files in progress unlike any other's. */
    String fileTag(WorkItem item) {
        return name + "-" + item.position().item();
    }
}
