package transfer.protocol.webdav;

import static transfer.protocol.webdav.WebdavThirdParty.Direction.PULL;
import static transfer.protocol.webdav.WebdavThirdParty.Direction.PUSH;

import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Digester;
import transfer.protocol.DirectCopy;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.Place;
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

/** One server of WebDAV. */
final class WebdavEndpoint implements Source, Sink, Digester, Directories, Remover, DirectCopy {
    /** So much goes in one request that can be repeated, so nobody is asked beforehand. */
    private static final long SMALL = 1 << 20;

    private final Place home;
    private final WebdavProtocol.Neighbours neighbours;
    private final HttpConversation conversation;
    private final HttpFiles files;
    private final WebdavMemory memory;
    private final WebdavLooking looking;
    private final WebdavFolders folders;
    private final WebdavPlacing placing;
    private Optional<WebdavWriting> latest = Optional.empty();

    WebdavEndpoint(Place home, WebdavProtocol.Neighbours neighbours, WebdavMemory memory)
            throws TransferException {
        this.home = home;
        this.neighbours = neighbours;
        this.conversation = neighbours.speak(home);
        this.files = new HttpFiles(conversation);
        this.memory = memory;
        this.looking = new WebdavLooking(conversation, files, memory);
        this.folders = new WebdavFolders(conversation, looking, memory);
        this.placing = new WebdavPlacing(conversation, files, looking, memory);
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        return looking.stat(url);
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        if (WebdavLocation.of(url).marked()) {
            refuseToRead(url);
        }
        try {
            return files.read(url, request);
        } catch (TransferException e) {
            switch (e.kind()) {
                // what servers answer to GET of a folder
                case NOT_FOUND, ACCESS_DENIED, UNSUPPORTED, WRONG_CONTENT -> refuseToRead(url);
                default -> {}
            }
            throw e;
        }
    }

    /** Fails where a folder is. */
    private void refuseToRead(TransferUrl url) throws TransferException, InterruptedException {
        try {
            if (looking.stat(url).kind() == FileStat.Kind.DIRECTORY) {
                throw new TransferException(
                                FailureKind.BAD_REQUEST, url, "GET " + url + ": is a folder")
                        .during(Phase.REQUEST);
            }
        } catch (TransferException e) {
            if (e.kind() == FailureKind.BAD_REQUEST) {
                throw e;
            }
            // the answer to GET says more
        }
    }

    @Override
    public Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        // the server was asked when it had the last byte, and whoever verifies asks once more
        return latest.filter(writing -> writing.isUndigested(url)).isPresent()
                ? Optional.empty()
                : files.digest(url, wanted);
    }

    @Override
    public Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        WebdavLocation location = WebdavLocation.of(url);
        if (location.marked()) {
            throw new TransferException(
                            FailureKind.BAD_REQUEST,
                            url,
                            "PUT " + url + ": names a folder, and a file is to be written")
                    .during(Phase.REQUEST);
        }
        folders.makeAbove(url);
        if (request.size().orElse(Long.MAX_VALUE) > SMALL || !placing.moves(url)) {
            placing.refuseFolder(url);
            placing.askWhetherItMoves(url);
        }
        TransferUrl target = location.asFile();
        TransferUrl place = placing.moves(url) ? location.hidden() : target;
        try {
            WebdavWriting writing =
                    new WebdavWriting(placing, folders, target, place, files.write(place, request));
            latest = Optional.of(writing);
            return writing;
        } catch (TransferException e) {
            throw WebdavWriting.refused(folders, place, e);
        }
    }

    @Override
    public void makeDirectory(TransferUrl url) throws TransferException, InterruptedException {
        folders.make(url);
    }

    @Override
    public Page list(TransferUrl url, String prefix, Optional<String> after)
            throws TransferException, InterruptedException {
        return Page.of(looking.list(url));
    }

    @Override
    public String name(TransferUrl listed) {
        return WebdavLocation.of(listed).name();
    }

    @Override
    public TransferUrl child(TransferUrl directory, String name) {
        return WebdavLocation.of(directory).child(name);
    }

    @Override
    public boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException {
        WebdavLocation location = WebdavLocation.of(url);
        if (location.isRoot()) {
            throw refusedToRemove(url, "is all that the server has, and is never removed");
        }
        boolean folder;
        try {
            folder = looking.stat(location.asFile()).kind() == FileStat.Kind.DIRECTORY;
        } catch (TransferException e) {
            switch (e.kind()) {
                case NOT_FOUND -> {
                    return false;
                }
                // whoever may not look may still be allowed to remove
                case ACCESS_DENIED, UNSUPPORTED, WRONG_CONTENT -> folder = location.marked();
                default -> throw e;
            }
        }
        if (folder && !recursive) {
            throw refusedToRemove(url, "is a folder, and is removed only with everything in it");
        }
        HttpRequest request =
                folder
                        ? HttpRequest.of("DELETE", location.asFolder()).with("Depth", "infinity")
                        : WebdavPlacing.removalOfFile(location.asFile());
        if (folder) {
            memory.forgetFolder(location.asFile());
        }
        try (HttpAnswer answer = conversation.send(request)) {
            return switch (answer.status()) {
                case 200, 202, 204 -> true;
                case 404, 410 -> false;
                case 207 -> throw looking.failureInside(request, answer);
                default -> throw WebdavFailures.of("DELETE", conversation.failure(request, answer));
            };
        }
    }

    private static TransferException refusedToRemove(TransferUrl url, String why) {
        return new TransferException(FailureKind.BAD_REQUEST, url, "DELETE " + url + ": " + why)
                .during(Phase.REQUEST);
    }

    /** At least one of them at this server; the other where files are had by HTTP. */
    @Override
    public boolean canCopy(TransferUrl from, TransferUrl to) {
        boolean toDav = WebdavProtocol.SCHEMES.contains(to.scheme());
        return isHere(to) && WebdavLocation.isHttp(from) || isHere(from) && toDav;
    }

    private boolean isHere(TransferUrl url) {
        return WebdavLocation.isSameServer(home.url(), url);
    }

    @Override
    public Manner manner(TransferUrl from, TransferUrl to) {
        return Manner.COPY;
    }

    @Override
    public Made copy(Place source, Place destination, CopyOptions options)
            throws TransferException, InterruptedException {
        TransferUrl from = source.url();
        TransferUrl to = destination.url();
        if (isHere(from) && isHere(to)) {
            return receive(to, location -> copyWithin(from, location));
        }
        if (isHere(to)) {
            HttpConversation other = neighbours.speak(source);
            WebdavThirdParty both = new WebdavThirdParty(conversation, other, memory);
            try {
                return receive(to, location -> both.copy(PULL, location, from, options.moved()));
            } catch (TransferException e) {
                throw from.equals(e.url()) ? seenByUs(other, from, e) : e;
            }
        }
        try (WebdavEndpoint there = neighbours.open(destination)) {
            WebdavThirdParty both = new WebdavThirdParty(conversation, there.conversation, memory);
            return there.receive(to, location -> both.copy(PUSH, from, location, options.moved()));
        } catch (TransferException e) {
            if (e.kind() == FailureKind.UNSUPPORTED) {
                // XRootD 5.5 says 400 also where there is nothing to send
                looking.stat(from);
            }
            throw e;
        }
    }

    /** Some servers call missing what somebody may not see, and it was not we who asked. */
    private static TransferException seenByUs(
            HttpConversation other, TransferUrl from, TransferException failure)
            throws TransferException, InterruptedException {
        if (failure.kind() != FailureKind.NOT_FOUND) {
            return failure;
        }
        new HttpFiles(other).stat(from);
        return WebdavFailures.as(
                FailureKind.ACCESS_DENIED,
                failure,
                "; we see it, so it is hidden from that server");
    }

    /** Makes a file at a place. */
    @FunctionalInterface
    private interface Making {
        void at(TransferUrl location) throws TransferException, InterruptedException;
    }

    /** What somebody puts at this server for us. */
    private Made receive(TransferUrl to, Making making)
            throws TransferException, InterruptedException {
        folders.makeAbove(to);
        placing.askWhetherItMoves(to);
        if (!placing.moves(to)) {
            // half a copy would have the final name, in the place of what was there
            throw new TransferException(
                            FailureKind.UNSUPPORTED,
                            to,
                            to
                                    + ": no server copies to there, because this one does not move"
                                    + " what it was given under a hidden name")
                    .during(Phase.REQUEST);
        }
        WebdavLocation target = WebdavLocation.of(to);
        TransferUrl location = target.hidden();
        WebdavCopy copy = new WebdavCopy(placing, target.asFile(), location);
        boolean made = false;
        try {
            copy.begin();
            making.at(location);
            copy.made(found(location));
            made = true;
            return copy;
        } catch (TransferException e) {
            if (e.kind() == FailureKind.UNSUPPORTED && !mayHaveBegun(e)) {
                copy.refused();
            }
            if (e.kind() == FailureKind.CHANGED) {
                folders.forget(location);
            }
            throw e;
        } finally {
            if (!made) {
                copy.close();
            }
        }
    }

    /** A report tells of a copy that was begun, and so does 202. */
    private static boolean mayHaveBegun(TransferException refusal) {
        return refusal.phase().filter(Phase.BODY::equals).isPresent()
                || refusal.status().orElse(0) == 202;
    }

    private FileStat found(TransferUrl location) throws TransferException, InterruptedException {
        try {
            return files.stat(location);
        } catch (TransferException e) {
            throw e.kind() == FailureKind.NOT_FOUND
                    ? WebdavFailures.as(
                            FailureKind.UNSUPPORTED,
                            e,
                            "; the server said that it had made the copy, and has not")
                    : e;
        }
    }

    private void copyWithin(TransferUrl from, TransferUrl location)
            throws TransferException, InterruptedException {
        if (looking.stat(from).kind() == FileStat.Kind.DIRECTORY) {
            throw new TransferException(
                            FailureKind.BAD_REQUEST, from, "COPY " + from + ": is a folder")
                    .during(Phase.REQUEST);
        }
        Optional<TransferException> refusal = placing.place("COPY", from, location);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }
}
