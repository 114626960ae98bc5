package transfer.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Files of results by the names that a command line has for them: {@code -} is standard input, what
 * ends in {@code .gz} is uncompressed.
 */
record ResultFiles(Session session) {
    private static final String COMPRESSED = ".gz";

    /** Takes what is in one of them. */
    @FunctionalInterface
    interface Taker {
        void take(InputStream results) throws IOException;
    }

    /**
     * Hands on the content of a file.
     *
     * @throws ProgramException when it cannot be read
     */
    void read(String name, Taker taker) throws ProgramException {
        if (name.equals("-")) {
            hand(session.surroundings().input(), taker);
            return;
        }
        try (InputStream input = opened(path(name))) {
            taker.take(input);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static void hand(InputStream standard, Taker taker) throws ProgramException {
        try {
            taker.take(standard);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static InputStream opened(Path file) throws IOException {
        InputStream input = Files.newInputStream(file);
        if (!file.toString().endsWith(COMPRESSED)) {
            return input;
        }
        try {
            return new BufferedInputStream(new GZIPInputStream(input));
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }

    private static ProgramException unreadable(IOException cause) {
        return new ProgramException(
                ExitCode.BAD_USAGE, "the results cannot be read: " + IoReason.of(cause), cause);
    }

    Path path(String name) {
        return session.surroundings().directory().resolve(name);
    }

    /** The files in and below a directory, without hidden ones; links are not followed. */
    List<String> below(String name) throws ProgramException {
        try (Stream<Path> found = Files.walk(path(name))) {
            return found.filter(file ->
                            Files.isRegularFile(file)
                                    && !file.getFileName().toString().startsWith("."))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            throw unreadable(e.getCause());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** A file that was named holds no result at all. */
    static ProgramException none(String name, String firstDefect) {
        return ProgramException.usage(
                Log.oneLine(name) + " is no file of results: " + Log.oneLine(firstDefect));
    }
}
