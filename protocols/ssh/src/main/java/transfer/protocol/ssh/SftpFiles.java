package transfer.protocol.ssh;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;

/** The files of one server by way of one channel: questions, and what its answers mean. */
final class SftpFiles {
    private final SshConnection connection;
    private final SftpChannel channel;

    SftpFiles(SshConnection connection, SftpChannel channel) {
        this.connection = connection;
        this.channel = channel;
    }

    SftpAbilities abilities() {
        return channel.abilities();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    Provenance provenance() {
        return connection.provenance();
    }

    /** How long the server may stay silent, in milliseconds. */
    int patience() {
        return connection.patience();
    }

    SshRoom room() {
        return connection.room();
    }

    /** Sends a request and goes on; whoever wants its answer asks {@link #answer}. */
    SftpRequest begin(SftpRequest request) {
        return channel.begin(request);
    }

    /** The answer, good or bad. */
    SftpReply answer(Errand errand, SftpRequest request)
            throws TransferException, InterruptedException {
        try {
            return channel.await(request);
        } catch (TimeoutException e) {
            connection.fellSilent(channel);
            throw SshFailures.silent(errand, connection);
        } catch (IOException e) {
            throw SshFailures.lost(errand, connection, e);
        }
    }

    /** Waits until a request is on its way, so that its content is free again. */
    void awaitTaking(Errand errand, SftpRequest request)
            throws TransferException, InterruptedException {
        try {
            channel.awaitTaking(request);
        } catch (TimeoutException e) {
            connection.fellSilent(channel);
            throw SshFailures.silent(errand, connection);
        }
    }

    SftpReply ask(Errand errand, SftpPacket packet) throws TransferException, InterruptedException {
        return answer(errand, channel.begin(SftpRequest.of(packet)));
    }

    /** Sends a request that is either done or refused. */
    void order(Errand errand, SftpPacket packet) throws TransferException, InterruptedException {
        requireDone(errand, ask(errand, packet));
    }

    /**
     * @throws TransferException when the answer is anything but "done"
     */
    void requireDone(Errand errand, SftpReply reply) throws TransferException {
        if (!reply.isStatus(SftpStatus.OK)) {
            throw refused(errand, reply);
        }
    }

    /** The failure that an answer stands for. */
    TransferException refused(Errand errand, SftpReply reply) {
        if (reply.type() != SftpPacket.STATUS || reply.body().remaining() < 4) {
            return senseless(errand);
        }
        return SshFailures.refused(errand, reply).cameBy(provenance());
    }

    private TransferException senseless(Errand errand) {
        return new TransferException(
                        FailureKind.UNEXPECTED,
                        errand.url(),
                        errand.failed("the server's answer is not what the protocol says"))
                .during(errand.phase())
                .cameBy(provenance());
    }

    /** What is there, links followed. */
    SftpAttributes stat(Errand errand, String path) throws TransferException, InterruptedException {
        return attributes(errand, ask(errand, SftpPacket.of(SftpPacket.STAT).path(path)));
    }

    /** What is there, a link as one; empty when nothing is. */
    Optional<SftpAttributes> lstat(Errand errand, String path)
            throws TransferException, InterruptedException {
        return ifThere(errand, ask(errand, SftpPacket.of(SftpPacket.LSTAT).path(path)));
    }

    /** The attributes that a server answered; empty when it said that nothing is there. */
    Optional<SftpAttributes> ifThere(Errand errand, SftpReply reply) throws TransferException {
        return reply.isStatus(SftpStatus.NO_SUCH_FILE)
                ? Optional.empty()
                : Optional.of(attributes(errand, reply));
    }

    SftpAttributes attributes(Errand errand, SftpReply reply) throws TransferException {
        if (reply.type() != SftpPacket.ATTRS) {
            throw refused(errand, reply);
        }
        try {
            return SftpAttributes.read(reply.body());
        } catch (BufferUnderflowException e) {
            throw senseless(errand);
        }
    }

    /** The path without links, and without {@code ..}. */
    String realPath(Errand errand, String path) throws TransferException, InterruptedException {
        SftpReply reply = ask(errand, SftpPacket.of(SftpPacket.REALPATH).path(path));
        if (reply.type() != SftpPacket.NAME) {
            throw refused(errand, reply);
        }
        try {
            if (reply.body().getInt() == 1) {
                return SftpReply.text(reply.body());
            }
        } catch (BufferUnderflowException _) {
            // says no more than a wrong count
        }
        throw senseless(errand);
    }

    /**
     * Opens something.
     *
     * @return its handle
     */
    byte[] open(Errand errand, SftpPacket packet) throws TransferException, InterruptedException {
        return handle(errand, opened(errand, packet));
    }

    /** The answer to opening something, of which nothing stays open when nobody waits for it. */
    SftpReply opened(Errand errand, SftpPacket packet)
            throws TransferException, InterruptedException {
        SftpRequest opening = begin(SftpRequest.of(packet));
        try {
            return answer(errand, opening);
        } catch (InterruptedException e) {
            letGo(opening);
            throw e;
        }
    }

    /** Lets go of what a request opens, as soon as it is open. */
    void letGo(SftpRequest opening) {
        opening.leaveTo(reply -> {
            try {
                if (reply.type() == SftpPacket.HANDLE) {
                    letGo(SftpReply.string(reply.body()));
                }
            } catch (BufferUnderflowException _) {
                // no handle that anybody could let go of
            }
        });
    }

    /** The handle in an answer to opening something. */
    byte[] handle(Errand errand, SftpReply reply) throws TransferException {
        if (reply.type() != SftpPacket.HANDLE) {
            throw refused(errand, reply);
        }
        try {
            return SftpReply.string(reply.body());
        } catch (BufferUnderflowException e) {
            throw senseless(errand);
        }
    }

    /** Lets go of a handle without waiting. */
    void letGo(byte[] handle) {
        begin(SftpRequest.of(SftpPacket.of(SftpPacket.CLOSE).string(handle)));
    }

    /** What the contract calls a file's state. */
    FileStat fileStat(SftpAttributes attributes) {
        Optional<Identity> identity =
                attributes.kind() == FileStat.Kind.FILE
                                && attributes.size().isPresent()
                                && attributes.modified().isPresent()
                        ? Optional.of(
                                new Identity(
                                        attributes.size().getAsLong()
                                                + " "
                                                + attributes.modified().get().getEpochSecond()))
                        : Optional.empty();
        return new FileStat(
                attributes.kind(),
                attributes.size(),
                attributes.modified(),
                identity,
                List.of(),
                attributes.mode(),
                provenance());
    }
}
