package transfer.protocol.webdav;

import java.nio.ByteBuffer;
import java.util.List;
import transfer.checksum.Checksum;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;

/**
 * A PUT under a hidden name that MOVE publishes; where a server does not move files, under the
 * final name.
 */
final class WebdavWriting implements Writing {
    private final WebdavPlacing placing;
    private final WebdavFolders folders;
    private final TransferUrl target;
    private final TransferUrl location;
    private final Writing put;
    private FileStat stored = FileStat.unknown();
    private boolean finished;
    private boolean gone;
    private boolean closed;

    /**
     * @param location where the bytes go: the target itself, or a hidden name beside it
     */
    WebdavWriting(
            WebdavPlacing placing,
            WebdavFolders folders,
            TransferUrl target,
            TransferUrl location,
            Writing put) {
        this.placing = placing;
        this.folders = folders;
        this.target = target;
        this.location = location;
        this.put = put;
    }

    private boolean isHidden() {
        return !location.equals(target);
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException, InterruptedException {
        try {
            put.write(bytes);
        } catch (TransferException e) {
            throw explained(e);
        }
    }

    @Override
    public FileStat finish(List<Checksum> digests) throws TransferException, InterruptedException {
        try {
            stored = put.finish(digests);
            finished = true;
            return stored;
        } catch (TransferException e) {
            throw explained(e);
        }
    }

    /**
     * Whether this is where the bytes are, and the server, asked for digests of them, told none.
     */
    boolean isUndigested(TransferUrl url) {
        return finished
                && isHidden()
                && location.equals(url)
                && stored.size().isPresent()
                && stored.digests().isEmpty();
    }

    private TransferException explained(TransferException failure) {
        // a server that is dead is not asked to clean up, which would take as long again
        gone |=
                failure.kind() == FailureKind.TIMED_OUT
                        || failure.phase().filter(Phase.CONNECT::equals).isPresent();
        return refused(folders, location, failure);
    }

    /** A refusal to take a file, for which the folder may be to blame. */
    static TransferException refused(
            WebdavFolders folders, TransferUrl location, TransferException failure) {
        switch (failure.status().orElse(0)) {
            case 403, 404, 409 -> folders.forget(location);
            default -> {}
        }
        return WebdavFailures.of("PUT", failure);
    }

    @Override
    public TransferUrl location() {
        return location;
    }

    @Override
    public void publish() throws TransferException, InterruptedException {
        if (isHidden()) {
            placing.publish(location, target, stored);
        }
        put.publish();
        closed = true;
        put.close();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        put.close();
        if (isHidden() && !gone) {
            forgetHidden();
        }
    }

    /** Also where the thread is interrupted, which it still is afterwards. */
    private void forgetHidden() {
        boolean interrupted = Thread.interrupted();
        try {
            if (finished) {
                placing.forgetHidden(location);
            } else {
                placing.forgetCutOff(location);
            }
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
