package transfer.protocol.webdav;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import transfer.protocol.TransferUrl;

/**
 * What has been learnt of servers in this run, so that it is not asked again for every file. Safe
 * for use by many threads.
 */
final class WebdavMemory {
    /** More folders than this are forgotten, all at once: asking again costs only time. */
    private static final int MOST_FOLDERS = 50_000;

    /** What a server has shown of itself. */
    enum Trait {
        /** Has moved a file. */
        MOVES,
        /** Refuses to move files. */
        NEVER_MOVES,
        /** Refuses PROPFIND. */
        NEVER_DESCRIBES,
        /** Wants the destination of COPY and MOVE as a path. */
        WANTS_PATHS
    }

    private record Known(String server, Trait trait) {}

    private final Set<Known> traits = ConcurrentHashMap.newKeySet();
    private final Set<String> folders = ConcurrentHashMap.newKeySet();

    boolean has(TransferUrl url, Trait trait) {
        return traits.contains(new Known(url.server(), trait));
    }

    /** Whether this is news. */
    boolean learn(TransferUrl url, Trait trait) {
        return traits.add(new Known(url.server(), trait));
    }

    boolean knowsFolder(TransferUrl folder) {
        return folders.contains(folder.text());
    }

    void learnFolder(TransferUrl folder) {
        if (folders.size() >= MOST_FOLDERS) {
            folders.clear();
        }
        folders.add(folder.text());
    }

    /** Forgets a folder and everything below it. */
    void forgetFolder(TransferUrl folder) {
        folders.remove(folder.text());
        folders.removeIf(known -> known.startsWith(folder.text() + "/"));
    }
}
