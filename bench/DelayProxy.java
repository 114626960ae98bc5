import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A long way to a server on this machine: whatever comes in, in either direction, goes out so many
 * milliseconds later, however much it is. Prints the port it listens on, and runs until it is ended.
 *
 * <p>Usage: {@code java DelayProxy.java UPSTREAM-PORT ONE-WAY-MILLISECONDS}
 */
final class DelayProxy {
    private static final int PIECE = 64 << 10;

    /** What is on its way in one direction, at most: 2.5 Gb/s for as long as 200 ms. */
    private static final int MOST_PIECES = 1024;

    private DelayProxy() {}

    /** Bytes and when they arrive; none mark the end. */
    private record Piece(byte[] bytes, int length, long due) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.signum(due - ((Piece) other).due);
        }
    }

    public static void main(String[] arguments) throws IOException {
        int upstream = Integer.parseInt(arguments[0]);
        long delay = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[1]));
        try (ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            while (true) {
                Socket client = server.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), upstream);
                client.setTcpNoDelay(true);
                there.setTcpNoDelay(true);
                pass(client, there, delay);
                pass(there, client, delay);
            }
        }
    }

    private static void pass(Socket from, Socket to, long delay) {
        DelayQueue<Piece> way = new DelayQueue<>();
        Semaphore room = new Semaphore(MOST_PIECES);
        new Thread(() -> read(from, way, room, delay)).start();
        new Thread(() -> write(to, way, room)).start();
    }

    private static void read(Socket from, DelayQueue<Piece> way, Semaphore room, long delay) {
        long last = 0;
        try (InputStream in = from.getInputStream()) {
            for (int length = 0; length >= 0; ) {
                room.acquireUninterruptibly();
                byte[] bytes = new byte[PIECE];
                length = in.read(bytes);
                last = Math.max(last + 1, System.nanoTime() + delay); // pieces keep their order
                way.add(new Piece(bytes, length, last));
            }
        } catch (IOException e) {
            way.add(new Piece(new byte[0], -1, System.nanoTime() + delay));
        }
    }

    private static void write(Socket to, DelayQueue<Piece> way, Semaphore room) {
        try (OutputStream out = to.getOutputStream()) {
            for (Piece piece = way.take(); piece.length >= 0; piece = way.take()) {
                out.write(piece.bytes, 0, piece.length);
                room.release();
            }
        } catch (IOException | InterruptedException e) {
            room.release(MOST_PIECES); // whoever reads finds that nobody wants it
        }
    }
}
