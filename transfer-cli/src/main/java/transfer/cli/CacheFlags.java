package transfer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import transfer.cache.NodeCache;

/** The options of the cache that processes on a node share. */
final class CacheFlags {
    private static final String DIRECTORY = "--cache";
    private static final String SIZE = "--cache-size";

    private CacheFlags() {}

    static void add(CommandSpec spec) {
        spec.addOption(
                EngineFlags.path("DIR", DIRECTORY)
                        .description(
                                "Share what is fetched with other processes on this machine: files"
                                        + " from servers are kept in this directory, each once, and"
                                        + " copied from there. Several that want the same file at"
                                        + " once fetch it once. Must belong to you, and others may"
                                        + " not write there (default: what TRANSFER_CACHE names,"
                                        + " else none).")
                        .build());
        spec.addOption(
                EngineFlags.value("SIZE", ByteCount::parseSize, SIZE)
                        .description(
                                "How much the cache may hold, in bytes: 800M, 50G (powers of 1024);"
                                        + " what was not used for longest goes first (default: what"
                                        + " TRANSFER_CACHE_SIZE says, else 10G, or half of the"
                                        + " disk's room where that is less).")
                        .build());
    }

    /** Opens the cache that options or environment name; one that cannot be used is left out. */
    static Optional<NodeCache> open(ParseResult options, Surroundings surroundings, Log log)
            throws ProgramException {
        JobEnvironment job = new JobEnvironment(surroundings.environment());
        Path named = options.matchedOptionValue(DIRECTORY, null);
        Long size = options.matchedOptionValue(SIZE, null);
        Duration patience =
                options.matchedOptionValue("--idle-timeout", surroundings.network().idleTimeout());
        return open(
                named == null ? job.cacheDirectory() : Optional.of(named),
                new NodeCache.Settings(
                        size == null ? job.cacheSize() : OptionalLong.of(size), patience),
                surroundings,
                log);
    }

    /** The same where the environment alone can say so. */
    static Optional<NodeCache> ofJob(Surroundings surroundings, Log log) throws ProgramException {
        JobEnvironment job = new JobEnvironment(surroundings.environment());
        return open(
                job.cacheDirectory(),
                new NodeCache.Settings(job.cacheSize(), surroundings.network().idleTimeout()),
                surroundings,
                log);
    }

    private static Optional<NodeCache> open(
            Optional<Path> directory,
            NodeCache.Settings settings,
            Surroundings surroundings,
            Log log) {
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    NodeCache.open(surroundings.directory().resolve(directory.get()), settings));
        } catch (IOException e) {
            log.warning("goes on without a cache: " + Log.oneLine(e.getMessage()));
            return Optional.empty();
        }
    }
}
