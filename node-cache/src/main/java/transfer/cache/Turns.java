package transfer.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what only one may do at a time, among all processes: each turn is the lock of one byte
 * of one file, which the system gives up with the process. The file is opened once, because to
 * close it anywhere in the process would end all of the process's locks. Two keys may share a byte;
 * then one waits for no reason. Safe for use by many threads.
 */
final class Turns implements AutoCloseable {
    /** Taken by who removes what is no longer wanted. */
    static final long SWEEPING = 0;

    private static final int DIGITS = 15;

    private final FileChannel channel;

    private Turns(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws IOException also where the file system has no locks
     */
    static Turns open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS),
                        java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
                                java.nio.file.attribute.PosixFilePermissions.fromString(
                                        "rw-------")));
        Turns turns = new Turns(channel);
        try {
            turns.take(Long.MAX_VALUE - 1).ifPresent(Turns::release);
            return turns;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * @param key at least 15 hexadecimal digits
     */
    static long place(String key) {
        return 1 + Long.parseLong(key.substring(0, DIGITS), 16);
    }

    /** Empty when somebody has it, here or in another process. */
    Optional<FileLock> take(long place) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(place, 1, false));
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        }
    }

    static void release(FileLock lock) {
        try {
            lock.release();
        } catch (IOException _) {
            // it ends with the process at the latest; others do without the cache until then
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // nothing was written
        }
    }
}
