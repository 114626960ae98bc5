package transfer.protocol.ssh;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Directories of one server. */
final class SftpDirectories {
    private final SftpFiles files;

    SftpDirectories(SftpFiles files) {
        this.files = files;
    }

    /** What is in a directory, a link as one. */
    record Entry(String name, SftpAttributes attributes) {}

    /** The path of the directory that holds this one; {@code /} at the top. */
    static String above(String path) {
        int end = withoutSlash(path).lastIndexOf('/');
        return end <= 0 ? "/" : path.substring(0, end);
    }

    static String withoutSlash(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** Makes a directory and those above it, while others may be doing the same. */
    void make(Errand errand, String path) throws TransferException, InterruptedException {
        List<String> missing = new ArrayList<>();
        String next = withoutSlash(path);
        while (!isThereOrMade(errand, next)) {
            missing.add(next);
            next = above(next);
        }
        for (String below : missing.reversed()) {
            if (!isThereOrMade(errand, below)) {
                throw failure(errand, FailureKind.NOT_FOUND, "a directory above it was taken away");
            }
        }
    }

    /** False when something above is missing. */
    private boolean isThereOrMade(Errand errand, String path)
            throws TransferException, InterruptedException {
        SftpReply reply =
                files.ask(errand, SftpPacket.of(SftpPacket.MKDIR).path(path).noAttributes());
        if (reply.isStatus(SftpStatus.OK)) {
            return true;
        }
        SftpReply there = files.ask(errand, SftpPacket.of(SftpPacket.STAT).path(path));
        if (there.type() != SftpPacket.ATTRS) {
            if (reply.isStatus(SftpStatus.NO_SUCH_FILE) && !path.equals("/")) {
                return false;
            }
            requireNoFileAbove(errand, path);
            throw files.refused(errand, reply);
        }
        requireDirectory(errand, there);
        return true;
    }

    private void requireDirectory(Errand errand, SftpReply there) throws TransferException {
        if (!files.attributes(errand, there).isDirectory()) {
            throw failure(
                    errand, FailureKind.ALREADY_EXISTS, "a file is where a directory should be");
        }
    }

    /** Some servers say no more than "failure" when a file is where a directory should be. */
    void requireNoFileAbove(Errand errand, String path)
            throws TransferException, InterruptedException {
        String next = path;
        while (!next.equals("/")) {
            next = above(next);
            SftpReply there = files.ask(errand, SftpPacket.of(SftpPacket.STAT).path(next));
            if (there.type() == SftpPacket.ATTRS) {
                requireDirectory(errand, there);
                return;
            }
        }
    }

    private TransferException failure(Errand errand, FailureKind kind, String reason) {
        return new TransferException(kind, errand.url(), errand.failed(reason))
                .during(Phase.REQUEST)
                .cameBy(files.provenance());
    }

    List<Directories.Entry> list(TransferUrl url) throws TransferException, InterruptedException {
        Errand errand = Errand.request(url, "cannot list");
        String directory = withoutSlash(url.path());
        if (!files.stat(errand, directory).isDirectory()) {
            throw failure(errand, FailureKind.BAD_REQUEST, "it is no directory");
        }
        String prefix = directory.endsWith("/") ? directory : directory + "/";
        return entries(errand, directory).stream()
                .map(entry ->
                        new Directories.Entry(
                                url.withPath(prefix + entry.name()), told(entry.attributes())))
                .toList();
    }

    /** Servers tell of links what the links are themselves. */
    private Optional<FileStat> told(SftpAttributes attributes) {
        return attributes.isLink() || !attributes.tellType()
                ? Optional.empty()
                : Optional.of(files.fileStat(attributes));
    }

    List<Entry> entries(Errand errand, String directory)
            throws TransferException, InterruptedException {
        SftpPacket open = SftpPacket.of(SftpPacket.OPENDIR).path(directory);
        byte[] handle = files.open(errand, open);
        try {
            List<Entry> entries = new ArrayList<>();
            while (true) {
                SftpReply reply =
                        files.ask(errand, SftpPacket.of(SftpPacket.READDIR).string(handle));
                if (reply.isStatus(SftpStatus.END_OF_FILE)) {
                    return entries;
                }
                if (reply.type() != SftpPacket.NAME) {
                    throw files.refused(errand, reply);
                }
                if (!take(reply.body(), entries)) {
                    return entries;
                }
            }
        } catch (BufferUnderflowException e) {
            throw failure(errand, FailureKind.UNEXPECTED, "the server's list cannot be read");
        } finally {
            files.letGo(handle);
        }
    }

    /** False for a list of no names, with which some servers end. */
    private static boolean take(ByteBuffer names, List<Entry> into) {
        int told = names.getInt();
        for (int count = told; count > 0; count--) {
            String name = SftpReply.text(names);
            SftpReply.skipString(names);
            SftpAttributes attributes = SftpAttributes.read(names);
            // a name with a slash would lead elsewhere, and none at all to the directory itself
            if (!name.isEmpty()
                    && !name.equals(".")
                    && !name.equals("..")
                    && name.indexOf('/') < 0) {
                into.add(new Entry(name, attributes));
            }
        }
        return told > 0;
    }
}
