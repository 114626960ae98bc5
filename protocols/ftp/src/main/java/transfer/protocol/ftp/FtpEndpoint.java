package transfer.protocol.ftp;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Digester;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Remover;
import transfer.protocol.ResumableSink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/** One FTP server. */
final class FtpEndpoint implements Source, ResumableSink, Digester, Directories, Remover {
    private final FtpSession session;
    private final Clock clock;

    FtpEndpoint(FtpSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        FtpPath path = FtpPath.of(url);
        String doing = "cannot look at";
        return session.ask(
                url,
                doing,
                connection ->
                        new FtpLook(connection)
                                .of(path, url, doing)
                                .stat(clock, connection.provenance()));
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        FtpPath path = FtpPath.of(url);
        String doing = "cannot read";
        return session.begin(
                url,
                doing,
                connection -> {
                    FtpLook look = new FtpLook(connection);
                    FtpState state = look.of(path, url, doing);
                    FileStat stat = state.stat(clock, connection.provenance());
                    check(state, stat, url, request);
                    FtpStream stream =
                            look.explained(
                                    path,
                                    url,
                                    doing,
                                    () ->
                                            connection.transfer(
                                                    "RETR", path.argument(), request.offset()));
                    boolean whole = stream.offset() != request.offset();
                    return new FtpReading(session, connection, url, stream, stat)
                            .upTo(whole ? OptionalLong.empty() : request.length());
                });
    }

    /** REST says where to begin, and nothing says where to end (RFC 3659, 5). */
    @Override
    public boolean endsPartsCheaply() {
        return false;
    }

    private static void check(FtpState state, FileStat stat, TransferUrl url, ReadRequest request)
            throws TransferException {
        if (state.isDirectory()) {
            throw refused(FailureKind.BAD_REQUEST, url, "is a directory");
        }
        if (request.unchanged().isPresent() && !request.unchanged().equals(stat.identity())) {
            throw refused(FailureKind.CHANGED, url, "is no longer the file that it was");
        }
        if (state.size().isPresent() && request.offset() > state.size().getAsLong()) {
            throw refused(
                    FailureKind.BAD_REQUEST,
                    url,
                    "has " + state.size().getAsLong() + " bytes, none at " + request.offset());
        }
    }

    private static TransferException refused(FailureKind kind, TransferUrl url, String why) {
        return new TransferException(kind, url, "cannot read " + url + ": " + why)
                .during(Phase.REQUEST);
    }

    @Override
    public Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        return FtpWriting.begin(session, url);
    }

    @Override
    public Writing resume(TransferUrl url, WriteRequest request, String mark)
            throws TransferException, InterruptedException {
        return FtpResumption.of(session, url, mark);
    }

    @Override
    public Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        FtpPath path = FtpPath.of(url);
        String doing = "cannot get a digest of";
        return session.ask(
                url, doing, connection -> new FtpDigests(connection).of(path, url, doing, wanted));
    }

    @Override
    public void makeDirectory(TransferUrl url) throws TransferException, InterruptedException {
        FtpPath path = FtpPath.of(url);
        session.ask(
                url,
                "cannot make the directory",
                connection -> {
                    new FtpTree(connection, url).make(path);
                    return true;
                });
    }

    @Override
    public Page list(TransferUrl url, String prefix, Optional<String> after)
            throws TransferException, InterruptedException {
        FtpPath path = FtpPath.of(url);
        String doing = "cannot list";
        return session.ask(
                url,
                doing,
                connection -> {
                    FtpLook look = new FtpLook(connection);
                    if (!look.of(path, url, doing).isDirectory()) {
                        throw new TransferException(
                                        FailureKind.BAD_REQUEST,
                                        url,
                                        doing + " " + url + ": is no directory")
                                .during(Phase.REQUEST);
                    }
                    List<FtpEntry> entries =
                            look.explained(
                                    path, url, doing, () -> new FtpListing(connection).of(path));
                    Provenance provenance = connection.provenance();
                    return Page.of(
                            entries.stream()
                                    .map(entry ->
                                            new Entry(
                                                    path.child(entry.name()).at(url),
                                                    told(entry.state(), provenance)))
                                    .toList());
                });
    }

    private Optional<FileStat> told(FtpState state, Provenance provenance) {
        return state.mayBeOfALink() || state.kind() == FtpEntry.Kind.OTHER
                ? Optional.empty()
                : Optional.of(state.stat(clock, provenance));
    }

    @Override
    public String name(TransferUrl listed) {
        return FtpPath.name(listed);
    }

    @Override
    public TransferUrl child(TransferUrl directory, String name) {
        return FtpPath.child(directory, name);
    }

    @Override
    public boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException {
        FtpPath path = FtpPath.of(url);
        return session.ask(
                url,
                "cannot remove",
                connection -> new FtpRemoval(connection, url).of(path, recursive));
    }
}
