package transfer.protocol.ssh;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** A hidden name beside a target: what is written there becomes the target, or goes away. */
final class SftpDraft {
    /** Leaves room for the rest also where names hold 143 bytes only, as on eCryptfs. */
    private static final int NAME_BYTES = 100;

    /** Files below this are sent without asking for room. */
    private static final long WORTH_ASKING = 16L << 20;

    private final SftpFiles files;
    private final TransferUrl url;
    private final String target;
    private final String hidden;

    private SftpDraft(SftpFiles files, TransferUrl url, String target, String token) {
        this.files = files;
        this.url = url;
        this.target = target;
        this.hidden = hiddenBeside(target, token);
    }

    /** The name under which a target is written until it is whole. */
    static String hiddenBeside(String target, String token) {
        int start = target.lastIndexOf('/') + 1;
        byte[] name = ByteText.encode(target.substring(start));
        String shortened = ByteText.decode(Arrays.copyOf(name, Math.min(name.length, NAME_BYTES)));
        return target.substring(0, start) + "." + shortened + "." + token + ".part";
    }

    /**
     * Looks whether a file can be there. A target that is a link is followed and stays one.
     *
     * @param token what tells the hidden name from others of this target
     * @throws TransferException {@link FailureKind#BAD_REQUEST} when a directory is there, or
     *     anything else that is not replaced
     */
    static SftpDraft beside(SftpFiles files, TransferUrl url, String token)
            throws TransferException, InterruptedException {
        Errand errand = Errand.request(url, "cannot write");
        String target = url.path();
        Optional<SftpAttributes> there = files.lstat(errand, target);
        if (there.filter(SftpAttributes::isLink).isPresent()) {
            target = files.realPath(errand, target);
            there = files.lstat(errand, target);
        }
        if (there.filter(known -> !known.isRegular()).isPresent() || target.endsWith("/")) {
            String what =
                    there.filter(known -> !known.isDirectory()).isPresent()
                            ? "something is there that is no ordinary file"
                            : "it is a directory";
            throw new TransferException(FailureKind.BAD_REQUEST, url, errand.failed(what))
                    .during(Phase.REQUEST)
                    .cameBy(files.provenance());
        }
        return new SftpDraft(files, url, target, token);
    }

    /**
     * A draft and its handle.
     *
     * @param draft made anew
     */
    record Opened(SftpDraft draft, byte[] handle) {}

    /**
     * Makes the hidden file of a target, and the directories above it that are missing. Whether the
     * target is a link is asked in the same breath: it seldom is.
     *
     * @throws TransferException as {@link #beside}
     */
    static Opened create(SftpFiles files, TransferUrl url, OptionalInt mode)
            throws TransferException, InterruptedException {
        if (!url.path().endsWith("/")) {
            SftpDraft hoped = new SftpDraft(files, url, url.path(), token());
            Optional<byte[]> handle = hoped.createIfPlain(mode);
            if (handle.isPresent()) {
                return new Opened(hoped, handle.get());
            }
        }
        SftpDraft draft = beside(files, url, token());
        return new Opened(draft, draft.create(mode));
    }

    private static String token() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /** Empty, and nothing made, when something else than a file is under the target's name. */
    private Optional<byte[]> createIfPlain(OptionalInt mode)
            throws TransferException, InterruptedException {
        Errand errand = Errand.request(url, "cannot write");
        SftpRequest look =
                files.begin(SftpRequest.of(SftpPacket.of(SftpPacket.LSTAT).path(target)));
        SftpRequest opening = files.begin(SftpRequest.of(opening(mode, SftpPacket.EXCLUSIVE)));
        boolean opened = false;
        try {
            if (files.ifThere(errand, files.answer(errand, look))
                    .filter(there -> !there.isRegular())
                    .isPresent()) {
                return Optional.empty();
            }
            SftpReply reply = files.answer(errand, opening);
            byte[] handle = handle(errand, reply, mode, SftpPacket.EXCLUSIVE);
            opened = true;
            return Optional.of(handle);
        } finally {
            if (!opened) {
                undo(opening);
            }
        }
    }

    /** Takes away what a request to open has made, or is about to make. */
    private void undo(SftpRequest opening) {
        files.letGo(opening);
        discard();
    }

    /** The target, as it was asked for. */
    TransferUrl url() {
        return url;
    }

    /** The hidden name. */
    TransferUrl location() {
        return url.withPath(hidden);
    }

    /**
     * Makes the hidden file, and the directories above it that are missing.
     *
     * @return its handle
     */
    private byte[] create(OptionalInt mode) throws TransferException, InterruptedException {
        try {
            return open(mode, SftpPacket.EXCLUSIVE);
        } catch (InterruptedException e) {
            discard(); // the server makes it all the same
            throw e;
        }
    }

    /**
     * Opens the hidden file, and makes it if it is not there.
     *
     * @return its handle
     */
    byte[] goOn(OptionalInt mode) throws TransferException, InterruptedException {
        return open(mode, 0);
    }

    private byte[] open(OptionalInt mode, int flags)
            throws TransferException, InterruptedException {
        Errand errand = Errand.request(url, "cannot write");
        return handle(errand, files.opened(errand, opening(mode, flags)), mode, flags);
    }

    /** What came of opening; once more when the directories above were missing. */
    private byte[] handle(Errand errand, SftpReply first, OptionalInt mode, int flags)
            throws TransferException, InterruptedException {
        SftpReply reply = first;
        if (reply.isStatus(SftpStatus.NO_SUCH_FILE)) {
            new SftpDirectories(files).make(errand, SftpDirectories.above(target));
            reply = files.opened(errand, opening(mode, flags));
        }
        if (reply.isStatus(SftpStatus.FAILURE)) {
            new SftpDirectories(files).requireNoFileAbove(errand, target);
            throw refusedToWrite(errand, reply, 1);
        }
        return files.handle(errand, reply);
    }

    private SftpPacket opening(OptionalInt mode, int flags) {
        SftpPacket open =
                SftpPacket.of(SftpPacket.OPEN)
                        .path(hidden)
                        .integer(SftpPacket.FOR_WRITING | SftpPacket.CREATE | flags);
        return mode.isPresent() ? open.permissions(mode.getAsInt() | 0200) : open.noAttributes();
    }

    /** A refusal to take bytes; version 3 has no code for a full disk, so the server is asked. */
    TransferException refusedToWrite(Errand errand, SftpReply reply, int bytes)
            throws InterruptedException {
        TransferException refusal = files.refused(errand, reply);
        if (!reply.isStatus(SftpStatus.FAILURE) || !isFull(errand, bytes)) {
            return refusal;
        }
        return new TransferException(
                        FailureKind.NO_SPACE, url, errand.failed("the server's disk is full"))
                .during(errand.phase())
                .withStatus(SftpStatus.FAILURE)
                .withErrno("ENOSPC")
                .cameBy(files.provenance());
    }

    /**
     * A large file that cannot fit is refused before its bytes are sent.
     *
     * @param bytes that are still to come
     */
    void requireRoom(long bytes) throws TransferException, InterruptedException {
        Errand errand = Errand.request(url, "cannot write");
        if (bytes >= WORTH_ASKING && isFull(errand, bytes)) {
            throw new TransferException(
                            FailureKind.NO_SPACE,
                            url,
                            errand.failed("the server's disk has no room for " + bytes + " bytes"))
                    .during(Phase.REQUEST)
                    .withErrno("ENOSPC")
                    .cameBy(files.provenance());
        }
    }

    private boolean isFull(Errand errand, long bytes) throws InterruptedException {
        if (!files.abilities().has(SftpAbilities.STATVFS)) {
            return false;
        }
        try {
            String directory = SftpDirectories.above(hidden);
            SftpReply reply =
                    files.ask(errand, SftpPacket.extended(SftpAbilities.STATVFS).path(directory));
            return reply.type() == SftpPacket.EXTENDED_REPLY
                    && SftpSpace.told(reply.body()).isTooLittle(bytes);
        } catch (TransferException e) {
            return false; // the refusal is what the user has to hear of
        }
    }

    /** Puts it in the place of whatever file is under the target's name. */
    void publish() throws TransferException, InterruptedException {
        Errand errand = new Errand(url, "cannot put in place", Phase.PUBLISH);
        if (files.abilities().has(SftpAbilities.POSIX_RENAME)) {
            files.order(
                    errand,
                    SftpPacket.extended(SftpAbilities.POSIX_RENAME).path(hidden).path(target));
            return;
        }
        SftpPacket rename = SftpPacket.of(SftpPacket.RENAME).path(hidden).path(target);
        SftpReply reply = files.ask(errand, rename);
        if (reply.isStatus(SftpStatus.FAILURE) || reply.isStatus(SftpStatus.ALREADY_EXISTS)) {
            // the protocol's own rename replaces nothing (6.5): for a moment neither is there
            try {
                files.ask(errand, SftpPacket.of(SftpPacket.REMOVE).path(target));
            } catch (InterruptedException e) {
                files.begin(SftpRequest.of(rename)); // or else neither would be there for good
                throw e;
            }
            reply = files.ask(errand, rename);
        }
        files.requireDone(errand, reply);
    }

    /**
     * Takes the hidden file away, and waits for that also when the thread is interrupted: after an
     * abort nothing is left. A server that is gone keeps it.
     */
    void discard() {
        SftpRequest removal =
                files.begin(SftpRequest.of(SftpPacket.of(SftpPacket.REMOVE).path(hidden)));
        boolean interrupted = Thread.interrupted();
        while (true) {
            try {
                files.answer(Errand.request(url, "cannot remove what was written of"), removal);
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
}
