package transfer.chaos;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The requests of one client's HTTP/1.1 connection, each with its own faults. Each goes to the
 * server over a connection of its own, so that no fault of one request meets another.
 */
final class HttpExchanges {
    private static final Duration PARTING = Duration.ofSeconds(5);
    private static final Duration UPLOAD_ENDS = Duration.ofMillis(200);

    private final Line line;
    private final long connection;
    private final Function<String, List<Fault>> faultsFor;
    private final Consumer<Incident> listener;
    private final AtomicLong answered;

    /**
     * @param faultsFor what strikes a request; it gets the method, the target and the range
     */
    HttpExchanges(
            Line line,
            long connection,
            Function<String, List<Fault>> faultsFor,
            Consumer<Incident> listener,
            AtomicLong answered) {
        this.line = line;
        this.connection = connection;
        this.faultsFor = faultsFor;
        this.listener = listener;
        this.answered = answered;
    }

    /** Runs until the connection has ended. */
    void serve() throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(line.client().getInputStream());
        for (long request = 1; ; request++) {
            Optional<HttpHead> asked = HttpHead.read(in);
            if (asked.isEmpty()) {
                return;
            }
            HttpHead head = asked.get();
            String key = head.word(0) + " " + head.word(1) + " " + head.field("Range").orElse("");
            Exchange exchange =
                    new Exchange(
                            head,
                            in,
                            faultsFor.apply(key),
                            new Notes(connection, request, head.shown(), listener));
            if (!exchange.serve()) {
                // an unread request would turn the orderly end into a reset
                line.client().shutdownOutput();
                line.drain(PARTING);
                return;
            }
        }
    }

    private final class Exchange {
        private final HttpHead asked;
        private final InputStream in;
        private final List<Fault> faults;
        private final Notes notes;
        private volatile boolean allWasAsked;

        Exchange(HttpHead asked, InputStream in, List<Fault> faults, Notes notes) {
            this.asked = asked;
            this.in = in;
            this.faults = faults;
            this.notes = notes;
        }

        /** Answers; returns whether the connection can take another request. */
        boolean serve() throws IOException, InterruptedException {
            for (Fault fault : faults) {
                if (answersInstead(fault)) {
                    return false;
                }
            }
            boolean closing =
                    asked.names("Connection", "close") || asked.word(2).equals("HTTP/1.0");
            Socket upstream = line.connect();
            try {
                Thread upload = ask(upstream);
                boolean whole = answer(upstream, closing);
                return upload.join(UPLOAD_ENDS) && allWasAsked && whole;
            } finally {
                line.release(upstream);
            }
        }

        private boolean answersInstead(Fault fault) throws IOException {
            switch (fault) {
                case Fault.Refuse _ -> {
                    notes.struck(fault);
                    line.reset();
                    throw Line.ended();
                }
                case Fault.Silence(Duration thenClose) -> {
                    notes.struck(fault);
                    line.drain(thenClose);
                }
                case Fault.EmptyReply _ -> notes.struck(fault);
                case Fault.Answer answer -> {
                    notes.struck(fault);
                    line.client().getOutputStream().write(answer.bytes());
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        /** Sends the request; its body goes on its way while the answer comes. */
        private Thread ask(Socket upstream) throws IOException {
            HttpBody body = HttpBody.ofRequest(asked);
            for (Fault fault : faults) {
                if (fault instanceof Fault.IgnoreRange && asked.field("Range").isPresent()) {
                    notes.struck(fault);
                    asked.remove("Range");
                    asked.remove("If-Range");
                }
            }
            asked.remove("Keep-Alive");
            asked.set("Connection", "close");
            upstream.getOutputStream().write(asked.bytes());
            return Thread.ofVirtual().start(() -> upload(body, upstream));
        }

        private void upload(HttpBody body, Socket upstream) {
            try {
                Passage passage = new Passage(line, faults, notes, body.length(), new AtomicLong());
                HttpBody.Ending out = body.to(upstream.getOutputStream());
                if (body.length() != 0) {
                    passage.toServer(body.from(in), out);
                }
                out.end();
                allWasAsked = true;
            } catch (IOException | InterruptedException e) {
                // the answer, if one comes, is passed on; the connection ends then
            }
        }

        /** Passes the answer on; returns whether it is whole and the connection stays. */
        private boolean answer(Socket upstream, boolean closing)
                throws IOException, InterruptedException {
            InputStream from = new BufferedInputStream(upstream.getInputStream());
            OutputStream to = line.client().getOutputStream();
            HttpHead head;
            while (true) {
                Optional<HttpHead> next = HttpHead.read(from);
                if (next.isEmpty()) {
                    return false; // as little as the server said
                }
                head = next.get();
                if (head.status() / 100 != 1) {
                    break;
                }
                to.write(head.bytes());
            }
            HttpBody told = HttpBody.ofAnswer(asked.word(0), head);
            HttpBody body = shortened(head, told);
            falsify(head);
            boolean last = closing || body.endsWithConnection();
            head.remove("Keep-Alive");
            head.remove("Connection");
            if (last) {
                head.set("Connection", "close");
            }
            Passage passage = new Passage(line, faults, notes, body.length(), answered);
            passage.delay();
            to.write(head.bytes());
            HttpBody.Ending out = body.to(to);
            passage.begin(out, Passage.Direction.TO_CLIENT);
            // what is shortened is read as it is told, and as much of it as is left
            InputStream content =
                    body.length() < 0
                            ? told.from(from)
                            : new HttpBody.First(told.from(from), body.length());
            long count = body.length() == 0 ? 0 : passage.toClient(content, out, position -> false);
            if (body.length() >= 0 && count < body.length()) {
                return false; // the server broke off, and so do we
            }
            out.end();
            if (last) {
                slowClose();
            }
            return !last;
        }

        private HttpBody shortened(HttpHead head, HttpBody body) {
            for (Fault fault : faults) {
                if (fault instanceof Fault.Partial(var end) && body.length() != 0) {
                    long part = end.in(body.length());
                    if (body.length() < 0 || part < body.length()) {
                        notes.struck(fault, part);
                        head.remove("Transfer-Encoding");
                        head.set("Content-Length", Long.toString(part));
                        return new HttpBody(part, false);
                    }
                }
            }
            return body;
        }

        private void falsify(HttpHead head) {
            for (Fault fault : faults) {
                if (fault instanceof Fault.WrongEtag(String tag)
                        && head.field("ETag").isPresent()) {
                    notes.struck(fault);
                    head.set("ETag", tag);
                }
            }
        }

        private void slowClose() throws InterruptedException {
            for (Fault fault : faults) {
                if (fault instanceof Fault.SlowClose(Duration delay)) {
                    notes.struck(fault);
                    line.pause(delay);
                }
            }
        }
    }
}
