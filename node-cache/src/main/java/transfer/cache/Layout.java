package transfer.cache;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where things are in a cache.
 *
 * @param root the directory of this layout, which only its owner may write to
 */
record Layout(Path root) {
    static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final String VERSION = "v1";
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int STICKY = 01000;

    /**
     * Makes what is missing, and makes sure that nobody else can put anything there: who could,
     * could have us take his files for those of a server.
     *
     * @throws IOException when the directory cannot be used, in words that go behind "because"
     */
    static Layout prepare(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, PRIVATE);
        }
        Path real = directory.toRealPath();
        Layout layout = new Layout(real.resolve(VERSION));
        layout.make(layout.root);
        layout.make(layout.objects());
        layout.make(layout.index());
        layout.make(layout.incoming());
        Path probe = Files.createTempFile(layout.incoming(), ".", ".probe");
        Object us = owner(probe);
        Files.delete(probe);
        Path[] all = {layout.root, layout.objects(), layout.index(), layout.incoming()};
        for (Path own : all) {
            if (!owner(own).equals(us)) {
                throw new IOException(own + " belongs to another user");
            }
            refuseOpen(own, false);
        }
        if (!owner(real).equals(us) && !owner(real).equals(0)) {
            throw new IOException(
                    real + " belongs to another user, who could replace what is in it");
        }
        refuseOpen(real, true);
        return layout;
    }

    private void make(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, PRIVATE);
        } catch (FileAlreadyExistsException _) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(directory + " is not a directory");
            }
        }
    }

    private static Object owner(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    /** In a sticky directory others may make files of their own, but not touch ours. */
    private static void refuseOpen(Path directory, boolean mayBeSticky) throws IOException {
        int mode = (int) Files.getAttribute(directory, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        boolean open = (mode & WRITABLE_BY_OTHERS) != 0;
        if (open && !(mayBeSticky && (mode & STICKY) != 0)) {
            throw new IOException(
                    directory + " may be written to by other users (chmod go-w would mend that)");
        }
    }

    Path objects() {
        return root.resolve("objects");
    }

    Path index() {
        return root.resolve("index");
    }

    Path incoming() {
        return root.resolve("incoming");
    }

    Path locks() {
        return root.resolve("locks");
    }

    Path object(String sha256) {
        return below(objects(), sha256);
    }

    Path index(String name) {
        return below(index(), name);
    }

    /** Few names a directory, however many there are in all. */
    private static Path below(Path directory, String name) {
        return directory.resolve(name.substring(0, 2)).resolve(name);
    }

    /** Gives a whole file its name, in one step. */
    static void publish(Path file, Path as) throws IOException {
        try {
            Files.move(file, as, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException _) {
            Files.createDirectories(as.getParent(), PRIVATE);
            Files.move(file, as, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Why something did not work, without the name of the class that says so. */
    static String reason(IOException e) {
        if (e instanceof FileSystemException known) {
            String reason = known.getReason() == null ? kind(known) : known.getReason();
            return known.getFile() + ": " + reason;
        }
        return String.valueOf(e.getMessage());
    }

    private static String kind(FileSystemException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "no such file";
            case FileAlreadyExistsException _ -> "is not a directory";
            default -> e.getClass().getSimpleName();
        };
    }
}
