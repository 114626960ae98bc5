package transfer.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import transfer.credentials.Site;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** A directory of a test's own, and an endpoint. */
final class FileRig {
    private final TransferUrl top;
    private final FileEndpoint endpoint = new FileEndpoint(new FileProtection(List.of()));

    FileRig(Path top) {
        this.top = TransferUrl.ofPath(top);
    }

    FileEndpoint endpoint() {
        return endpoint;
    }

    /** {@code name} may hold slashes and any byte, as {@link transfer.protocol.ByteText}. */
    TransferUrl url(String name) {
        return top.withPath(top.path() + "/" + name);
    }

    TransferUrl symlink(String name) {
        return url(name).withScheme("symlink");
    }

    TransferUrl moveto(String name) {
        return url(name).withScheme("moveto");
    }

    Path path(String name) {
        return url(name).toPath();
    }

    /** A file with this text, and the directories above it. */
    Path write(String name, String text) throws IOException {
        Path path = path(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    /** A named pipe, which stands for all that is neither file, directory nor link. */
    Path pipe(String name) throws IOException, InterruptedException {
        Path path = path(name);
        Process made = new ProcessBuilder("mkfifo", path.toString()).start();
        assertEquals(0, made.waitFor());
        return path;
    }

    String text(String name) throws IOException {
        return Files.readString(path(name));
    }

    /** What is directly in the directory, hidden files too, as URLs so that no byte is lost. */
    List<TransferUrl> content() throws IOException {
        try (Stream<Path> entries = Files.list(top.toPath())) {
            return entries.map(TransferUrl::ofPath).toList();
        }
    }

    FileStat link(String from, String to) throws TransferException, InterruptedException {
        return make(url(from), symlink(to));
    }

    FileStat linkUnchecked(String from, String to) throws TransferException, InterruptedException {
        return make(url(from), symlink(to), false);
    }

    FileStat move(String from, String to) throws TransferException, InterruptedException {
        return make(url(from), moveto(to));
    }

    FileStat copy(String from, String to) throws TransferException, InterruptedException {
        return make(url(from), url(to));
    }

    FileStat make(TransferUrl from, TransferUrl to) throws TransferException, InterruptedException {
        return make(from, to, true);
    }

    FileStat make(TransferUrl from, TransferUrl to, boolean sourceMustExist)
            throws TransferException, InterruptedException {
        try (DirectCopy.Made made =
                endpoint.copy(
                        new Place(from, Site.UNNAMED),
                        new Place(to, Site.UNNAMED),
                        new DirectCopy.CopyOptions(sourceMustExist))) {
            made.publish();
            return made.stat();
        }
    }

    static byte[] rest(Reading reading) throws TransferException, InterruptedException {
        ByteBuffer all = ByteBuffer.allocate(1 << 20);
        while (reading.read(all) >= 0) {
            // until the end
        }
        byte[] bytes = new byte[all.flip().remaining()];
        all.get(bytes);
        return bytes;
    }

    static TransferException failure(FailureKind kind, Executable action) {
        TransferException failure = assertThrows(TransferException.class, action);
        assertEquals(kind, failure.kind(), failure.getMessage());
        return failure;
    }
}
