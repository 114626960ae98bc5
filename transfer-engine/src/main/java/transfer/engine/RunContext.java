package transfer.engine;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import transfer.cache.NodeCache;
import transfer.retry.RateLimit;
import transfer.retry.Retry;
import transfer.retry.Sleeper;

/** What all items of one run share. Safe for use by many threads. */
record RunContext(
        ProtocolTable protocols,
        EngineOptions options,
        Progress progress,
        CopyBuffers buffers,
        HashRoom room,
        CopyLoop loop,
        Retry retry,
        Servers servers,
        CopyRefusals refusals,
        FreeSpace space,
        Optional<NodeCache> cache,
        String name) {

    static RunContext of(ProtocolTable protocols, EngineOptions options, Progress progress) {
        return of(protocols, options, progress, FreeSpace.ofSystem());
    }

    static RunContext of(
            ProtocolTable protocols, EngineOptions options, Progress progress, FreeSpace space) {
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
                new HashRoom(Runtime.getRuntime().maxMemory()), // as for direct buffers
                new CopyLoop(buffers, limit, progress),
                retry,
                new Servers(options.itemsInFlight(), options.itemsPerServer()),
                new CopyRefusals(),
                space,
                Optional.empty(),
                name);
    }

    /** The same with files that it shares with other runs on this node. */
    RunContext with(Optional<NodeCache> shared) {
        return new RunContext(
                protocols, options, progress, buffers, room, loop, retry, servers, refusals, space,
                shared, name);
    }

    /** What makes the names of an item's files in progress unlike any other's. */
    String fileTag(WorkItem item) {
        return name + "-" + item.position().item();
    }
}
