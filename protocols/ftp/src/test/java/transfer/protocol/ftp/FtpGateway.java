package transfer.protocol.ftp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one port of an FTP server's many, so that what stands in front of that port sees its data
 * connections, too: answers to EPSV name the port in front, and the next connection that comes from
 * there goes to where the answer pointed. For one client that does one thing at a time.
 */
final class FtpGateway implements AutoCloseable {
    private static final Pattern PASSIVE = Pattern.compile("^229 .*\\(\\|\\|\\|(\\d+)\\|\\)");

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Deque<Integer> expected = new ArrayDeque<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private int front;

    FtpGateway(InetSocketAddress server) {
        this.server = server;
        try {
            this.listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Which port clients see. */
    synchronized void isSeenAs(int port) {
        front = port;
    }

    private synchronized String announced(String line) {
        Matcher passive = PASSIVE.matcher(line);
        if (!passive.find()) {
            return line;
        }
        expected.add(Integer.parseInt(passive.group(1)));
        return "229 Entering Extended Passive Mode (|||" + front + "|)\r\n";
    }

    private synchronized Integer nextExpected() {
        return expected.poll();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Integer data = nextExpected();
                Thread.ofVirtual().start(() -> serve(client, data));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket client, Integer data) {
        try (client;
                Socket upstream =
                        new Socket(server.getAddress(), data == null ? server.getPort() : data)) {
            open.add(client);
            open.add(upstream);
            Thread up = Thread.ofVirtual().start(() -> pass(client, upstream));
            if (data == null) {
                passLines(upstream, client);
            } else {
                pass(upstream, client);
            }
            up.join();
        } catch (IOException | InterruptedException e) {
            // one side is gone, and so is the other
        } finally {
            open.remove(client);
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            quietly(from);
            quietly(to);
        }
    }

    private void passLines(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            line.append((char) c);
            if (c == '\n') {
                out.write(announced(line.toString()).getBytes(StandardCharsets.ISO_8859_1));
                line.setLength(0);
            }
        }
        to.shutdownOutput();
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // it is gone, which is what was wanted
        }
    }

    @Override
    public void close() {
        quietly(listener);
        open.forEach(FtpGateway::quietly);
    }
}
