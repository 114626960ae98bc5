package transfer.protocol.http;

import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Digester;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Remover;
import transfer.protocol.Sink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpConversation;
import transfer.protocol.httpclient.HttpFiles;
import transfer.protocol.httpclient.HttpRequest;

/** One server of plain HTTP. */
final class HttpEndpoint implements Source, Sink, Digester, Remover {
    private final HttpConversation conversation;
    private final HttpFiles files;

    HttpEndpoint(HttpConversation conversation) {
        this.conversation = conversation;
        this.files = new HttpFiles(conversation);
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        return files.stat(url);
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        return files.read(url, request);
    }

    @Override
    public Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        return files.write(url, request);
    }

    @Override
    public Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        return files.digest(url, wanted);
    }

    @Override
    public String name(TransferUrl url) {
        return HttpLocation.of(url).name();
    }

    @Override
    public TransferUrl child(TransferUrl directory, String name) {
        return HttpLocation.of(directory).child(name);
    }

    /**
     * Removes a file.
     *
     * <p>A directory is not removed, with its content or without. Some servers remove everything
     * under it when they are told to DELETE it, so the server is asked first what the name stands
     * for.
     *
     * @throws TransferException {@link FailureKind#UNSUPPORTED} for a directory that is to go with
     *     its content, {@link FailureKind#BAD_REQUEST} for another
     */
    @Override
    public boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException {
        if (isDirectory(url)) {
            throw new TransferException(
                            recursive ? FailureKind.UNSUPPORTED : FailureKind.BAD_REQUEST,
                            url,
                            "DELETE "
                                    + url
                                    + ": is a directory, and plain HTTP removes files only (webdav: can do"
                                    + " more)")
                    .during(Phase.REQUEST);
        }
        HttpRequest request = HttpRequest.of("DELETE", url);
        try (HttpAnswer answer = conversation.send(request)) {
            return switch (answer.status()) {
                case 200, 202, 204 -> true;
                case 404, 410 -> false;
                default -> throw conversation.failure(request, answer);
            };
        }
    }

    private boolean isDirectory(TransferUrl url) throws TransferException, InterruptedException {
        String path = url.path().split("[?#]", 2)[0];
        if (path.isEmpty() || path.endsWith("/")) {
            return true;
        }
        try {
            return files.stat(url).kind() == FileStat.Kind.DIRECTORY;
        } catch (TransferException e) {
            return switch (e.kind()) {
                // whoever may not look may still be allowed to remove; the server decides
                case NOT_FOUND, ACCESS_DENIED, UNSUPPORTED, WRONG_CONTENT -> false;
                default -> throw e;
            };
        }
    }
}
