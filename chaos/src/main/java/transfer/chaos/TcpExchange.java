package transfer.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A connection of which the proxy understands nothing: bytes there and bytes back. */
final class TcpExchange {
    /** Longer than any message that may come first. */
    private static final int GARBAGE_BYTES = 1000;

    private final Line line;
    private final List<Fault> faults;
    private final Notes notes;
    private final AtomicLong answered;
    private final AtomicBoolean asked = new AtomicBoolean();

    TcpExchange(Line line, List<Fault> faults, Notes notes, AtomicLong answered) {
        this.line = line;
        this.faults = faults;
        this.notes = notes;
        this.answered = answered;
    }

    /** Runs until the connection has ended. */
    void serve() throws IOException, InterruptedException {
        for (Fault fault : faults) {
            if (answersInstead(fault)) {
                return;
            }
        }
        Socket upstream = line.connect();
        line.watched();
        Thread upload = Thread.ofVirtual().start(() -> upload(upstream));
        try {
            download(upstream);
            line.awaitGone(); // the client may still send
        } finally {
            line.close();
            upload.join();
        }
    }

    private boolean answersInstead(Fault fault) throws IOException {
        Socket client = line.client();
        switch (fault) {
            case Fault.Refuse _ -> {
                notes.struck(fault);
                line.reset();
            }
            case Fault.Silence(Duration thenClose) -> {
                notes.struck(fault);
                line.drain(thenClose);
            }
            case Fault.EmptyReply _ -> end(fault, new byte[0]);
            case Fault.Garbage(long seed) -> {
                byte[] garbage = new byte[GARBAGE_BYTES];
                new SplittableRandom(seed).nextBytes(garbage);
                end(fault, garbage);
            }
            case Fault.Answer answer -> {
                if (HttpHead.skip(client.getInputStream())) {
                    notes.struck(fault);
                    finish(answer.bytes());
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void end(Fault fault, byte[] last) throws IOException {
        if (line.client().getInputStream().read() >= 0) {
            notes.struck(fault);
            finish(last);
        }
    }

    private void finish(byte[] last) throws IOException {
        line.client().getOutputStream().write(last);
        line.client().shutdownOutput();
        line.drain(Duration.ZERO); // unread bytes would make it a reset
    }

    private void upload(Socket upstream) {
        try {
            Passage passage = new Passage(line, faults, notes, -1, new AtomicLong());
            InputStream in = new Watched(line.client().getInputStream(), asked);
            passage.toServer(in, upstream.getOutputStream());
            slowClose();
            upstream.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            // the other direction notices by itself
        } finally {
            line.leave();
        }
    }

    private void download(Socket upstream) throws IOException, InterruptedException {
        Passage passage = new Passage(line, faults, notes, -1, answered);
        OutputStream out = line.client().getOutputStream();
        passage.toClient(
                upstream.getInputStream(),
                out,
                // an answer begins when the server says something after the client did
                position -> asked.getAndSet(false) || position == 0);
        slowClose();
        line.client().shutdownOutput();
    }

    private void slowClose() throws InterruptedException {
        for (Fault fault : faults) {
            if (fault instanceof Fault.SlowClose(Duration delay)) {
                notes.struck(fault);
                line.pause(delay);
            }
        }
    }

    /** Says when something was read. */
    private static final class Watched extends java.io.FilterInputStream {
        private final AtomicBoolean seen;

        Watched(InputStream in, AtomicBoolean seen) {
            super(in);
            this.seen = seen;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            if (count > 0) {
                seen.set(true);
            }
            return count;
        }
    }
}
