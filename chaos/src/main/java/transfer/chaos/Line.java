package transfer.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The connection of one client, those that were made to the server for it, and how they end. */
final class Line {
    private final Socket client;
    private final InetSocketAddress server;
    private final List<Socket> upstream = new CopyOnWriteArrayList<>();
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile boolean watched;

    Line(Socket client, InetSocketAddress server) throws IOException {
        this.client = client;
        this.server = server;
        // else a small piece waits until the one before it was acknowledged
        client.setTcpNoDelay(true);
    }

    Socket client() {
        return client;
    }

    /** A new connection to the server; where there is none, the client sees a reset. */
    Socket connect() throws IOException {
        Socket socket = new Socket();
        upstream.add(socket);
        if (gone.getCount() == 0) {
            close();
            throw ended();
        }
        try {
            socket.connect(server);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            reset(); // as if the server itself had refused
            throw e;
        }
    }

    /** Ends a connection to the server that is not needed any more. */
    void release(Socket socket) {
        quietly(socket);
        upstream.remove(socket);
    }

    /** The client sees "connection reset by peer". */
    void reset() throws IOException {
        client.setSoLinger(true, 0);
        close();
    }

    void close() {
        gone.countDown();
        quietly(client);
        upstream.forEach(Line::quietly);
    }

    /** Says that one side has gone. */
    void leave() {
        gone.countDown();
    }

    void awaitGone() throws InterruptedException {
        gone.await();
    }

    /** Says that another thread reads what the client sends, and will see it leave. */
    void watched() {
        watched = true;
    }

    /** Waits until a side has gone, but no longer than this; zero is for ever. */
    void stay(Duration longest) throws IOException, InterruptedException {
        if (!watched) {
            drain(longest);
        } else if (longest.isZero()) {
            gone.await();
        } else {
            gone.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Takes whatever the client still sends until it closes, but no longer than this; zero is for
     * ever.
     */
    void drain(Duration longest) throws IOException {
        long end = System.nanoTime() + longest.toNanos();
        InputStream in = client.getInputStream();
        byte[] unwanted = new byte[8192];
        try {
            int count;
            do {
                if (!longest.isZero()) {
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (left <= 0) {
                        return;
                    }
                    client.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
                }
                count = in.read(unwanted);
            } while (count >= 0);
        } catch (SocketTimeoutException e) {
            // long enough
        }
    }

    /** A reset discards what is not on its way yet, so what was passed gets a moment. */
    void settle() throws InterruptedException {
        pause(Duration.ofMillis(50));
    }

    /** Waits so long, or until the connection has ended. */
    void pause(Duration length) throws InterruptedException {
        if (gone.await(length.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("the connection has ended");
        }
    }

    static IOException ended() {
        return new IOException("ended on purpose");
    }

    static void quietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // nothing depends on it any more
        }
    }
}
