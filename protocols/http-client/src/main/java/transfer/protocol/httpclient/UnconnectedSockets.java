package transfer.protocol.httpclient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * The kinds of sockets that the library is given to connect. What is written to them leaves at once
 * (no Nagle's algorithm, RFC 896): the end of a small body would else wait until the server
 * acknowledges its beginning, which servers put off for 40 ms since they expect more (RFC 1122,
 * 4.2.3.2).
 */
final class UnconnectedSockets extends SocketFactory {
    private static final int LINGER_SECONDS = 1;

    private final Kind kind;

    @FunctionalInterface
    private interface Kind {
        Socket make() throws IOException;
    }

    private UnconnectedSockets(Kind kind) {
        this.kind = kind;
    }

    /** For HTTP/1.1 in clear, which moves large files with few system calls. */
    static UnconnectedSockets inClear() {
        return new UnconnectedSockets(RoomySocket::new);
    }

    /**
     * Sockets under TLS that can be closed while somebody is stuck writing to them.
     *
     * <p>Java's TLS says good-bye when it is closed, and waits for its turn to write to do so, for
     * as long as the socket lingers: without limit if it does not. When a server takes no more, the
     * thread that would end the stuck writing, which is the library's only one for all time limits,
     * would be stuck as well. With nothing left to send, lingering changes nothing.
     */
    static UnconnectedSockets underTls() {
        return new UnconnectedSockets(() -> {
            Socket socket = new Socket();
            socket.setSoLinger(true, LINGER_SECONDS);
            return socket;
        });
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = kind.make();
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connectedElsewhere();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw connectedElsewhere();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connectedElsewhere();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw connectedElsewhere();
    }

    private static UnsupportedOperationException connectedElsewhere() {
        return new UnsupportedOperationException("the library connects sockets by itself");
    }
}
