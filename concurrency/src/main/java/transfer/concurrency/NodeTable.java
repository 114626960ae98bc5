package transfer.concurrency;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * What all processes of this user on this node have under way, by server. The file behind it is
 * opened when the first server is asked for. Where there can be none, each process counts alone,
 * which a log is told. Safe for use by one thread at a time.
 */
public final class NodeTable implements AutoCloseable {
    private static final Path PROCESSES = Path.of("/proc");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final Settings settings;
    private final Consumer<String> log;
    private final Map<String, NodeShare> shares = new HashMap<>();
    private boolean opened;
    private Optional<Pages> pages = Optional.empty();

    /**
     * Where the file is, and how much the processes may do.
     *
     * @param session the directory that {@code XDG_RUNTIME_DIR} names
     * @param temporary where a directory of the user's own is made otherwise
     * @param perServer how many at once at one server, 1 to {@value NodeShare#CELLS}
     */
    public record Settings(Optional<Path> session, Path temporary, int perServer) {
        /** The most that {@code perServer} can be. */
        public static final int MOST = NodeShare.CELLS;

        /**
         * @throws IllegalArgumentException when a value is out of its range
         */
        public Settings {
            if (perServer < 1 || perServer > MOST) {
                throw new IllegalArgumentException("from 1 to " + MOST + ", not " + perServer);
            }
        }
    }

    /** A mapped file, and who we are in it. */
    record Pages(ByteBuffer bytes, long self, LongPredicate isAlive, LongSupplier nanoTime) {}

    /**
     * @param log told in a sentence when every process counts alone
     */
    public NodeTable(Settings settings, Consumer<String> log) {
        this.settings = settings;
        this.log = log;
    }

    /** This process's share of a server. */
    NodeShare at(String server) {
        if (!opened) {
            opened = true;
            pages = open();
        }
        return shares.computeIfAbsent(server, this::share);
    }

    /**
     * Two servers of one process never have one page, because who needs a place at both would wait
     * for itself. Other processes may then count one of them elsewhere, which does less harm.
     */
    private NodeShare share(String server) {
        long hash = NodeFile.hash(server);
        for (int i = 0; i < NodeFile.PAGES; i++) {
            int page = 1 + (int) Long.remainderUnsigned(hash + i, NodeFile.PAGES);
            if (shares.values().stream().noneMatch(share -> share.page() == page)) {
                return new NodeShare(pages, page, settings.perServer(), log);
            }
        }
        return new NodeShare(Optional.empty(), 0, settings.perServer(), log);
    }

    private Optional<Pages> open() {
        try {
            Path self = PROCESSES.resolve("self");
            Path directory =
                    new RuntimeDirectory(self).find(settings.session(), settings.temporary());
            // numbers of processes mean something among those that share them only
            String name = Files.readSymbolicLink(self.resolve("ns/pid")).toString();
            ProcessMark marks = new ProcessMark(PROCESSES);
            ByteBuffer bytes =
                    new NodeFile(directory, name.replaceAll("\\D", ""), Files.readString(BOOT))
                            .map();
            return Optional.of(new Pages(bytes, marks.own(), marks::isAlive, System::nanoTime));
        } catch (IOException | RuntimeException e) {
            log.accept("limits are not shared with other processes of this node: " + reason(e));
            return Optional.empty();
        }
    }

    /** Some exceptions say nothing but the name of a file. */
    private static String reason(Exception e) {
        return switch (e) {
            case AccessDeniedException _ -> e.getMessage() + ": permission denied";
            case NoSuchFileException _ -> e.getMessage() + ": no such file or directory";
            case FileSystemException known when known.getReason() == null -> e.toString();
            default -> e.getMessage();
        };
    }

    /** Gives back everything that this process holds. */
    @Override
    public void close() {
        shares.values().forEach(NodeShare::close);
    }
}
