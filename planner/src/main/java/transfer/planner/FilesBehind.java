package transfer.planner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes many small new files on a thread of its own, while the next ones are put into words. A file
 * that cannot be written shows when a later one is given, or at {@link #finish} at the latest. For
 * one thread.
 */
final class FilesBehind implements AutoCloseable {
    private static final int MOST_WAITING = 256;
    private static final Set<StandardOpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final Piece END = new Piece(null, null, false);

    /** What is not for everybody, the user's own mask takes away. */
    private static final FileAttribute<Set<PosixFilePermission>> EXECUTABLE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx"));

    private final BlockingQueue<Piece> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread writer = Thread.ofPlatform().daemon().name("files").start(this::write);

    private record Piece(Path file, ByteBuffer bytes, boolean isExecutable) {}

    /**
     * @param file does not exist, its directory does
     * @param isExecutable for all who may read it
     * @throws IOException when the text cannot be written as UTF-8, or a file before this one not
     *     at all
     */
    void add(Path file, String text, boolean isExecutable) throws IOException {
        put(new Piece(file, bytes(text), isExecutable));
    }

    /** Surrogates without their other half are an error, as in all writers of Java. */
    private static ByteBuffer bytes(String text) throws CharacterCodingException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            }
        }
        // many times faster than an encoder
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Waits until all are written.
     *
     * @throws IOException when one could not be written
     */
    void finish() throws IOException {
        put(END);
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while files were written", e);
        }
        check();
    }

    /** Ends the writing, also where it is not finished; nothing is written any more after that. */
    @Override
    public void close() {
        writer.interrupt();
        boolean isInterrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(Piece piece) throws IOException {
        check();
        try {
            waiting.put(piece);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while files were written", e);
        }
    }

    private void check() throws IOException {
        switch (failure.get()) {
            case null -> {
                // the writer goes on
            }
            case IOException known -> throw known;
            case Error known -> throw known;
            case Throwable known -> throw (RuntimeException) known;
        }
    }

    /**
     * After a failure the rest is taken and left, so that nobody waits for room: also after one for
     * want of memory, with which else a plan would seem whole that lacks files.
     */
    private void write() {
        boolean isOver = false;
        while (!isOver) {
            try {
                Piece piece = waiting.take();
                isOver = piece == END;
                if (!isOver && failure.get() == null) {
                    write(piece);
                }
            } catch (InterruptedException e) {
                // nobody wants the rest
                return;
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }
    }

    private static void write(Piece piece) throws IOException {
        FileAttribute<?>[] attributes =
                piece.isExecutable()
                        ? new FileAttribute<?>[] {EXECUTABLE}
                        : new FileAttribute<?>[0];
        try (SeekableByteChannel file = Files.newByteChannel(piece.file(), NEW, attributes)) {
            while (piece.bytes().hasRemaining()) {
                file.write(piece.bytes());
            }
        }
    }
}
