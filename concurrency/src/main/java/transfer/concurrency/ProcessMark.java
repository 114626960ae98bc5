package transfer.concurrency;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A process as one number unlike that of any other of this node since it was started: its id in the
 * upper 22 bits (the most that Linux gives), the time at which it began in the others, in ticks of
 * the system. Both are in {@code /proc/PID/stat} (proc(5)).
 */
final class ProcessMark {
    private static final int START_BITS = 42;
    private static final long START_MASK = (1L << START_BITS) - 1;

    /** The 22nd field, counted from the one after the name, which is the third. */
    private static final int START_FIELD = 22 - 3;

    private final Path processes;

    /**
     * @param processes where the system tells of processes
     */
    ProcessMark(Path processes) {
        this.processes = processes;
    }

    /**
     * The mark of this process.
     *
     * @throws IOException when the system does not tell
     */
    long own() throws IOException {
        String stat = read("self");
        return mark(Long.parseLong(stat.substring(0, stat.indexOf(' '))), fields(stat));
    }

    /** Whether the process lives; where that cannot be found out, it does. */
    boolean isAlive(long mark) {
        long id = mark >>> START_BITS;
        try {
            String[] fields = fields(read(Long.toString(id)));
            boolean ended = fields[0].equals("Z") || fields[0].equals("X");
            return !ended && mark(id, fields) == mark;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException | IllegalArgumentException e) {
            // it may have ended while we read; who asks again sees that
            return Files.exists(processes.resolve(Long.toString(id)));
        }
    }

    private String read(String process) throws IOException {
        return Files.readString(
                processes.resolve(process).resolve("stat"), StandardCharsets.ISO_8859_1);
    }

    /** Those after the name, which may hold spaces and parentheses itself. */
    private static String[] fields(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        if (fields.length <= START_FIELD) {
            throw new IllegalArgumentException("not the state of a process: " + stat);
        }
        return fields;
    }

    private static long mark(long id, String... fields) {
        return id << START_BITS | Long.parseLong(fields[START_FIELD]) & START_MASK;
    }
}
