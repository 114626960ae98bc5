package transfer.protocol.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One wish to a server, and what came of it. Who made it waits for it; the connection's own thread
 * answers it, once.
 */
final class SftpRequest {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SftpPacket packet;
    private final ByteBuffer content;
    private final ByteBuffer target;
    private final CountDownLatch taken = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private long sent;
    private volatile SftpReply reply;
    private volatile IOException failure;
    private Optional<Consumer<SftpReply>> heir = Optional.empty();

    private SftpRequest(SftpPacket packet, ByteBuffer content, ByteBuffer target) {
        this.packet = packet;
        this.content = content;
        this.target = target;
    }

    static SftpRequest of(SftpPacket packet) {
        return new SftpRequest(packet, NOTHING, NOTHING);
    }

    /** As many bytes of an open file as the target has room for. */
    static SftpRequest read(byte[] handle, long offset, ByteBuffer target) {
        SftpPacket packet =
                SftpPacket.of(SftpPacket.READ)
                        .string(handle)
                        .number(offset)
                        .integer(target.remaining());
        return new SftpRequest(packet, NOTHING, target);
    }

    /**
     * @param content belongs to this request until it is taken
     */
    static SftpRequest write(byte[] handle, long offset, ByteBuffer content) {
        SftpPacket packet =
                SftpPacket.of(SftpPacket.WRITE)
                        .string(handle)
                        .number(offset)
                        .integer(content.remaining());
        return new SftpRequest(packet, content, NOTHING);
    }

    /** What goes over the wire, and then {@link #content}. */
    ByteBuffer numbered(int number) {
        sent = System.nanoTime();
        return packet.numbered(number, content.remaining());
    }

    ByteBuffer content() {
        return content;
    }

    /** Where data are put, from its position on; what is between that and its limit is free. */
    ByteBuffer target() {
        return target;
    }

    /** When it was sent, by {@link System#nanoTime}. */
    long sent() {
        return sent;
    }

    boolean isAnswered() {
        return answered.getCount() == 0;
    }

    /** Whether the answer is there as a whole, so that the target is written to no more. */
    boolean hasReply() {
        return reply != null;
    }

    void complete(SftpReply answer) {
        Optional<Consumer<SftpReply>> left;
        synchronized (this) {
            reply = answer;
            left = heir;
        }
        answered.countDown();
        left.ifPresent(heir -> heir.accept(answer));
    }

    /**
     * Leaves the answer, which nobody waits for any more, to somebody who must not wait: the
     * connection's thread brings it, unless it is there already.
     */
    void leaveTo(Consumer<SftpReply> heir) {
        synchronized (this) {
            this.heir = Optional.of(heir);
            if (reply == null) {
                return;
            }
        }
        heir.accept(reply);
    }

    void fail(IOException reason) {
        failure = reason;
        taken.countDown();
        answered.countDown();
    }

    /** All of it is on its way, and its content free for something else. */
    void take() {
        taken.countDown();
    }

    boolean isTaken() {
        return taken.getCount() == 0;
    }

    boolean awaitTaking(long nanos) throws InterruptedException {
        return taken.await(nanos, TimeUnit.NANOSECONDS);
    }

    boolean awaitAnswer(long nanos) throws InterruptedException {
        return answered.await(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * The answer, once there is one.
     *
     * @throws IOException when the conversation ended instead
     */
    SftpReply reply() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        return reply;
    }
}
