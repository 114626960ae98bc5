package transfer.protocol.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * A hidden name beside a target: whatever is made there becomes the target in one step, or goes
 * away when this is closed.
 */
final class FileDraft implements AutoCloseable {
    /** Leaves room for the rest also where names hold 143 bytes only, as on eCryptfs. */
    private static final int NAME_BYTES = 100;

    private final TransferUrl target;
    private final Path path;
    private boolean published;

    private FileDraft(TransferUrl target) {
        this.target = target;
        this.path = hiddenBeside(target);
    }

    /** Makes the directories above the target, but nothing yet under the hidden name. */
    static FileDraft beside(TransferUrl target) throws TransferException, InterruptedException {
        Path directory = target.toPath().getParent();
        if (directory == null) {
            throw FileFailures.because(
                    FailureKind.ALREADY_EXISTS, target, "cannot write " + target.path());
        }
        if (!Files.isDirectory(directory)) {
            makeDirectory(directory, target);
        }
        return new FileDraft(target);
    }

    private static void makeDirectory(Path directory, TransferUrl target)
            throws TransferException, InterruptedException {
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (IOException e) {
            throw FileFailures.of(
                    e, target, "cannot make the directory that is to hold " + target.path());
        }
    }

    /**
     * A name that nobody has, in the same directory. Long names are cut, for the file system has a
     * limit for the whole.
     */
    static Path hiddenBeside(TransferUrl url) {
        String text = url.path();
        int end = text.length();
        while (end > 1 && text.charAt(end - 1) == '/') {
            end--;
        }
        int start = text.lastIndexOf('/', end - 1) + 1;
        byte[] name = ByteText.encode(text.substring(start, end));
        String shortened = ByteText.decode(Arrays.copyOf(name, Math.min(name.length, NAME_BYTES)));
        String token = Long.toHexString(ThreadLocalRandom.current().nextLong());
        return url.withPath(text.substring(0, start) + "." + shortened + "." + token + ".part")
                .toPath();
    }

    /** The hidden name. */
    Path path() {
        return path;
    }

    /** Puts it in the place of whatever is under the target's name, unless that is a directory. */
    void publish() throws IOException {
        Files.move(path, target.toPath(), StandardCopyOption.ATOMIC_MOVE);
        published = true;
    }

    @Override
    public void close() {
        if (!published) {
            FileRemoval.discard(path);
        }
    }
}
