package transfer.credentials;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A file that only its owner may see. One that others may read or that belongs to somebody else is
 * refused with the command that mends it; nothing is mended here.
 *
 * @param path where it is
 * @param noun what it is, for messages: {@code credentials file}
 * @param origin who says that it is there, for messages: {@code the variable PEGASUS_CREDENTIALS}
 * @param user the number of the user we are
 */
record PrivateFile(Path path, String noun, String origin, long user) {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int GROUP_AND_OTHERS = 077;
    private static final int MOST_BYTES = 1 << 20;
    private static final int TRIES = 3;

    /** As seen by the user who runs this program. */
    PrivateFile(Path path, String noun, String origin) {
        this(path, noun, origin, ourselves());
    }

    /** The number of the user who runs this program. */
    static long ourselves() {
        return new UnixSystem().getUid();
    }

    /** The file's state as far as it decides whether it may be used, and whether it is still it. */
    record State(Map<String, Object> attributes) {
        static State of(Path path) throws IOException {
            return new State(Files.readAttributes(path, "unix:mode,uid,dev,ino,size,ctime"));
        }

        int mode() {
            return ((Number) attributes.get("mode")).intValue();
        }

        long owner() {
            return ((Number) attributes.get("uid")).longValue();
        }
    }

    /**
     * @throws CredentialException when it is missing, no regular file, or not private
     */
    void check() throws CredentialException {
        admitted();
    }

    boolean exists() {
        return Files.exists(path);
    }

    /**
     * The file's bytes, at most 1 MiB. One that is just being renewed is read again.
     *
     * @throws CredentialException as {@link #check()}, and when it cannot be read or is too large
     */
    byte[] read() throws CredentialException {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<byte[]> bytes = read(admitted());
            if (bytes.isPresent()) {
                return bytes.get();
            }
        }
        throw refused("changes while it is read: " + path);
    }

    /** The file's state now, which is one that may be used. */
    State admitted() throws CredentialException {
        try {
            State state = State.of(path);
            Optional<String> objection = objection(state.mode(), state.owner());
            if (objection.isPresent()) {
                throw new CredentialException(objection.get());
            }
            return state;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * The file's bytes if they are those of this state.
     *
     * <p>The runtime cannot ask an open file for its owner, so its name is asked again. Putting
     * another file there in between, and ours back, changes the time at which ours last changed;
     * only within one tick of the file system's clock after an earlier change it would not show.
     */
    Optional<byte[]> read(State admitted) throws CredentialException {
        try (InputStream input = Files.newInputStream(path)) {
            byte[] bytes = input.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw refused("is larger than " + MOST_BYTES + " bytes: " + path);
            }
            return State.of(path).attributes.equals(admitted.attributes)
                    ? Optional.of(bytes)
                    : Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Why a file of such a mode and owner cannot be used; empty when it can. */
    Optional<String> objection(int mode, long owner) {
        String from = " (from " + origin + ")";
        if ((mode & TYPE) != REGULAR) {
            return Optional.of(capital(noun) + " does not exist: " + path + from);
        }
        if ((mode & GROUP_AND_OTHERS) != 0) {
            return Optional.of(
                    "Permissions of %s %s are too liberal (mode %04o); to mend: chmod 600 %s%s"
                            .formatted(noun, path, mode & 07777, quoted(path.toString()), from));
        }
        if (owner != user && owner != 0) {
            return Optional.of(
                    "%s %s belongs to user number %d, not to us (%d) or root; to mend: chown %d %s%s"
                            .formatted(
                                    capital(noun),
                                    path,
                                    owner,
                                    user,
                                    user,
                                    quoted(path.toString()),
                                    from));
        }
        return Optional.empty();
    }

    private CredentialException unreadable(IOException e) {
        if (e instanceof NoSuchFileException) {
            return refused("does not exist: " + path);
        }
        String reason =
                e instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : e.getClass().getSimpleName();
        return refused("cannot be read: " + path + ": " + reason);
    }

    private CredentialException refused(String words) {
        return new CredentialException(capital(noun) + " " + words + " (from " + origin + ")");
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** A name as a shell reads it back. */
    private static String quoted(String name) {
        return name.matches("[A-Za-z0-9_./@%+:,-]+")
                ? name
                : "'" + name.replace("'", "'\\''") + "'";
    }
}
