package transfer.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Bytes on their way in one direction, and what faults do to them there. Ends with an exception
 * when a fault has ended the connection.
 */
final class Passage {
    /** Whole packets, so that they are damaged alike in every run. */
    private static final int BUFFER_SIZE = 44 * Fault.SwapWords.PACKET_BYTES;

    private final Line line;
    private final List<Fault> faults;
    private final Notes notes;
    private final long length;
    private final AtomicLong passed;
    private final Damage damage;
    private final Set<Fault> noted = new HashSet<>();

    /**
     * @param length how many bytes there are, negative when nobody knows
     * @param passed counts the bytes that were passed on
     */
    Passage(Line line, List<Fault> faults, Notes notes, long length, AtomicLong passed) {
        this.line = line;
        this.faults = faults;
        this.notes = notes;
        this.length = length;
        this.passed = passed;
        this.damage = new Damage(faults, notes, length);
    }

    /** Which way the bytes go. */
    enum Direction {
        TO_CLIENT,
        TO_SERVER
    }

    /** Is asked before each piece whether an answer begins with it. */
    @FunctionalInterface
    interface Begin {
        boolean isHere(long position);
    }

    /** Passes on what the server sends until it ends; returns how much that was. */
    long toClient(InputStream in, OutputStream out, Begin begin)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[bufferSize()];
        boolean whole = length >= 0 && damage.wantsWholeBuffers();
        SplittableRandom sizes = new SplittableRandom(0);
        long position = 0;
        while (true) {
            int count = whole ? in.readNBytes(buffer, 0, buffer.length) : in.read(buffer);
            if (count < 0 || whole && count == 0) {
                return position;
            }
            if (begin.isHere(position)) {
                delay();
            }
            damage.to(buffer, count, position);
            Chunk chunk = new Chunk(buffer, count, position, out);
            pace(chunk);
            limit(chunk, Direction.TO_CLIENT);
            passed.addAndGet(count); // before anybody can have seen them
            write(chunk, sizes);
            position += count;
        }
    }

    /** Passes on what the client sends until it ends. */
    void toServer(InputStream in, OutputStream out) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER_SIZE];
        long position = 0;
        int count;
        while ((count = in.read(buffer)) >= 0) {
            limit(new Chunk(buffer, count, position, out), Direction.TO_SERVER);
            out.write(buffer, 0, count);
            passed.addAndGet(count);
            position += count;
        }
    }

    /** What strikes before the first byte, for what may have none. */
    void begin(OutputStream out, Direction direction) throws IOException, InterruptedException {
        limit(new Chunk(new byte[0], 0, 0, out), direction);
    }

    void delay() throws InterruptedException {
        for (Fault fault : faults) {
            if (fault instanceof Fault.Delay(Duration pause)) {
                notes.struck(fault);
                line.pause(pause);
            }
        }
    }

    private void pace(Chunk chunk) throws InterruptedException {
        for (Fault fault : faults) {
            if (fault instanceof Fault.Rate(long bytesPerSecond)) {
                noteOnce(fault, chunk.position);
                line.pause(Duration.ofNanos(chunk.length * 1_000_000_000L / bytesPerSecond));
            }
        }
    }

    private void limit(Chunk chunk, Direction direction) throws IOException, InterruptedException {
        for (Fault fault : faults) {
            switch (fault) {
                case Fault.CutAfter(var at) when strikes(at, chunk, direction, false) -> {
                    passUpTo(fault, at, chunk);
                    line.settle();
                    line.reset();
                    throw Line.ended();
                }
                case Fault.CutUploadAfter(var at) when strikes(at, chunk, direction, true) -> {
                    passUpTo(fault, at, chunk);
                    line.settle();
                    line.reset();
                    throw Line.ended();
                }
                case Fault.CloseAfter(var at) when strikes(at, chunk, direction, false) -> {
                    passUpTo(fault, at, chunk);
                    line.client().shutdownOutput();
                    throw Line.ended();
                }
                case Fault.StallAfter(var at, var thenClose)
                        when strikes(at, chunk, direction, false) -> {
                    passUpTo(fault, at, chunk);
                    line.stay(thenClose);
                    throw Line.ended();
                }
                case Fault.StallUploadAfter(var at) when strikes(at, chunk, direction, true) -> {
                    passUpTo(fault, at, chunk);
                    line.awaitGone();
                    throw Line.ended();
                }
                default -> {}
            }
        }
    }

    private boolean strikes(
            Fault.Position at, Chunk chunk, Direction direction, boolean onTheWayToTheServer) {
        return onTheWayToTheServer == (direction == Direction.TO_SERVER)
                && chunk.position + chunk.length >= at.in(length);
    }

    /** Passes the bytes before the limit; the connection does not outlive that. */
    private void passUpTo(Fault fault, Fault.Position at, Chunk chunk) throws IOException {
        long limit = at.in(length);
        int allowed = (int) Math.max(0, limit - chunk.position);
        passed.addAndGet(allowed);
        notes.struck(fault, limit);
        chunk.out.write(chunk.bytes, 0, allowed);
        chunk.out.flush();
    }

    private void write(Chunk chunk, RandomGenerator sizes)
            throws IOException, InterruptedException {
        for (Fault fault : faults) {
            if (fault instanceof Fault.Slice slice) {
                noteOnce(fault, chunk.position);
                writeSlices(chunk, slice, sizes);
                return;
            }
        }
        chunk.out.write(chunk.bytes, 0, chunk.length);
    }

    private void writeSlices(Chunk chunk, Fault.Slice slice, RandomGenerator sizes)
            throws IOException, InterruptedException {
        int done = 0;
        while (done < chunk.length) {
            int size = slice.size() - slice.variation() + sizes.nextInt(2 * slice.variation() + 1);
            int count = Math.min(size, chunk.length - done);
            chunk.out.write(chunk.bytes, done, count);
            chunk.out.flush();
            done += count;
            if (!slice.delay().isZero()) {
                line.pause(slice.delay());
            }
        }
    }

    private void noteOnce(Fault fault, long position) {
        if (noted.add(fault)) {
            notes.struck(fault, position);
        }
    }

    /** Small enough for the slowest rate to come as a trickle. */
    private int bufferSize() {
        return faults.stream()
                .filter(Fault.Rate.class::isInstance)
                .mapToLong(fault -> ((Fault.Rate) fault).bytesPerSecond() / 50 + 1)
                .mapToInt(size -> (int) Math.min(size, BUFFER_SIZE))
                .min()
                .orElse(BUFFER_SIZE);
    }

    /** Bytes on their way, and where in their direction the first of them is. */
    private record Chunk(byte[] bytes, int length, long position, OutputStream out) {}
}
