package transfer.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;

/**
 * A file as the arguments of {@code pegasus-integrity} name it.
 *
 * @param lfn the logical name; empty when none is given
 * @param name as it is written
 */
record IntegrityFile(Optional<String> lfn, String name) {
    private static final String SEPARATOR = ";;;";

    /** What came of reading a file. */
    sealed interface Outcome {
        Duration timing();
    }

    /** It could be read. */
    record Hashed(FileDigest digest) implements Outcome {
        @Override
        public Duration timing() {
            return digest.timing();
        }
    }

    /** It could not be read; the message says why. */
    record Unreadable(String message, Duration timing) implements Outcome {}

    /** The names, none of which has a logical one. */
    static List<IntegrityFile> plain(String files) {
        List<IntegrityFile> found = new ArrayList<>();
        for (String name : files.split(SEPARATOR, -1)) {
            found.add(new IntegrityFile(Optional.empty(), name));
        }
        return found;
    }

    /** The names, each with a logical one before the first equals sign if there is such a sign. */
    static List<IntegrityFile> named(String files) {
        List<IntegrityFile> found = new ArrayList<>();
        for (String file : files.split(SEPARATOR, -1)) {
            int equals = file.indexOf('=');
            found.add(
                    equals < 0
                            ? new IntegrityFile(Optional.empty(), file)
                            : new IntegrityFile(
                                    Optional.of(file.substring(0, equals)),
                                    file.substring(equals + 1)));
        }
        return found;
    }

    /**
     * Where it is.
     *
     * @param directory the one that a relative name is in
     * @throws NoSuchFileException when no file can have such a name
     */
    Path path(Path directory) throws NoSuchFileException {
        try {
            // a slash in front keeps a colon in the name from making it a URL
            Path path = TransferUrl.parse("/" + name).toPath();
            if (name.isEmpty()) {
                throw new NoSuchFileException(name);
            }
            return name.startsWith("/") || path.getNameCount() == 0
                    ? path
                    : directory.resolve(path.subpath(0, path.getNameCount()));
        } catch (MalformedUrlException _) {
            throw new NoSuchFileException(name);
        }
    }

    /** Reads it. */
    Outcome read(Path directory, Set<DigestAlgorithm> algorithms) {
        long begin = System.nanoTime();
        String message;
        try {
            return new Hashed(FileDigest.of(path(directory), algorithms));
        } catch (NoSuchFileException _) {
            message = "File " + Log.oneLine(name) + " does not exist";
        } catch (FileSystemException e) {
            message = unable(IoReason.words(e));
        } catch (IOException e) {
            message = unable(IoReason.of(e));
        }
        return new Unreadable(message, Duration.ofNanos(System.nanoTime() - begin));
    }

    private String unable(String why) {
        return "Unable to determine sha256: " + Log.oneLine(name + ": " + why);
    }
}
