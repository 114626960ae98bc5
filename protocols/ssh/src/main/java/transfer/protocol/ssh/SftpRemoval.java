package transfer.protocol.ssh;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Removing what is under a name, links never followed. */
final class SftpRemoval {
    /** How many files are being removed at once. */
    private static final int AT_ONCE = 64;

    private final SftpFiles files;
    private final Errand errand;

    SftpRemoval(SftpFiles files, TransferUrl url) {
        this.files = files;
        this.errand = Errand.request(url, "cannot remove");
    }

    /**
     * @return whether something was there
     * @throws TransferException {@link FailureKind#BAD_REQUEST} for a directory that is not to go
     *     with its content, for the root, and for the log-in directory and those above it
     */
    boolean remove(boolean recursive) throws TransferException, InterruptedException {
        String path = SftpDirectories.withoutSlash(errand.url().path());
        Optional<SftpAttributes> there = files.lstat(errand, path);
        if (there.isEmpty()) {
            return false;
        }
        if (!there.get().isDirectory()) {
            return isDone(SftpPacket.of(SftpPacket.REMOVE).path(path));
        }
        if (!recursive) {
            throw refusal("it is a directory");
        }
        String real = files.realPath(errand, path);
        if (real.equals("/") || (files.abilities().home() + "/").startsWith(real + "/")) {
            throw refusal("the root and the log-in directory are never removed");
        }
        tree(path);
        return isDone(SftpPacket.of(SftpPacket.RMDIR).path(path));
    }

    private TransferException refusal(String reason) {
        return new TransferException(FailureKind.BAD_REQUEST, errand.url(), errand.failed(reason))
                .during(Phase.REQUEST)
                .cameBy(files.provenance());
    }

    /** Removes what is in a directory. Others may be removing it at the same time. */
    private void tree(String directory) throws TransferException, InterruptedException {
        Deque<SftpRequest> begun = new ArrayDeque<>();
        Deque<String> below = new ArrayDeque<>();
        for (SftpDirectories.Entry entry : new SftpDirectories(files).entries(errand, directory)) {
            String path = directory + "/" + entry.name();
            if (entry.attributes().isDirectory() && isDirectory(path)) {
                below.add(path);
            } else {
                begun.add(files.begin(SftpRequest.of(SftpPacket.of(SftpPacket.REMOVE).path(path))));
                if (begun.size() > AT_ONCE) {
                    requireDoneOrGone(files.answer(errand, begun.remove()));
                }
            }
        }
        for (SftpRequest removal : begun) {
            requireDoneOrGone(files.answer(errand, removal));
        }
        for (String path : below) {
            tree(path);
            isDone(SftpPacket.of(SftpPacket.RMDIR).path(path));
        }
    }

    /**
     * Servers that follow links while they list call a link a directory, and what it has elsewhere.
     */
    private boolean isDirectory(String path) throws TransferException, InterruptedException {
        return files.lstat(errand, path).filter(SftpAttributes::isDirectory).isPresent();
    }

    private boolean isDone(SftpPacket removal) throws TransferException, InterruptedException {
        return requireDoneOrGone(files.ask(errand, removal));
    }

    private boolean requireDoneOrGone(SftpReply reply) throws TransferException {
        if (reply.isStatus(SftpStatus.NO_SUCH_FILE)) {
            return false;
        }
        files.requireDone(errand, reply);
        return true;
    }
}
