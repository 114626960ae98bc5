package transfer.protocol.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the one socket of a connection, trying every address that the host has, and remembers where
 * it led.
 */
final class SshSocket implements SocketFactory {
    private final Duration patience;
    private volatile Socket socket;

    SshSocket(Duration patience) {
        this.patience = patience;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        IOException failure = null;
        for (InetAddress address : InetAddress.getAllByName(host)) {
            Socket tried = new Socket();
            try {
                tried.setKeepAlive(true);
                tried.connect(
                        new InetSocketAddress(address, port),
                        Math.toIntExact(Math.max(1, patience.toMillis())));
                socket = tried;
                return tried;
            } catch (IOException e) {
                tried.close();
                if (failure == null) {
                    failure = e;
                }
            }
        }
        throw failure == null ? new SocketException("no address") : failure;
    }

    /** IP address and port of the server, once there is a connection. */
    Optional<String> address() {
        Socket known = socket;
        if (known == null || !(known.getRemoteSocketAddress() instanceof InetSocketAddress there)) {
            return Optional.empty();
        }
        String ip = there.getAddress().getHostAddress();
        return Optional.of((ip.contains(":") ? "[" + ip + "]" : ip) + ":" + there.getPort());
    }

    @Override
    public InputStream getInputStream(Socket of) throws IOException {
        return of.getInputStream();
    }

    @Override
    public OutputStream getOutputStream(Socket of) throws IOException {
        return of.getOutputStream();
    }
}
