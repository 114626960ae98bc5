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
        Optional<Path> directory = named == null ? job.cacheDirectory() : Optional.of(named);
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> lax = lax(options);
        if (lax.isPresent()) {
            log.warning(
                    "goes on without a cache: others are not to get what "
                            + lax.get()
                            + " lets through");
            return Optional.empty();
        }
        Long size = options.matchedOptionValue(SIZE, null);
        Duration patience =
                options.matchedOptionValue("--idle-timeout", surroundings.network().idleTimeout());
        return open(
                surroundings.directory().resolve(directory.get()),
                new NodeCache.Settings(
                        size == null ? job.cacheSize() : OptionalLong.of(size), patience),
                log);
    }

    /** An option that lets through what other processes, which trust the cache, would refuse. */
    private static Optional<String> lax(ParseResult options) {
        if (options.hasMatchedOption("--insecure")) {
            return Optional.of("--insecure");
        }
        if (options.hasMatchedOption("--allow-html")) {
            return Optional.of("--allow-html");
        }
        return options.matchedOptionValue("--ssh-host-keys", "").equalsIgnoreCase("no")
                ? Optional.of("--ssh-host-keys no")
                : Optional.empty();
    }

    /** The same where the environment alone can say so. */
    static Optional<NodeCache> ofJob(Surroundings surroundings, Log log) throws ProgramException {
        JobEnvironment job = new JobEnvironment(surroundings.environment());
        Optional<Path> directory = job.cacheDirectory();
        return directory.isEmpty()
                ? Optional.empty()
                : open(
                        surroundings.directory().resolve(directory.get()),
                        new NodeCache.Settings(
                                job.cacheSize(), surroundings.network().idleTimeout()),
                        log);
    }

    private static Optional<NodeCache> open(Path directory, NodeCache.Settings settings, Log log) {
        try {
            return Optional.of(NodeCache.open(directory, settings));
        } catch (IOException e) {
            log.warning("goes on without a cache: " + Log.oneLine(e.getMessage()));
            return Optional.empty();
        }
    }
}
