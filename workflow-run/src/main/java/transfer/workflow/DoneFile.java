package transfer.workflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The journal of a workflow: a line for each job that is done, forced to the disk before the next
 * ones begin, and one for each process that was started. Only one run has it open at a time.
 *
 * <p>No channel writes to it, because the interrupt of one thread would close that for everybody.
 * Safe for use by many threads.
 */
final class DoneFile implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final Path path;
    private final RandomAccessFile data;
    private final Set<String> done = new HashSet<>();
    private final Map<String, Started> started = new HashMap<>();

    /**
     * A process that an earlier run started.
     *
     * @param process its number
     * @param time when it began; another process with this number began at another time
     */
    record Started(long process, Instant time) {}

    private DoneFile(Path path, RandomAccessFile data) {
        this.path = path;
        this.data = data;
    }

    /**
     * Opens it, or makes it, and reads what earlier runs noted.
     *
     * @throws WorkflowException when another run has it open, or it is damaged
     */
    static DoneFile open(Path path) throws IOException, WorkflowException {
        DoneFile file = new DoneFile(path, new RandomAccessFile(path.toFile(), "rw"));
        try {
            file.lock();
            file.read();
            file.forceName();
            return file;
        } catch (IOException | WorkflowException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void lock() throws IOException, WorkflowException {
        FileLock lock = null;
        try {
            lock = data.getChannel().tryLock();
        } catch (OverlappingFileLockException _) {
            // held by this very process
        }
        if (lock == null) {
            throw new WorkflowException(
                    "another run of this workflow is under way (it holds "
                            + path
                            + "); wait for its end, or end it");
        }
    }

    /** A last line without its end is one whose writer was killed: it counts for nothing. */
    private void read() throws IOException, WorkflowException {
        byte[] all = new byte[Math.toIntExact(data.length())];
        data.readFully(all);
        int begin = 0;
        int number = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n') {
                number++;
                String line = new String(all, begin, i - begin, StandardCharsets.UTF_8);
                if (!take(line)) {
                    throw new WorkflowException(
                            path
                                    + ": line "
                                    + number
                                    + " cannot be read; mend or remove it, and the jobs that are"
                                    + " not noted are done again");
                }
                begin = i + 1;
            }
        }
        data.setLength(begin);
        data.seek(begin);
    }

    private boolean take(String line) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                fields.put(field, json.getText());
            }
            if (fields.containsKey("done")) {
                done.add(fields.get("done"));
                started.remove(fields.get("done"));
            } else {
                started.put(
                        fields.get("started"),
                        new Started(
                                Long.parseLong(fields.get("process")),
                                Instant.parse(fields.get("time"))));
            }
            return fields.containsKey("done") || fields.get("started") != null;
        } catch (IOException | RuntimeException _) {
            return false;
        }
    }

    /** What earlier runs have done. */
    Set<String> done() {
        return Set.copyOf(done);
    }

    /** The last process of each job that earlier runs began and did not end. */
    Map<String, Started> unfinished() {
        return Map.copyOf(started);
    }

    /** Notes that a job is done, and returns when that is on the disk. */
    void noteDone(Job job, Instant time) throws IOException {
        write("{\"done\":" + quoted(job.name()) + ",\"time\":\"" + time + "\"}\n", true);
    }

    /** Notes a process, so that a later run can end it if this one cannot any more. */
    void noteStarted(Job job, ProcessHandle process) throws IOException {
        Optional<Instant> began = process.info().startInstant();
        if (began.isPresent()) { // else it has ended already, or nobody can tell it from others
            write(
                    "{\"started\":"
                            + quoted(job.name())
                            + ",\"process\":"
                            + process.pid()
                            + ",\"time\":\""
                            + began.get()
                            + "\"}\n",
                    false);
        }
    }

    private static String quoted(String text) throws IOException {
        StringWriter quoted = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(quoted)) {
            json.writeString(text);
        }
        return quoted.toString();
    }

    private synchronized void write(String line, boolean forced) throws IOException {
        long begin = data.getFilePointer();
        try {
            data.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // a full disk takes the half of a line, and the next line must not follow that
            data.setLength(begin);
            data.seek(begin);
            throw e;
        }
        if (forced) {
            data.getFD().sync();
        }
    }

    private void forceName() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Gives it free for another run. */
    @Override
    public void close() throws IOException {
        data.close();
    }
}
