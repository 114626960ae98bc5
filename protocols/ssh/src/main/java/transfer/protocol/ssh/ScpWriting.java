package transfer.protocol.ssh;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import transfer.checksum.Checksum;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;

/**
 * A file that goes by the scp protocol: to a hidden name beside its target where the server has a
 * shell, which then renames it; else to the target itself.
 */
final class ScpWriting implements Writing {
    private final ScpFiles files;
    private final ScpChannel channel;
    private final Errand errand;
    private final Draft draft;
    private final long size;
    private long left;
    private boolean ended;
    private boolean published;
    private boolean closed;

    /**
     * Where the bytes go.
     *
     * @param path what is written
     * @param target what it becomes; the same where nothing can be renamed
     */
    record Draft(String path, String target, OptionalInt mode) {
        private static final int FOR_EVERYBODY = 0666;

        boolean isHidden() {
            return !path.equals(target);
        }

        /** Narrowed by the account's mask; we have to be able to write it. */
        int modeToBegin() {
            return mode.orElse(FOR_EVERYBODY) | 0200;
        }
    }

    private ScpWriting(ScpFiles files, ScpChannel channel, Errand errand, Draft draft, long size) {
        this.files = files;
        this.channel = channel;
        this.errand = errand;
        this.draft = draft;
        this.size = size;
        this.left = size;
    }

    /**
     * Begins.
     *
     * @param channel with {@code scp -t}, which the writing closes
     */
    static ScpWriting begin(
            ScpFiles files, ScpChannel channel, Errand errand, Draft draft, long size)
            throws TransferException, InterruptedException {
        ScpWriting writing = new ScpWriting(files, channel, errand, draft, size);
        boolean begun = false;
        try {
            channel.requireGoOn(errand);
            String name = draft.path.substring(draft.path.lastIndexOf('/') + 1);
            String line = new ScpHeader(draft.modeToBegin(), size, name).line();
            channel.send(errand, ByteBuffer.wrap(ByteText.encode(line)));
            channel.requireGoOn(errand);
            begun = true;
            return writing;
        } finally {
            if (!begun) {
                writing.close();
            }
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException, InterruptedException {
        if (closed || ended) {
            throw new IllegalStateException("the writing is closed");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (bytes.remaining() > left) {
            throw notAsAnnounced("more");
        }
        left -= bytes.remaining();
        channel.send(Errand.body(errand.url(), errand.words()), bytes);
    }

    private TransferException notAsAnnounced(String how) {
        return files.failure(
                errand,
                FailureKind.CHANGED,
                "there are " + how + " than the " + size + " bytes that were announced");
    }

    @Override
    public FileStat finish(List<Checksum> digests) throws TransferException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (left > 0) {
            throw notAsAnnounced("less");
        }
        Errand ending = new Errand(errand.url(), "cannot finish writing", Phase.BODY);
        channel.goOn(ending);
        channel.requireGoOn(ending);
        ended = true;
        return files.stored(ending, draft.path);
    }

    @Override
    public TransferUrl location() {
        return published ? errand.url() : errand.url().withPath(draft.path);
    }

    @Override
    public void publish() throws TransferException, InterruptedException {
        if (draft.isHidden()) {
            files.publish(new Errand(errand.url(), "cannot put in place", Phase.PUBLISH), draft);
        }
        published = true;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        channel.close();
        if (!published && draft.isHidden()) {
            files.discard(errand, draft.path);
        }
    }
}
