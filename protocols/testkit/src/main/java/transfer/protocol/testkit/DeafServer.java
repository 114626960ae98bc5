package transfer.protocol.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A port of 127.0.0.1 at which connecting takes for ever: its queue is full and nobody accepts.
 * Linux then drops what knocks; elsewhere it may refuse.
 */
public final class DeafServer implements AutoCloseable {
    private static final int MORE_THAN_ITS_QUEUE = 8;

    private final ServerSocket listener;
    private final List<SocketChannel> queue = new ArrayList<>();

    private DeafServer(ServerSocket listener) {
        this.listener = listener;
    }

    /**
     * @throws UncheckedIOException when no port is to be had
     */
    public static DeafServer start() {
        try {
            DeafServer server =
                    new DeafServer(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
            for (int i = 0; i < MORE_THAN_ITS_QUEUE; i++) {
                SocketChannel knock = SocketChannel.open();
                server.queue.add(knock);
                knock.configureBlocking(false);
                knock.connect(new InetSocketAddress("127.0.0.1", server.port()));
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        queue.forEach(DeafServer::quietly);
        quietly(listener);
    }

    static void quietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // nothing depends on it any more
        }
    }
}
