package transfer.protocol.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One client of a {@link FaultProxy}, and what is done to it. */
final class FaultyConnection {
    private static final int BUFFER_SIZE = 64 * 1024;

    private final Socket client;
    private final Socket upstream = new Socket();
    private final List<Fault> faults;
    private final CountDownLatch gone = new CountDownLatch(1);
    private final AtomicLong answered;

    FaultyConnection(Socket client, List<Fault> faults, AtomicLong answered) {
        this.client = client;
        this.faults = faults;
        this.answered = answered;
    }

    /** Runs until the connection has ended. */
    void serve(InetSocketAddress server) {
        try {
            for (Fault fault : faults) {
                if (fault instanceof Fault.Refuse) {
                    reset();
                    return;
                }
                if (fault instanceof Fault.Answer answer) {
                    answer(answer.bytes());
                    return;
                }
            }
            connect(server);
            Thread upload = Thread.ofVirtual().start(this::upload);
            try {
                download();
                gone.await(); // the client may still send
            } finally {
                close();
                upload.join();
            }
        } catch (IOException | InterruptedException e) {
            // one of the two sides is gone, and so is this connection
        } finally {
            close();
        }
    }

    void close() {
        gone.countDown();
        FaultProxy.quietly(client);
        FaultProxy.quietly(upstream);
    }

    private void connect(InetSocketAddress server) throws IOException {
        try {
            upstream.connect(server);
        } catch (IOException e) {
            reset(); // as if the server itself had refused
            throw e;
        }
    }

    /** The client sees "connection reset by peer". */
    private void reset() throws IOException {
        client.setSoLinger(true, 0);
        close();
    }

    private void answer(byte[] bytes) throws IOException {
        InputStream request = client.getInputStream();
        int lineEnds = 0;
        while (lineEnds < 4) { // until an empty line
            int c = request.read();
            if (c < 0) {
                return;
            }
            lineEnds = c == "\r\n\r\n".charAt(lineEnds) ? lineEnds + 1 : c == '\r' ? 1 : 0;
        }
        client.getOutputStream().write(bytes);
        client.shutdownOutput();
        request.transferTo(OutputStream.nullOutputStream()); // unread bytes would make it a reset
    }

    private void upload() {
        try {
            pump(client, upstream, this::limitUpload);
        } catch (IOException | InterruptedException e) {
            // the other direction notices by itself
        } finally {
            gone.countDown();
        }
    }

    private void limitUpload(Chunk chunk) throws IOException, InterruptedException {
        for (Fault fault : faults) {
            switch (fault) {
                case Fault.CutUploadAfter(long bytes) when chunk.reaches(bytes) -> {
                    chunk.passUpTo(bytes);
                    settle();
                    reset();
                    throw ended();
                }
                case Fault.StallUploadAfter(long bytes) when chunk.reaches(bytes) -> {
                    chunk.passUpTo(bytes);
                    gone.await();
                    throw ended();
                }
                default -> {}
            }
        }
    }

    private void download() throws IOException, InterruptedException {
        pump(upstream, client, this::limitDownload);
    }

    private void limitDownload(Chunk chunk) throws IOException, InterruptedException {
        for (Fault fault : faults) {
            switch (fault) {
                case Fault.Delay(Duration pause) when chunk.position == 0 -> pause(pause);
                case Fault.FlipPairAt(long position) -> chunk.flip(position, position + 1);
                case Fault.Rate(long bytesPerSecond) -> {
                    Duration fair =
                            Duration.ofNanos(chunk.length * 1_000_000_000L / bytesPerSecond);
                    pause(fair);
                }
                default -> {}
            }
        }
        for (Fault fault : faults) {
            switch (fault) {
                case Fault.CutAfter(long bytes) when chunk.reaches(bytes) -> {
                    answered.addAndGet(chunk.passUpTo(bytes));
                    settle();
                    reset();
                    throw ended();
                }
                case Fault.CloseAfter(long bytes) when chunk.reaches(bytes) -> {
                    answered.addAndGet(chunk.passUpTo(bytes));
                    client.shutdownOutput();
                    throw ended();
                }
                case Fault.StallAfter(long bytes) when chunk.reaches(bytes) -> {
                    answered.addAndGet(chunk.passUpTo(bytes));
                    gone.await();
                    throw ended();
                }
                default -> {}
            }
        }
        answered.addAndGet(chunk.length);
    }

    private static IOException ended() {
        return new IOException("ended on purpose");
    }

    /** Passes bytes on until one side ends; the limit looks at each chunk before it is passed. */
    private void pump(Socket from, Socket to, Limit limit)
            throws IOException, InterruptedException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[chunkSize()];
        long position = 0;
        while (true) {
            int count = in.read(buffer);
            if (count < 0) {
                to.shutdownOutput();
                return;
            }
            limit.apply(new Chunk(buffer, count, position, out));
            out.write(buffer, 0, count);
            position += count;
        }
    }

    /** Small enough for the slowest rate to come as a trickle. */
    private int chunkSize() {
        return faults.stream()
                .filter(Fault.Rate.class::isInstance)
                .mapToLong(fault -> ((Fault.Rate) fault).bytesPerSecond() / 50 + 1)
                .mapToInt(size -> (int) Math.min(size, BUFFER_SIZE))
                .min()
                .orElse(BUFFER_SIZE);
    }

    /** A reset discards what is not on its way yet, so what was passed gets a moment. */
    private void settle() throws InterruptedException {
        pause(Duration.ofMillis(50));
    }

    /** Waits so long, or until the connection has ended. */
    private void pause(Duration length) throws InterruptedException {
        if (gone.await(length.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("the connection has ended");
        }
    }

    private interface Limit {
        void apply(Chunk chunk) throws IOException, InterruptedException;
    }

    /** Bytes on their way, and where in their direction the first of them is. */
    private record Chunk(byte[] bytes, int length, long position, OutputStream out) {
        boolean reaches(long limit) {
            return position + length >= limit;
        }

        /** Passes the bytes before the limit; the connection does not outlive that. */
        int passUpTo(long limit) throws IOException {
            int allowed = (int) Math.max(0, limit - position);
            out.write(bytes, 0, allowed);
            out.flush();
            return allowed;
        }

        void flip(long... positions) {
            for (long at : positions) {
                if (at >= position && at < position + length) {
                    int index = (int) (at - position);
                    bytes[index] = (byte) ~bytes[index];
                }
            }
        }
    }
}
