package transfer.concurrency;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** A directory for what lives as long as a log-in, which nobody but this user can write to. */
final class RuntimeDirectory {
    private static final int OTHERS = 077;
    private static final int PERMISSIONS = 0777;

    private final Path self;

    /**
     * @param self something that belongs to the user of this process, such as {@code /proc/self}
     */
    RuntimeDirectory(Path self) {
        this.self = self;
    }

    /**
     * The directory, made if need be.
     *
     * @param session what {@code XDG_RUNTIME_DIR} names; used if it is as the XDG Base Directory
     *     Specification demands: the user's, and closed to others
     * @param temporary where there is one otherwise, with the number of the user in its name
     * @throws IOException when there is none that is safe; the message says why
     */
    Path find(Optional<Path> session, Path temporary) throws IOException {
        int user = owner(self);
        if (session.isPresent() && session.get().isAbsolute() && isSafe(session.get(), user)) {
            return made(session.get().resolve("transfer"), user);
        }
        return made(temporary.resolve("transfer-" + user), user);
    }

    private static Path made(Path directory, int user) throws IOException {
        try {
            Files.createDirectory(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            // the usual case; what it is is looked at below
        }
        if (!isSafe(directory, user)) {
            throw new IOException(
                    directory + " is no directory of this user that is closed to others");
        }
        return directory;
    }

    private static boolean isSafe(Path directory, int user) {
        try {
            Map<String, Object> attributes =
                    Files.readAttributes(
                            directory, "unix:mode,uid,isDirectory", LinkOption.NOFOLLOW_LINKS);
            int mode = (Integer) attributes.get("mode") & PERMISSIONS;
            return (Boolean) attributes.get("isDirectory")
                    && (Integer) attributes.get("uid") == user
                    && (mode & OTHERS) == 0;
        } catch (IOException e) {
            return false; // not there, or not ours to look at
        }
    }

    private static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }
}
