package transfer.protocol.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes the one socket of a connection, trying every address that the host has, and remembers where
 * it led.
 */
final class SshSocket implements SocketFactory, AutoCloseable {
    /** JSch reads the head of each packet by itself. */
    private static final int BUFFER = 64 << 10;

    private final Duration patience;
    private volatile Socket socket;
    private volatile SshConnection gate;
    private volatile Optional<String> address = Optional.empty();
    private volatile long heard = System.nanoTime();

    SshSocket(Duration patience) {
        this.patience = patience;
    }

    /** Connects through this connection, which then ends with this one. */
    void goThrough(SshConnection connection) {
        gate = connection;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        SshConnection through = gate;
        if (through != null) {
            socket = SshJump.open(through, host, port, patience);
            return socket;
        }
        IOException failure = null;
        for (InetAddress each : InetAddress.getAllByName(host)) {
            Socket tried = new Socket();
            address = Optional.of(numbered(each, port));
            try {
                tried.setKeepAlive(true);
                tried.connect(
                        new InetSocketAddress(each, port),
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

    private static String numbered(InetAddress ip, int port) {
        String host = ip.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** IP address and port of the server that we are connected with, or tried last. */
    Optional<String> address() {
        return address;
    }

    /** How long nothing has come from the server. */
    long silentMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heard);
    }

    @Override
    public InputStream getInputStream(Socket of) throws IOException {
        return new BufferedInputStream(new Ear(of.getInputStream()), BUFFER);
    }

    @Override
    public OutputStream getOutputStream(Socket of) throws IOException {
        return of.getOutputStream();
    }

    /** Cuts the connection at once, whoever is reading or writing. */
    @Override
    public void close() {
        SshConnection through = gate;
        if (through != null) {
            through.close();
        }
        Socket open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // it is of no use any more
            }
        }
    }

    /** Notes when something comes. */
    private final class Ear extends FilterInputStream {
        Ear(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            heard = System.nanoTime();
            return count;
        }
    }
}
