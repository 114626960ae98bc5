package transfer.protocol.ssh;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Provenance;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/**
 * Files of a server that has no SFTP. Their content goes by the scp protocol, which nobody ever
 * specified: OpenSSH's {@code scp.c} and a description by Jan Pechanec ("How the SCP protocol
 * works") tell it. Everything else needs a shell. Belongs to one thread at a time.
 */
final class ScpFiles implements RemoteFiles {
    /** What may come over a connection that others use, too. */
    private static final int SHARED = 4 << 20;

    /** What is sent besides the content, with room to spare. */
    private static final int AROUND = 64 << 10;

    private static final int OUTGOING = 1 << 20;

    private final SshConnection connection;
    private final Redial redial;
    private final Provenance provenance;
    private final ShellFiles shell;

    /** Makes another connection to the same server, which is ours alone. */
    @FunctionalInterface
    interface Redial {
        SshConnection dial() throws TransferException, InterruptedException;
    }

    ScpFiles(SshConnection connection, Redial redial) {
        this.connection = connection;
        this.redial = redial;
        this.provenance = byScp(connection.provenance());
        this.shell = new ShellFiles(connection, provenance);
    }

    private static Provenance byScp(Provenance way) {
        return new Provenance(
                way.address(),
                way.host(),
                way.proxy(),
                way.via(),
                way.ageSeconds(),
                way.cache(),
                Optional.of(way.software().orElse("") + " (scp protocol, no SFTP)"));
    }

    TransferException failure(Errand errand, FailureKind kind, String reason) {
        return ShellFailures.failure(errand, kind, reason, provenance);
    }

    @Override
    public boolean isOpen() {
        return connection.isAlive();
    }

    @Override
    public boolean canForce() {
        return false;
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        return stat(Errand.request(url, "cannot look at"));
    }

    FileStat stat(Errand errand) throws TransferException, InterruptedException {
        Optional<FileStat> told = shell.stat(errand, errand.url().path());
        if (told.isPresent()) {
            return told.get();
        }
        try (ScpChannel channel = fetching(errand, OptionalLong.empty())) {
            ScpHeader header = ScpReading.header(channel, errand);
            return unknown().withSize(OptionalLong.of(header.size()));
        }
    }

    private FileStat unknown() {
        return FileStat.unknown().withProvenance(provenance);
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        Errand errand = Errand.request(url, "cannot read");
        requireOneLine(errand);
        FileStat known = shell.stat(errand, url.path()).orElseGet(this::unknown);
        if (known.kind() != FileStat.Kind.FILE) {
            throw failure(errand, FailureKind.BAD_REQUEST, "it is no ordinary file");
        }
        Optional<Identity> wanted = request.unchanged();
        if (wanted.isPresent() && !wanted.equals(known.identity())) {
            throw failure(errand, FailureKind.CHANGED, "it is no longer the same file");
        }
        if (request.offset() > known.size().orElse(Long.MAX_VALUE)) {
            throw failure(errand, FailureKind.BAD_REQUEST, "it ends before the offset");
        }
        return ScpReading.begin(this, fetching(errand, known.size()), errand, known);
    }

    /** Lines end names. */
    private void requireOneLine(Errand errand) throws TransferException {
        if (errand.url().path().indexOf('\n') >= 0) {
            throw failure(
                    errand,
                    FailureKind.UNSUPPORTED,
                    "the server has no SFTP, and a name with a line break cannot go by scp");
        }
    }

    /**
     * Over the shared connection what cannot hold it up, over one of its own what may.
     *
     * @param size of the file, if known
     */
    private ScpChannel fetching(Errand errand, OptionalLong size)
            throws TransferException, InterruptedException {
        boolean isSmall = size.orElse(Long.MAX_VALUE) <= SHARED;
        int incoming = AROUND + (isSmall ? (int) size.getAsLong() : SHARED);
        return open(errand, new ScpRun("scp -f ", errand.url().path(), incoming, AROUND), isSmall);
    }

    private ScpChannel open(Errand errand, ScpRun run, boolean mayShare)
            throws TransferException, InterruptedException {
        Optional<ScpLane> shared = mayShare ? ScpLane.shared(connection) : Optional.empty();
        if (shared.isPresent()) {
            Optional<ScpChannel> channel = ScpChannel.open(shared.get(), errand, run);
            if (channel.isPresent()) {
                return channel.get();
            }
        }
        // never empty for a lane of its own
        return ScpChannel.open(ScpLane.own(redial.dial()), errand, run).orElseThrow();
    }

    @Override
    public Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        return write(url, request, Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }

    /** Always from the first byte: scp knows no other. */
    @Override
    public Writing resume(TransferUrl url, WriteRequest request, String mark)
            throws TransferException, InterruptedException {
        return write(url, request, mark);
    }

    /**
     * @param token what tells the hidden name from others of this target
     */
    private Writing write(TransferUrl url, WriteRequest request, String token)
            throws TransferException, InterruptedException {
        Errand errand = Errand.request(url, "cannot write");
        requireOneLine(errand);
        long size =
                request.size()
                        .orElseThrow(() ->
                                failure(
                                        errand,
                                        FailureKind.UNSUPPORTED,
                                        "the server has no SFTP, and scp has to know the size"
                                                + " beforehand"));
        Optional<String> target = shell.target(errand, url.path());
        ScpWriting.Draft draft =
                new ScpWriting.Draft(
                        target.map(path -> SftpDraft.hiddenBeside(path, token)).orElse(url.path()),
                        target.orElse(url.path()),
                        request.mode());
        int outgoing = (int) Math.min(OUTGOING, size + AROUND);
        ScpChannel channel =
                open(errand, new ScpRun("scp -t ", draft.path(), AROUND, outgoing), true);
        return ScpWriting.begin(this, channel, errand, draft, size);
    }

    /** What lies there after it was written. */
    FileStat stored(Errand errand, String path) throws TransferException, InterruptedException {
        return shell.stat(errand, path).orElseGet(this::unknown);
    }

    void publish(Errand errand, ScpWriting.Draft draft)
            throws TransferException, InterruptedException {
        shell.publish(errand, draft.path(), draft.target(), draft.mode());
    }

    /** Takes a hidden file away, and waits for that also when the thread is interrupted. */
    void discard(Errand errand, String path) {
        boolean interrupted = Thread.interrupted();
        while (true) {
            try {
                shell.remove(errand, path, false);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (TransferException e) {
                break; // why nothing more came of it was thrown where it happened
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted) {
        return Optional.empty();
    }

    @Override
    public void makeDirectory(TransferUrl url) throws TransferException, InterruptedException {
        Errand errand = Errand.request(url, "cannot make the directory");
        if (!shell.makeDirectory(errand, url.path())) {
            throw noShell(errand);
        }
    }

    @Override
    public List<Directories.Entry> list(TransferUrl url)
            throws TransferException, InterruptedException {
        Errand errand = Errand.request(url, "cannot list");
        String path = url.path();
        String prefix = path.endsWith("/") ? path : path + "/";
        return shell.list(errand, path).orElseThrow(() -> noShell(errand)).stream()
                .map(name -> new Directories.Entry(url.withPath(prefix + name), Optional.empty()))
                .toList();
    }

    @Override
    public boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException {
        Errand errand = Errand.request(url, "cannot remove");
        return shell.remove(errand, url.path(), recursive).orElseThrow(() -> noShell(errand));
    }

    private TransferException noShell(Errand errand) {
        return failure(
                errand,
                FailureKind.UNSUPPORTED,
                "the server has neither SFTP nor a shell, only scp");
    }
}
