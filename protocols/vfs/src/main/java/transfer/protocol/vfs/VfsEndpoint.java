package transfer.protocol.vfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Looks into archives. */
final class VfsEndpoint implements Source {
    private final VfsCatalogue catalogue;

    VfsEndpoint(VfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** An archive in the state that it was looked into in, and what a URL names there. */
    private record Found(VfsLocation location, VfsState state, VfsIndex index, VfsEntry entry) {}

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        Found found = find(url);
        return found.entry.stat(found.state);
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        Found found = find(url);
        Optional<String> refusal = found.entry.refusal();
        if (refusal.isPresent()) {
            boolean directory = found.entry.kind() == FileStat.Kind.DIRECTORY;
            boolean file = found.entry.kind() == FileStat.Kind.FILE;
            TransferException failure =
                    VfsFailures.because(
                            file ? FailureKind.UNSUPPORTED : FailureKind.BAD_REQUEST,
                            url,
                            "cannot read " + url + ": it " + refusal.get());
            throw directory ? failure.withErrno("EISDIR") : failure;
        }
        FileStat stat = found.entry.stat(found.state);
        if (request.unchanged()
                .filter(mark -> !Optional.of(mark).equals(stat.identity()))
                .isPresent()) {
            throw changed(url);
        }
        try {
            return open(url, found, stat);
        } catch (IOException e) {
            throw VfsFailures.of(e, url);
        }
    }

    private static VfsReading open(TransferUrl url, Found found, FileStat stat) throws IOException {
        FileChannel channel = FileChannel.open(found.location.archive(), StandardOpenOption.READ);
        try {
            if (channel.size() != found.state.size()
                    || !VfsState.of(found.location.archive()).equals(found.state)) {
                throw changed(url);
            }
            InputStream content = VfsFormat.of(url.scheme()).content(channel, found.entry);
            return new VfsReading(found.location, found.state, stat, channel, content);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static TransferException changed(TransferUrl url) {
        return VfsFailures.because(
                FailureKind.CHANGED,
                url,
                "cannot read " + url + ": the archive changed since it was last looked at");
    }

    private Found find(TransferUrl url) throws TransferException, InterruptedException {
        VfsFormat format = VfsFormat.of(url.scheme());
        VfsLocation location = VfsLocation.of(url, format.hasNames());
        try {
            VfsState state = VfsState.of(location.archive());
            if (!state.regular()) {
                throw VfsFailures.because(
                        FailureKind.BAD_REQUEST,
                        url,
                        "cannot read "
                                + url
                                + ": in place of an archive there is "
                                + (state.directory()
                                        ? "a directory"
                                        : "something that is no file"));
            }
            VfsIndex index = index(location, format, state);
            Optional<VfsEntry> entry = index.find(location.name());
            if (entry.isEmpty()) {
                throw VfsFailures.because(
                        FailureKind.NOT_FOUND,
                        url,
                        "cannot read " + url + ": nothing of that name is in the archive");
            }
            return new Found(location, state, index, entry.get());
        } catch (IOException e) {
            throw VfsFailures.of(e, url);
        }
    }

    private VfsIndex index(VfsLocation location, VfsFormat format, VfsState state)
            throws IOException {
        String scheme = location.url().scheme();
        Optional<VfsIndex> known = catalogue.find(scheme, location.archive(), state);
        if (known.isPresent()) {
            return known.get();
        }
        VfsIndex index;
        try (FileChannel channel = FileChannel.open(location.archive(), StandardOpenOption.READ)) {
            index = new VfsIndex(format.entries(channel));
        }
        if (!VfsState.of(location.archive()).equals(state)) {
            throw changed(location.url()).during(Phase.BODY);
        }
        catalogue.keep(scheme, location.archive(), state, index);
        return index;
    }
}
