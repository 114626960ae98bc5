package transfer.protocol.webdav;

import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * What has been learnt of servers in this run, so that it is not asked again for every file. Safe
 * for use by many threads.
 */
final class WebdavMemory {
    /** More folders than this are forgotten, all at once: asking again costs only time. */
    private static final int MOST_FOLDERS = 50_000;

    private static final int MOST_CHORES = 1000;

    /** What a server has shown of itself. */
    enum Trait {
        /** Has moved a file. */
        MOVES,
        /** Refuses to move files. */
        NEVER_MOVES,
        /** Has reported of a copy from or to another server. */
        COPIES_BETWEEN,
        /** Refuses PROPFIND. */
        NEVER_DESCRIBES,
        /** Wants the destination of COPY and MOVE as a path. */
        WANTS_PATHS
    }

    private record Known(String server, Trait trait) {}

    /** Two names that share one of so many only wait for each other now and then. */
    private static final int LOCKS = 256;

    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];
    private final Queue<Chore> chores = new ConcurrentLinkedQueue<>();
    private final Set<Known> traits = ConcurrentHashMap.newKeySet();
    private final Set<String> folders = ConcurrentHashMap.newKeySet();

    WebdavMemory() {
        Arrays.setAll(locks, _ -> new ReentrantLock());
    }

    /** What is done for one name at a time. */
    interface Action<T> {
        T run() throws TransferException, InterruptedException;
    }

    /**
     * Does something while nobody else in this program does so for the same name. Servers are not
     * good at doing two things to one name at once: rclone refuses, Apache forgets one of them.
     * Must not be called from within an action.
     */
    <T> T alone(TransferUrl url, Action<T> action) throws TransferException, InterruptedException {
        ReentrantLock lock = locks[Math.floorMod(url.hashCode(), LOCKS)];
        lock.lockInterruptibly();
        try {
            return action.run();
        } finally {
            lock.unlock();
        }
    }

    /** What is still to be done when nothing else is. */
    interface Chore {
        void run() throws InterruptedException;
    }

    void keepForTheEnd(Chore chore) {
        if (chores.size() < MOST_CHORES) {
            chores.add(chore);
        }
    }

    /** Ends early, and stays interrupted, when the thread is. */
    void doChores() {
        try {
            for (Chore chore = chores.poll(); chore != null; chore = chores.poll()) {
                chore.run();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

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
