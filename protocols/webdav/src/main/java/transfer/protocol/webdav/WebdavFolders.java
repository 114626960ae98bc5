package transfer.protocol.webdav;

import java.util.Optional;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpConversation;
import transfer.protocol.httpclient.HttpRequest;

/**
 * Makes folders by MKCOL (RFC 4918, 9.3), which makes one at a time and has no way to say that a
 * folder is there already: 405 by the RFC, 301 or 403 or 409 or 423 by some servers, and any of
 * them when two make one folder at the same moment. So whatever is no success is settled by
 * looking.
 */
final class WebdavFolders {
    private final HttpConversation conversation;
    private final WebdavLooking looking;
    private final WebdavMemory memory;

    WebdavFolders(HttpConversation conversation, WebdavLooking looking, WebdavMemory memory) {
        this.conversation = conversation;
        this.looking = looking;
        this.memory = memory;
    }

    /** See {@link transfer.protocol.Directories#makeDirectory}. */
    void make(TransferUrl url) throws TransferException, InterruptedException {
        make(WebdavLocation.of(url), true);
    }

    /**
     * Sees to it that the folder is there in which a file is to be written. Mostly it is, so that
     * is asked first, once for each folder in a run. What we may not know, the writing will show.
     */
    void makeAbove(TransferUrl file) throws TransferException, InterruptedException {
        Optional<WebdavLocation> parent = WebdavLocation.of(file).parent();
        if (parent.isEmpty() || isKnown(parent.get())) {
            return;
        }
        WebdavLocation folder = parent.get();
        switch (kind(folder)) {
            case FOLDER, SECRET -> memory.learnFolder(folder.asFile());
            case MISSING -> make(folder, false);
            case FILE -> throw inTheWay(folder);
        }
    }

    /** The folder has turned out not to be there. */
    void forget(TransferUrl file) {
        WebdavLocation.of(file).parent().ifPresent(folder -> memory.forgetFolder(folder.asFile()));
    }

    private boolean isKnown(WebdavLocation folder) {
        return folder.isRoot() || memory.knowsFolder(folder.asFile());
    }

    /**
     * @param asked whether it is this folder that is wanted, and not one on the way to it
     */
    private void make(WebdavLocation folder, boolean asked)
            throws TransferException, InterruptedException {
        if (isKnown(folder) && !asked || folder.isRoot()) {
            return;
        }
        Optional<TransferException> refusal = attempt(folder, asked);
        if (refusal.isPresent()) {
            // by the RFC this is what 409 means, but servers differ in this too
            make(folder.parent().orElseThrow(), false);
            refusal = attempt(folder, asked);
        }
        if (refusal.isPresent() && !settle(folder, refusal.get(), asked)) {
            throw refusal.get();
        }
        memory.learnFolder(folder.asFile());
    }

    /**
     * @return why not, where a folder above may be missing; empty when the folder is there
     */
    private Optional<TransferException> attempt(WebdavLocation folder, boolean asked)
            throws TransferException, InterruptedException {
        return memory.alone(
                folder.asFolder(),
                () -> {
                    if (isKnown(folder) && !asked) {
                        return Optional.empty();
                    }
                    Optional<TransferException> refusal = tryToMake(folder);
                    boolean unsettled = refusal.isPresent() && !isForWantOfParent(refusal.get());
                    return unsettled && settle(folder, refusal.get(), asked)
                            ? Optional.empty()
                            : refusal;
                });
    }

    /** The name has a slash at its end, without which nginx refuses. */
    private Optional<TransferException> tryToMake(WebdavLocation folder)
            throws TransferException, InterruptedException {
        HttpRequest request = HttpRequest.of("MKCOL", folder.asFolder());
        try (HttpAnswer answer = conversation.send(request)) {
            return switch (answer.status()) {
                case 200, 201, 204 -> Optional.empty();
                case 207 -> Optional.of(WebdavFailures.inside(request, answer, 424));
                case 401, 407, 429, 503, 507 ->
                        throw WebdavFailures.of("MKCOL", conversation.failure(request, answer));
                default ->
                        Optional.of(
                                WebdavFailures.of("MKCOL", conversation.failure(request, answer)));
            };
        }
    }

    private static boolean isForWantOfParent(TransferException refusal) {
        return switch (refusal.status().orElse(0)) {
            case 404, 409 -> true;
            default -> false;
        };
    }

    /** Looks whether the folder is there although it could not be made. */
    private boolean settle(WebdavLocation folder, TransferException refusal, boolean asked)
            throws TransferException, InterruptedException {
        return switch (kind(folder)) {
            case FOLDER -> true;
            case FILE -> throw inTheWay(folder);
            case MISSING -> false;
            case SECRET -> {
                // a user may have a folder of their own below some that they may not even see
                if (asked) {
                    throw refusal;
                }
                yield true;
            }
        };
    }

    private enum Kind {
        FOLDER,
        FILE,
        MISSING,
        /** The server does not tell us. */
        SECRET
    }

    /**
     * By its name with a slash, without which the uppermost folder that nginx serves is not found;
     * then without it, as a file in the way is named.
     */
    private Kind kind(WebdavLocation folder) throws TransferException, InterruptedException {
        Kind kind = kind(folder.asFolder());
        return kind == Kind.MISSING ? kind(folder.asFile()) : kind;
    }

    private Kind kind(TransferUrl url) throws TransferException, InterruptedException {
        try {
            FileStat stat = looking.stat(url);
            return stat.kind() == FileStat.Kind.DIRECTORY ? Kind.FOLDER : Kind.FILE;
        } catch (TransferException e) {
            return switch (e.kind()) {
                case NOT_FOUND -> Kind.MISSING;
                case ACCESS_DENIED, UNSUPPORTED -> Kind.SECRET;
                default -> throw e;
            };
        }
    }

    private static TransferException inTheWay(WebdavLocation folder) {
        return new TransferException(
                        FailureKind.ALREADY_EXISTS,
                        folder.url(),
                        "MKCOL " + folder.asFile() + ": a file of that name is in the way")
                .during(Phase.REQUEST);
    }
}
