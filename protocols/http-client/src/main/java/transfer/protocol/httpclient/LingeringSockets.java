package transfer.protocol.httpclient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets under TLS that can be closed while somebody is stuck writing to them.
 *
 * <p>Java's TLS says good-bye when it is closed, and waits for its turn to write to do so, for as
 * long as the socket lingers: without limit if it does not. When a server takes no more, the thread
 * that would end the stuck writing, which is the library's only one for all time limits, would be
 * stuck as well. With nothing left to send, lingering changes nothing.
 */
final class LingeringSockets extends SocketFactory {
    private static final int SECONDS = 1;

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new Socket();
        socket.setSoLinger(true, SECONDS);
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
