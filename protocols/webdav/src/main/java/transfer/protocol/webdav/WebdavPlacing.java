package transfer.protocol.webdav;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import okhttp3.HttpUrl;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpConversation;
import transfer.protocol.httpclient.HttpFiles;
import transfer.protocol.httpclient.HttpRequest;

/** Puts a file of a server under another name there, by MOVE and COPY (RFC 4918, 9.8 and 9.9). */
final class WebdavPlacing {
    private static final int PIECE = 256 * 1024;

    /** How often we try again where others write the same name at the same moment. */
    private static final int TRIES = 3;

    /** At most so many requests at the end for a file that stays locked: some milliseconds each. */
    private static final int TRIES_AT_THE_END = 50;

    /** RFC 4918, 11.3. */
    private static final int LOCKED = 423;

    private static final ReadRequest PAST_CACHES =
            new ReadRequest(0, OptionalLong.empty(), Optional.empty(), true);

    private final System.Logger log = System.getLogger("transfer.protocol.webdav");
    private final HttpConversation conversation;
    private final HttpFiles files;
    private final WebdavLooking looking;
    private final WebdavMemory memory;

    WebdavPlacing(
            HttpConversation conversation,
            HttpFiles files,
            WebdavLooking looking,
            WebdavMemory memory) {
        this.conversation = conversation;
        this.files = files;
        this.looking = looking;
        this.memory = memory;
    }

    /** Whether files can be moved there, as far as is known. */
    boolean moves(TransferUrl url) {
        return !memory.has(url, WebdavMemory.Trait.NEVER_MOVES);
    }

    /**
     * Finds out whether a server moves files, before many bytes are sent that would have to be
     * moved: a name that nobody has is not found, unless the method is refused before anybody
     * looks.
     */
    void askWhetherItMoves(TransferUrl url) throws TransferException, InterruptedException {
        if (memory.has(url, WebdavMemory.Trait.MOVES) || !moves(url)) {
            return;
        }
        WebdavLocation location = WebdavLocation.of(url);
        Optional<TransferException> answer =
                attempt("MOVE", location.hidden(), location.hidden(), false);
        switch (answer.flatMap(e -> status(e)).orElse(0)) {
            case 405, 501 -> learnThatItNeverMoves(url);
            default -> {}
        }
    }

    private static Optional<Integer> status(TransferException failure) {
        return failure.status().isPresent()
                ? Optional.of(failure.status().getAsInt())
                : Optional.empty();
    }

    private void learnThatItNeverMoves(TransferUrl url) {
        if (memory.learn(url, WebdavMemory.Trait.NEVER_MOVES)) {
            log.log(
                    Level.WARNING,
                    "{0} refuses to move files: they have their final names while they are written",
                    url.server());
        }
    }

    /**
     * Gives a finished file its final name. A file that has that name is replaced, a folder never:
     * by RFC 4918, 9.9.3 it would go with everything in it. So nothing is replaced before it is
     * known to be a file.
     *
     * @param stored what the server told of the file under its hidden name
     */
    void publish(TransferUrl hidden, TransferUrl target, FileStat stored)
            throws TransferException, InterruptedException {
        memory.alone(
                target,
                () -> {
                    publishAlone(hidden, target, stored);
                    return stored;
                });
    }

    private void publishAlone(TransferUrl hidden, TransferUrl target, FileStat stored)
            throws TransferException, InterruptedException {
        Optional<TransferException> refusal;
        try {
            refusal = place("MOVE", hidden, target);
        } catch (TransferException e) {
            // the answer was lost, perhaps not the request
            if (isPlaced(target, stored)) {
                return;
            }
            throw e;
        }
        if (refusal.isEmpty()) {
            memory.learn(target, WebdavMemory.Trait.MOVES);
            return;
        }
        switch (refusal.get().status().orElse(0)) {
            case 403, 405, 501 -> {
                if (memory.has(target, WebdavMemory.Trait.MOVES)) {
                    throw refusal.get();
                }
                passOn(hidden, target, stored);
                learnThatItNeverMoves(target);
            }
            case 404 -> {
                // the library repeats a request whose connection broke before an answer came
                if (!isPlaced(target, stored)) {
                    throw refusal.get();
                }
            }
            default -> {
                // where a folder has that name the answers are 301 of Apache and 409 of nginx
                refuseFolder(target);
                throw refusal.get();
            }
        }
    }

    private boolean isPlaced(TransferUrl target, FileStat stored) throws InterruptedException {
        Optional<Identity> mark = stored.identity();
        try {
            return mark.isPresent() && looking.stat(target).identity().equals(mark);
        } catch (TransferException _) {
            return false; // the first failure says more
        }
    }

    /**
     * COPY or MOVE onto a name that is free or a file's.
     *
     * @return why not; empty when it is done
     */
    Optional<TransferException> place(String method, TransferUrl from, TransferUrl to)
            throws TransferException, InterruptedException {
        Optional<TransferException> refusal = attempt(method, from, to, false);
        for (int i = 0; i < TRIES && isStatus(refusal, 412); i++) {
            refuseWhatMayBeFolder(to);
            refusal = attempt(method, from, to, true);
            if (isStatus(refusal, 404)) {
                // Apache says so when the file to be replaced is gone that was there just now
                refusal = attempt(method, from, to, false);
            }
        }
        return refusal;
    }

    private static boolean isStatus(Optional<TransferException> refusal, int status) {
        return refusal.isPresent() && refusal.get().status().orElse(0) == status;
    }

    /**
     * @throws TransferException {@link FailureKind#ALREADY_EXISTS} when a folder is there
     */
    void refuseFolder(TransferUrl url) throws TransferException, InterruptedException {
        try {
            refuseSeenFolder(url);
        } catch (TransferException e) {
            switch (e.kind()) {
                case NOT_FOUND, ACCESS_DENIED, UNSUPPORTED -> {}
                default -> throw e;
            }
        }
    }

    /** What cannot be seen may be a folder, and would go with everything in it. */
    private void refuseWhatMayBeFolder(TransferUrl url)
            throws TransferException, InterruptedException {
        try {
            refuseSeenFolder(url);
        } catch (TransferException e) {
            switch (e.kind()) {
                case NOT_FOUND -> {}
                case ACCESS_DENIED, UNSUPPORTED ->
                        throw WebdavFailures.as(
                                FailureKind.ACCESS_DENIED,
                                e,
                                "; something has that name there, and is not replaced, because it"
                                        + " may be a folder");
                default -> throw e;
            }
        }
    }

    private void refuseSeenFolder(TransferUrl url) throws TransferException, InterruptedException {
        if (looking.stat(url).kind() == FileStat.Kind.DIRECTORY) {
            throw new TransferException(
                            FailureKind.ALREADY_EXISTS,
                            url,
                            url + " is a folder, and is not replaced by a file")
                    .during(Phase.REQUEST);
        }
    }

    private Optional<TransferException> attempt(
            String method, TransferUrl from, TransferUrl to, boolean overwrite)
            throws TransferException, InterruptedException {
        boolean asPath = memory.has(to, WebdavMemory.Trait.WANTS_PATHS);
        Optional<TransferException> refusal = attempt(request(method, from, to, overwrite), asPath);
        boolean misunderstood =
                refusal.isPresent()
                        && !asPath
                        && switch (refusal.get().status().orElse(0)) {
                            case 400, 502 -> true;
                            default -> false;
                        };
        if (!misunderstood) {
            return refusal;
        }
        // a server behind a gateway that ends TLS knows itself by http, and takes https for another
        Optional<TransferException> again = attempt(request(method, from, to, overwrite), true);
        int status = again.flatMap(e -> status(e)).orElse(0);
        if (status != 400 && status != 502) {
            memory.learn(to, WebdavMemory.Trait.WANTS_PATHS);
            return again;
        }
        return refusal;
    }

    private HttpRequest request(String method, TransferUrl from, TransferUrl to, boolean overwrite)
            throws TransferException {
        HttpUrl wire = conversation.target(WebdavLocation.of(to).asFile());
        HttpUrl plain = wire.newBuilder().query(null).fragment(null).build();
        HttpRequest request =
                HttpRequest.of(method, WebdavLocation.of(from).asFile())
                        .with("Destination", plain.toString())
                        .with("Overwrite", overwrite ? "T" : "F");
        return method.equals("COPY") ? request.with("Depth", "0") : request;
    }

    /**
     * @param asPath whether the destination is written without server (RFC 4918, 10.3 allows it)
     */
    private Optional<TransferException> attempt(HttpRequest request, boolean asPath)
            throws TransferException, InterruptedException {
        HttpRequest sent = request;
        if (asPath) {
            HttpUrl destination = HttpUrl.get(request.headers().get("Destination"));
            sent = request.with("Destination", destination.encodedPath());
        }
        try (HttpAnswer answer = conversation.send(sent)) {
            return switch (answer.status()) {
                case 200, 201, 204 ->
                        sent.method().equals("COPY")
                                ? WebdavReport.failureOf(sent, answer)
                                : Optional.empty();
                case 207 -> Optional.of(looking.failureInside(sent, answer));
                default ->
                        Optional.of(
                                WebdavFailures.of(
                                        sent.method(), conversation.failure(sent, answer)));
            };
        }
    }

    /**
     * What cannot be moved is read and written once more, which only the first files suffer. It was
     * proved where it was, and now it is somewhere else.
     *
     * @param stored what the server told of it where it was proved
     */
    private void passOn(TransferUrl hidden, TransferUrl target, FileStat stored)
            throws TransferException, InterruptedException {
        refuseFolder(target);
        List<Checksum> passed;
        try (Reading reading = files.read(hidden, ReadRequest.WHOLE)) {
            OptionalLong size = stored.size().isPresent() ? stored.size() : reading.stat().size();
            WriteRequest request = new WriteRequest(size, OptionalInt.empty());
            try (Writing writing = files.write(target, request)) {
                passed = drain(reading, writing::write);
                writing.finish(List.of());
                writing.publish();
            }
        }
        try (Reading reading = files.read(target, PAST_CACHES)) {
            if (!drain(reading, _ -> {}).equals(passed)) {
                forgetHidden(target);
                throw new TransferException(
                                FailureKind.CHECKSUM_MISMATCH,
                                target,
                                "PUT " + target + ": the server holds other bytes than it was sent")
                        .during(Phase.PUBLISH);
            }
        }
        forgetHidden(hidden);
    }

    /** What takes the bytes that are read. */
    @FunctionalInterface
    private interface Taker {
        void take(ByteBuffer bytes) throws TransferException, InterruptedException;
    }

    /** Reads to the end; gives the digest of what was there. */
    private static List<Checksum> drain(Reading reading, Taker taker)
            throws TransferException, InterruptedException {
        RunningDigest digest = new RunningDigest(EnumSet.of(DigestAlgorithm.SHA_256));
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        while (reading.read(piece.clear()) >= 0) {
            digest.update(piece.flip().duplicate());
            taker.take(piece);
        }
        return digest.values();
    }

    /**
     * Takes away a hidden file that the server may still be writing, and once more when the program
     * is done: rclone stores what it has of an upload that was cut off, and that may be after we
     * have asked it to remove it.
     */
    void forgetCutOff(TransferUrl hidden) throws InterruptedException {
        forgetHidden(hidden, 1, Set.of(404, LOCKED));
        memory.keepForTheEnd(() -> forgetHidden(hidden, TRIES_AT_THE_END, Set.of(404)));
    }

    /**
     * What removes a file and no folder, even if one has come by that name since it was looked at:
     * DELETE is for all that is in a folder (RFC 4918, 9.6.1), and servers that mind the depth
     * refuse this one there.
     */
    static HttpRequest removalOfFile(TransferUrl url) {
        return HttpRequest.of("DELETE", url).with("Depth", "0");
    }

    /** Takes a hidden file away, if we can; fails silently, because something else matters more. */
    void forgetHidden(TransferUrl hidden) throws InterruptedException {
        forgetHidden(hidden, 1, Set.of(404));
    }

    /**
     * @param tries how often at most, while somebody has locked it: the server has, as long as it
     *     has not noticed that nobody goes on with the upload
     * @param quiet answers that are not worth a word
     */
    private void forgetHidden(TransferUrl hidden, int tries, Set<Integer> quiet)
            throws InterruptedException {
        try {
            int status = remove(hidden);
            for (int asked = 1; status == LOCKED && asked < tries; asked++) {
                status = remove(hidden);
            }
            if (status >= 300 && !quiet.contains(status)) {
                log.log(
                        Level.WARNING,
                        "{0} stays there: the server answered {1} to DELETE",
                        hidden,
                        status);
            }
        } catch (TransferException e) {
            log.log(Level.WARNING, "{0} may stay there: {1}", hidden, e.getMessage());
        }
    }

    private int remove(TransferUrl hidden) throws TransferException, InterruptedException {
        try (HttpAnswer answer = conversation.send(removalOfFile(hidden))) {
            return answer.status();
        }
    }
}
