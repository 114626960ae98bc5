package transfer.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ParseResult;
import transfer.concurrency.NodeTable;

/**
 * How many items are in flight at once, and who decides.
 *
 * @param items in all, at most
 * @param perServer at one server, at most
 * @param node present when the number is found by trying, and shared by the processes of the node
 */
record InFlight(int items, int perServer, Optional<NodeTable.Settings> node) {
    /** What {@code -n auto} is read as. */
    static final int AUTO = -1;

    /** At all servers together; each item has buffers of its own. */
    private static final int MOST_ITEMS = 64;

    static final int MOST_PER_SERVER = 16;
    static final int MOST_PER_NODE = 16;

    /** Who has the same directories of their own. */
    private static final Path TEMPORARY = Path.of("/tmp");

    static int parse(String text) {
        return text.equalsIgnoreCase("auto") ? AUTO : EngineFlags.zeroOrMore(text);
    }

    static int parseNodeLimit(String text) {
        int limit = EngineFlags.positive(text);
        if (limit > NodeTable.Settings.MOST) {
            throw new IllegalArgumentException(
                    "at most " + NodeTable.Settings.MOST + ", not " + text);
        }
        return limit;
    }

    /** What the options say, and the environment where they do not. */
    static InFlight of(ParseResult options, JobEnvironment job) throws ProgramException {
        int threads = options.matchedOptionValue("--threads", 0);
        threads = threads == 0 ? job.namedThreads().orElse(AUTO) : threads;
        Integer hostLimit = options.matchedOptionValue("--host-limit", null);
        Integer nodeLimit = options.matchedOptionValue("--node-limit", null);
        if (threads == AUTO) {
            int perServer = hostLimit == null ? MOST_PER_SERVER : hostLimit;
            int perNode =
                    nodeLimit == null
                            ? Math.clamp(perServer, MOST_PER_NODE, NodeTable.Settings.MOST)
                            : nodeLimit;
            return new InFlight(
                    Math.max(MOST_ITEMS, perServer),
                    perServer,
                    Optional.of(
                            new NodeTable.Settings(job.runtimeDirectory(), TEMPORARY, perNode)));
        }
        if (nodeLimit != null) {
            throw ProgramException.usage(
                    "--node-limit goes with -n auto; with a number of threads each process keeps"
                            + " to its own (--host-limit)");
        }
        return new InFlight(threads, hostLimit == null ? threads : hostLimit, Optional.empty());
    }
}
