package transfer.protocol.httpclient;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;

/**
 * An upload under way, fed by the thread that it belongs to and sent by one of its own, because the
 * library asks for bytes while our contract hands them over.
 *
 * <p>The server is asked to say when the body may come ({@code Expect: 100-continue}, RFC 9110,
 * 10.1.1), so that it can refuse, ask for a log-in or redirect before the bytes are on their way. A
 * server that stays silent to that gets the request again without; it is remembered.
 */
public final class HttpUpload implements AutoCloseable {
    private final HttpConversation conversation;
    private final HttpRequest request;
    private final HandedBody body;
    private final Thread sender;
    private Outcome outcome = new Outcome.Pending();

    /** How the request ended; guarded by the body's lock through {@link HandedBody#answered}. */
    private sealed interface Outcome {
        record Pending() implements Outcome {}

        record Answered(HttpAnswer answer) implements Outcome {}

        record Failed(TransferException failure) implements Outcome {}

        record Broken(RuntimeException failure) implements Outcome {}
    }

    private HttpUpload(HttpConversation conversation, HttpRequest request, HandedBody body) {
        this.conversation = conversation;
        this.request = request;
        this.body = body;
        this.sender = Thread.ofVirtual().name("upload").unstarted(this::send);
    }

    /**
     * Begins an upload; returns when the server is ready for the bytes.
     *
     * @param request a PUT or POST without its body
     * @param length in bytes, or -1 when only the end will tell
     * @throws TransferException when it refuses
     */
    public static HttpUpload begin(HttpConversation conversation, HttpRequest request, long length)
            throws TransferException, InterruptedException {
        String server = request.url().server();
        Set<String> withoutContinue = conversation.connections().withoutContinue();
        if (!withoutContinue.contains(server)) {
            HttpUpload asking = start(conversation, request, length, true);
            if (asking.isWelcome()) {
                return asking;
            }
            withoutContinue.add(server);
        }
        HttpUpload upload = start(conversation, request, length, false);
        upload.isWelcome();
        return upload;
    }

    private static HttpUpload start(
            HttpConversation conversation, HttpRequest bare, long length, boolean asking) {
        HandedBody body = new HandedBody(length);
        HttpRequest request = bare.with(body).by(HttpRequest.Traffic.BULK);
        HttpUpload upload =
                new HttpUpload(
                        conversation,
                        asking ? request.with("Expect", "100-continue") : request,
                        body);
        upload.sender.start();
        return upload;
    }

    private void send() {
        // nobody may wait for a sender that died, of an error for instance
        Outcome end = new Outcome.Broken(new IllegalStateException("the sender of an upload died"));
        try {
            end = new Outcome.Answered(conversation.send(request));
        } catch (TransferException e) {
            end = new Outcome.Failed(e);
        } catch (InterruptedException e) {
            // only close() interrupts, and then nobody wants to know
            end =
                    new Outcome.Failed(
                            new TransferException(
                                    FailureKind.CONNECTION,
                                    request.url(),
                                    request + ": given up",
                                    e));
        } catch (RuntimeException e) {
            end = new Outcome.Broken(e);
        } finally {
            outcome = end;
            body.answered();
        }
    }

    /** Waits for leave to send the body; false when the server does not understand the question. */
    private boolean isWelcome() throws TransferException, InterruptedException {
        boolean asking = request.fields().get("Expect").isPresent();
        boolean kept = false;
        try {
            // a server that is silent where nothing was asked is a slow one
            Duration patience =
                    asking
                            ? conversation.connections().patience()
                            : conversation.network().idleTimeout();
            boolean silent = !body.awaitBegin(patience);
            if (asking && (silent || isMisunderstood())) {
                return false;
            }
            if (!body.hasBegun()) {
                throw early();
            }
            kept = true;
            return true;
        } finally {
            if (!kept) {
                close();
            }
        }
    }

    private boolean isMisunderstood() {
        return switch (outcome) {
            case Outcome.Answered(var answer) -> answer.status() == 417;
            case Outcome.Failed(var failure) ->
                    failure.kind() == FailureKind.TIMED_OUT && body.isHeldBack();
            case Outcome.Pending _, Outcome.Broken _ -> false;
        };
    }

    /** Sends all remaining bytes; interrupted, it ends the upload. */
    public void write(ByteBuffer bytes) throws TransferException, InterruptedException {
        boolean sent;
        try {
            sent = body.hand(bytes);
        } catch (InterruptedException e) {
            // the buffer is somebody else's next, whose bytes must not be sent in the place of ours
            close();
            throw e;
        }
        if (!sent) {
            throw early();
        }
    }

    /** What it means that the request ended before all bytes were sent. */
    private TransferException early() throws InterruptedException {
        body.awaitAnswer();
        return switch (outcome) {
            case Outcome.Answered(var answer) when answer.isSuccess() ->
                    HttpFailures.after(
                            answer,
                            new TransferException(
                                            FailureKind.UNEXPECTED,
                                            request.url(),
                                            request
                                                    + ": the server answered "
                                                    + answer.statusLine()
                                                    + " before it had all bytes")
                                    .withStatus(answer.status()),
                            Phase.BODY);
            case Outcome.Answered(var answer) -> conversation.explained(request, answer);
            case Outcome.Failed(var failure) -> failure;
            case Outcome.Broken(var failure) -> throw failure;
            case Outcome.Pending _ -> throw new IllegalStateException("the request has not ended");
        };
    }

    /** Ends the body and gives the server's answer, whatever its status; the caller closes it. */
    public HttpAnswer finish() throws TransferException, InterruptedException {
        body.complete();
        body.awaitAnswer();
        if (outcome instanceof Outcome.Answered(var answer)) {
            return answer;
        }
        throw early();
    }

    TransferException failure(HttpAnswer answer) {
        return conversation.failure(request, answer);
    }

    /** Cuts the connection unless the request has ended. */
    @Override
    public void close() {
        body.giveUp();
        sender.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                sender.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (outcome instanceof Outcome.Answered(var answer)) {
            answer.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
