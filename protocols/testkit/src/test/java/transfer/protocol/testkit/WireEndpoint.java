package transfer.protocol.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import transfer.checksum.Checksum;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.LocalFailures;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.ResumableSink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.testkit.WireProtocol.Flaw;

/** One client of a {@link WireServer}. */
final class WireEndpoint implements Source, ResumableSink {
    private static final int A_MOMENT_MILLIS = 5000;

    private final TransferUrl place;
    private final Duration patience;
    private final Set<Flaw> flaws;
    private long sent;

    WireEndpoint(TransferUrl place, Duration patience, Set<Flaw> flaws) {
        this.place = place;
        this.patience = patience;
        this.flaws = flaws;
    }

    void opened() {
        if (flaws.contains(Flaw.CONNECTS_WHEN_OPENED)) {
            try (Socket socket = new Socket(place.host(), place.port().orElseThrow())) {
                socket.shutdownOutput();
            } catch (IOException e) {
                // noticed later
            }
        }
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        return new Call(url).run(call -> call.ask("STAT", 0), true);
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        Call call = new Call(url);
        FileStat stat = call.run(c -> c.ask("READ", request.offset()), false);
        return new WireReading(call, stat, request);
    }

    @Override
    public Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        Call call = new Call(url);
        call.run(c -> c.begin("WRITE", request.size().orElse(-1)), false);
        return new WireWriting(call, url, 0);
    }

    @Override
    public Writing resume(TransferUrl url, WriteRequest request, String mark)
            throws TransferException, InterruptedException {
        Call call = new Call(url);
        return call.run(
                c -> {
                    c.begin("RESUME", request.size().orElse(-1));
                    c.out.writeUTF(mark);
                    c.expectOk();
                    long offset = c.in.readLong();
                    return new WireWriting(
                            c,
                            url.withPath("/" + c.in.readUTF()),
                            flaws.contains(Flaw.GOES_ON_BEHIND_WHAT_IT_SENT) ? sent : offset);
                },
                false);
    }

    private interface Step<T> {
        T take(Call call) throws IOException;
    }

    /** One connection. */
    private final class Call {
        private final TransferUrl url;
        private final Socket socket = new Socket();
        private final AtomicBoolean tooLong = new AtomicBoolean();
        private Phase phase = Phase.CONNECT;
        private DataInputStream in;
        private DataOutputStream out;

        Call(TransferUrl url) {
            this.url = url;
        }

        /** Does something, closing the connection if it fails or was the last thing to do. */
        <T> T run(Step<T> step, boolean last) throws TransferException, InterruptedException {
            boolean good = false;
            try {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                T result = step.take(this);
                good = !last;
                return result;
            } catch (IOException e) {
                throw failure(e);
            } finally {
                if (!good && !flaws.contains(Flaw.FORGETS_TO_CLOSE)) {
                    close();
                }
            }
        }

        Void begin(String verb, long number) throws IOException {
            int limit = Math.toIntExact(patience.toMillis());
            socket.connect(new InetSocketAddress(url.host(), url.port().orElseThrow()), limit);
            phase = Phase.REQUEST;
            socket.setSoTimeout(limit);
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
            out.writeUTF(verb);
            out.writeUTF(url.path().substring(1));
            out.writeLong(number);
            return null;
        }

        FileStat ask(String verb, long number) throws IOException {
            begin(verb, number);
            expectOk();
            FileStat stat = FileStat.unknown().withSize(OptionalLong.of(in.readLong()));
            phase = Phase.BODY;
            return new FileStat(
                    stat.kind(),
                    stat.size(),
                    stat.modified(),
                    stat.identity(),
                    stat.digests(),
                    stat.mode(),
                    way());
        }

        private Provenance way() {
            return flaws.contains(Flaw.TELLS_NO_ADDRESS)
                    ? Provenance.UNKNOWN
                    : Provenance.of(url.host() + ":" + url.port().orElseThrow());
        }

        void expectOk() throws IOException {
            String answer = in.readUTF();
            if (!answer.equals("ok")) {
                throw new TransferException(FailureKind.valueOf(answer), url, "refused")
                        .during(phase);
            }
        }

        /** Sockets have no time limit for writing, so somebody else closes it. */
        Void send(ByteBuffer bytes) throws IOException {
            phase = Phase.BODY;
            CompletableFuture<Void> watch =
                    CompletableFuture.runAsync(
                            () -> {
                                tooLong.set(true);
                                close();
                            },
                            CompletableFuture.delayedExecutor(
                                    patience.toMillis(), TimeUnit.MILLISECONDS));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            try {
                if (copy.length > 0) {
                    out.writeInt(copy.length);
                    out.write(copy);
                }
            } finally {
                watch.cancel(false);
            }
            return null;
        }

        private TransferException failure(IOException e) throws InterruptedException {
            if (e instanceof TransferException known) {
                return known;
            }
            if (Thread.interrupted() && !flaws.contains(Flaw.REPORTS_INTERRUPTION_AS_A_FAILURE)) {
                throw new InterruptedException();
            }
            boolean late = e instanceof SocketTimeoutException || tooLong.get();
            FailureKind kind =
                    late && !flaws.contains(Flaw.TAKES_SILENCE_FOR_A_BROKEN_CONNECTION)
                            ? FailureKind.TIMED_OUT
                            : FailureKind.CONNECTION;
            String shown =
                    flaws.contains(Flaw.SHOWS_THE_URL_WITH_ITS_PASSWORD)
                            ? url.text()
                            : url.toString();
            TransferException failure =
                    new TransferException(kind, url, "cannot reach " + shown + ": " + e, e)
                            .during(
                                    flaws.contains(Flaw.TAKES_EVERYTHING_FOR_THE_REQUEST)
                                            ? Phase.REQUEST
                                            : phase)
                            .cameBy(way());
            return LocalFailures.errno(e).map(failure::withErrno).orElse(failure);
        }

        /**
         * What was sent is still on its way to a server that is busy: only its hanging up says that
         * it has taken everything. One that is silent is not waited for.
         */
        void leave() {
            try {
                socket.setSoTimeout(A_MOMENT_MILLIS);
                socket.shutdownOutput();
                while (in.read() >= 0) {
                    // an answer that nobody wants any more
                }
            } catch (IOException e) {
                // it goes on with what it has
            } finally {
                close();
            }
        }

        void close() {
            DeafServer.quietly(socket);
        }
    }

    private final class WireReading implements Reading {
        private final Call call;
        private final FileStat stat;
        private final long offset;
        private final long limit;
        private long position;

        WireReading(Call call, FileStat stat, ReadRequest request) {
            this.call = call;
            this.stat = stat;
            this.offset = request.offset();
            this.position = offset;
            long size = stat.size().orElseThrow();
            this.limit = offset + Math.min(size - offset, request.length().orElse(size));
        }

        @Override
        public FileStat stat() {
            return stat;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public int read(ByteBuffer into) throws TransferException, InterruptedException {
            return position == limit ? -1 : call.run(c -> readSome(into), false);
        }

        private int readSome(ByteBuffer into) throws IOException {
            byte[] bytes = new byte[(int) Math.min(into.remaining(), limit - position)];
            int count = call.in.read(bytes);
            if (count < 0) {
                if (flaws.contains(Flaw.TAKES_A_BROKEN_CONNECTION_FOR_THE_END)) {
                    return -1;
                }
                throw new EOFException("ended at " + position + " of " + limit);
            }
            into.put(bytes, 0, count);
            position += count;
            return count;
        }

        @Override
        public void close() {
            if (!flaws.contains(Flaw.FORGETS_TO_CLOSE)) {
                call.close();
            }
        }
    }

    private final class WireWriting implements Writing {
        private final Call call;
        private final boolean resumed;
        private final long offset;
        private TransferUrl location;
        private boolean ended;

        WireWriting(Call call, TransferUrl location, long offset) {
            this.call = call;
            this.location = location;
            this.resumed = !location.equals(call.url);
            this.offset = offset;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public void write(ByteBuffer bytes) throws TransferException, InterruptedException {
            sent += bytes.remaining();
            call.run(c -> c.send(bytes), false);
        }

        @Override
        public FileStat finish(List<Checksum> digests)
                throws TransferException, InterruptedException {
            location = call.run(c -> confirm(), false);
            return FileStat.unknown();
        }

        private TransferUrl confirm() throws IOException {
            call.out.writeInt(0);
            call.expectOk();
            return call.url.withPath("/" + call.in.readUTF());
        }

        @Override
        public TransferUrl location() {
            return location;
        }

        @Override
        public void publish() throws TransferException, InterruptedException {
            call.run(
                    c -> {
                        c.out.writeByte(1);
                        c.expectOk();
                        return null;
                    },
                    true);
            ended = true;
        }

        @Override
        public void leave() {
            ended = true;
            call.leave();
        }

        @Override
        public void close() {
            if (resumed && !ended) {
                try {
                    call.out.writeInt(-1);
                    call.expectOk();
                } catch (IOException e) {
                    // the server is gone
                }
            }
            ended = true;
            call.close();
        }
    }
}
